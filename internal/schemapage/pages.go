package schemapage

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/internal/richtext"
)

//go:embed pages.html
var source string

var layout = template.Must(template.New("pages").Funcs(template.FuncMap{"prose": prose, "anchor": anchor}).Parse(source))

// prose is a description, which is Markdown, as HTML.
func prose(markdown string) (template.HTML, error) {
	html, err := richtext.HTML(context.Background(), markdown, richtext.Options{Language: "en"}) // in bounded time
	return template.HTML(html), err
}

// anchor is the id of a field or a value on its page. No other id of the page
// begins so.
func anchor(name string) string { return "field-" + name }

// Pages are the pages of one schema. They are safe for use by several goroutines.
type Pages struct {
	schema *ast.Schema
	uses   map[string][]use // by the name of a type

	mu   sync.Mutex
	made map[string][]byte // by the name of a page; there are no more than types
}

// New reads a schema. Pages are made when they are first asked for.
func New(schema *ast.Schema) *Pages {
	return &Pages{schema: schema, uses: usesOf(schema), made: map[string][]byte{}}
}

// Index is the page that lists all others.
func (p *Pages) Index() ([]byte, error) {
	return p.make("", func() (string, any) { return "index", p.index() })
}

// Page is the page of a type, "Session", or of a directive, "@inContext"; nil
// where there is none of that name.
func (p *Pages) Page(name string) ([]byte, error) {
	if directive, ok := strings.CutPrefix(name, "@"); ok {
		d := p.schema.Directives[directive]
		if d == nil || builtIn(d.Position) {
			return nil, nil
		}
		return p.make(name, func() (string, any) { return "directive", &directivePage{d, p.arguments(d.Arguments)} })
	}
	d := p.schema.Types[name]
	if d == nil || d.BuiltIn {
		return nil, nil
	}
	return p.make(name, func() (string, any) { return "type", p.typePage(d) })
}

func (p *Pages) make(name string, of func() (string, any)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made := p.made[name]; made != nil {
		return made, nil
	}
	var b bytes.Buffer
	part, data := of()
	if err := layout.ExecuteTemplate(&b, part, data); err != nil {
		return nil, fmt.Errorf("schemapage: %s: %w", name, err)
	}
	p.made[name] = b.Bytes()
	return b.Bytes(), nil
}

// section is a part of the index.
type section struct {
	Title string
	Names []string
}

// index puts each type and directive into one section.
func (p *Pages) index() []section {
	sections := []section{
		{Title: "Where operations begin"},
		{Title: "Documents, as readers see them"},
		{Title: "Drafts, as editors see them"},
		{Title: "Other objects"},
		{Title: "Interfaces and unions"},
		{Title: "Inputs"},
		{Title: "Enums"},
		{Title: "Scalars"},
		{Title: "Directives"},
	}
	for name, d := range p.schema.Types {
		if !d.BuiltIn {
			i := p.section(d)
			sections[i].Names = append(sections[i].Names, name)
		}
	}
	for name, d := range p.schema.Directives {
		if !builtIn(d.Position) {
			last := &sections[len(sections)-1]
			last.Names = append(last.Names, "@"+name)
		}
	}
	for i := range sections {
		slices.Sort(sections[i].Names)
	}
	return slices.DeleteFunc(sections, func(s section) bool { return len(s.Names) == 0 })
}

func (p *Pages) section(d *ast.Definition) int {
	switch d.Kind {
	case ast.Interface, ast.Union:
		return 4
	case ast.InputObject:
		return 5
	case ast.Enum:
		return 6
	case ast.Scalar:
		return 7
	}
	switch {
	case d == p.schema.Query || d == p.schema.Mutation || d == p.schema.Subscription:
		return 0
	case slices.Contains(d.Interfaces, "Document"):
		return 1
	case slices.Contains(d.Interfaces, "Draft"):
		return 2
	}
	return 3
}

// builtIn tells whether something is GraphQL's own and not the schema's.
func builtIn(p *ast.Position) bool { return p == nil || p.Src == nil || p.Src.BuiltIn }
