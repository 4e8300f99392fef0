package catalog

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// testID returns the id of a test's document by its kind and name.
func testID(kind, name string) content.ID {
	sum := sha256.Sum256([]byte(kind + " " + name))
	return content.NewID(content.KindNamed(kind), morning, [10]byte(sum[:10]))
}

// testAsset returns an uploaded file of a kind.
func testAsset(kind content.AssetKind) locale.URL {
	return content.NewAssetID(sha256.Sum256([]byte(kind))).URL()
}

// testAssets has a file of each kind.
type testAssets struct{}

func (testAssets) Asset(id content.AssetID) (*content.Asset, error) {
	for kind, mimeType := range map[content.AssetKind]string{
		content.AssetImage: "image/jpeg", content.AssetAudio: "audio/mpeg", content.AssetVideo: "video/mp4", content.AssetCaptions: "text/vtt", content.AssetDocument: "application/pdf",
	} {
		if id.URL() == testAsset(kind) {
			return &content.Asset{
				ID: id, Kind: kind, MIMEType: mimeType, Bytes: 5_000_000_000, Width: 4000, Height: 3000,
				Duration: locale.Duration(time.Hour), Colour: "#2f6f8f", Placeholder: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
			}, nil
		}
	}
	return nil, content.Errorf(content.CodeNotFound, "There is no such file.")
}

// Captions returns none that a document could use.
func (testAssets) Captions(content.AssetID) (string, error) {
	return "", content.Errorf(content.CodeNotFound, "There is no such file.")
}

// testSite is the site of the examples.
var testSite = &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}", Assets: testAssets{}}

// morning is the default time, in the zone of the example's conference.
var morning = time.Date(2021, 9, 1, 9, 0, 0, 0, time.FixedZone("", 2*60*60))

func both(da string) locale.Text { return locale.NewText("da", da, "en", "(en) "+da) }

func rich(da string) *locale.RichText { return &locale.RichText{Text: both(da)} }

func pointer[T any](v T) *T { return &v }

func exampleMeta(kind, slug string) content.Meta {
	published := morning.UTC()
	return content.Meta{
		ID: testID(kind, "example"), Slug: slug, FormerSlugs: []string{slug + "-foer"},
		CreatedAt: published.Add(-time.Hour), UpdatedAt: published, PublishedAt: &published,
	}
}

// exampleOf returns the example of a kind, or nil.
func exampleOf(k *content.Kind) content.Document {
	for _, d := range examples() {
		if content.KindOf(d) == k {
			return d
		}
	}
	panic("catalog: examples() in fixture_test.go has no " + k.Name)
}

// examples returns a document of each kind in which every field is set, in the order of Kinds.
// They can be published together.
func examples() []content.Document {
	return []content.Document{
		exampleTopic(), exampleOrganisation(), examplePodcast(), exampleSpeaker(), exampleConference(),
		exampleProposal(), exampleSession(), exampleVideo(), exampleEpisode(), examplePhoto(),
	}
}

func exampleTopic() *Topic {
	return &Topic{
		Meta: exampleMeta("topic", "digital-stalking"), Name: both("Digital stalking"),
		Synonyms:    []locale.Text{both("Cyberstalking")},
		Description: both("Stalking med telefoner og net."), BroaderID: testID("topic", "broader"),
	}
}

func exampleOrganisation() *Organisation {
	return &Organisation{
		Meta: exampleMeta("organisation", "eksempelcenter"), Name: both("Eksempelcenter"), Abbreviation: "EC",
		WebsiteURL: "https://center.example.org/", Logo: testAsset(content.AssetImage), Kind: OrganisationNonProfit,
	}
}

func examplePodcast() *Podcast {
	return &Podcast{
		Meta: exampleMeta("podcast", "samtaler"), Title: both("Samtaler"), Description: both("Om stalking."),
		Author: "Eksempelcenter", OwnerEmail: "podcast@example.org", SpokenLanguage: "da", Category: "Society & Culture",
		Explicit: true, Artwork: testAsset(content.AssetImage), Link: "https://example.org/samtaler",
		GUID: "9b024349-ccf0-5f69-a609-6b82873eab3c", Subcategory: "Documentary", Locked: true, License: "CC-BY-4.0",
		LicenseURL: "https://creativecommons.org/licenses/by/4.0/", Funding: &Funding{"https://example.org/stoet", both("Støt os")},
	}
}

