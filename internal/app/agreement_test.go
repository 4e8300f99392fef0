package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// fact is what readers learn about a document. A format without a fact is not compared by it.
type fact struct {
	Title, Language, Starts, Ends, Room, Place string
	Care                                       string // the notice, the helpline, and the reason for not taking place
	Status                                     string // of a session
	People                                     string
}

// facts maps the website URLs of documents to their facts.
type facts map[string]fact

// only returns the facts of documents of one type, reduced to those that a format has.
func (f facts) only(folder string, kept func(fact) fact) facts {
	less := facts{}
	for page, of := range f {
		if folder == "" || strings.Contains(page, "/"+folder+"/") {
			less[page] = kept(of)
		}
	}
	return less
}

// TestDoorsAgree: for random content, GraphQL, sync, calendars, schedules, JSON-LD, podcast
// feeds and sitemaps have the same documents, with the same facts.
func TestDoorsAgree(t *testing.T) {
	t.Parallel()
	compared := map[string]int{}
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { doorsAgree(t, seed, compared) })
	}
	for _, door := range []string{"sync", "calendar", "schedule.json", "schedule.xml", "JSON-LD", "podcast", "sitemap"} {
		if compared[door] < 10 {
			t.Errorf("by %s only %d documents were compared", door, compared[door])
		}
	}
	t.Logf("documents compared: %v", compared)
}

func doorsAgree(t *testing.T, seed uint64, compared map[string]int) {
	c := small(t)
	c.Listen, c.Website, c.PublicURL = "", "https://example.org/{kind}/{slug}", "https://api.example.org"
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	w := contenttest.NewWorld(seed)
	for range 600 {
		if err := w.Edit(t.Context(), a.Store()); err != nil {
			t.Fatal(err)
		}
	}
	publishAll(t, a.Store())
	furnish(t, a.Store())
	for _, language := range []string{"da", "en"} {
		d := &doors{t: t, handler: a.Handler(), language: language, compared: compared}
		want := d.graphQL()
		d.sync(want)
		d.calendars(want)
		d.schedules(want)
		d.jsonLD(want)
		d.podcasts(want)
		d.sitemaps(want)
	}
}

// publishAll publishes as many documents as possible, so that there is much to compare.
func publishAll(t *testing.T, store content.Store) {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Actor: contenttest.Publisher, Preview: true})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, kind := range catalog.Kinds() {
		ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error { return tx.Publish(id) })
			if code := content.CodeOf(err); err != nil && code != content.CodeInvalid && code != content.CodeNotFound {
				t.Fatal(err)
			}
		}
	}
}

// furnish gives the conferences venues, some of them secret.
func furnish(t *testing.T, store content.Store) {
	t.Helper()
	precisions := []catalog.VenuePrecision{catalog.VenuePublic, catalog.VenueRegistered, catalog.VenueHidden}
	for n := range 4 {
		id := contenttest.ID("conference", fmt.Sprint("conference-", n))
		contenttest.Edit(t, store, func(tx *content.Transaction) error {
			state, err := tx.State(id)
			if err != nil || state.Published == 0 {
				return nil
			}
			public, err := tx.Published(id)
			if err != nil {
				return err
			}
			c := content.Clone(public.(*catalog.Conference))
			c.Venue = &catalog.Venue{Name: "Hal", Address: "Vej 1", City: "Aarhus", Country: "DK", Precision: precisions[n%3]}
			if err := tx.Save(c); err != nil {
				return err
			}
			return tx.Publish(id)
		})
	}
}

// doors are all ways to read.
type doors struct {
	t        *testing.T
	handler  http.Handler
	language string
	compared map[string]int

	slugs map[string][]string // existing ones, by kind
}

func (d *doors) agree(door string, want, got facts) {
	d.t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		d.t.Errorf("%s in %s (-GraphQL +%s):\n%s", door, d.language, door, diff)
	}
	d.compared[door] += len(got)
}

// get returns the response at a path in the requested language.
func (d *doors) get(path string) []byte {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path+"?language="+d.language, nil)
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// document is a document in a GraphQL response.
type document struct {
	Typename                                           string `json:"__typename"`
	ID, Slug, URL, Language, Title, Name, Caption, Alt string
	StartsAt, EndsAt                                   string
	StartDate, EndDate                                 string
	Room, ContentNotice, JSONLD                        string
	Status, StatusReason                               string
	GUID                                               string
	Audio                                              struct{ URL string }
	Helpline                                           *struct{ Name, Phone string }
	Venue                                              *struct{ Name, Address, City, Country string }
	Conference                                         *document
	Appearances                                        []struct{ Speaker struct{ Name string } }
}

const common = ` __typename id slug url language jsonLD: jsonLd `

func (d *doors) ask(query string, data any) {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql?"+url.Values{"query": {query}}.Encode(), nil))
	var answer struct {
		Data   json.RawMessage
		Errors []any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Errors) > 0 {
		d.t.Fatalf("%v: %s", err, w.Body)
	}
	if err := json.Unmarshal(answer.Data, data); err != nil {
		d.t.Fatal(err)
	}
}

