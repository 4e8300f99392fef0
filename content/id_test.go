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
