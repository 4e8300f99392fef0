package content

import (
	"strings"
	"testing"
)

func TestKindsAreFound(t *testing.T) {
	t.Parallel()
	if KindNamed("longTalk") != talkKind || KindOfPrefix("talk") != talkKind || KindNamed("talk") != nil {
		t.Error("a kind is not found by its name and its prefix")
	}
	if d := talkKind.Type(); d != "LONG_TALK" || d.Kind() != talkKind || !d.Valid() || DocumentType("TALK").Valid() {
		t.Errorf("its type is %q", d)
	}
	if m := ProblemAt(nil, "TOO_LOUD", false).Message; m.In("da") != "For højt." || m.In("en") != "Too loud." {
		t.Errorf("a problem of the types says %v", m)
	}
}

// TestRegisterRefuses: a program has one list of kinds, without duplicates.
func TestRegisterRefuses(t *testing.T) {
	t.Parallel()
	was, byPrefix, byName, ranges := kinds, kindsByPrefix, kindsByName, indexRanges
	defer func() { kinds, kindsByPrefix, kindsByName, indexRanges = was, byPrefix, byName, ranges }()
	kind := func(name, prefix, folder string) *Kind { return &Kind{Name: name, Prefix: prefix, Folder: folder} }
	for name, test := range map[string]struct {
		before []*Kind
		types  Types
		want   string
	}{
		"a second list": {was, Types{}, "registered twice"},
		"a name":        {nil, Types{Kinds: []*Kind{kind("a", "a", "as"), kind("a", "b", "bs")}}, "two content types"},
		"a prefix":      {nil, Types{Kinds: []*Kind{kind("a", "a", "as"), kind("b", "a", "bs")}}, "two content types"},
		"a folder":      {nil, Types{Kinds: []*Kind{kind("a", "a", "as"), kind("b", "b", "as")}}, "two content types"},
		"a message":     {nil, Types{Messages: map[ProblemCode]Message{Required: {}}}, "two messages"},
	} {
		func() {
			defer func() {
				if s, _ := recover().(string); !strings.Contains(s, test.want) {
					t.Errorf("%s: %q", name, s)
				}
			}()
			kinds = test.before
			Register(test.types)
		}()
	}
}
