package small

import "errors"

// Thing has fields that do what their names say.
type Thing struct {
	Place int // its index in the list
}

var errFailed = errors.New("it fails")

func (*Thing) Ok() string                      { return "ok" }
func (*Thing) Null() *string                   { return nil }
func (*Thing) NullNonNull() *string            { return nil }
func (*Thing) Fails() (string, error)          { return "", errFailed }
func (*Thing) FailsNonNull() (string, error)   { return "", errFailed }
func (*Thing) Panics() string                  { panic("it panics") }
func (*Thing) PanicsNonNull() string           { panic(errors.New("it panics")) }
func (*Thing) Thing() Thing                    { return Thing{} }
func (*Thing) NullThing() *Thing               { return nil }
func (*Thing) NullThingNonNull() *Thing        { return nil }
func (*Thing) FailingThing() (Thing, error)    { return Thing{}, errFailed }
func (*Thing) Things() []Thing                 { return []Thing{{0}, {1}, {2}} }
func (*Thing) ThingsOfNonNull() []*Thing       { return []*Thing{{0}, {1}, {2}} }
func (*Thing) Gaps() []*Thing                  { return gaps() }
func (*Thing) GapsOfNonNull() []*Thing         { return gaps() }
func (*Thing) GapsAllNonNull() []*Thing        { return gaps() }
func (*Thing) FailingThings() ([]Thing, error) { return nil, errFailed }
func (*Thing) NullThings() []Thing             { return nil }
func (*Thing) Numbers() []*int                 { return numbers() }
func (*Thing) NumbersOfNonNull() []Maybe       { return maybes() }
func (*Thing) NumbersAllNonNull() []Maybe      { return maybes() }
func (*Thing) Grid() [][]*int                  { return [][]*int{numbers(), nil, {}} }
func (*Thing) GridOfNonNull() [][]Maybe        { return [][]Maybe{maybes(), nil, {}} }
func (*Thing) GridRows() [][]Maybe             { return [][]Maybe{{}, maybes()} }
func (*Thing) GridAllNonNull() [][]Maybe       { return [][]Maybe{{}, maybes()} }
func (*Thing) Nodes() []Node                   { return []Node{Tom, nil, Rex} }
func (*Thing) NodesOfNonNull() []Node          { return []Node{Tom, nil, Rex} }

// Sometimes is null for every second thing.
func (t *Thing) Sometimes() *string {
	if t.Place%2 == 1 {
		return nil
	}
	text := "now"
	return &text
}

// Mostly fails for every second thing.
func (t *Thing) Mostly() (string, error) {
	if t.Place%2 == 1 {
		return "", errFailed
	}
	return "works", nil
}

func gaps() []*Thing { return []*Thing{{0}, nil, {2}} }

// numbers returns two numbers with a null between them.
func numbers() []*int {
	one, three := 1, 3
	return []*int{&one, nil, &three}
}

func maybes() []Maybe { return []Maybe{{1, true}, {}, {3, true}} }
