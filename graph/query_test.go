package graph

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

func id(kind, name string) content.ID { return contenttest.ID(kind, name) }

// sample returns a store with a document or two of each kind, all of them public except those
// called Hidden.
func sample(t testing.TB) *contenttest.Memory {
	store := contenttest.NewMemory()
	contenttest.Save(t, store,
		&catalog.Topic{Meta: contenttest.Meta("topic", "Hidden"), Name: locale.NewText("da", "Hidden")},
		contenttest.Speaker("Hidden"), contenttest.Conference("Hidden"),
	)
	conference := contenttest.Conference("Conference")
	conference.OrganiserID, conference.TopicIDs = id("organisation", "Centre"), []content.ID{id("topic", "Broad"), id("topic", "Hidden")}
	conference.Body = locale.NewRichText("da", "Om *stalking*.")
	conference.ContentNotice = locale.NewText("da", "Notits", "en", "Notice")
	conference.Helpline = &content.Helpline{Name: locale.NewText("da", "Linje", "en", "Line"), Phone: "+45 12 34 56 78"}
	conference.Audience = []locale.Text{locale.NewText("da", "Politi", "en", "Police"), locale.NewText("da", "Kommuner")}
	zero := 0
	conference.ParticipantCount = &zero
	next := contenttest.Conference("Next")
	next.Status, next.StartDate, next.EndDate, next.TimeZone, next.Year, next.PreviousID = catalog.ConferencePlanned, "", "", "", 2022, conference.ID
	session := contenttest.Session("Panel", "Conference", 1, "Anna", "Hidden")
	session.RecordingAllowed, session.DiscussesIDs = true, []content.ID{id("policyProposal", "Proposal")}
	contenttest.Publish(t, store,
		&catalog.Topic{Meta: contenttest.Meta("topic", "Broad"), Name: locale.NewText("da", "Bredt", "en", "Broad")},
		&catalog.Topic{Meta: contenttest.Meta("topic", "Narrow"), Name: locale.NewText("da", "Smalt"), BroaderID: id("topic", "Broad")},
		&catalog.Organisation{Meta: contenttest.Meta("organisation", "Centre"), Name: locale.NewText("da", "Centret", "en", "The Centre")},
		contenttest.Speaker("Anna"), conference, next,
		&catalog.PolicyProposal{
			Meta: contenttest.Meta("policyProposal", "Proposal"), Title: locale.NewText("da", "Udspil", "en", "Proposal"), Kind: catalog.ProposalProposal, PresentedOn: "2021-08-23",
			PresentedBy: []catalog.Presenter{{SpeakerID: id("speaker", "Anna"), Office: locale.NewText("da", "Minister", "en", "Minister")}},
			Votes:       []catalog.Vote{{Date: "2021-12-14", For: 99}},
		},
		session,
	)
	contenttest.Publish(t, store,
		&catalog.Video{
			Meta: contenttest.Meta("video", "Film"), Title: locale.NewText("da", "Film", "en", "Film"), SessionID: session.ID, ConferenceID: conference.ID,
			Sources:  []catalog.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4", Height: 1080, Bytes: 5_000_000_000}, {URL: "https://player.example.org/1", Provider: "Player", RequiresConsent: true}},
			Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, URL: "/media/film.vtt"}},
			Chapters: []catalog.Chapter{{Title: locale.NewText("da", "Start", "en", "Start")}, {StartsAt: locale.Duration(90 * time.Second), Title: locale.NewText("da", "Slut", "en", "End")}},
		},
		&catalog.Podcast{
			Meta: contenttest.Meta("podcast", "Podcast"), Title: locale.NewText("da", "Podcast", "en", "Podcast"), Description: locale.NewText("da", "Om", "en", "About"), Author: "Centret",
			OwnerEmail: "podcast@example.org", SpokenLanguage: "da", Category: "Society & Culture", Artwork: "/media/art.png", Link: "https://example.org/podcast", GUID: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
		},
	)
	contenttest.Publish(t, store, &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "Episode"), PodcastID: id("podcast", "Podcast"), Title: locale.NewText("da", "Afsnit", "en", "Episode"), GUID: "episode-1",
		EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/1.mp3", MIMEType: "audio/mpeg", Bytes: 1000}, Duration: locale.Duration(27*time.Minute + 30*time.Second),
		ReleasedAt: contenttest.Epoch, Number: 1, WithoutTranscriptReason: "test", ConferenceID: id("conference", "Hidden"),
	}, &catalog.Photo{
		Meta: contenttest.Meta("photo", "Photo"), Asset: &content.Image{URL: "/media/photo.jpg"}, Alt: locale.NewText("da", "Panelet", "en", "The panel"), TakenOn: "2021-09-02",
		People:       []catalog.PhotoPerson{{Name: "Bo"}, {}, {SpeakerID: id("speaker", "Anna")}, {SpeakerID: id("speaker", "Hidden")}},
		ConferenceID: conference.ID, FocalPoint: &content.FocalPoint{X: 0.5},
	})
	return store
}

