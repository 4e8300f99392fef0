package store

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"lectern/content"
)

func randomID(r *rand.Rand) content.ID {
	kinds := content.Kinds()
	return content.NewID(kinds[r.IntN(len(kinds))], time.UnixMilli(r.Int64N(1<<48)), [10]byte{byte(r.Uint32()), 9: byte(r.Uint32())})
}

func TestStatesHoldWhatTheyAreGiven(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	s, want := newStates(1<<20), map[content.ID]content.State{}
	for range 5000 {
		id := randomID(r)
		state := content.State{Created: 1 + content.Revision(r.Uint32()>>r.IntN(31)), Draft: 2, Published: 3, Seen: 4, Turned: 5, Archived: r.IntN(2) == 0}
		s.put(id, content.State{Created: 1}) // what was there before
		s.put(id, state)
		want[id] = state
		if r.IntN(4) == 0 {
			s.drop(id)
			delete(want, id)
			if got, ok := s.get(id); ok {
				t.Fatalf("%s is held after it was dropped: %+v", id, got)
			}
		}
	}
	for id, state := range want {
		if got, ok := s.get(id); !ok || !reflect.DeepEqual(got, state) {
			t.Errorf("%s: %+v, %t, want %+v", id, got, ok, state)
		}
	}
}

// TestStatesHoldNoHalf gives what can't be packed, in the place of what can.
func TestStatesHoldNoHalf(t *testing.T) {
	s := newStates(1 << 10)
	id := randomID(rand.New(rand.NewPCG(2, 2)))
	step := &content.Step{At: time.Unix(1, 0)}
	for _, state := range []content.State{
		{},
		{Created: 1, PublishAt: step},
		{Created: 1, UnpublishAt: step},
		{Created: 1, Hidden: []content.Hiding{}},
		{Created: 1, Refused: []content.ConsentTo{}},
		{Created: 1, Erased: true},
		{Created: math.MaxUint32 + 1},
		{Created: 1, Draft: math.MaxUint32 + 2},
		{Created: 1, Published: math.MaxUint32 + 2},
		{Created: 1, Seen: math.MaxUint32 + 2},
		{Created: 1, Turned: math.MaxUint32 + 2},
	} {
		s.put(id, content.State{Created: 1})
		s.put(id, state)
		if got, ok := s.get(id); ok {
			t.Errorf("%+v is held as %+v", state, got)
		}
	}
	if n := reflect.TypeFor[content.State]().NumField(); n != 11 {
		t.Errorf("a state has %d fields: does slotOf know all?", n)
	}
	for _, id := range []content.ID{"", "x", "session_01FEG2GJC0WGK2VJ4AM5GCH1D", "session_81FEG2GJC0WGK2VJ4AM5GCH1DR", "session_01FEG2GJC0WGK2VJ4AM5GCH1Du"} {
		s.put(id, content.State{Created: 1})
		if _, ok := s.get(id); ok {
			t.Errorf("%q is taken for an id", id)
		}
	}
}

// TestStatesStayInTheirBound fills them with more than they have room for.
func TestStatesStayInTheirBound(t *testing.T) {
	const bound = 1 << 20
	r := rand.New(rand.NewPCG(3, 3))
	s := newStates(bound)
	if takes := len(s.sets) * int(reflect.TypeFor[stateSet]().Size()); takes > bound || takes < bound-1000 {
		t.Errorf("the table takes %d bytes, of %d", takes, bound)
	}
	held := func(ids []content.ID) (n int) {
		for _, id := range ids {
			if _, ok := s.get(id); ok {
				n++
			}
		}
		return n
	}
	room := len(s.sets) * stateWays
	var ids []content.ID
	for range 3 * room {
		ids = append(ids, randomID(r))
		s.put(ids[len(ids)-1], content.State{Created: 1})
		if len(ids) == room/2 && held(ids) < len(ids)*98/100 {
			t.Errorf("half full, %d of %d are held", held(ids), len(ids))
		}
	}
	if last := held(ids[2*room:]); held(ids) < room*98/100 || last < room*6/10 {
		t.Errorf("%d are held of room for %d, %d of them of the last", held(ids), room, last)
	}
}
