package archtest

import (
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// TestInspect checks that Load finds in a file what the rules need.
func TestInspect(t *testing.T) {
	t.Parallel()
	const source = `package a

import "os"

type Wide interface {
	A()
	B()
	error
}

func init() { os.Getenv("A") }

func (x T) init() {}

func (x *T) Do() {}
`
	tree, err := parser.ParseFile(token.NewFileSet(), "a.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := inspect(tree, "a.go", []byte(source))
	if f.Lines != 15 || f.Inits != 1 || f.Interfaces["Wide"] != 3 || f.Methods["T"] != 1 || len(f.Calls) != 1 || f.Calls[0] != "os.Getenv" {
		t.Errorf("%+v", f)
	}
}

// TestSequential checks which tests the rule about t.Parallel finds.
func TestSequential(t *testing.T) {
	t.Parallel()
	const source = `package a

func TestParallel(t *testing.T) { t.Parallel() }

func TestWithReason(t *testing.T) {
	// Not parallel: it sets the environment.
	t.Setenv("A", "B")
}

func TestAlone(t *testing.T) {
	// Not parallel
	t.Log()
}

func TestWithoutReason(t *testing.T) {
	// Not parallel: ` + `
}

func TestLate(t *testing.T) {
	t.Log()
	// Not parallel: it is too late to say so.
	t.Parallel()
}

func TestMain(m *testing.M) {}

func (x T) TestNone(t *testing.T) {}

func helper(t *testing.T) {}
`
	tree, err := parser.ParseFile(token.NewFileSet(), "a_test.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sequential(tree), []string{"TestAlone", "TestWithoutReason", "TestLate"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