// graphQL returns the facts that all others are compared with.
func (d *doors) graphQL() facts {
	d.t.Helper()
	const care, cast = ` contentNotice helpline { name phone } `, ` appearances { speaker { name } } `
	place := ` startDate endDate contentNotice helpline { name phone } venue { name address city country } `
	all := map[string]struct{ Nodes []document }{}
	for _, list := range []string{
		`topics(first: 100) { nodes { name` + common + `} }`, `organisations(first: 100) { nodes { name` + common + `} }`,
		`podcasts(first: 100) { nodes { title` + common + `} }`, `speakers(first: 100) { nodes { name` + common + `} }`,
		`conferences(first: 100) { nodes { title` + common + place + `} }`, `proposals(first: 100) { nodes { title` + common + `} }`,
		`sessions(first: 100) { nodes { title startsAt endsAt room status statusReason contentNotice conference { ` + place + ` }` + cast + common + `} }`,
		`videos(first: 100) { nodes { title` + care + cast + common + `} }`, `episodes(first: 100) { nodes { title guid audio { url }` + care + cast + common + `} }`,
		`photos(first: 100) { nodes { caption alt` + care + common + `} }`,
	} {
		d.ask(fmt.Sprintf(`query @inContext(language: %q) { %s }`, d.language, list), &all)
	}
	want := facts{}
	d.slugs = map[string][]string{}
	for _, list := range all {
		for _, n := range list.Nodes {
			want[n.URL] = n.fact()
			kind := strings.ToLower(n.Typename[:1]) + n.Typename[1:]
			d.slugs[kind] = append(d.slugs[kind], n.Slug)
			if feed := strings.TrimSpace(string(d.get("/feeds/jsonld/" + kind + "/" + n.Slug + ".json"))); feed != n.JSONLD {
				d.t.Errorf("the field jsonLd of %s has\n%s\nand the feed\n%s", n.ID, n.JSONLD, feed)
			}
		}
	}
	return want
}

func (n document) fact() fact {
	of := n
	if n.Conference != nil { // what a session gets from its conference
		of.Venue, of.Helpline, of.ContentNotice = n.Conference.Venue, n.Conference.Helpline, cmp.Or(n.ContentNotice, n.Conference.ContentNotice)
	}
	f := fact{
		Title: cmp.Or(n.Title, n.Name, n.Caption), Language: n.Language, Room: n.Room,
		Starts: cmp.Or(instant(n.StartsAt), n.StartDate), Ends: cmp.Or(instant(n.EndsAt), n.EndDate), Place: n.Room,
	}
	if v := of.Venue; v != nil {
		f.Place = together(", ", n.Room, v.Name, v.Address, v.City, v.Country)
		f.Room = cmp.Or(n.Room, v.Name)
	}
	help := ""
	if h := of.Helpline; h != nil {
		help = together(", ", h.Name, h.Phone)
	}
	f.Status = n.Status
	f.Care = together("\n\n", of.ContentNotice, help, told(n.Status, n.StatusReason, n.Language))
	var people []string
	for _, a := range n.Appearances {
		people = append(people, a.Speaker.Name)
	}
	f.People = strings.Join(people, "|")
	return f
}

// told returns a text after a session's status; "" without a text.
func told(status, text, language string) string {
	if text == "" {
		return ""
	}
	return catalog.SessionStatus(status).Before(text, locale.Language(language))
}

// standing splits the status off a session's title.
func standing(title, language string) (status, rest string) {
	for _, status := range []string{"CANCELLED", "POSTPONED"} {
		if rest, ok := strings.CutPrefix(title, strings.TrimSuffix(told(status, "x", language), "x")); ok {
			return status, rest
		}
	}
	return "SCHEDULED", title
}

func together(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), between)
}

// instant returns a time in UTC in one format; "" for none.
func instant(s string) string {
	for _, layout := range []string{time.RFC3339, "20060102T150405Z"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC().Format(time.RFC3339)
		}
	}
	return ""
}

func (d *doors) sync(want facts) {
	d.t.Helper()
	var page struct {
		Sync struct {
			Complete bool
			Entries  []struct{ Document *document }
		}
	}
	d.ask(fmt.Sprintf(`{ sync(first: 500, language: %q) { complete entries { document { __typename ... on Document { url language } `+
		`... on Topic { name } ... on Organisation { name } ... on Speaker { name } ... on Podcast { title } ... on Conference { title startDate endDate } ... on PolicyProposal { title } `+
		`... on Session { title startsAt endsAt room status statusReason } ... on Video { title } ... on PodcastEpisode { title } ... on Photo { caption } } } } }`, d.language), &page)
	got := facts{}
	for _, e := range page.Sync.Entries {
		if e.Document != nil {
			f := e.Document.fact()
			f.Room, f.Place, f.Care = "", "", ""
			got[e.Document.URL] = f
		}
	}
	if !page.Sync.Complete {
		d.t.Error("a sync has more than a page")
	}
	d.agree("sync", want.only("", func(f fact) fact {
		return fact{Title: f.Title, Language: f.Language, Starts: f.Starts, Ends: f.Ends, Status: f.Status}
	}), got)
}