// legalName is the legal name of the example's speaker, who has a pseudonym.
const legalName = "Karen Margrethe Hviid"

func exampleSpeaker() *Speaker {
	return &Speaker{
		Meta: exampleMeta("speaker", "anna-k"), Name: legalName, SortName: "Hviid, Karen Margrethe", Pseudonym: "Anna K.",
		JobTitle: both("Rådgiver"), OrganisationID: testID("organisation", "example"), Bio: rich("Har **erfaring**."),
		PhotoURL: testAsset(content.AssetImage), Links: []Link{{both("Interview"), "https://example.org/interview"}},
		Consents: []Consent{{
			To: content.ConsentToPhoto, Scope: "Hjemmesiden", GivenOn: "2020-01-01", ExpiresOn: "2030-01-01", WithdrawnOn: "2020-02-01",
		}, {To: content.ConsentToPhoto, Scope: "Alt", GivenOn: "2021-01-01"}},
		WithoutConsentReason: "Taler i embeds medfør.",
	}
}

func exampleConference() *Conference {
	return &Conference{
		Meta: exampleMeta("conference", "fagkonference-2021"), Title: both("Fagkonference"), Subtitle: both("To dage"),
		Summary: both("Kort."), Body: rich("*Langt*."), Purpose: both("Viden."), Status: ConferenceHeld,
		StartDate: "2021-09-01", EndDate: "2021-09-02", Year: 2021, PreviousDates: []DateRange{{StartDate: "2021-03-01", EndDate: "2021-03-02"}},
		TimeZone: "Europe/Copenhagen",
		Venue:    &Venue{Name: "Salen", Address: "Stillevej 17", City: "Odense", Country: "DK", Precision: VenuePublic},
		Audience: []locale.Text{both("Politi"), both("Kommuner")}, ParticipantCount: pointer(130),
		OrganiserID: testID("organisation", "example"), TopicIDs: []content.ID{testID("topic", "example")}, WebsiteURL: "https://example.org/2021", LiveStreamURL: "https://example.org/live",
		Registration: &Registration{
			URL: "https://example.org/tilmelding", OpensAt: morning.AddDate(0, -3, 0), ClosesAt: morning.AddDate(0, -1, 0),
			Price: both("Gratis"), Capacity: pointer(150),
		},
		ContentNotice: both("Handler om vold."),
		Helpline:      &content.Helpline{Name: both("Linjen"), Phone: "+45 00 00 00 00", URL: "https://example.org/hjaelp", Hours: both("9–17")},
		Series:        "fagkonference", Edition: 2, PreviousID: testID("conference", "before"),
	}
}

func exampleProposal() *PolicyProposal {
	return &PolicyProposal{
		Meta: exampleMeta("policyProposal", "bedre-hjaelp"), Title: both("Bedre hjælp"), AlternativeTitles: []locale.Text{both("Bedre hjælp nu")},
		Kind: ProposalProposal, Number: "U 1", Summary: both("Kort."), Body: rich("Langt."), PresentedOn: "2021-08-23",
		PresentedBy: []Presenter{{testID("speaker", "example"), both("Minister")}},
		Parties:     []Party{{"Socialdemokratiet", "S", StanceProposer}, {"Partiet", "P", StanceOpposed}},
		Measures: []Measure{
			{1, both("Ny lov"), both("Straf."), MeasureLegislation, "Ministeriet", MeasureCarriedOut},
			{2, both("Samarbejde"), both("På tværs."), MeasureCooperation, "Politiet", MeasureUnderWay},
		},
		Timeline: []TimelineEntry{
			{Date: "2021-08-23", Status: TimelinePresented, Note: both("Fremlagt."), Source: "https://example.org/udspil"},
			{Date: "2021-12-14", Status: TimelineThirdReading, Note: both("Vedtaget."), Source: "https://example.org/l15"},
		},
		Documents: []ProposalDocument{{both("Udspillet"), testAsset(content.AssetDocument), "da", "2021-09-01"}},
		Bills:     []Bill{{"L 15", "2021-22", both("Lov om ændring"), "https://example.org/l15", []int{1}}},
		Votes:     []Vote{{Date: "2021-12-14", Bill: "L 15", For: 99, Against: 1, Neither: 2}},
		Law:       &Law{Number: "2600", Title: both("Loven"), InForceFrom: "2022-01-01", URL: "https://example.org/lov"},
	}
}

