package content

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validate is all that is wrong with a document: what its fields' types and
// tags say, then the rules of its kind. The error is for what could not be
// looked at.
func validate(d Document, c *Check) ([]Problem, error) {
	c.site = orNowhere(c.site)
	m := d.Base()
	if c.Publishing || m.Slug != "" {
		if !ValidSlug(m.Slug) {
			c.Problem(BadFormat, "slug", "a–z, 0–9, -")
		}
	}
	eachField(d, c.field)
	if c.Publishing && len(languagesOf(d)) == 0 {
		if lacks := lacking(d, DefaultLanguage); len(lacks) > 0 {
			c.Problem(NoCompleteLanguage, "", strings.Join(lacks, ", "))
		}
	}
	d.Validate(c)
	return c.problems, c.err
}

func (c *Check) field(f field) {
	report := func(code ProblemCode, args ...any) {
		c.problems = append(c.problems, newProblem(append([]string{}, f.path...), code, false, args...))
	}
	if text, ok := f.text(); ok {
		c.text(f, text, report)
		return
	}
	if f.value.IsZero() || (f.value.Kind() == reflect.Slice && f.value.Len() == 0) {
		if f.required() && c.Publishing {
			report(Required)
		}
		return
	}
	if enum, ok := f.value.Interface().(interface{ Valid() bool }); ok && !enum.Valid() {
		report(BadValue)
	}
	switch f.value.Kind() {
	case reflect.Slice:
		if limit := f.number("max", maxItems); f.value.Len() > limit {
			report(TooManyItems, limit)
		}
		c.values(f)
	case reflect.String:
		c.string(f, report)
	case reflect.Int, reflect.Int64:
		if least := f.number("min", 0); f.value.Int() < int64(least) {
			report(OutOfRange, least, "∞")
		}
	}
}

// values reports what is no value, or stands twice, in a list of ids, languages
// or numbers.
func (c *Check) values(f field) {
	if kind := f.value.Type().Elem().Kind(); kind != reflect.String && kind != reflect.Int {
		return
	}
	seen := map[any]bool{}
	for i := range f.value.Len() {
		item := f.value.Index(i)
		path := append(slices.Clone(f.path), strconv.Itoa(i))
		switch v := item.Interface(); {
		case item.Kind() == reflect.String && item.IsZero():
			c.problems = append(c.problems, newProblem(path, BadValue, false))
		case seen[v]:
			c.problems = append(c.problems, newProblem(path, Duplicate, false))
		default:
			seen[v] = true
		}
	}
}

// string reports what is no value of the field's type, as Go code could make
// it: what is stored must be readable for ever.
func (c *Check) string(f field, report func(ProblemCode, ...any)) {
	limit := f.number("max", shortText)
	switch v := f.value.Interface().(type) {
	case ID:
		c.reference(f, report)
	case URL:
		limit = maxURLLength
		c.address(f, v, report)
	case Date:
		if _, err := ParseDate(string(v)); err != nil {
			report(BadFormat, "2021-09-01")
		}
	case Language:
		if l, _ := ParseLanguage(string(v)); l != v {
			report(UnsupportedLanguage)
		}
	}
	if utf8.RuneCountInString(f.value.String()) > limit {
		report(TooLong, limit)
	}
}

func (c *Check) text(f field, text Text, report func(ProblemCode, ...any)) {
	otherwise := shortText
	if f.value.Type() != typeText {
		otherwise = longText
	}
	limit := f.number("max", otherwise)
	if f.required() && c.Publishing && len(text) == 0 {
		report(Required)
	}
	for _, tr := range text {
		if utf8.RuneCountInString(tr.Text) > limit {
			report(TooLong, limit)
		}
		if l, _ := ParseLanguage(string(tr.Language)); l != tr.Language {
			report(UnsupportedLanguage)
		}
	}
}

func (c *Check) reference(f field, report func(ProblemCode, ...any)) {
	id := ID(f.value.String())
	if kind := id.Kind(); kind == nil || kind.Name != f.ref {
		report(WrongKind, f.ref)
		return
	}
	switch _, err := c.others.Working(id); {
	case IsNotFound(err):
		report(UnknownReference)
	case err != nil:
		c.err = err
	default:
		c.published(f, report)
	}
}

// address reports what is no address, an uploaded file where only a link may
// stand, and one that is not there or of another kind than the field is for.
func (c *Check) address(f field, u URL, report func(ProblemCode, ...any)) {
	_, uploaded := u.Asset()
	if _, err := ParseURL(string(u)); err != nil || !u.hasValidPort() || uploaded && f.asset == "" {
		report(BadFormat, "https://example.org/")
		return
	}
	if !uploaded {
		return
	}
	switch a, err := c.site.asset(u); {
	case err != nil:
		c.err = err
	case a == nil:
		report(UnknownAsset)
	case !slices.Contains(strings.Fields(f.asset), string(a.Kind)):
		report(WrongAsset, strings.ReplaceAll(f.asset, " ", ", "), a.Kind)
	}
}

// noCircle reports where following a reference from a document leads back to
// it: up a tree of topics, back through the editions of a series.
func noCircle[D Document](c *Check, from D, fieldName string, next func(D) ID) {
	const longest = 100
	self := from.Base().ID
	at := from
	for range longest {
		id := next(at)
		if id == "" {
			return
		}
		if id == self {
			c.Problem(Cycle, fieldName)
			return
		}
		var ok bool
		if at, ok = Working[D](c, id); !ok {
			return
		}
	}
	c.Problem(Cycle, fieldName)
}

// tooLarge is the error for a document beyond the bound of one version.
func tooLarge(d Document, size int) error {
	return &Error{
		Code: CodeTooLarge, Path: []string{string(d.Base().ID)},
		Message: fmt.Sprintf("The document takes %d bytes; at most %d are allowed.", size, MaxDocumentBytes),
	}
}
