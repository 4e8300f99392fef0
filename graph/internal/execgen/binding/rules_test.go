package binding

import (
	"testing"

	"lectern/content"
)

// TestAttribute: a list of documents has those that refer to another by their only attribute
// for its kind.
func TestAttribute(t *testing.T) {
	t.Parallel()
	from := &document{kind: &content.Kind{Name: "talk", Attributes: []content.Attribute{
		{Name: "title"}, {Name: "place", Ref: "room"}, {Name: "speaker", Ref: "person"}, {Name: "host", Ref: "person"},
	}}}
	for _, tt := range []struct {
		to         *document
		name, want string
	}{
		{&document{kind: &content.Kind{Name: "room"}}, "place", ""},
		{&document{kind: &content.Kind{Name: "topic"}}, "", "no attribute of the kind talk refers to a topic"},
		{&document{kind: &content.Kind{Name: "person"}}, "", "the kind talk has several attributes that refer to a person: speaker, host"},
		{nil, "", "only documents refer to each other"},
		{&document{}, "", "only documents refer to each other"},
	} {
		got := ""
		name, err := from.attribute(tt.to)
		if err != nil {
			got = err.Error()
		}
		if name != tt.name || got != tt.want {
			t.Errorf("%v: %q, %q; want %q, %q", tt.to, name, got, tt.name, tt.want)
		}
	}
}
