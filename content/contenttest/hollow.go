package contenttest

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

// Hollow removes values from the drafts of about half of some documents, like unfinished drafts
// of editors. Titles and other texts stay.
func Hollow(t testing.TB, store content.Store, o content.EditOptions, random *rand.Rand, ids []content.ID) {
	t.Helper()
	drafts, err := View(t, store, Publisher).Drafts()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		d, err := drafts.Get(id)
		if err != nil || random.IntN(2) == 0 { // erased, or unchanged
			continue
		}
		d = content.Clone(d)
		empty(random, reflect.ValueOf(d).Elem())
		_, err = content.Edit(context.Background(), store, o, func(tx *content.Transaction) error { return tx.Save(d) })
		if err != nil && content.CodeOf(err) != content.CodeInvalid { // some rules apply to drafts, too
			t.Fatal(err)
		}
	}
}

// empty empties some fields of a structure and of nested ones.
func empty(random *rand.Rand, v reflect.Value) {
	switch v.Interface().(type) {
	case content.Meta, locale.Text, locale.RichText:
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			empty(random, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			empty(random, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch field := v.Field(i); {
			case !field.CanSet():
			case random.IntN(12) == 0 && v.Type().Field(i).Name != "Meta":
				field.SetZero()
			default:
				empty(random, field)
			}
		}
	}
}
