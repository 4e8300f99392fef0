package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"lectern/content/internal/record"
	"lectern/content/locale"
)

// MaxDocumentBytes is the maximum size of a stored version.
const MaxDocumentBytes = 512 << 10

// format is the format of written versions. Older ones must always be readable: decode has a
// case for each, and testdata/ an example.
const format = 1

// Stored is a decoded version in memory, which all views share: the whole document, and its
// narrowed copies so far. It never changes.
type Stored struct {
	Full     Document // all languages, nothing redacted; must not be changed
	Revision Revision // the change that wrote it

	size    int         // approximate size in memory, with a narrowed copy in each language, without keys
	weighed atomic.Bool // only those copies are still added to it

	keys    atomic.Pointer[[]string]     // its index keys; nil until first use
	targets atomic.Pointer[[]ID]         // the documents that it refers to; nil until first use
	first   atomic.Pointer[servedCopy]   // in its first language, which is often the only one
	others  []atomic.Pointer[servedCopy] // in the others
}

// servedCopy is a narrowed copy, with the URLs of a site.
type servedCopy struct {
	site *Site
	Document
}

// Encode returns the encoded document with its envelope (format, kind).
func Encode(d Document) ([]byte, error) {
	b, err := EncodeAny(d)
	if err != nil {
		return nil, err
	}
	if body := len(b) - bytes.IndexByte(b, '\n') - 1; body > MaxDocumentBytes {
		return nil, tooLarge(d, body)
	}
	return b, nil
}

// EncodeAny is Encode without a limit on the size: the replacement of a name in an erasure may
// be longer than the name.
func EncodeAny(d Document) ([]byte, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("content: encoding %s: %w", d.Base().ID, err)
	}
	return append(fmt.Appendf(nil, "%d %s\n", format, KindOf(d).Name), body...), nil
}

// Decode decodes a version of a ChangeSet.
func Decode(b []byte, revision Revision) (*Stored, error) { return DecodeString(string(b), revision) }

// DecodeString is Decode for a string, which the document then keeps: its texts are substrings
// of it.
func DecodeString(s string, revision Revision) (*Stored, error) {
	head, body, ok := strings.Cut(s, "\n")
	number, name, _ := strings.Cut(head, " ")
	version, err := strconv.Atoi(number)
	if !ok || err != nil {
		return nil, Errorf(CodeCorrupt, "A stored version has no envelope.")
	}
	kind := KindNamed(name)
	if version != format || kind == nil {
		return nil, Errorf(CodeCorrupt, "A stored version has format %d and kind %q, which this version of Lectern does not support.", version, name)
	}
	d := kind.New()
	r := record.Reader{Source: body}
	if err := r.Read(d.(record.Part)); err != nil {
		return nil, Wrap(CodeCorrupt, err, "A stored version can't be read.")
	}
	m := d.Base()
	if m.ID.Kind() != kind {
		return nil, Errorf(CodeCorrupt, "A stored version of kind %s has the id of another kind, or none.", name)
	}
	m.Revision = revision
	m.Languages = CompleteLanguages(d)
	if len(m.Languages) == 0 {
		m.Languages = []locale.Language{locale.DefaultLanguage}
	}
	stored := &Stored{Full: d, Revision: revision, others: make([]atomic.Pointer[servedCopy], len(m.Languages)-1)}
	const perCopy = 160 // servedCopy, and the addresses in it
	document := record.Rounded(int(reflect.TypeOf(d).Elem().Size()))
	stored.size = record.Rounded(record.SizeOf[Stored]()) + record.Rounded(len(s)) + document + r.Size + len(m.Languages)*(perCopy+document+r.Parts)
	return stored, nil
}

// Weigh returns the approximate size in bytes of the version and its copies, and ensures that
// they do not grow further: for a cache of bounded size.
func (s *Stored) Weigh() int {
	s.weighed.Store(true)
	size := s.size
	if keys := s.keys.Load(); keys != nil {
		for _, key := range *keys {
			size += record.Rounded(len(key)) + record.SizeOf[string]()
		}
	}
	return size
}

// In returns the version as readers see it: redacted, in the best language for the
// preferences, with absolute URLs.
func (s *Stored) In(preferences []locale.Language, site *Site, state State) Document {
	copies, kept := &s.first, len(state.Refused) == 0
	languages := s.Full.Base().Languages
	var language locale.Language
	if len(s.others) > 0 {
		language = locale.Best(preferences, languages)
		if i := slices.Index(languages, language); i > 0 {
			copies = &s.others[i-1]
		}
	}
	if d := copies.Load(); d != nil && kept && d.site == site {
		return d.Document
	}
	if language == "" { // of the only one there is nothing to decide before
		language = locale.Best(preferences, languages)
	}
	d := NarrowTo(s.Full, language)
	m := d.Base()
	m.Language = language
	redact(d, state)
	m.URL = site.address(d)
	if address := KindOf(d).Address; address != nil {
		address(d, site)
	}
	if lasting := site.Open(d); !kept || !lasting {
		return d
	}
	// Another goroutine may have been first: all readers get the same document.
	copies.CompareAndSwap(nil, &servedCopy{site, d})
	if first := copies.Load(); first.site == site {
		return first.Document
	}
	return d // of another site, which is rare
}

// References returns the ids that the version refers to, without duplicates. The slice must
// not be changed.
func (s *Stored) References() []ID {
	if ids := s.targets.Load(); ids != nil {
		return *ids
	}
	ids := refs(s.Full)
	s.targets.Store(&ids)
	return ids
}

// DecodeState decodes the JSON of a document's state.
func DecodeState(s string) (state State, err error) {
	r := record.Reader{Source: s}
	if err = r.Read(storedState{&state}); err != nil {
		return state, Wrap(CodeCorrupt, err, "A state can't be read.")
	}
	slices.SortFunc(state.Steps, func(a, b Step) int { return a.At.Compare(b.At) })
	return state, nil
}

// UnmarshalJSON is DecodeState: the log has states, too.
func (s *State) UnmarshalJSON(b []byte) (err error) {
	*s, err = DecodeState(string(b))
	return err
}

// storedState is a state that may be from before states had several steps.
type storedState struct{ *State }

// ReadMember implements record.Part.
func (s storedState) ReadMember(name string, r *record.Reader) {
	action := Publish
	switch name {
	case "unpublishAt":
		action = Unpublish
	case "publishAt":
	default:
		s.State.ReadMember(name, r)
		return
	}
	if step := record.PartAt[Step](r); step != nil {
		step.Action = action
		s.Steps = append(s.Steps, *step)
	}
}

func redact(d Document, s State) {
	if r, ok := d.(Redacter); ok {
		r.Redact(s)
	}
}
