package archtest

import (
	"go/parser"
	"go/token"
	"testing"
)

// TestInspect shows that what the rules ask of a file is seen in one.
func TestInspect(t *testing.T) {
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
