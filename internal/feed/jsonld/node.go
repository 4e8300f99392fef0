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

// node is a thing with what is said of it, in an order that is kept: a notice
// stands before the address that it is about.
type node []member

type member struct {
	name  string
	value any
}

// add says something, unless there is nothing to say.
func (n *node) add(name string, value any) {
	if v := reflect.ValueOf(value); v.IsValid() && !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0) {
		*n = append(*n, member{name, value})
	}
}

// MarshalJSON writes the members in their order. As everything of encoding/json
// it is safe in the script element of a page: <, > and & are escaped, and the
// line ends that JavaScript knows and JSON doesn't.
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

// of begins what is said of a document.
func of(typ string, m *content.Meta) node {
	var n node
	n.add("@type", typ)
	n.add("@id", m.URL)
	n.add("url", m.URL)
	return n
}

// inside begins what is said of a document within what is said of another one.
// Its texts may be in another language.
func inside(typ string, m *content.Meta, name string, outer locale.Language) node {
	var n node
	if m.Language != outer {
		n.add("@context", language(m.Language))
	}
	n = append(n, of(typ, m)...)
	n.add("name", name)
	return n
}

// language says which language texts are in that don't say it themselves.
func language(l locale.Language) node { return node{{"@language", l}} }

// work adds what a creative work has: when it came out, and its language.
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

// thing is one that has no page of its own.
func thing(typ, name string) node { return node{{"@type", typ}, {"name", name}} }
