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

// Package is a package as the rules see it.
type Package struct {
	Path        string // "lectern/content"
	Name        string
	Imports     []string // of the non-test files
	TestImports []string // of its internal and external tests
	Files       []*File  // hand-written, without tests
	Doc         string   // the text of its package comment; that of doc.go if several files have one
	DocFile     string   // the file of the comment: "doc.go"
	Declared    []string // functions, types and methods: "New", "Store", "Store.Write"
	Built       bool     // has more than tests
	Sequential  []string // tests that are not parallel and give no reason
}

// File is a hand-written file as the rules see it.
type File struct {
	Name       string // "content/error.go"
	Lines      int
	Inits      int // functions called init
	Interfaces map[string]int
	Methods    map[string]int // the number of exported methods by receiver type
	Calls      []string       // calls of functions of packages: "os.Getenv"
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
		// Tests that a build tag excludes are tests, too.
		if strings.HasSuffix(name, "_test.go") {
			p.Sequential = append(p.Sequential, sequential(tree)...)
			continue
		}
		if tree.Doc != nil && p.DocFile != "doc.go" {
			p.Doc, p.DocFile = tree.Doc.Text(), filepath.Base(name)
		}
		p.Declared = append(p.Declared, declared(tree)...)
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

// declared returns the functions, types and methods of a file.
func declared(tree *ast.File) (names []string) {
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names = append(names, strings.TrimPrefix(receiver(d)+"."+d.Name.Name, "."))
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if t, ok := s.(*ast.TypeSpec); ok {
					names = append(names, t.Name.Name)
				}
			}
		}
	}
	return names
}

// receiver returns the name of a method's receiver type; "" for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	if pointer, ok := t.(*ast.StarExpr); ok {
		t = pointer.X
	}
	if generic, ok := t.(*ast.IndexExpr); ok {
		t = generic.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// methods counts the methods of an interface; an embedded interface counts as one, since its
// methods are counted where it is declared.
func methods(i *ast.InterfaceType) int {
	n := 0
	for _, field := range i.Methods.List {
		n += max(1, len(field.Names))
	}
	return n
}
