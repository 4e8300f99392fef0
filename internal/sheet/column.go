package sheet

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// column is a field of a kind that fits a cell.
type column struct {
	name  string
	index int // of the field in the struct
	typ   reflect.Type
	ref   *content.Kind // the kind of its ids
}

const separator = "|"

// maxValues is the maximum number of values in a cell, and in any list of a document.
const maxValues = 500

var (
	typeText       = reflect.TypeFor[locale.Text]()
	typeRichText   = reflect.TypeFor[*locale.RichText]()
	typeTime       = reflect.TypeFor[time.Time]()
	typeLinks      = reflect.TypeFor[[]catalog.Link]()
	typeCast       = reflect.TypeFor[[]catalog.Appearance]()
	typeID         = reflect.TypeFor[content.ID]()
	typeIDs        = reflect.TypeFor[[]content.ID]()
	typeLanguages  = reflect.TypeFor[[]locale.Language]()
	typeIntPointer = reflect.TypeFor[*int]()
)

// columns returns the fields of a kind that a table has. Structured fields, such as consents,
// are edited elsewhere, except for appearances and links.
func columns(kind *content.Kind) []column {
	t := reflect.TypeOf(kind.New()).Elem()
	var all []column
	for i := range t.NumField() {
		f := t.Field(i)
		name := content.FieldName(f)
		if name == "" || f.Anonymous {
			continue
		}
		c := column{name: name, index: i, typ: f.Type, ref: content.KindNamed(f.Tag.Get("ref"))}
		switch {
		case f.Type == typeCast:
			c.ref = content.KindNamed("speaker")
			all = append(all, c)
		case f.Type == typeText, f.Type == typeRichText, f.Type == typeLinks, f.Type == typeTime, f.Type == typeIDs, f.Type == typeLanguages, f.Type == typeIntPointer,
			f.Type.Kind() == reflect.String, f.Type.Kind() == reflect.Bool, f.Type.Kind() == reflect.Int:
			all = append(all, c)
		}
	}
	return all
}

func (c column) isText() bool { return c.typ != nil && (c.typ == typeText || c.typ == typeRichText) }

// isCalled reports whether a name in the header means the column. Appearances are also called
// speakers, as in the tables of programmes.
func (c column) isCalled(name string) bool {
	return c.name == name || c.typ == typeCast && name == "speakers"
}

// fault is the error of a cell; zero if there is none.
type fault struct {
	code    content.ProblemCode
	args    []any
	warning bool
}

// badFormat is the fault of a cell that does not look like an example.
func badFormat(example string) fault { return fault{code: content.BadFormat, args: []any{example}} }

// parse reads a cell into the value of a patch. There is no value if there is a fault, unless it
// is a warning.
func (c column) parse(cell string, zone *time.Location) (value any, f fault) {
	if cell == "" {
		return nil, f
	}
	switch c.typ {
	case typeTime:
		return parseTime(cell, zone)
	case typeCast:
		return c.cast(cell)
	case typeLinks:
		return links(cell)
	case typeID:
		return catalog.Reference{Kind: c.ref, Name: cell}, f
	case typeIDs:
		return each(cell, func(s string) (any, bool) { return catalog.Reference{Kind: c.ref, Name: s}, true }, "")
	case typeLanguages:
		return each(cell, func(s string) (any, bool) {
			l, err := locale.ParseLanguage(s)
			return l, err == nil
		}, "da|en")
	}
	switch c.typ.Kind() {
	case reflect.Bool:
		switch strings.ToLower(cell) {
		case "true", "yes", "ja", "1", "sand":
			return true, f
		case "false", "no", "nej", "0", "falsk":
			return false, f
		}
		return nil, badFormat("true, false")
	case reflect.Int, reflect.Pointer:
		n, err := strconv.Atoi(cell)
		if err != nil {
			return nil, badFormat("30")
		}
		return n, f
	}
	return cell, f
}

func (c column) cast(cell string) (value any, f fault) {
	roles := strings.Join(catalog.RoleSpeaker.Values(), ", ")
	return each(cell, func(s string) (any, bool) {
		name, role, given := strings.Cut(s, ":")
		if !given {
			role = string(catalog.RoleSpeaker)
		}
		r := catalog.AppearanceRole(strings.ToUpper(strings.TrimSpace(role)))
		return content.Patch{"speaker": catalog.Reference{Kind: c.ref, Name: strings.TrimSpace(name)}, "role": r}, r.Valid()
	}, "anna:PANELIST|bo:MODERATOR ("+roles+")")
}

