package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Module is the path of this module.
const Module = "lectern"

// Package is what the rules know of a package.
type Package struct {
	Path        string // "lectern/content"
	Name        string
	Imports     []string // of what is built
	TestImports []string // of its tests, of both kinds
	Files       []*File  // hand-written, without tests
	Documented  bool     // one of its files has a package comment
	Built       bool     // there is more to it than tests
	Sequential  []string // tests that don't run beside others, and don't say why
}

// File is what the rules know of a hand-written file.
type File struct {
	Name       string // "content/error.go"
	Lines      int
	Inits      int // functions called init
	Interfaces map[string]int
	Methods    map[string]int // exported ones by the type that they are declared on
	Calls      []string       // "os.Getenv": of functions of packages
}

// listed is the part of `go list -json` that is used.
type listed struct {
	Dir, ImportPath, Name string
	Imports               []string
	GoFiles, CgoFiles     []string
	IgnoredGoFiles        []string
	TestImports           []string
	XTestImports          []string
	TestGoFiles           []string
	XTestGoFiles          []string
}

// Load reads the packages of the module that dir belongs to.
func Load(dir string) ([]*Package, error) {
	list := exec.Command("go", "list", "-json=Dir,ImportPath,Name,Imports,GoFiles,CgoFiles,IgnoredGoFiles,TestImports,XTestImports,TestGoFiles,XTestGoFiles", Module+"/...")
	list.Dir = dir
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	var packages []*Package
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		p, err := load(l)
		if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

func load(l listed) (*Package, error) {
	p := &Package{
		Path: l.ImportPath, Name: l.Name, Imports: l.Imports,
		TestImports: append(l.TestImports, l.XTestImports...),
		Built:       len(l.GoFiles)+len(l.CgoFiles) > 0,
	}
	for _, name := range slices.Concat(l.GoFiles, l.CgoFiles, l.IgnoredGoFiles, l.TestGoFiles, l.XTestGoFiles) {
		source, err := os.ReadFile(filepath.Join(l.Dir, name))
		if err != nil {
			return nil, err
		}
		name = filepath.Join(p.Path, name)
		tree, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		// What a build tag leaves out can be a test, too.
		if strings.HasSuffix(name, "_test.go") {
			p.Sequential = append(p.Sequential, sequential(tree)...)
			continue
		}
		p.Documented = p.Documented || tree.Doc != nil
		if !ast.IsGenerated(tree) {
			p.Files = append(p.Files, inspect(tree, name, source))
		}
	}
	return p, nil
}

func inspect(tree *ast.File, name string, source []byte) *File {
	f := &File{Name: name, Lines: bytes.Count(source, []byte("\n")), Interfaces: map[string]int{}, Methods: map[string]int{}}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				f.Inits++
			}
			if on := receiver(n); on != "" && n.Name.IsExported() {
				f.Methods[on]++
			}
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok {
				f.Interfaces[n.Name.Name] = methods(i)
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				f.Calls = append(f.Calls, x.Name+"."+n.Sel.Name)
			}
		}
		return true
	})
	return f
}

// receiver is the name of the type that a method is declared on; empty for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	if pointer, ok := t.(*ast.StarExpr); ok {
		t = pointer.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// methods counts those that are declared in an interface; what it embeds is
// counted where it is declared, and as one here.
func methods(i *ast.InterfaceType) int {
	n := 0
	for _, field := range i.Methods.List {
		n += max(1, len(field.Names))
	}
	return n
}
