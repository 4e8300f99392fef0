//go:build reference

package graph

import (
	"fmt"
	"reflect"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestReferenceIncomplete previews drafts that lack what readers are promised: where that may
// not be null, an error says what the draft lacks.
func TestReferenceIncomplete(t *testing.T) {
	t.Parallel()
	n := &tally{}
	for seed := range uint64(*secretSeeds) {
		w := newWorld(t, seed)
		w.hollow(t)
		p := w.pairIn(t, n)
		a := &asker{types: schemaTypes(), w: w, asked: map[string]bool{}}
		queries := draftQueries(a)
		for _, id := range w.all {
			name := typeName(id.Kind())
			leaves := a.leaves(a.types[name], 3)
			queries = append(queries, fmt.Sprintf("{ node(id: %q) { ... on %s { %s} } nodes(ids: [%s]) { id ... on %[2]s { %[3]s} } }", id, name, leaves, quoted(w.all)))
		}
		for i, query := range a.queries() {
			if i%4 == 0 {
				queries = append(queries, query)
			}
		}
		for i, query := range queries {
			p.ask(editor, []string{"da", "en"}[i%2], previewed(query), nil)
		}
		for i := range uint64(100) {
			c := newChance(w, seed, i, true)
			p.ask(editor, "da", c.query(true), c.variables)
		}
	}
	n.report(t, *secretSeeds*400)
	if n.withNulls < *secretSeeds*20 {
		t.Errorf("only %d answers have nulls: are there incomplete drafts?", n.withNulls)
	}
}

// hollow removes some of what is written in some drafts.
func (w *world) hollow(t *testing.T) {
	drafts, err := contenttest.View(t, w.store, contenttest.Publisher).Drafts()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range w.all {
		d, err := drafts.Get(id)
		if err != nil || w.random.IntN(2) == 0 { // erased, or left as it is
			continue
		}
		d = content.Clone(d)
		w.empty(reflect.ValueOf(d).Elem())
		options := contenttest.Options()
		options.Site = w.site()
		_, err = content.Edit(t.Context(), w.store, options, func(tx *content.Transaction) error { return tx.Save(d) })
		if err != nil && content.CodeOf(err) != content.CodeInvalid { // some rules hold for drafts, too
			t.Fatal(err)
		}
	}
}

// empty empties some fields of a structure, and of those in it.
func (w *world) empty(v reflect.Value) {
	switch v.Interface().(type) {
	case content.Meta, locale.Text, locale.RichText:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.empty(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.empty(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch field := v.Field(i); {
			case !field.CanSet():
			case w.random.IntN(12) == 0 && v.Type().Field(i).Name != "Meta":
				field.SetZero()
			default:
				w.empty(field)
			}
		}
	}
}