func TestConferencePage(t *testing.T) {
	t.Parallel()
	store := sample(t)
	const query = `{
		conference(slug: "conference") {
			__typename title subtitle language languages url revision createdAt publishedAt startDate year participantCount audience
			body { html plain language } organiser { name } topics { name narrower(first: 5) { nodes { name } } } previousEdition { title }
			sessions(first: 5) { totalCount nodes { startsAt appearances { role speaker { name sortName photo { url } sessions(first: 1) { nodes { slug } } } } discusses { title presenters { office speaker { name } } votes { for against } } } pageInfo { hasNextPage hasPreviousPage } }
			videos(first: 1) { edges { node { duration recordedAt sources { url height bytes provider requiresConsent } chapters { startsAt title } } } }
			photos(first: 1) { nodes { alt people { name speaker { name } } focalPoint { x y } asset { width } } }
		}
	}`
	check(t, contenttest.View(t, store, content.Anonymous), query, `{"conference": {
		"__typename": "Conference", "title": "Conference", "subtitle": null, "language": "da", "languages": ["da", "en"], "url": "https://example.org/conferences/conference", "revision": 2,
		"createdAt": "2021-09-01T07:00:00Z", "publishedAt": "2021-09-01T07:00:00Z", "startDate": "2021-09-01", "year": null, "participantCount": 0, "audience": ["Politi", "Kommuner"],
		"body": {"html": "<p>Om <em>stalking</em>.</p>", "plain": "Om stalking.", "language": "da"}, "organiser": {"name": "Centret"}, "topics": [{"name": "Bredt", "narrower": {"nodes": [{"name": "Smalt"}]}}], "previousEdition": null,
		"sessions": {"totalCount": 1, "nodes": [{"startsAt": "2021-09-01T10:00:00+02:00",
			"appearances": [{"role": "SPEAKER", "speaker": {"name": "Anna", "sortName": "Anna", "photo": null, "sessions": {"nodes": [{"slug": "panel"}]}}}],
			"discusses": [{"title": "Udspil", "presenters": [{"office": "Minister", "speaker": {"name": "Anna"}}], "votes": [{"for": 99, "against": 0}]}]}], "pageInfo": {"hasNextPage": false, "hasPreviousPage": false}},
		"videos": {"edges": [{"node": {"duration": null, "recordedAt": null, "sources": [
				{"url": "https://api.example.org/media/film.mp4", "height": 1080, "bytes": 5000000000, "provider": null, "requiresConsent": false}, {"url": "https://player.example.org/1", "height": null, "bytes": null, "provider": "Player", "requiresConsent": true}],
			"chapters": [{"startsAt": "PT0S", "title": "Start"}, {"startsAt": "PT1M30S", "title": "Slut"}]}}]},
		"photos": {"nodes": [{"alt": "Panelet", "people": [{"name": "Bo", "speaker": null}, {"name": null, "speaker": null}, {"name": null, "speaker": {"name": "Anna"}}, {"name": null, "speaker": null}], "focalPoint": {"x": 0.5, "y": 0}, "asset": {"width": null}}]}
	}}`)
	check(t, contenttest.View(t, store, content.Anonymous, "en"), `{ conference(slug: "conference") { title language audience body { plain } topics { name } } }`,
		`{"conference": {"title": "Conference (en)", "language": "en", "audience": ["Police"], "body": null, "topics": [{"name": "Broad"}]}}`)
}

