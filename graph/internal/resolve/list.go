package resolve

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/graph/internal/exec"
)

// kinds maps the Go type of a list's documents to their kind.
var kinds = func() map[reflect.Type]*content.Kind {
	kinds := map[reflect.Type]*content.Kind{}
	for _, k := range catalog.Kinds() {
		kinds[reflect.TypeOf(k.New())] = k
	}
	return kinds
}()

func kindOf[D content.Document]() *content.Kind { return kinds[reflect.TypeFor[D]()] }

// Page has the paging arguments of a list.
type Page = listing.Page

// Relation is the attribute by which a list's documents refer to their parent.
type Relation struct {
	attribute string
	parent    content.ID
}

// By returns the relation of documents whose attribute refers to another document.
func By(attribute string, d content.Document) Relation { return Relation{attribute, d.Base().ID} }

// List returns a page of the documents of a type. With a relation, it has only those that
// refer to a parent. The filter is one of the generated filter inputs, or nil; the order is a
// value of one of the order enums.
//
// It knows no content type: filters and orders are named after the attributes of a kind, and a
// test compares the two.
func List[D content.Document, Order ~string](ctx context.Context, p Page, filter any, order Order, to ...Relation) (*listing.Connection[D], error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listIn[D](ctx, view, p, filter, order, to...)
}

// listIn is List through another view.
func listIn[D content.Document, Order ~string](ctx context.Context, view *content.View, p Page, filter any, order Order, to ...Relation) (*listing.Connection[D], error) {
	var r Relation
	if len(to) > 0 {
		r = to[0]
	}
	return pageOf[D](ctx, view, p, r.parent, func() listing.Spec { return specOf[D](filter, order, r.attribute) })
}

// pageOf reads a page of a list of a parent, if it has one. The plan is computed once for the
// field of the operation, so a resolver may read only one list.
func pageOf[D content.Document](ctx context.Context, view *content.View, p Page, parent content.ID, spec func() listing.Spec) (*listing.Connection[D], error) {
	plan, err := exec.Memo(ctx, func() (*listing.Plan, error) { return listing.NewPlan(spec()) })
	if err != nil {
		return nil, err
	}
	p.After, p.Before = given(p.After), given(p.Before)
	return listing.ReadPage[D](view, plan, parent, p)
}

// specOf describes a list of the documents of a type. by is the attribute that refers to their
// parent; it is empty for a list without a parent.
func specOf[D content.Document, Order ~string](filter any, order Order, by string) listing.Spec {
	kind := kindOf[D]()
	attribute, descending := OrderOf(string(order))
	return listing.Spec{Kind: kind, Where: conditions(kind, filter), Order: attribute, Descending: descending, By: by}
}

// given returns a cursor argument as a pointer. It returns nil for an absent cursor, and for
// the empty text with which many clients begin a list.
func given(cursor *string) *string {
	if cursor == nil || *cursor == "" {
		return nil
	}
	return cursor
}

// OrderOf parses a value of an order enum: STARTS_AT_DESC is startsAt, descending.
func OrderOf(value string) (attribute string, descending bool) {
	name, descending := strings.CutSuffix(value, "_DESC")
	words := strings.Split(strings.ToLower(strings.TrimSuffix(name, "_ASC")), "_")
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, ""), descending
}

// conditions returns the conditions of a filter.
func conditions(kind *content.Kind, filter any) []listing.Condition {
	var all []listing.Condition
	for attribute, operators := range fieldsGiven(reflect.ValueOf(filter)) {
		led := slices.ContainsFunc(kind.Indexes, func(x content.Index) bool { return x.By == attribute })
		// All bounds of an attribute are combined into one range, so that an index can serve
		// it.
		bounds := listing.Condition{Attribute: attribute}
		for operator, value := range fieldsGiven(operators) {
			switch {
			case operator == "in":
				keys := make([]content.Key, value.Len())
				for i := range keys {
					keys[i] = keyOf(value.Index(i))
				}
				all = append(all, listing.Condition{Attribute: attribute, In: keys})
			case operator == "eq" && led:
				all = append(all, listing.Condition{Attribute: attribute, In: []content.Key{keyOf(value)}})
			default:
				narrow(&bounds, operator, keyOf(value))
			}
		}
		if bounds.From != "" || bounds.To != "" {
			all = append(all, bounds)
		}
	}
	return all
}

// narrow adds a bound to a range.
func narrow(c *listing.Condition, operator string, k content.Key) {
	var from, to content.Key
	switch operator {
	case "eq":
		from, to = k, listing.AtMost(k)
	case "gte":
		from = k
	case "gt":
		from = listing.Above(k)
	case "lte":
		to = listing.AtMost(k)
	case "lt":
		to = k
	default:
		panic("graph: a filter has the unknown operator " + operator)
	}
	c.From = max(c.From, from)
	if c.To == "" || (to != "" && to < c.To) {
		c.To = to
	}
}

// fieldsGiven returns the non-null fields of a generated input, by their names in the
// schema.
func fieldsGiven(input reflect.Value) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		if input.Kind() == reflect.Pointer {
			input = input.Elem() // invalid for a nil pointer
		}
		if input.Kind() != reflect.Struct {
			return
		}
		for i := range input.NumField() {
			// A field is a graphql.Omittable. Its Value is nil if it is absent or null.
			value := input.Field(i).MethodByName("Value").Call(nil)[0]
			if value.IsNil() {
				continue
			}
			if value.Kind() == reflect.Pointer {
				value = value.Elem()
			}
			name, _, _ := strings.Cut(input.Type().Field(i).Tag.Get("json"), ",")
			if !yield(name, value) {
				return
			}
		}
	}
}

// keyOf returns a value of a filter as an index has it.
func keyOf(v reflect.Value) content.Key {
	switch value := v.Interface().(type) {
	case time.Time:
		return content.TimeKey(value)
	case int:
		return content.IntKey(value)
	case bool:
		return content.BoolKey(value)
	case string: // a name, or a slug
		return content.StringKey(locale.Name(value))
	}
	if v.Kind() != reflect.String {
		panic(fmt.Sprintf("graph: a filter has a value of type %s, which has no key", v.Type()))
	}
	return content.StringKey(v.String())
}
