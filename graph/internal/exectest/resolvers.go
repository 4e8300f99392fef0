package exectest

import (
	"context"
	"encoding/json"
	"errors"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest/gen"
	"lectern/graph/internal/exectest/small"
)

// Schema is the small schema, with a counter of its own for mutations.
func Schema() *exec.Schema { return gen.New(gen.Schema(), &resolver{}) }

type resolver struct{ count int }

// Each type's resolvers have a type of their own, for the names of their fields are the same.
type (
	queries   struct{}
	mutations struct{ *resolver }
	counters  struct{}
	dogs      struct{}
	people    struct{}
	things    struct{}
)

func (r *resolver) Query() gen.QueryResolver       { return queries{} }
func (r *resolver) Mutation() gen.MutationResolver { return mutations{r} }
func (r *resolver) Counter() gen.CounterResolver   { return counters{} }
func (r *resolver) Dog() gen.DogResolver           { return dogs{} }
func (r *resolver) Person() gen.PersonResolver     { return people{} }
func (r *resolver) Thing() gen.ThingResolver       { return things{} }

var errFailed = errors.New("it fails")

func (queries) Node(_ context.Context, id string) (small.Node, error) { return small.ByID(id), nil }

func (queries) Nodes(_ context.Context, first *int) ([]small.Node, error) {
	all := []small.Node{small.Tom, small.Rex, small.Eva, small.Mis, small.Pil}
	if first == nil {
		return all, nil
	}
	if *first < 0 {
		return nil, errors.New("there are no fewer than none")
	}
	return all[:min(*first, len(all))], nil
}

func (queries) Named(context.Context) ([]small.Named, error) {
	return []small.Named{small.Tom, nil, small.Rex, small.Mis}, nil
}

func (queries) Pets(context.Context) ([]small.Pet, error) {
	return []small.Pet{small.Rex, small.Tom, small.Pil}, nil
}

func (queries) Anything(context.Context) ([]small.Anything, error) {
	return []small.Anything{small.Tom, small.Rex, nil, *small.Flit, small.Eva, small.Flit}, nil
}

func (queries) Cat(context.Context) (*small.Cat, error)            { return small.Tom, nil }
func (queries) Stone(context.Context) (*small.Stone, error)        { return small.Flit, nil }
func (queries) Pebble(context.Context) (*small.Stone, error)       { return small.Pebble, nil }
func (queries) Thing(context.Context) (*small.Thing, error)        { return &small.Thing{}, nil }
func (queries) ThingNonNull(context.Context) (*small.Thing, error) { return &small.Thing{}, nil }
func (queries) Strict(_ context.Context, n int, _ *small.Even) (int, error) {
	return n, nil
}

func (queries) Choice(_ context.Context, choice small.Choice) (small.JSON, error) {
	return json.Marshal(choice)
}

func (queries) Old(context.Context, *string) (*int, error) { return nil, nil }

func (queries) Echo(_ context.Context, n *int, float *float64, text *string, boolean *bool, id *string, colour *small.Colour, even *small.Even,
	list []*int, strict []int, lists [][]*int, colours []small.Colour, filter *small.Filter, filters []*small.Filter,
) (small.JSON, error) {
	return json.Marshal(struct {
		Int     *int            `json:"int"`
		Float   *float64        `json:"float"`
		String  *string         `json:"string"`
		Boolean *bool           `json:"boolean"`
		ID      *string         `json:"id"`
		Colour  *small.Colour   `json:"colour"`
		Even    *small.Even     `json:"even"`
		List    []*int          `json:"list"`
		Strict  []int           `json:"strict"`
		Lists   [][]*int        `json:"lists"`
		Colours []small.Colour  `json:"colours"`
		Filter  *small.Filter   `json:"filter"`
		Filters []*small.Filter `json:"filters"`
	}{n, float, text, boolean, id, colour, even, list, strict, lists, colours, filter, filters})
}

func (queries) Defaults(_ context.Context, n *int, strict int, colour small.Colour, list, one []int, filter *small.Filter) (small.JSON, error) {
	return json.Marshal(struct {
		Int    *int          `json:"int"`
		Strict int           `json:"strict"`
		Colour small.Colour  `json:"colour"`
		List   []int         `json:"list"`
		One    []int         `json:"one"`
		Filter *small.Filter `json:"filter"`
	}{n, strict, colour, list, one, filter})
}

func (m mutations) Add(_ context.Context, by int) (*small.Counter, error) {
	m.count += by
	return &small.Counter{Value: m.count}, nil
}

func (m mutations) AddNonNull(ctx context.Context, by int) (*small.Counter, error) {
	return m.Add(ctx, by)
}

func (m mutations) Fails(ctx context.Context) (*small.Counter, error) {
	m.count += 100
	return nil, errFailed
}

func (m mutations) FailsNonNull(ctx context.Context) (*small.Counter, error) { return m.Fails(ctx) }

func (m mutations) NullCounter(context.Context) (*small.Counter, error) { return nil, nil }

func (m mutations) Panics(context.Context) (*small.Counter, error) { panic("it panics") }

func (counters) Thing(context.Context, *small.Counter) (*small.Thing, error) {
	return &small.Thing{}, nil
}
func (counters) Fails(context.Context, *small.Counter) (*int, error)       { return nil, errFailed }
func (counters) FailsNonNull(context.Context, *small.Counter) (int, error) { return 0, errFailed }

func (dogs) Friends(_ context.Context, d *small.Dog) ([]small.Named, error) {
	if d == small.Rex {
		return []small.Named{small.Tom, nil, small.Pil}, nil
	}
	return nil, nil
}

func (dogs) Sound(_ context.Context, _ *small.Dog, loud bool, times *int) (string, error) {
	return small.Sound("wuff", loud, times)
}

// Owner is of Rex alone, though each dog must have one.
func (dogs) Owner(_ context.Context, d *small.Dog) (*small.Person, error) {
	if d == small.Rex {
		return small.Eva, nil
	}
	return nil, nil
}

func (people) Pets(_ context.Context, p *small.Person) ([]small.Pet, error) {
	if p == small.Eva {
		return []small.Pet{small.Tom, small.Rex}, nil
	}
	return nil, nil
}

func (things) ThingNonNull(context.Context, *small.Thing) (*small.Thing, error) {
	return &small.Thing{}, nil
}

func (things) FailingThingNonNull(context.Context, *small.Thing) (*small.Thing, error) {
	return nil, errFailed
}

func (things) ThingsNonNull(context.Context, *small.Thing) ([]*small.Thing, error) {
	return []*small.Thing{{Place: 0}, {Place: 1}, {Place: 2}}, nil
}

func (t things) ThingsAllNonNull(ctx context.Context, o *small.Thing) ([]*small.Thing, error) {
	return t.ThingsNonNull(ctx, o)
}

func (things) NullThingsNonNull(context.Context, *small.Thing) ([]*small.Thing, error) {
	return nil, nil
}
