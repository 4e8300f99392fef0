package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/graph/internal/resolve"
)

// filterType returns the input that filters by an attribute, with the conditions that its index
// can serve. It is "" if no index serves a filter, and for texts, which are found by search.
func filterType(types map[string]*ast.Definition, kind *content.Kind, a content.Attribute) string {
	leads := slices.ContainsFunc(kind.Indexes, func(x content.Index) bool { return x.By == a.Name })
	orders := slices.ContainsFunc(kind.Indexes, func(x content.Index) bool { return x.Order == a.Name })
	value := "String"
	if f := types[typeName(kind)].Fields.ForName(a.Name); f != nil {
		value = f.Type.Name()
	}
	switch {
	case a.Name == "asset": // Asset.uses lists by it, whatever the kind
		return ""
	case a.Ref != "" && leads:
		return "IDFilter"
	case leads, orders && slices.Contains([]string{"Date", "DateTime", "Int"}, value):
		return value + "Filter"
	}
	return ""
}

// TestFiltersAndOrders: the schema has exactly the filters and orders that the indexes of the
// kinds can serve.
func TestFiltersAndOrders(t *testing.T) {
	t.Parallel()
	types := schemaTypes()
	for _, kind := range catalog.Kinds() {
		name := typeName(kind)
		var want, got []string
		for _, a := range kind.Attributes {
			if filter := filterType(types, kind, a); filter != "" {
				want = append(want, a.Name+": "+filter)
			}
		}
		for _, f := range types[name+"Filter"].Fields {
			got = append(got, f.Name+": "+f.Type.String())
		}
		compareSets(t, name+"Filter", got, want)

		want, got = nil, nil
		for _, x := range kind.Indexes {
			if x.Order != "slug" && !slices.Contains(want, x.Order+" false") {
				want = append(want, x.Order+" false", x.Order+" true")
			}
		}
		for _, v := range types[name+"Order"].EnumValues {
			attribute, descending := resolve.OrderOf(v.Name)
			got = append(got, fmt.Sprint(attribute, " ", descending))
			if !strings.HasSuffix(v.Name, "_ASC") && !strings.HasSuffix(v.Name, "_DESC") {
				t.Errorf("%sOrder.%s has no direction", name, v.Name)
			}
		}
		compareSets(t, name+"Order", got, want)
	}
}

func compareSets(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s has\n\t%v\nand the indexes of the kind serve\n\t%v", what, got, want)
	}
}

// examples are values of the types of filters.
var examples = map[string]string{
	"String": `"x"`, "Date": `"2021-09-01"`, "DateTime": `"2021-09-01T09:00:00+02:00"`, "Language": `"da"`, "Int": "1",
	"ID": `"` + string(contenttest.ID("speaker", "Anna")) + `"`,
}

// TestEveryFilterAndOrder runs each of them once: each uses an index.
func TestEveryFilterAndOrder(t *testing.T) {
	t.Parallel()
	view := contenttest.View(t, contenttest.NewMemory(), content.Anonymous)
	types := schemaTypes()
	for _, kind := range catalog.Kinds() {
		name := typeName(kind)
		for _, v := range types[name+"Order"].EnumValues {
			check(t, view, fmt.Sprintf("{ %s(first: 5, orderBy: %s) { nodes { id } } }", kind.Folder, v.Name), `{"`+kind.Folder+`": {"nodes": []}}`)
		}
		for _, f := range types[name+"Filter"].Fields {
			for _, operator := range types[f.Type.Name()].Fields {
				value := examples[operator.Type.Name()]
				if enum := types[operator.Type.Name()]; enum != nil && enum.Kind == ast.Enum {
					value = enum.EnumValues[0].Name
				}
				if operator.Type.Elem != nil {
					value = "[" + value + "]"
				}
				query := fmt.Sprintf("{ %s(first: 5, filter: {%s: {%s: %s}}) { nodes { id } totalCount } }", kind.Folder, f.Name, operator.Name, value)
				check(t, view, query, `{"`+kind.Folder+`": {"nodes": [], "totalCount": 0}}`)
			}
		}
	}
}

