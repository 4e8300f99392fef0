//go:build peers

package podcast

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/content/contenttest"
	"lectern/internal/feed/feedtest"
)

// TestPeerPodcastparser reads the feed with gPodder's parser.
func TestPeerPodcastparser(t *testing.T) {
	t.Parallel()
	const program = `import io, json, podcastparser, sys
print(json.dumps(podcastparser.parse("https://api.example.org/feeds/podcast/samtaler.xml", io.BytesIO(sys.stdin.buffer.read()))))`
	python := exec.Command("/usr/bin/python3", "-c", program)
	python.Stdin = strings.NewReader(fetch(t, feedtest.World(t), "/feeds/podcast/samtaler.xml"))
	out, err := python.Output()
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		URL      string `json:"url"`
		FileSize int    `json:"file_size"`
		MIMEType string `json:"mime_type"`
	}
	type episode struct {
		GUID      string `json:"guid"`
		Title     string `json:"title"`
		Link      string `json:"link"`
		Type      string `json:"type"`
		HTML      string `json:"description_html"`
		Art       string `json:"episode_art_url"`
		Published int64  `json:"published"`
		TotalTime int    `json:"total_time"`
		Season    int    `json:"season"`
		Number    int    `json:"number"`
		Explicit  bool   `json:"explicit"`
		Files     []file `json:"enclosures"`
	}
	var feed struct {
		Title      string            `json:"title"`
		Language   string            `json:"language"`
		Link       string            `json:"link"`
		Cover      string            `json:"cover_url"`
		Type       string            `json:"type"`
		Author     string            `json:"itunes_author"`
		Owner      map[string]string `json:"itunes_owner"`
		Categories [][]string        `json:"itunes_categories"`
		Episodes   []episode         `json:"episodes"`
	}
	if err := json.Unmarshal(out, &feed); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if feed.Title != "Samtaler" || feed.Language != "da" || feed.Link != "https://example.org/samtaler" || feed.Cover != "https://api.example.org/media/samtaler.png" || feed.Type != "episodic" ||
		feed.Author != "Eksempelcenter" || feed.Owner["email"] != "podcast@example.org" || !slices.Equal(feed.Categories[0], []string{"Society & Culture", "Documentary"}) || len(feed.Episodes) != 2 {
		t.Fatalf("the podcast is %s", out)
	}
	got := feed.Episodes[1]
	if !strings.HasPrefix(got.HTML, "<p><strong>Handler om stalking.") {
		t.Errorf("the notes begin with %s", got.HTML)
	}
	got.HTML = ""
	want := episode{
		GUID: "guid-foerste", Title: "første", Link: "https://example.org/episodes/foerste", Type: "full", Art: "https://api.example.org/media/første.png",
		Published: contenttest.Epoch.Unix(), TotalTime: 1801, Season: 1, Number: 2, Explicit: true,
		Files: []file{{"https://api.example.org/media/foerste.mp3", 1000, "audio/mpeg"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the episode (-want +got):\n%s", diff)
	}
}
