package search

import (
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

func TestCompounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(
		topic("Fremtidens stalkingindsats"), topic("Stalking indsats i kommunen"), topic("Indsatser mod vold"), topic("Politiets arbejde"),
	)
	w.ranks("stalkingindsats", "fremtidens-stalkingindsats", "stalking-indsats-i-kommunen")
	w.finds("\"stalking indsats\"", "stalking-indsats-i-kommunen")
	if got := w.search("stalking indsats"); len(got) != 3 || got[0] != "stalking-indsats-i-kommunen" || got[1] != "fremtidens-stalkingindsats" {
		t.Errorf("written apart: %q", got) // a document with one of the words comes last
	}
	w.finds("stalkingindsatsen", "fremtidens-stalkingindsats", "stalking-indsats-i-kommunen")
	w.finds("indsats", "fremtidens-stalkingindsats", "stalking-indsats-i-kommunen", "indsatser-mod-vold")
}

func TestFolding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Århus Kommune"), topic("Aarhus by"), topic("Spørgsmål til ministeren"), topic("Nick Hækkerup"))
	w.ranks("Aarhus", "aarhus-by", "aarhus-kommune")
	for _, q := range []string{"århus", "arhus", "Aarhus", "ÅRHUS"} {
		w.finds(q, "aarhus-by", "aarhus-kommune")
	}
	for _, q := range []string{"spørgsmål", "spoergsmaal", "sporgsmal", "SPØRGSMÅLET", "sporgsmalene"} {
		w.finds(q, "spoergsmaal-til-ministeren")
	}
	for _, q := range []string{"Hækkerup", "haekkerup", "hakkerup"} {
		w.finds(q, "nick-haekkerup")
	}
}

// TestWhatNobodySees: ligatures, soft hyphens and characters without width are ignored in texts
// and queries; texts are shown as they were written.
func TestWhatNobodySees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := topic("Penge")
	body.Description = locale.NewText("da", "Om ef\u200bfekten, e\ufb00ekten og kom\u00admuner\u00adne.")
	w.publish(topic("\ufb01nansiering af indsatsen"), topic("Kom\u00admunerne"), body, topic("Finansiering"), topic("Ｆuld bredde"))
	for _, q := range []string{"finansiering", "ﬁnansiering", "fi\u00adnansiering", "FI\u200bNANSIERING"} {
		w.finds(q, "finansiering", "finansiering-af-indsatsen")
	}
	for _, q := range []string{"kommunerne", "kom\u00admunerne", "kom\u200dmu\u2060nerne"} {
		w.finds(q, "kommunerne", "penge")
	}
	w.finds("effekten", "penge")
	w.finds(`"effekten og kommunerne"`, "penge")
	w.finds("fuld", "fuld-bredde")
	h := w.find(content.Anonymous, catalog.SearchQuery{Text: "kommunerne", First: 5}).Edges()
	for _, e := range h {
		text := e.Highlights[0].Text
		if m := e.Highlights[0].Matches[0]; !strings.EqualFold(string([]rune(text)[m.Start:m.End]), "kom\u00admunerne") && string([]rune(text)[m.Start:m.End]) != "kom\u00admuner\u00adne" {
			t.Errorf("%+q is marked in %+q", string([]rune(text)[m.Start:m.End]), text)
		}
	}
	some, err := w.index.Suggest(t.Context(), contenttest.View(t, w.store, content.Anonymous), "kommu", 5)
	if err != nil || len(some) != 1 || some[0].Text != "Kom\u00admunerne" {
		t.Errorf("suggested: %+v, %v", some, err)
	}
}