// links parses URLs, each alone or with its title: Hjemmeside <https://x.dk>. Existing links
// are identified by their URLs, and keep their titles.
func links(cell string) (value any, f fault) {
	inAddress := false // a separator in a URL belongs to it
	parts := strings.FieldsFunc(cell, func(r rune) bool {
		inAddress = r == '<' || inAddress && r != '>'
		return !inAddress && string(r) == separator
	})
	items := make([]any, len(parts))
	for i, part := range parts {
		title, address, titled := strings.Cut(part, "<")
		if !titled {
			title, address = "", part
		}
		link := content.Patch{"url": strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(address), ">"))}
		if title = strings.TrimSpace(title); title != "" {
			link["title"] = title
		}
		if items[i] = link; link["url"] == "" || len(items) > maxValues {
			return nil, badFormat("https://example.org|Blog <https://example.org/blog>")
		}
	}
	return items, f
}

// address returns the URL of a link for a cell: titles are in several languages, and stay as
// they are.
func address(link catalog.Link) string {
	if strings.Contains(string(link.URL), separator) {
		return "<" + string(link.URL) + ">"
	}
	return string(link.URL)
}

func each(cell string, parse func(string) (any, bool), example string) (value any, f fault) {
	if strings.Count(cell, separator) >= maxValues {
		return nil, badFormat("≤ " + strconv.Itoa(maxValues))
	}
	var items []any
	for part := range strings.SplitSeq(cell, separator) {
		item, ok := parse(strings.TrimSpace(part))
		if !ok {
			return nil, badFormat(example)
		}
		items = append(items, item)
	}
	return items, f
}

// parseTime parses a time with its offset, or one in the table's zone.
func parseTime(s string, zone *time.Location) (value any, f fault) {
	if at, err := locale.ParseInstant(s); err == nil {
		return at, f
	}
	at, onlyDay, err := locale.ParseLocalTime(s, zone)
	switch {
	case errors.Is(err, locale.ErrSkipped):
		return nil, fault{code: catalog.TimeSkipped}
	case errors.Is(err, locale.ErrRepeated):
		return nil, fault{code: catalog.TimeRepeated}
	case err != nil:
		return nil, badFormat("2021-09-13 10:00, 13-09-2021 10:00")
	case onlyDay:
		f = fault{code: catalog.NoTimeOfDay, warning: true}
	}
	return at, f
}

// cell writes a field that is not a text.
func (c column) cell(v reflect.Value, name func(content.ID) string) string {
	if v.IsZero() {
		return ""
	}
	switch value := v.Interface().(type) {
	case time.Time:
		return value.Format(time.RFC3339Nano)
	case []catalog.Link:
		return joined(value, address)
	case []catalog.Appearance:
		return joined(value, func(a catalog.Appearance) string { return name(a.SpeakerID) + ":" + string(a.Role) })
	case content.ID:
		return name(value)
	case []content.ID:
		return joined(value, name)
	case []locale.Language:
		return joined(value, func(l locale.Language) string { return string(l) })
	case bool:
		return strconv.FormatBool(value)
	case int:
		return strconv.Itoa(value)
	case *int:
		return strconv.Itoa(*value)
	}
	return v.String()
}

func joined[T any](values []T, written func(T) string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = written(v)
	}
	return strings.Join(parts, separator)
}

// texts returns the translations of a text field.
func texts(v reflect.Value) locale.Text {
	switch value := v.Interface().(type) {
	case locale.Text:
		return value
	case *locale.RichText:
		if value != nil {
			return value.Text
		}
	}
	return nil
}

// languages returns the languages of the documents' texts, Danish first.
func languages(documents []content.Document, all []column) []locale.Language {
	var found []locale.Language
	for _, d := range documents {
		for _, c := range all {
			if !c.isText() {
				continue
			}
			for _, tr := range texts(reflect.ValueOf(d).Elem().Field(c.index)) {
				if !slices.Contains(found, tr.Language) {
					found = append(found, tr.Language)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b locale.Language) int {
		if (a == locale.DefaultLanguage) != (b == locale.DefaultLanguage) {
			if a == locale.DefaultLanguage {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a), string(b))
	})
	if len(found) == 0 {
		found = []locale.Language{locale.DefaultLanguage}
	}
	return found
}
