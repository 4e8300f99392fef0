package content

import (
	"strings"
	"testing"
)

func FuzzID(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(string(testID(k, "example")))
	}
	f.Add("talk_8ZZZZZZZZZZZZZZZZZZZZZZZZZ")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			if id != "" || CodeOf(err) != CodeBadInput {
				t.Errorf("%q: %q, %v", s, id, err)
			}
			return
		}
		if string(id) != s || id.Kind() == nil || !strings.HasPrefix(s, id.Kind().Prefix+"_") {
			t.Errorf("%q: %q of kind %v", s, id, id.Kind())
		}
		if key := string(appendElement(nil, "x")) + s; KeyID(key) != id {
			t.Errorf("%q comes out of a key as %q", s, KeyID(key))
		}
	})
}
