package small

import (
	"context"
	"encoding/json"
	"errors"
)

// Functions for fields that are neither a Go field nor a method. Their names are a type and a
// field.

type counterKey struct{}

// WithCounter returns a context with a new counter, at 0, for mutations.
func WithCounter(ctx context.Context) context.Context {
	return context.WithValue(ctx, counterKey{}, new(int))
}

func counterOf(ctx context.Context) *int {
	if count, ok := ctx.Value(counterKey{}).(*int); ok {
		return count
	}
	return new(int)
}

func QueryNode(_ context.Context, id string) (Node, error) { return ByID(id), nil }

func QueryNodes(_ context.Context, first *int) ([]Node, error) {
	all := []Node{Tom, Rex, Eva, Mis, Pil}
	if first == nil {
		return all, nil
	}
	if *first < 0 {
		return nil, errors.New("there are no fewer than none")
	}
	return all[:min(*first, len(all))], nil
}

func QueryNamed(context.Context) ([]Named, error) {
	return []Named{Tom, nil, Rex, Mis}, nil
}

func QueryPets(context.Context) ([]Pet, error) {
	return []Pet{Rex, Tom, Pil}, nil
}

func QueryAnything(context.Context) ([]Anything, error) {
	return []Anything{Tom, Rex, nil, *Flit, Eva, Flit}, nil
}

func QueryCat(context.Context) (*Cat, error)            { return Tom, nil }
func QueryStone(context.Context) (*Stone, error)        { return Flit, nil }
func QueryPebble(context.Context) (*Stone, error)       { return Pebble, nil }
func QueryThing(context.Context) (*Thing, error)        { return &Thing{}, nil }
func QueryThingNonNull(context.Context) (*Thing, error) { return &Thing{}, nil }
func QueryStrict(_ context.Context, n int, _ *Even) (int, error) {
	return n, nil
}

func QueryChoice(_ context.Context, choice Choice) (JSON, error) {
	return json.Marshal(choice)
}

// QuerySum adds numbers.
func QuerySum(_ context.Context, of Sum) (int, error) {
	sum := 0
	for _, n := range of.Numbers {
		sum += n * of.Times
	}
	return sum, nil
}

func QueryOld(context.Context, *string) (*int, error) { return nil, nil }

func QueryEcho(_ context.Context, n *int, float *float64, text *string, boolean *bool, id *string, colour *Colour, even *Even,
	list []*int, strict []int, lists [][]*int, colours []Colour, filter *Filter, filters []*Filter,
) (JSON, error) {
	return json.Marshal(struct {
		Int     *int      `json:"int"`
		Float   *float64  `json:"float"`
		String  *string   `json:"string"`
		Boolean *bool     `json:"boolean"`
		ID      *string   `json:"id"`
		Colour  *Colour   `json:"colour"`
		Even    *Even     `json:"even"`
		List    []*int    `json:"list"`
		Strict  []int     `json:"strict"`
		Lists   [][]*int  `json:"lists"`
		Colours []Colour  `json:"colours"`
		Filter  *Filter   `json:"filter"`
		Filters []*Filter `json:"filters"`
	}{n, float, text, boolean, id, colour, even, list, strict, lists, colours, filter, filters})
}

func QueryDefaults(_ context.Context, n *int, strict int, colour Colour, list, one []int, filter *Filter) (JSON, error) {
	return json.Marshal(struct {
		Int    *int    `json:"int"`
		Strict int     `json:"strict"`
		Colour Colour  `json:"colour"`
		List   []int   `json:"list"`
		One    []int   `json:"one"`
		Filter *Filter `json:"filter"`
	}{n, strict, colour, list, one, filter})
}

// MutationAdd adds to the counter.
func MutationAdd(ctx context.Context, by int) (*Counter, error) {
	count := counterOf(ctx)
	*count += by
	return &Counter{Value: *count}, nil
}

func MutationAddNonNull(ctx context.Context, by int) (*Counter, error) { return MutationAdd(ctx, by) }

func MutationFails(ctx context.Context) (*Counter, error) {
	*counterOf(ctx) += 100
	return nil, errFailed
}

func MutationFailsNonNull(ctx context.Context) (*Counter, error) { return MutationFails(ctx) }

func MutationNullCounter(context.Context) (*Counter, error) { return nil, nil }

func MutationPanics(context.Context) (*Counter, error) { panic("it panics") }

func CounterThing(context.Context, *Counter) (*Thing, error) {
	return &Thing{}, nil
}
func CounterFails(context.Context, *Counter) (*int, error)       { return nil, errFailed }
func CounterFailsNonNull(context.Context, *Counter) (int, error) { return 0, errFailed }

func DogFriends(_ context.Context, d *Dog) ([]Named, error) {
	if d == Rex {
		return []Named{Tom, nil, Pil}, nil
	}
	return nil, nil
}

func DogSound(_ context.Context, _ *Dog, loud bool, times *int) (string, error) {
	return Sound("wuff", loud, times)
}

// DogOwner returns an owner only for Rex, though the schema requires one of each dog.
func DogOwner(_ context.Context, d *Dog) (*Person, error) {
	if d == Rex {
		return Eva, nil
	}
	return nil, nil
}

func PersonPets(_ context.Context, p *Person) ([]Pet, error) {
	if p == Eva {
		return []Pet{Tom, Rex}, nil
	}
	return nil, nil
}

func ThingThingNonNull(context.Context, *Thing) (*Thing, error) {
	return &Thing{}, nil
}

func ThingFailingThingNonNull(context.Context, *Thing) (*Thing, error) {
	return nil, errFailed
}

func ThingThingsNonNull(context.Context, *Thing) ([]*Thing, error) {
	return []*Thing{{Place: 0}, {Place: 1}, {Place: 2}}, nil
}

func ThingThingsAllNonNull(ctx context.Context, o *Thing) ([]*Thing, error) {
	return ThingThingsNonNull(ctx, o)
}

func ThingNullThingsNonNull(context.Context, *Thing) ([]*Thing, error) {
	return nil, nil
}
