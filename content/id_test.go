package content

import (
	"slices"
	"testing"
	"time"
)

func TestNewID(t *testing.T) {
	t.Parallel()
	// The example of the ULID specification.
	at := time.UnixMilli(1469918176385)
	id := NewID(talkKind, at, [10]byte{})
	if id != "talk_01ARYZ6S410000000000000000" {
		t.Errorf("got %s", id)
	}
	all := [10]byte(slices.Repeat([]byte{0xff}, 10))
	if id := NewID(stageKind, time.UnixMilli(1<<48-1), all); id != "stage_7ZZZZZZZZZZZZZZZZZZZZZZZZZ" {
		t.Errorf("the last one: %s", id)
	}
	if id := NewID(talkKind, time.UnixMilli(0), [10]byte{9: 1}); id != "talk_00000000000000000000000001" {
		t.Errorf("the second one: %s", id)
	}
}

func TestIDsSortByTime(t *testing.T) {
	t.Parallel()
	earlier, later := NewID(talkKind, morning, [10]byte{0: 0xff}), NewID(talkKind, morning.Add(time.Millisecond), [10]byte{})
	if earlier >= later {
		t.Errorf("%s, then %s", earlier, later)
	}
}

func TestParseID(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		id := NewID(k, morning, [10]byte{1, 2, 3})
		if got, err := ParseID(string(id)); err != nil || got != id || got.Kind() != k {
			t.Errorf("%s: %s, %v", id, got, err)
		}
	}
	for _, s := range []string{
		"", "talk", "talk_", "_01ARYZ6S410000000000000000", "01ARYZ6S410000000000000000", "lecture_01ARYZ6S410000000000000000",
		"talk_01aryz6s410000000000000000", "talk_01ARYZ6S41000000000000000", "talk_01ARYZ6S4100000000000000000",
		"talk_01ARYZ6S41000000000000000I", "talk_01ARYZ6S41000000000000000\x00", "talk_01ARYZ6S4100000000000000ø",
		"Talk_01ARYZ6S410000000000000000", "talk__1ARYZ6S410000000000000000", "talk_81ARYZ6S410000000000000000",
	} {
		if id, err := ParseID(s); err == nil || CodeOf(err) != CodeBadInput {
			t.Errorf("%q: %s, %v", s, id, err)
		}
	}
	if ID("").Kind() != nil || ID("nothing").Kind() != nil {
		t.Error("what is no id has a kind")
	}
}

// TestNodeID: a draft's id is told from a document's, and only in the form that it is given.
func TestNodeID(t *testing.T) {
	t.Parallel()
	const document = "session_01FEDCZ8M0A9B8C7D6E5F4G3H2"
	for id, want := range map[NodeID]struct {
		of      ID
		version Revision
		draft   bool
	}{
		document:                   {document, 0, false},
		document + "_draft":        {document, 0, true},
		document + "_draft33":      {document, 33, true},
		document + "_draft033":     {document + "_draft033", 0, false},
		document + "_draft-1":      {document + "_draft-1", 0, false},
		document + "_drafts":       {document + "_drafts", 0, false},
		"asset_9f86":               {"asset_9f86", 0, false},
		"_draft":                   {"", 0, true},
		"x_draft99999999999999999": {"x_draft99999999999999999", 0, false},
		"":                         {"", 0, false},
	} {
		_, version, draft := id.Draft()
		if id.Document() != want.of || version != want.version || draft != want.draft {
			t.Errorf("%q is %q, version %d, a draft: %t", id, id.Document(), version, draft)
		}
	}
}