func exampleAppearances() []Appearance {
	return []Appearance{{testID("speaker", "example"), RoleModerator, both("Konsulent"), "Centret"}}
}

func exampleSession() *Session {
	return &Session{
		Meta: exampleMeta("session", "samtale"), ConferenceID: testID("conference", "example"), Title: both("Samtale"),
		Abstract: rich("Om *det*."), Kind: SessionTalk, StartsAt: morning, EndsAt: morning.Add(time.Hour), Room: "Sal 1", Track: "A",
		Status: SessionCancelled, StatusReason: both("Taleren er syg."), LiveStreamURL: "https://example.org/live/1",
		SpokenLanguages: []locale.Language{"da"}, TopicIDs: []content.ID{testID("topic", "example")}, Cast: exampleAppearances(),
		RecordingAllowed: true, Capacity: pointer(40),
		Attachments:   []Attachment{{both("Slides"), testAsset(content.AssetDocument), "application/pdf", "da"}},
		ContentNotice: both("Vold."), DiscussesIDs: []content.ID{testID("policyProposal", "example")},
	}
}

func exampleVideo() *Video {
	return &Video{
		Meta: exampleMeta("video", "film"), Title: both("Film"), Description: both("Fra dagen."),
		Sources: []Source{
			{URL: "/media/film.mp4", MIMEType: "video/mp4", Height: 720, Bytes: 1000},
			{URL: "https://player.example.org/1", Provider: "Example", RequiresConsent: true},
		},
		Duration: locale.Duration(10 * time.Minute), Thumbnail: "/media/film.jpg",
		Captions: []Captions{
			{Language: "da", Kind: CaptionsCaptions, URL: testAsset(content.AssetCaptions)},
			{Language: "en", Kind: CaptionsSubtitles, Text: "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nWelcome.\n"},
		},
		Transcript: rich("Hun siger."), Chapters: []Chapter{{Title: both("Start")}, {StartsAt: locale.Duration(time.Minute), Title: both("Mere"), URL: "https://example.org/mere", Image: "/media/mere.png"}},
		SignLanguageVideo: "/media/film-tegn.mp4", RecordedAt: morning, SessionID: testID("session", "example"),
		ConferenceID: testID("conference", "example"), Cast: exampleAppearances(), Notice: both("Vold."),
		WithoutCaptionsReason: "Ingen taler.",
	}
}

func exampleEpisode() *PodcastEpisode {
	return &PodcastEpisode{
		Meta: exampleMeta("podcastEpisode", "afsnit"), PodcastID: testID("podcast", "example"), Title: both("Afsnit"),
		Summary: both("Kort."), ShowNotes: rich("- Links"), GUID: "example-1", Season: 1, Number: 2, EpisodeType: EpisodeFull,
		Audio: &Audio{"/media/afsnit.mp3", "audio/mpeg", 1000}, Duration: locale.Duration(30 * time.Minute), Explicit: true,
		Artwork: testAsset(content.AssetImage), Transcripts: []Transcript{{Language: "da", URL: "/media/afsnit.vtt", MIMEType: "text/vtt"}, {Language: "en", Text: "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nWelcome.\n"}},
		Chapters: []Chapter{{Title: both("Start")}, {StartsAt: locale.Duration(time.Minute), Title: both("Mere"), URL: "https://example.org/mere", Image: "/media/mere.png"}}, Cast: exampleAppearances(),
		SessionID: testID("session", "example"), ConferenceID: testID("conference", "example"), ReleasedAt: morning,
		Notice: both("Vold."), WithoutTranscriptReason: "Kun musik.",
	}
}

func examplePhoto() *Photo {
	return &Photo{
		Meta: exampleMeta("photo", "foto"), Asset: &content.Image{URL: testAsset(content.AssetImage), Width: 3000, Height: 2000}, Alt: both("To på en scene."),
		Caption: both("Panelet"), Credit: "Fotografen", TakenOn: "2021-09-01",
		People:         []PhotoPerson{{SpeakerID: testID("speaker", "example")}, {}, {Name: "Bo Lund"}},
		Unrecognisable: []Unrecognisable{{SpeakerID: testID("speaker", "example"), File: "/media/bagfra.jpg", Reason: "Set bagfra."}},
		FocalPoint:     &content.FocalPoint{X: 0.5, Y: 0.25}, ConferenceID: testID("conference", "example"), SessionID: testID("session", "example"),
	}
}

