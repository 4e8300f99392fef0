package store

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

func randomID(r *rand.Rand) content.ID {
	kinds := catalog.Kinds()
	return content.NewID(kinds[r.IntN(len(kinds))], time.UnixMilli(r.Int64N(1<<48)), [10]byte{byte(r.Uint32()), 9: byte(r.Uint32())})
}

// versionFor returns a version of some thousand bytes.
func versionFor(t testing.TB, r content.Revision) *content.Stored {
	t.Helper()
	text := fmt.Sprintf(`{"id":%q,"slug":"t","name":{"da":%q}}`, contenttest.ID("topic", "t"), strings.Repeat("Emne", 250))
	stored, err := content.DecodeString("1 topic\n"+text, r)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// TestCacheHoldsStates: any states are cached, and none is returned for an older snapshot.
func TestCacheHoldsStates(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	c := newCache(1<<20, 9)
	step := content.Step{At: time.Unix(1, 0), Action: content.Publish}
	for _, want := range []content.State{
		{Created: 1},
		{Created: 1, Draft: 2, Published: 3, Seen: 4, Turned: 5, Archived: true},
		{Created: 1, Steps: []content.Step{step}},
		{Created: 1, Hidden: []content.Hiding{}},
		{Created: 1, Refused: []content.ConsentTo{content.ConsentToPhoto}},
		{Created: 1, Seen: math.MaxUint32 + 1},
		{Created: 1, Draft: 2, Archived: true, Discarded: true},
	} {
		id := randomID(r)
		c.keepState(id, content.State{Created: 1, Draft: 1}, 9) // the state before
		c.keepState(id, want, 9)
		if got, ok := c.state(id, 9); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v is held as %+v, %t", want, got, ok)
		}
		if _, ok := c.state(id, changed(want)-1); ok {
			t.Errorf("%+v is returned for an older snapshot", want)
		}
		now := content.State{Created: 1, Draft: 10}
		c.commit(10, []content.Entry{{ID: id, State: now}})
		c.keepState(id, want, 9) // of a snapshot from before the change
		if got, ok := c.state(id, 10); !ok || !reflect.DeepEqual(got, now) {
			t.Errorf("after a change of %+v it is held as %+v, %t", want, got, ok)
		}
		c.commit(11, []content.Entry{{ID: id, State: content.State{Created: 1, Erased: true}}})
		if _, ok := c.state(id, 11); ok {
			t.Errorf("an erased document is held")
		}
		c.head = 9
	}
	if n := reflect.TypeFor[content.State]().NumField(); n != 11 {
		t.Errorf("a state has %d fields: does setState know all?", n)
	}
	long := content.ID(make([]byte, maxCachedID+1))
	c.keepState(long, content.State{Created: 1}, 9)
	if _, ok := c.state(long, 9); ok {
		t.Error("a long id is held")
	}
}

// TestRareStatesAreWeighed: a state with more than revisions has a larger size.
func TestRareStatesAreWeighed(t *testing.T) {
	t.Parallel()
	weight := func(s content.State) int {
		c := newCache(1<<20, 9)
		c.keepState(contenttest.ID("topic", "t"), s, 9)
		return c.bytes
	}
	plain := weight(content.State{Created: 1})
	step := weight(content.State{Created: 1, Steps: make([]content.Step, 1)})
	hidden := weight(content.State{Created: 1, Hidden: make([]content.Hiding, 5)})
	if plain != cachedBytes || step < plain+int(unsafe.Sizeof(content.State{})) || hidden <= step {
		t.Errorf("%d, with a step %d, with five hidings %d", plain, step, hidden)
	}
}

// TestCacheHoldsVersions: the two versions of a state are cached, and concurrent readers share
// one.
func TestCacheHoldsVersions(t *testing.T) {
	t.Parallel()
	c, id := newCache(1<<20, 9), contenttest.ID("topic", "t")
	held := func(revision content.Revision) bool {
		_, ok := c.version(versionName{id, revision})
		return ok
	}
	first := versionFor(t, 3)
	c.keepVersion(versionName{id, 3}, first)
	if got := c.keepVersion(versionName{id, 3}, versionFor(t, 3)); got != first {
		t.Error("readers do not share a version")
	}
	c.keepState(id, content.State{Created: 1, Draft: 5, Published: 3}, 9)
	c.keepVersion(versionName{id, 5}, versionFor(t, 5))
	c.keepVersion(versionName{id, 4}, versionFor(t, 4)) // a former version
	if !held(3) || held(4) || !held(5) {
		t.Errorf("held: 3 %t, 4 %t, 5 %t", held(3), held(4), held(5))
	}
	c.commit(10, []content.Entry{{ID: id, State: content.State{Created: 1, Draft: 10, Published: 3}}})
	c.keepVersion(versionName{id, 10}, versionFor(t, 10))
	if !held(3) || held(5) || !held(10) {
		t.Errorf("after a change held: 3 %t, 5 %t, 10 %t", held(3), held(5), held(10))
	}
}

// TestCacheStaysInItsBound: recently used entries stay longer than others.
func TestCacheStaysInItsBound(t *testing.T) {
	t.Parallel()
	const bound = 1 << 20
	if size := int(unsafe.Sizeof(cached{})) + int(unsafe.Sizeof(cacheSet{}))/places; size > cachedBytes {
		t.Errorf("a document takes %d bytes", size)
	}
	r := rand.New(rand.NewPCG(3, 3))
	c, version := newCache(bound, 1), versionFor(t, 1)
	var used, others []content.ID
	state := content.State{Created: 1, Published: 1}
	for i := range 20_000 {
		id := randomID(r)
		c.keepState(id, state, 1)
		c.keepVersion(versionName{id, 1}, version)
		if len(used) < 100 {
			used = append(used, id)
		} else {
			others = append(others, id)
		}
		if i%10 == 0 {
			for _, id := range used {
				c.version(versionName{id, 1})
			}
		}
		if c.bytes > bound {
			t.Fatalf("%d bytes", c.bytes)
		}
	}
	sum := 0
	for i := range c.sets {
		for j := range c.sets[i].documents {
			sum += c.sets[i].documents[j].Load().weighed()
		}
	}
	if sum != c.bytes || sum < bound/2 {
		t.Errorf("%d bytes are held, %d counted", sum, c.bytes)
	}
	count := func(ids []content.ID) (n int) {
		for _, id := range ids {
			if _, ok := c.version(versionName{id, 1}); ok {
				n++
			}
		}
		return n
	}
	if n := count(used); n < len(used)*8/10 {
		t.Errorf("%d of %d that are in use are held", n, len(used))
	}
	if n := count(others); n > len(others)/10 {
		t.Errorf("%d of %d others are held", n, len(others))
	}
}

// TestCacheForMany is for the race detector.
func TestCacheForMany(t *testing.T) {
	t.Parallel()
	c, version := newCache(64<<10, 1), versionFor(t, 1)
	var ids []content.ID
	r := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		ids = append(ids, randomID(r))
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 5000 {
				id := ids[i*7%len(ids)]
				if state, ok := c.state(id, 1); ok && state.Published != 1 {
					t.Errorf("%s: %+v", id, state)
				}
				c.keepState(id, content.State{Created: 1, Published: 1}, 1)
				if v, ok := c.version(versionName{id, 1}); ok && v != version {
					t.Errorf("%s has another's version", id)
				}
				c.keepVersion(versionName{id, 1}, version)
			}
		})
	}
	all.Wait()
}
