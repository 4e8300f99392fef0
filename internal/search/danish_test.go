package search

import "testing"

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
