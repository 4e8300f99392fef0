package resolve

import (
	"lectern/content"
	"lectern/graph/internal/model"
)

// doorNotes explain the state of each door.
var doorNotes = map[model.Door]content.Message{
	model.DoorGraphql: {
		Danish:  "Intet svar fra tjenesten viser det mere.",
		English: "No response of the service shows it any more.",
	},
	model.DoorFeeds: {
		Danish:  "Podcastfeeds, Atom, sitemaps, JSON-LD, indlejringer og dokumenternes sider viser det ikke mere.",
		English: "Podcast feeds, Atom, sitemaps, JSON-LD, embeds and the pages of documents no longer show it.",
	},
	model.DoorCalendars: {
		Danish:  "Kalendere og programfiler, der hentes fra tjenesten, viser det ikke mere.",
		English: "Calendars and schedule files that are fetched from the service no longer show it.",
	},
	model.DoorMedia: {
		Danish:  "Filer, som kun var offentlige på grund af det, udleveres ikke mere til læsere.",
		English: "Files that were public only because of it are no longer served to readers.",
	},
	model.DoorSearch: {
		Danish:  "Søgning og søgeforslag finder det ikke mere.",
		English: "Search and suggestions no longer find it.",
	},
	model.DoorPurgeFeed: {
		Danish:  "Ændringen står i det feed, som fortæller cacher foran tjenesten, hvad de skal slette.",
		English: "The change is in the feed that tells caches in front of the service what to drop.",
	},
	model.DoorBrowsers: {
		Danish:  "En browser, der har hentet en side, kan vise den i op til 5 sekunder, et emne eller en organisation i op til 60. Billeder og optagelser, den har hentet, kan den gemme i op til et år.",
		English: "A browser that has loaded a response may show it for up to 5 seconds, a topic or an organisation for up to 60. Pictures and recordings that it has loaded it may keep for up to a year.",
	},
	model.DoorPodcastApps: {
		Danish:  "Podcast-apps og -kataloger beholder de episoder, de allerede har hentet. Bed om sletning hos dem, der viser episoden.",
		English: "Podcast apps and directories keep the episodes that they have downloaded. Ask those that show the episode to remove it.",
	},
	model.DoorSubscribedCalendars: {
		Danish:  "Kalendere, som nogen abonnerer på, retter sig, næste gang de henter; det kan tage timer eller dage. En kalender, der er importeret, retter sig aldrig.",
		English: "Calendars that somebody has subscribed to are corrected when they next fetch, which may take hours or days. A calendar that was imported is never corrected.",
	},
	model.DoorOfflineApps: {
		Danish:  "Apps, der gemmer indholdet, sletter det, næste gang de synkroniserer. Indtil da kan de vise det.",
		English: "Apps that store the content remove it when they next sync. Until then they may show it.",
	},
	model.DoorOtherWebsites: {
		Danish:  "Websteder, der er bygget af indholdet, søgemaskiner og arkiver har deres egne kopier. Byg webstedet igen, og bed søgemaskinerne om at fjerne siden.",
		English: "Websites that were built from the content, search engines and archives have their own copies. Rebuild the website, and ask search engines to remove the page.",
	},
	model.DoorBackups: {
		Danish:  "Sikkerhedskopier og eksporter fra før ændringen har det, indtil I sletter dem; tjenesten ved ikke, hvor de er. Lægges et ældre lager tilbage ved siden af erasures.jsonl, gentages sletningen før det første svar.",
		English: "Backups and exports from before the change have it until you delete them; the service does not know where they are. If an older store is put back beside erasures.jsonl, the service repeats the erasure before its first response.",
	},
}

// backupsOfHidden is the note on backups if nothing was erased.
var backupsOfHidden = content.Message{
	Danish:  "Lageret, sikkerhedskopier og eksporter har det stadig: det er skjult, ikke slettet. Lægges et lager fra før ændringen tilbage, er det synligt igen.",
	English: "The store, backups and exports still have it: it is hidden, not erased. If a store from before the change is put back, it is visible again.",
}

// The notes on caches in front of the service.
var (
	cdnWithoutStorage = content.Message{
		Danish:  "Cacher foran tjenesten må kun gemme svar i 5 sekunder, emner og organisationer i 60.",
		English: "Caches in front of the service may store responses for 5 seconds only, topics and organisations for 60.",
	}
	cdnWithPurgeFeed = content.Message{
		Danish:  "Et program læser feedet og sletter svarene i CDN'en. Hvor hurtigt det går, afhænger af programmet og CDN'en.",
		English: "A program reads the purge feed and drops the responses in the CDN. How fast depends on that program and the CDN.",
	}
	cdnWithoutPurgeFeed = content.Message{
		Danish:  "Intet program har læst feedet det seneste minut. En CDN kan vise svar, den har gemt, indtil tidspunktet i since. Tøm den.",
		English: "No program has read the purge feed in the last minute. A CDN may show responses that it has stored until the time in since. Purge it.",
	}
)