// world is a Lookup over documents, as they will be.
type world map[content.ID]content.Document

// exampleWorld has the examples, and the other documents that they refer to.
func exampleWorld() world {
	w := world{}
	w.add(examples()...)
	w.add(
		&Topic{Meta: content.Meta{ID: testID("topic", "broader"), Slug: "stalking", PublishedAt: &morning}, Name: both("Stalking")},
		&Conference{Meta: content.Meta{ID: testID("conference", "before"), Slug: "fagkonference-2020", PublishedAt: &morning}, Title: both("Den forrige")},
	)
	return w
}

func (w world) add(documents ...content.Document) {
	for _, d := range documents {
		w[d.Base().ID] = d
	}
}

func (w world) Working(id content.ID) (content.Document, error) {
	if d, ok := w[id]; ok {
		return d, nil
	}
	return nil, content.NotFound(id)
}

func (w world) Published(id content.ID) (content.Document, error) {
	if d, ok := w[id]; ok && d.Base().PublishedAt != nil {
		return d, nil
	}
	return nil, content.NotFound(id)
}

func (w world) State(id content.ID) (content.State, error) {
	if _, err := w.Published(id); err == nil {
		return content.State{Created: 1, Published: 1, Seen: 1}, nil
	}
	if _, err := w.Working(id); err != nil {
		return content.State{}, err
	}
	return content.State{Created: 1, Draft: 1}, nil
}

func (w world) Related(space content.Space, kind *content.Kind, index content.Index, by, from, to content.Key) (related []content.Document, err error) {
	for _, d := range w {
		if content.KindOf(d) != kind || space == content.PublicIndex && d.Base().PublishedAt == nil {
			continue
		}
		if index.By != "" && !slices.Contains(kind.Attribute(index.By).Of(d), by) {
			continue
		}
		order := content.Key("\xff")
		if keys := kind.Attribute(index.Order).Of(d); len(keys) > 0 {
			order = keys[0]
		}
		if order >= from && order < to {
			related = append(related, d)
		}
	}
	return related, nil
}

func (w world) Referrers(id content.ID) (referrers []content.Document, err error) {
	for _, from := range slices.Sorted(maps.Keys(w)) {
		if d, err := w.Published(from); err == nil && content.Refers(d, id) {
			referrers = append(referrers, d)
		}
	}
	return referrers, nil
}

// rule is a case of a table: a change of a kind's example and of other documents, and the
// reported problems, each as "CODE path".
type rule[D content.Document] struct {
	name      string
	edit      func(d D)   // of the example
	published func(d D)   // if not nil: readers see the example with this change
	around    func(world) // changes other documents
	always    []string    // reported both on saving and on publishing
	soft      []string    // further ones: as a warning on saving
	warn      []string    // further ones: only on saving, as a warning
	publish   []string    // further ones: only on publishing
}

func (r rule[D]) draft() []string {
	want := slices.Clone(r.always)
	for _, s := range append(slices.Clone(r.soft), r.warn...) {
		want = append(want, "("+s+")")
	}
	return want
}

// checkRules validates the example of a kind with each case's change, as a draft and for
// publishing.
func checkRules[D content.Document](t *testing.T, example func() D, rules []rule[D]) {
	t.Helper()
	rules = append(rules, rule[D]{name: "the example has no problems", published: func(D) {}})
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for publishing, want := range map[bool][]string{false: r.draft(), true: slices.Concat(r.always, r.soft, r.publish)} {
				d, w := example(), exampleWorld()
				if r.edit != nil {
					r.edit(d)
				}
				w.add(d)
				if r.around != nil {
					r.around(w)
				}
				var published content.Document
				if r.published != nil {
					public := example()
					r.published(public)
					published = public
				}
				problems, err := content.ProblemsOf(d, publishing, published, w, testSite, morning)
				if err != nil {
					t.Fatal(err)
				}
				if got := described(problems); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
					t.Errorf("publishing %t: got %q, want %q", publishing, got, want)
				}
			}
		})
	}
}

// described returns problems in the form of the tables.
func described(problems []content.Problem) []string {
	var lines []string
	for _, p := range problems {
		line := fmt.Sprintf("%s %s", p.Code, strings.Join(p.Path, "."))
		if p.Warning {
			line = "(" + line + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

// of returns a document of the world, for a change.
func of[D content.Document](w world, kind, name string) D { return w[testID(kind, name)].(D) }
