package small

import (
	"context"
	"errors"
	"strings"
)

// Node is the interface of the same name.
type Node interface{ IsNode() }

// Named is the interface of the same name.
type Named interface {
	Node
	IsNamed()
}

// Pet and Anything are the unions of the same names.
type (
	Pet      interface{ IsPet() }
	Anything interface{ IsAnything() }
)

// Cat is a pet that is bound as a pointer.
type Cat struct {
	ID      string
	Name    *string
	Lives   int
	Friends []Named
	Mother  *Cat
	Owner   *Person
}

// Dog is a pet with fields that are functions.
type Dog struct {
	ID    string
	Name  *string
	Barks bool
}

// Person has structs by value.
type Person struct {
	ID      string
	First   string
	Last    *string
	Address Address
}

type Address struct {
	Street *string
	City   City
}

type City struct {
	Name  string
	Mayor *Person
}

// Stone is not a node; an interface may hold it as a struct.
type Stone struct {
	Weight  float64
	Colour  Colour
	Colours []Colour
	Grid    [][]int
	Loose   [][]*int
	Note    JSON
	Text    string
	Zero    *int
	None    []*int
}

func (*Cat) IsNode()        {}
func (*Cat) IsNamed()       {}
func (*Cat) IsPet()         {}
func (*Cat) IsAnything()    {}
func (*Dog) IsNode()        {}
func (*Dog) IsNamed()       {}
func (*Dog) IsPet()         {}
func (*Dog) IsAnything()    {}
func (*Person) IsNode()     {}
func (*Person) IsAnything() {}
func (Stone) IsAnything()   {}

// Sound is a method with arguments and an error.
func (c *Cat) Sound(_ context.Context, loud bool, times *int) (*string, error) {
	sound, err := sound("miaow", loud, times)
	return &sound, err
}

// Heavy is a method that reports whether there is a value.
func (s *Stone) Heavy() (heavy, known bool) { return false, s.Weight < 1000 }

// Sound returns the sound of an animal.
func Sound(word string, loud bool, times *int) (string, error) { return sound(word, loud, times) }

func sound(word string, loud bool, times *int) (string, error) {
	if loud {
		word = strings.ToUpper(word)
	}
	n := 1
	if times != nil {
		n = *times
	}
	if n < 0 {
		return "", errors.New("less than silence")
	}
	return strings.Repeat(word, n), nil
}

// Counter is the payload of a mutation.
type Counter struct{ Value int }