// TestBothWays follows each relation and returns.
func TestBothWays(t *testing.T) {
	t.Parallel()
	view := contenttest.View(t, sample(t), content.Anonymous)
	check(t, view, `{
		speaker(slug: "anna") { organisation { name } sessions(first: 5) { nodes { slug } } videos(first: 5) { nodes { slug } } episodes(first: 5) { nodes { slug } } photos(first: 5) { nodes { slug } } proposals(first: 5) { nodes { slug } } }
		organisation(slug: "centre") { speakers(first: 5) { nodes { slug } } conferences(first: 5) { nodes { slug } } }
		topic(slug: "broad") { broader { slug } conferences(first: 5) { nodes { slug } } sessions(first: 5) { nodes { slug } } }
		proposal(slug: "proposal") { sessions(first: 5) { nodes { slug conference { slug } episodes(first: 5) { nodes { slug } } videos(first: 5) { nodes { slug session { slug } } } photos(first: 5) { nodes { slug } } } } }
		podcast(slug: "podcast") { episodes(first: 5) { nodes { number season podcast { slug } } } }
		conference(slug: "conference") { episodes(first: 5) { nodes { slug } } previousEdition { slug } nextEdition { slug year startDate previousEdition { slug } nextEdition { slug } } }
		topics(first: 5) { nodes { slug broader { slug } } }
	}`, `{
		"speaker": {"organisation": null, "sessions": {"nodes": [{"slug": "panel"}]}, "videos": {"nodes": []}, "episodes": {"nodes": []}, "photos": {"nodes": [{"slug": "photo"}]}, "proposals": {"nodes": [{"slug": "proposal"}]}},
		"organisation": {"speakers": {"nodes": []}, "conferences": {"nodes": [{"slug": "conference"}]}},
		"topic": {"broader": null, "conferences": {"nodes": [{"slug": "conference"}]}, "sessions": {"nodes": []}},
		"proposal": {"sessions": {"nodes": [{"slug": "panel", "conference": {"slug": "conference"}, "episodes": {"nodes": []}, "videos": {"nodes": [{"slug": "film", "session": {"slug": "panel"}}]}, "photos": {"nodes": []}}]}},
		"podcast": {"episodes": {"nodes": [{"number": 1, "season": null, "podcast": {"slug": "podcast"}}]}},
		"conference": {"episodes": {"nodes": []}, "previousEdition": null, "nextEdition": {"slug": "next", "year": 2022, "startDate": null, "previousEdition": {"slug": "conference"}, "nextEdition": null}},
		"topics": {"nodes": [{"slug": "broad", "broader": null}, {"slug": "narrow", "broader": {"slug": "broad"}}]}
	}`)
}

// TestNotices: a media item has the notice and the helpline of its session or conference
// (promise 13), if they are public.
func TestNotices(t *testing.T) {
	t.Parallel()
	view := contenttest.View(t, sample(t), content.Anonymous, "en")
	check(t, view, `{
		video(slug: "film") { contentNotice helpline { name phone url language } }
		photo(slug: "photo") { contentNotice helpline { name } }
		episode(slug: "episode") { contentNotice helpline { name } conference { title } }
	}`, `{
		"video": {"contentNotice": "Notice", "helpline": {"name": "Line", "phone": "+45 12 34 56 78", "url": null, "language": "en"}},
		"photo": {"contentNotice": "Notice", "helpline": {"name": "Line"}},
		"episode": {"contentNotice": null, "helpline": null, "conference": null}
	}`)
}

func TestNodes(t *testing.T) {
	t.Parallel()
	store := sample(t)
	const query = `query Q($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id ... on Document { slug } ... on Speaker { name } } node(id: $id) { id } }`
	ids := []any{string(id("speaker", "Anna")), string(id("speaker", "Hidden")), string(id("speaker", "Nobody")), string(id("session", "Panel")), string(id("speaker", "Anna"))}
	data, errs := run(t, contenttest.View(t, store, content.Anonymous), query, map[string]any{"ids": ids, "id": string(id("conference", "Hidden"))})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var found []string
	for _, n := range data["nodes"].([]any) {
		if n == nil {
			found = append(found, "-")
			continue
		}
		n := n.(map[string]any)
		found = append(found, n["__typename"].(string)+" "+n["slug"].(string))
	}
	if got := strings.Join(found, ", "); got != "Speaker anna, -, -, Session panel, Speaker anna" || data["node"] != nil {
		t.Errorf("got %s and %v", got, data["node"])
	}

	preview := contenttest.View(t, store, contenttest.Publisher)
	check(t, preview, `{ node(id: "`+string(id("conference", "Hidden"))+`") { ... on Conference { title publishedAt } } }`, `{"node": {"title": "Hidden", "publishedAt": null}}`)
}

