package podcast

import (
	"encoding/xml"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
)

// TestDescriptionIsText: a description is HTML. Text by an editor remains text in it: nothing
// in it runs, and all of it can be read.
func TestDescriptionIsText(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	const hostile = `Se <img src=x onerror=alert(1)> & R&D, 1 < 2 > 0, <script>alert(1)</script> &lt;b&gt; &#60;i> <!-- x`
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		for _, id := range []content.ID{contenttest.ID("podcastEpisode", "kun dansk"), contenttest.ID("podcast", "samtaler")} {
			d, err := tx.Working(id)
			if err != nil {
				return err
			}
			switch d := content.Clone(d).(type) {
			case *catalog.PodcastEpisode:
				d.Summary, d.ShowNotes = locale.NewText("da", hostile), locale.NewRichText("da", hostile)
				err = tx.Save(d)
			case *catalog.Podcast:
				d.Description = locale.NewText("da", hostile)
				err = tx.Save(d)
			}
			if err != nil {
				return err
			}
			if err := tx.Publish(id); err != nil {
				return err
			}
		}
		return nil
	})
	var f struct {
		Channel struct {
			Description string `xml:"description"`
			Items       []struct {
				GUID        string `xml:"guid"`
				Description string `xml:"description"`
				Notes       string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	if err := xml.Unmarshal([]byte(fetch(t, store, "/feeds/podcast/samtaler.xml")), &f); err != nil {
		t.Fatal(err)
	}
	if got := readAsHTML(t, f.Channel.Description); got != hostile {
		t.Errorf("the podcast's description reads\n%s, want\n%s", got, hostile)
	}
	for _, i := range f.Channel.Items {
		if i.GUID != "guid-kun-dansk" {
			continue
		}
		if got, want := readAsHTML(t, i.Description), "Omtaler vold.\n\n"+hostile; got != want {
			t.Errorf("the episode's description reads\n%s, want\n%s", got, want)
		}
		readAsHTML(t, i.Notes, "p", "strong")
		return
	}
	t.Error("the episode is not in the feed")
}

// readAsHTML returns the text that a reader of HTML sees, which has only the given elements.
func readAsHTML(t *testing.T, s string, elements ...string) string {
	t.Helper()
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(s))
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return text.String()
		case html.TextToken:
			text.WriteString(tokens.Token().Data)
		default:
			token := tokens.Token()
			if !strings.Contains(" "+strings.Join(elements, " ")+" ", " "+token.Data+" ") || len(token.Attr) > 0 {
				t.Errorf("%s is markup in %q", token, s)
			}
		}
	}
}

// TestDescriptionIsCut: the bound applies to the escaped text, and splits no character.
func TestDescriptionIsCut(t *testing.T) {
	t.Parallel()
	for _, s := range []string{strings.Repeat("a", maxDescription), strings.Repeat("<", maxDescription/4), "R & D"} {
		if got := description(s); strings.HasSuffix(got, "…") || html.UnescapeString(got) != s {
			t.Errorf("%d bytes are cut", len(s))
		}
	}
	for _, s := range []string{strings.Repeat("a", maxDescription+1), strings.Repeat("<", maxDescription), strings.Repeat("æ&b", maxDescription), strings.Repeat("a", maxDescription-1) + "<"} {
		got := description(s)
		if len(got) > maxDescription || len(got) < maxDescription-8 || !strings.HasPrefix(s, strings.TrimSuffix(html.UnescapeString(got), "…")) {
			t.Errorf("%d bytes became %d: …%q", len(s), len(got), got[len(got)-10:])
		}
	}
}
