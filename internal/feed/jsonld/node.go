package jsonld

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

const vocabulary = "https://schema.org"

// node is a thing with its properties in a fixed order: a notice precedes the URL that it is
// about.
type node []member

type member struct {
	name  string
	value any
}

// add adds a property, unless its value is empty.
func (n *node) add(name string, value any) {
	if v := reflect.ValueOf(value); v.IsValid() && !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0) {
		*n = append(*n, member{name, value})
	}
}

// MarshalJSON writes the members in order. Like all output of encoding/json it is safe in the
// script element of a page: it escapes <, > and &, and the line terminators of JavaScript that
// JSON does not have.
func (n node) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, m := range n {
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.WriteByte("{,"[min(i, 1)])
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	if len(n) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// nodeOf returns a node with the common properties of a document.
func nodeOf(typ string, m *content.Meta) node {
	var n node
	n.add("@type", typ)
	n.add("@id", m.URL)
	n.add("url", m.URL)
	return n
}

// inside returns a node for a document within the description of another. Its texts may be in
// another language.
func inside(typ string, m *content.Meta, name string, outer locale.Language) node {
	var n node
	if m.Language != outer {
		n.add("@context", language(m.Language))
	}
	n = append(n, nodeOf(typ, m)...)
	n.add("name", name)
	return n
}

// language sets the language of texts that have none themselves.
func language(l locale.Language) node { return node{{"@language", l}} }

// work adds the properties of a creative work: its publication date and language.
func (n *node) work(m *content.Meta) {
	n.add("inLanguage", m.Language)
	if m.PublishedAt != nil {
		n.add("datePublished", instant(*m.PublishedAt))
	}
	n.add("dateModified", instant(m.UpdatedAt))
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// thing returns a node without a page.
func thing(typ, name string) node { return node{{"@type", typ}, {"name", name}} }
