package content

import (
	"crypto/sha256"
	"time"

	"lectern/content/internal/record"
	"lectern/content/locale"
)

// The engine is tested with two small types of its own. Tests that need the real ones are in
// catalog.

// morning is the default time.
var morning = time.Date(2021, 9, 1, 9, 0, 0, 0, time.FixedZone("", 2*60*60))

// stage is the place of talks.
type stage struct {
	Meta
	Name locale.Text `json:"name,omitempty" rule:"required"`
}

func (s *stage) Validate(*Check) {}

func (s *stage) ReadMember(name string, r *record.Reader) {
	if name == "name" {
		s.Name = r.Text()
		return
	}
	s.Meta.ReadMember(name, r)
}

func (s *stage) Visit(to record.Visitor) {
	to.Part(s)
	to.Text(s.Name, true)
}

func (s *stage) Narrowed(l locale.Language) Document {
	c := *s
	c.Name = c.Name.Narrow(l)
	return &c
}

// talk is a talk on a stage.
type talk struct {
	Meta
	Title    locale.Text `json:"title,omitempty" rule:"required"`
	StartsAt time.Time   `json:"startsAt,omitzero"`
	StageID  ID          `json:"stage,omitempty" ref:"stage" rule:"required"`
}

func (t *talk) Validate(*Check) {}

func (t *talk) ReadMember(name string, r *record.Reader) {
	switch name {
	case "title":
		t.Title = r.Text()
	case "startsAt":
		t.StartsAt = r.Time()
	case "stage":
		t.StageID = record.ID[ID](r)
	default:
		t.Meta.ReadMember(name, r)
	}
}

func (t *talk) Visit(to record.Visitor) {
	to.Part(t)
	to.Text(t.Title, true)
}

func (t *talk) Narrowed(l locale.Language) Document {
	c := *t
	c.Title = c.Title.Narrow(l)
	return &c
}

var stageKind = &Kind{
	Name: "stage", Prefix: "stage", Folder: "stages",
	New:        func() Document { return new(stage) },
	Title:      func(d Document) locale.Text { return d.(*stage).Name },
	Attributes: WithCommon(),
	Indexes:    WithCommonIndexes(),
	Texts:      func(Document) []Passage { return nil },
}

var talkKind = &Kind{
	Name: "longTalk", Prefix: "talk", Folder: "talks",
	New:   func() Document { return new(talk) },
	Title: func(d Document) locale.Text { return d.(*talk).Title },
	Attributes: WithCommon(
		Attribute{Name: "startsAt", Of: func(d Document) []Key { return []Key{TimeKey(d.(*talk).StartsAt)} }},
		Attribute{Name: "stage", Ref: "stage", Of: func(d Document) []Key { return []Key{StringKey(d.(*talk).StageID)} }},
	),
	Indexes: WithCommonIndexes(Index{Order: "startsAt"}, Index{By: "stage", Order: "startsAt"}),
	Texts:   func(Document) []Passage { return nil },
}

var _ = Register(Types{Kinds: []*Kind{stageKind, talkKind}, Messages: map[ProblemCode]Message{"TOO_LOUD": {Danish: "For højt.", English: "Too loud."}}})

// testID returns the id of a test's document by its kind and name.
func testID(kind *Kind, name string) ID {
	sum := sha256.Sum256([]byte(kind.Name + " " + name))
	return NewID(kind, morning, [10]byte(sum[:10]))
}
