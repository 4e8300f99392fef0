package small

// The animals and people.
var (
	Eva  = &Person{ID: "p1", First: "Eva", Last: text("Holm"), Address: Address{Street: text("Åvej 1"), City: City{Name: "Aarhus", Mayor: Jens}}}
	Jens = &Person{ID: "p2", First: "Jens", Address: Address{City: City{Name: "Aarhus"}}}
	Tom  = &Cat{ID: "c1", Name: text("Tom"), Lives: 9, Friends: []Named{Rex, Mis}, Mother: Mis, Owner: Eva}
	Mis  = &Cat{ID: "c2", Lives: 7, Friends: []Named{}}
	Rex  = &Dog{ID: "d1", Name: text("Rex"), Barks: true}
	Pil  = &Dog{ID: "d2", Name: text("")}
	Flit = &Stone{
		Weight: 2.5, Colour: Red, Colours: []Colour{Red, Blue}, Grid: [][]int{{1, 2}, {}, {3}}, Loose: [][]*int{numbers(), nil},
		Note: JSON(`{"b":[1,null],"a":"x"}`), Text: "\"quoted\" \\ \n\t\u2028 æ €  \U0001F600",
	}
	Pebble = &Stone{Weight: 1e6, Colour: Blue, Zero: new(int), None: []*int{}}
)

func text(s string) *string { return &s }

// ByID returns the node with an id, or nil.
func ByID(id string) Node {
	for _, n := range []Node{Tom, Mis, Rex, Pil, Eva, Jens} {
		if IDOf(n) == id {
			return n
		}
	}
	return nil
}

// IDOf returns the id of a node.
func IDOf(n Node) string {
	switch n := n.(type) {
	case *Cat:
		return n.ID
	case *Dog:
		return n.ID
	case *Person:
		return n.ID
	}
	return ""
}