// TestFilters: all conditions must hold, null is as if absent, and an empty list finds nothing.
func TestFilters(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	workshop := contenttest.Session("Workshop", "Conference", 3, "Bo")
	workshop.Kind = catalog.SessionWorkshop
	other := contenttest.Session("Other", "Other conference", -1, "Anna")
	contenttest.Publish(t, store, contenttest.Speaker("Anna"), contenttest.Speaker("Bo"), contenttest.Conference("Conference"), contenttest.Conference("Other conference"))
	contenttest.Publish(t, store,
		contenttest.Session("First", "Conference", 0, "Anna"), contenttest.Session("Second", "Conference", 1, "Anna", "Bo"),
		contenttest.Session("Third", "Conference", 2, "Bo"), workshop, other,
	)
	view := contenttest.View(t, store, content.Anonymous)
	id := func(kind, name string) string { return `"` + string(contenttest.ID(kind, name)) + `"` }
	for _, tt := range []struct{ filter, want string }{
		{``, "first other second third workshop"},
		{`, filter: {}`, "first other second third workshop"},
		{`, filter: null`, "first other second third workshop"},
		{`, filter: {kind: null, speaker: {eq: null}, startsAt: {gte: null}}`, "first other second third workshop"},
		{`, filter: {kind: {eq: WORKSHOP}}`, "workshop"},
		{`, filter: {kind: {in: [WORKSHOP, PANEL]}}`, "workshop"},
		{`, filter: {kind: {in: []}}`, ""},
		{`, filter: {speaker: {eq: ` + id("speaker", "Bo") + `}}`, "second third workshop"},
		{`, filter: {speaker: {in: [` + id("speaker", "Bo") + `, ` + id("speaker", "Anna") + `]}, kind: {eq: TALK}, conference: {eq: ` + id("conference", "Conference") + `}}`, "first second third"},
		{`, filter: {speaker: {eq: ` + id("speaker", "Bo") + `, in: [` + id("speaker", "Anna") + `]}}`, "second"},
		{`, filter: {speaker: {eq: ` + id("conference", "Conference") + `}}`, ""},
		{`, filter: {startsAt: {gte: "2021-09-01T10:00:00+02:00"}}`, "second third workshop"},
		{`, filter: {startsAt: {gt: "2021-09-01T10:00:00+02:00"}}`, "third workshop"},
		{`, filter: {startsAt: {lte: "2021-09-01T08:00:00Z"}}`, "first other second"},
		{`, filter: {startsAt: {lt: "2021-09-01T08:00:00Z"}}`, "first other"},
		{`, filter: {startsAt: {eq: "2021-09-01T11:00:00+02:00"}}`, "third"},
		{`, filter: {startsAt: {gte: "2021-09-01T10:00:00+02:00", gt: "2021-09-01T09:00:00+02:00", lt: "2021-09-01T12:00:00+02:00", lte: "2021-09-01T20:00:00+02:00"}}`, "second third"},
		{`, filter: {startsAt: {gt: "2021-09-01T12:00:00+02:00", lt: "2021-09-01T10:00:00+02:00"}}`, ""},
		{`, filter: {startsAt: {gte: "2021-09-01T10:00:00+02:00"}}, orderBy: TITLE_DESC`, "second third workshop"},
	} {
		data, errs := run(t, view, "{ sessions(first: 10"+tt.filter+") { nodes { slug } totalCount } }", nil)
		if len(errs) > 0 {
			t.Errorf("%s: %v", tt.filter, errs)
			continue
		}
		sessions := data["sessions"].(map[string]any)
		var slugs []string
		for _, n := range sessions["nodes"].([]any) {
			slugs = append(slugs, n.(map[string]any)["slug"].(string))
		}
		slices.Sort(slugs)
		if got := strings.Join(slugs, " "); got != tt.want {
			t.Errorf("%s finds %q, want %q", tt.filter, got, tt.want)
		}
		if int(sessions["totalCount"].(float64)) != len(slugs) {
			t.Errorf("%s counts %v", tt.filter, sessions["totalCount"])
		}
	}
}

// TestRangesAreOne: the bounds of an attribute make one condition, which an index serves as one
// stretch.
func TestRangesAreOne(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("Conference"))
	for i := range 10 {
		contenttest.Publish(t, store, contenttest.Session(fmt.Sprint("Session ", i), "Conference", i))
	}
	view := contenttest.View(t, store, content.Anonymous)
	_, errs := run(t, view, `{ sessions(first: 10, filter: {startsAt: {gte: "2021-09-01T11:00:00+02:00", lt: "2021-09-01T12:00:00+02:00"}}) { nodes { slug } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if reads := view.Reads(); reads.Entries != 1 || len(reads.Documents) != 1 {
		t.Errorf("one session took %d entries and %d documents", reads.Entries, len(reads.Documents))
	}
}
