package app

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/internal/feed/feedtest"
)

// randomFeeds returns paths of existing and missing feeds of a World.
func randomFeeds() (paths []string) {
	for n := range 4 {
		paths = append(paths, fmt.Sprint("/feeds/podcast/podcast-", n, ".xml"))
		for _, page := range []string{"videos/video", "episodes/podcastepisode"} {
			paths = append(paths, fmt.Sprint("/feeds/oembed?url=", url.QueryEscape(fmt.Sprint("https://example.org/", page, "-", n))))
		}
	}
	for _, kind := range catalog.Kinds() {
		paths = append(paths, "/feeds/sitemap/"+kind.Folder+".xml")
	}
	paths = append(paths, "/feeds/atom/all.xml")
	for _, kind := range catalog.Kinds() {
		if kind.News {
			paths = append(paths, "/feeds/atom/"+kind.Folder+".xml")
		}
	}
	for n := range 4 {
		paths = append(paths, fmt.Sprint("/feeds/calendar/conference/conference-", n, ".ics"), fmt.Sprint("/feeds/calendar/speaker/speaker-0-", n, ".ics"),
			fmt.Sprint("/feeds/calendar/session/session-", n, ".ics"), fmt.Sprint("/feeds/schedule/conference-", n, ".xml"))
		for _, kind := range catalog.Kinds() {
			paths = append(paths, fmt.Sprint("/feeds/jsonld/", kind.Name, "/", strings.ToLower(kind.Name), "-", n, ".json"))
		}
	}
	return append(paths, "/feeds/sitemap.xml")
}

// TestKeptFeedsAreAsNew makes random edits, and compares cached feeds with newly generated
// ones.
func TestKeptFeedsAreAsNew(t *testing.T) {
	t.Parallel()
	const seed, edits = 20, 300
	c := small(t)
	c.Caching.ServerTiming = true
	c.Listen, c.PublicURL, c.Website = "", string(feedtest.Site.Service), feedtest.Site.Website
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	world, random, paths := contenttest.NewWorld(seed), rand.New(rand.NewPCG(seed, 4)), randomFeeds()
	shown, absent, kept := 0, 0, 0
	for range edits {
		if err := world.Edit(t.Context(), a.Store()); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			path := paths[random.IntN(len(paths))]
			if random.IntN(2) == 0 {
				path += map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "language=en"
			}
			w := get(a, "GET", path)
			fresh, _, err := feedtest.Fetch(t, a.Store(), feedRoutes(), feedtest.Site, path)
			switch {
			case content.IsNotFound(err) && w.Code == http.StatusNotFound:
				absent++
			case err == nil && w.Code == http.StatusOK && w.Body.String() == string(fresh):
				shown++
			default:
				t.Fatalf("seed %d, revision %s: %s is %d\n%s\nand would be (%v)\n%s", seed, w.Header().Get("Lectern-Revision"), path, w.Code, w.Body, err, fresh)
			}
			if strings.Contains(w.Header().Get("Server-Timing"), "hit") {
				kept++
			}
		}
	}
	if shown < edits || absent < edits/10 || kept < edits/10 {
		t.Errorf("seed %d: %d feeds exist, %d do not, %d were cached", seed, shown, absent, kept)
	}
	for range edits { // until a podcast has an episode
		if compareEpisodes(t, a) > 0 {
			return
		}
		if err := world.Edit(t.Context(), a.Store()); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("seed %d: no podcast has an episode", seed)
}

// compareEpisodes compares the feeds of all podcasts with the lists of their episodes, and
// returns the number of episodes.
func compareEpisodes(t *testing.T, a *App) (episodes int) {
	t.Helper()
	v, err := content.OpenView(t.Context(), a.Store(), content.ViewOptions{Site: feedtest.Site})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	first := listing.MaxPage
	podcasts, err := listing.Read[*catalog.Podcast](v, listing.Query{Kind: content.KindNamed("podcast"), Order: "title", First: &first})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range podcasts.Nodes() {
		list, err := listing.Read[*catalog.PodcastEpisode](v, listing.Query{
			Kind: content.KindNamed("podcastEpisode"), Order: "releasedAt", Descending: true, First: &first,
			Where: []listing.Condition{{Attribute: "podcast", In: []content.Key{content.StringKey(p.ID)}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		body := get(a, "GET", strings.TrimPrefix(string(p.FeedURL), string(feedtest.Site.Service))).Body.String()
		for _, e := range list.Nodes() {
			episodes++
			if !strings.Contains(body, ">"+e.GUID+"</guid>") {
				t.Errorf("the feed of %s has no %s: %s", p.Slug, e.GUID, body)
			}
		}
		if n := strings.Count(body, "<item"); n != len(list.Nodes()) {
			t.Errorf("the feed of %s has %d episodes, the list %d", p.Slug, n, len(list.Nodes()))
		}
	}
	return episodes
}
