package schemapage

import (
	"context"
	_ "embed"
	"html/template"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/internal/response/page"
	"lectern/internal/richtext"
)

var (
	//go:embed parts.html
	parts string
	//go:embed index.html
	indexSource string
	//go:embed type.html
	typeSource string
	//go:embed directive.html
	directiveSource string

	functions = template.FuncMap{"prose": prose, "anchor": anchor}

	indexTemplate     = page.MustParse("index", parts+indexSource, functions)
	typeTemplate      = page.MustParse("type", parts+typeSource, functions)
	directiveTemplate = page.MustParse("directive", parts+directiveSource, functions)
)

// prose renders a description, which is Markdown, as HTML.
func prose(markdown string) (template.HTML, error) {
	html, err := richtext.HTML(context.Background(), markdown, richtext.Options{Language: "en"}) // in bounded time
	return template.HTML(html), err
}

// anchor returns the id of a field or a value on its page. No other id on the page has this
// prefix.
func anchor(name string) string { return "field-" + name }

// Pages are the pages of one schema. They are safe for concurrent use.
type Pages struct {
	schema *ast.Schema
	uses   map[string][]use // by the name of a type

	mu   sync.Mutex
	made map[string][]byte // rendered pages by name: never more than there are types
}

// New returns the pages of a schema. A page is rendered on its first request.
func New(schema *ast.Schema) *Pages {
	return &Pages{schema: schema, uses: usesOf(schema), made: map[string][]byte{}}
}

// Page returns the page of a type, "Session", or of a directive, "@inContext"; with an empty
// name, the index. It returns nil for an unknown name.
func (p *Pages) Page(name string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	made := p.made[name]
	if made == nil {
		if made = p.render(name); made != nil {
			p.made[name] = made
		}
	}
	return made
}

func (p *Pages) render(name string) []byte {
	if name == "" {
		return indexTemplate.Render(p.index())
	}
	if directive, ok := strings.CutPrefix(name, "@"); ok {
		d := p.schema.Directives[directive]
		if d == nil || builtIn(d.Position) {
			return nil
		}
		return directiveTemplate.Render(&directivePage{d, p.arguments(d.Arguments)})
	}
	d := p.schema.Types[name]
	if d == nil || d.BuiltIn {
		return nil
	}
	return typeTemplate.Render(p.typePage(d))
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

// builtIn reports whether something is built into GraphQL.
func builtIn(p *ast.Position) bool { return p == nil || p.Src == nil || p.Src.BuiltIn }
