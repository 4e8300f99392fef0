package content

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lectern/content/locale"
)

// validate returns all problems of a document: those of its fields' types and tags, then those
// of the rules of its kind. The error means that something could not be checked.
func validate(d Document, c *Check) ([]Problem, error) {
	c.site = orNowhere(c.site)
	m := d.Base()
	if c.Publishing || m.Slug != "" {
		if len(m.Slug) > locale.MaxSlugLength {
			c.Problem(TooLong, "slug", utf8.RuneCountInString(m.Slug), locale.MaxSlugLength)
		} else if !locale.ValidSlug(m.Slug) {
			c.Problem(BadFormat, "slug", "a–z, 0–9, -")
		}
	}
	EachField(d, c.field)
	if c.Publishing && len(CompleteLanguages(d)) == 0 {
		if lacks := Lacking(d, locale.DefaultLanguage); len(lacks) > 0 {
			c.Problem(NoCompleteLanguage, "", strings.Join(lacks, ", "))
		}
	}
	d.Validate(c)
	return c.problems, c.err
}

func (c *Check) field(f TreeField) {
	report := func(code ProblemCode, args ...any) {
		c.problems = append(c.problems, newProblem(append([]string{}, f.Path...), code, false, args...))
	}
	if text, ok := f.Text(); ok {
		c.text(f, text, report)
		return
	}
	if f.Value.IsZero() || (f.Value.Kind() == reflect.Slice && f.Value.Len() == 0) {
		if f.Required() && c.Publishing {
			report(Required)
		}
		return
	}
	if enum, ok := f.Value.Interface().(Enum); ok && !enum.Valid() {
		report(BadValue, strings.Join(enum.Values(), ", "))
	}
	switch f.Value.Kind() {
	case reflect.Slice:
		if limit := f.number("max", maxItems); f.Value.Len() > limit {
			report(TooManyItems, limit)
		}
		c.values(f)
	case reflect.String:
		c.string(f, report)
	case reflect.Int, reflect.Int64:
		if least := f.number("min", 0); f.Value.Int() < int64(least) {
			report(OutOfRange, least, "∞")
		}
	}
}

// values reports invalid values and duplicates in a list of ids, languages or numbers.
func (c *Check) values(f TreeField) {
	if kind := f.Value.Type().Elem().Kind(); kind != reflect.String && kind != reflect.Int {
		return
	}
	seen := map[any]bool{}
	for i := range f.Value.Len() {
		item := f.Value.Index(i)
		path := append(slices.Clone(f.Path), strconv.Itoa(i))
		switch v := item.Interface(); {
		case item.Kind() == reflect.String && item.IsZero():
			c.problems = append(c.problems, newProblem(path, Required, false))
		case seen[v]:
			c.problems = append(c.problems, newProblem(path, Duplicate, false))
		default:
			seen[v] = true
		}
	}
}

// string reports an invalid value of the field's type, which Go code could produce: stored
// values must always be readable.
func (c *Check) string(f TreeField, report func(ProblemCode, ...any)) {
	limit := f.number("max", shortText)
	switch v := f.Value.Interface().(type) {
	case string:
		c.control(f.Path, v, f)
	case ID:
		c.reference(f, report)
	case locale.URL:
		limit = locale.MaxURLLength
		c.address(f, v, report)
	case locale.Date:
		if _, err := locale.ParseDate(string(v)); err != nil {
			report(BadFormat, "2021-09-01")
		}
	case locale.Language:
		if l, _ := locale.ParseLanguage(string(v)); l != v {
			report(UnsupportedLanguage)
		}
	}
	if n := utf8.RuneCountInString(f.Value.String()); n > limit {
		report(TooLong, n, limit)
	}
}

func (c *Check) text(f TreeField, text locale.Text, report func(ProblemCode, ...any)) {
	otherwise := shortText
	if f.Value.Type() != typeText {
		otherwise = longText
	}
	limit := f.number("max", otherwise)
	if f.Required() && c.Publishing && len(text) == 0 {
		report(Required)
	}
	for _, tr := range text {
		if n := utf8.RuneCountInString(tr.Text); n > limit {
			report(TooLong, n, limit)
		}
		if l, _ := locale.ParseLanguage(string(tr.Language)); l != tr.Language {
			report(UnsupportedLanguage)
		}
		c.control(append(f.Path, string(tr.Language)), tr.Text, f)
	}
	if f.Value.Type() != typeText {
		c.richText(f, text)
	}
}

// control reports the first control character of a text of a field.
func (c *Check) control(path []string, text string, f TreeField) {
	if line, character, bad := locale.ControlCharacter(text, !f.isProse()); line > 0 {
		c.problems = append(c.problems, newProblem(slices.Clone(path), ControlCharacter, false, line, character, bad))
	}
}

func (c *Check) reference(f TreeField, report func(ProblemCode, ...any)) {
	id := ID(f.Value.String())
	if kind := id.Kind(); kind == nil || kind.Name != f.Ref {
		report(WrongKind, f.Ref)
		return
	}
	switch to, err := c.others.Working(id); {
	case IsNotFound(err):
		report(UnknownReference)
	case err != nil:
		c.err = err
	default:
		c.published(f, to, report)
	}
}

// address reports an invalid URL, an uploaded file in a field for links, and a missing file or
// one of the wrong kind.
func (c *Check) address(f TreeField, u locale.URL, report func(ProblemCode, ...any)) {
	_, uploaded := AssetIn(u)
	if _, err := locale.ParseURL(string(u)); err != nil || !u.HasValidPort() || uploaded && f.Asset == "" {
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
	case !slices.Contains(strings.Fields(f.Asset), string(a.Kind)):
		report(WrongAsset, strings.ReplaceAll(f.Asset, " ", ", "), a.Kind)
	}
}

// tooLarge returns the error for a document beyond the maximum size of a version.
func tooLarge(d Document, size int) error {
	return &Error{
		Code: CodeTooLarge, Path: []string{string(d.Base().ID)},
		Message: fmt.Sprintf("The document has %d bytes; at most %d are allowed.", size, MaxDocumentBytes),
	}
}
