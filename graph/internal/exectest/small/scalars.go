package small

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// Colour is an enum with methods for reading and writing.
type Colour string

const (
	Red   Colour = "RED"
	Green Colour = "GREEN"
	Blue  Colour = "BLUE"
)

func (c *Colour) UnmarshalGQL(v any) error {
	text, _ := v.(string)
	switch *c = Colour(text); *c {
	case Red, Green, Blue:
		return nil
	}
	return fmt.Errorf("%v is no colour", v)
}

func (c Colour) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(string(c))) }

// JSON is written unchanged; nil is null.
type JSON []byte

func (j JSON) MarshalGQL(w io.Writer) { w.Write(j) }

func (*JSON) UnmarshalGQL(any) error { return errors.New("JSON is not read") }

// Even is a number that an Unmarshal function reads.
type Even int

func MarshalEven(e Even) graphql.Marshaler { return graphql.MarshalInt(int(e)) }

// AppendEven is called instead of MarshalEven.
func AppendEven(b []byte, e Even) ([]byte, bool) { return strconv.AppendInt(b, int64(e), 10), true }

func UnmarshalEven(v any) (Even, error) {
	n, err := graphql.UnmarshalInt(v)
	if err == nil && n%2 != 0 {
		err = fmt.Errorf("%d is not even", n)
	}
	return Even(n), err
}

// Maybe is an Int that may be missing although the schema says non-null.
type Maybe struct {
	Value int
	Known bool
}

func MarshalMaybe(m Maybe) graphql.Marshaler { return graphql.MarshalInt(m.Value) }

// AppendMaybe is called instead of MarshalMaybe.
func AppendMaybe(b []byte, m Maybe) ([]byte, bool) {
	if !m.Known {
		return b, false
	}
	return strconv.AppendInt(b, int64(m.Value), 10), true
}

func UnmarshalMaybe(v any) (Maybe, error) {
	n, err := graphql.UnmarshalInt(v)
	return Maybe{n, true}, err
}