// TestBadArguments: each is refused with its code, and the message does not repeat it.
func TestBadArguments(t *testing.T) {
	t.Parallel()
	view := contenttest.View(t, sample(t), content.Anonymous)
	many := `"` + strings.Repeat(string(id("speaker", "Anna"))+`", "`, 100) + string(id("speaker", "Anna")) + `"`
	for _, tt := range []struct {
		query string
		code  content.Code
	}{
		{`{ nodes(ids: [` + many + `]) { id } }`, content.CodeBadInput},
		{`{ sessions { totalCount } }`, content.CodeBadInput},
		{`{ sessions(first: 101) { totalCount } }`, content.CodeBadInput},
		{`{ sessions(first: 1, last: 1) { totalCount } }`, content.CodeBadInput},
		{`{ sessions(first: 99999999999) { totalCount } }`, content.CodeBadInput},
		{`{ sessions(first: 1, after: "evil") { totalCount } }`, content.CodeBadCursor},
		{`{ sessions(first: 1, filter: {startsAt: {gte: "evil"}}) { totalCount } }`, content.CodeBadInput},
		{`{ sessions(first: 1, filter: {speaker: {in: ["` + "\xff" + `"]}}) { totalCount } }`, content.CodeBadInput},
		{`{ conferences(first: 1, filter: {startDate: {eq: "2021-02-30"}}) { totalCount } }`, content.CodeBadInput},
	} {
		_, errs := run(t, view, tt.query, nil)
		if len(errs) != 1 {
			t.Errorf("%.60s: %d errors: %v", tt.query, len(errs), errs)
			continue
		}
		var domain *content.Error
		if !errors.As(errs[0], &domain) || domain.Code != tt.code {
			t.Errorf("%.60s: %v, want %s", tt.query, errs[0], tt.code)
		} else if strings.Contains(strings.ToLower(domain.Message), "evil") {
			t.Errorf("%.60s is repeated: %s", tt.query, domain.Message)
		}
	}
}

// TestPaging reads a list by its cursors, in both directions, as a client does.
func TestPaging(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("Conference"))
	var want []string
	for i, name := range []string{"a", "b", "c", "d", "e"} {
		contenttest.Publish(t, store, contenttest.Session(name, "Conference", i))
		want = append(want, name)
	}
	view := contenttest.View(t, store, content.Anonymous)
	const query = `query Q($first: Int, $after: String, $last: Int, $before: String) {
		conference(slug: "conference") { sessions(first: $first, after: $after, last: $last, before: $before) { edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
	}`
	var got []string
	variables := map[string]any{"first": 2}
	for range want {
		data, errs := run(t, view, query, variables)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		sessions := data["conference"].(map[string]any)["sessions"].(map[string]any)
		for _, e := range sessions["edges"].([]any) {
			got = append(got, e.(map[string]any)["node"].(map[string]any)["slug"].(string))
		}
		info := sessions["pageInfo"].(map[string]any)
		if info["hasPreviousPage"] != (len(got) > 2) {
			t.Errorf("after %v: %v", got, info)
		}
		if info["hasNextPage"] == false {
			break
		}
		variables["after"] = info["endCursor"]
	}
	if strings.Join(got, "") != strings.Join(want, "") {
		t.Errorf("got %v, want %v", got, want)
	}
	data, _ := run(t, view, query, map[string]any{"last": 1})
	if edges := data["conference"].(map[string]any)["sessions"].(map[string]any)["edges"].([]any); len(edges) != 1 || edges[0].(map[string]any)["node"].(map[string]any)["slug"] != "e" {
		t.Errorf("the last one is %v", edges)
	}
}
