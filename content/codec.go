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

// MaxDocumentBytes bounds one stored version.
const MaxDocumentBytes = 512 << 10

// format is that of the versions that are written. Older ones are read for
// ever: decode has a case for each, and testdata/ an example.
const format = 1

// Stored is a version as it is kept in memory, shared by all views and never
// changed: the whole document, and the narrowed copies of it that were asked
// for so far.
type Stored struct {
	Full     Document // every language, nothing redacted; not to be changed
	Revision Revision // the change that wrote it

	size    int         // about, in memory, with a narrowed copy in each language and without keys
	weighed atomic.Bool // nothing is added to it any more but those copies

	keys    atomic.Pointer[[]string]     // in indexes; nil until they are asked for
	targets atomic.Pointer[[]ID]         // that it refers to; nil until they are asked for
	first   atomic.Pointer[servedCopy]   // in the first of its languages, which most have alone
	others  []atomic.Pointer[servedCopy] // in the others
}

// servedCopy is a narrowed copy, with the addresses of a site.
type servedCopy struct {
	site *Site
	Document
}

// Encode is the envelope (format, kind) and the document.
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

// EncodeAny is encode for a document of any size: what is written in the place
// of a name may be longer than the name was.
func EncodeAny(d Document) ([]byte, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("content: encoding %s: %w", d.Base().ID, err)
	}
	return append(fmt.Appendf(nil, "%d %s\n", format, KindOf(d).Name), body...), nil
}

// Decode reads a version that a Change's Documents hold.
func Decode(b []byte, revision Revision) (*Stored, error) { return DecodeString(string(b), revision) }

// DecodeString is Decode for a string, which the document then keeps: its texts
// are parts of it.
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

// Weigh tells about how many bytes the version and all that is kept with it take
// in memory, and sees to it that they stay no more: for a cache with a bound.
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

// In is the version as readers see it: redacted, in the best language that it
// has for the preferences, with absolute addresses.
func (s *Stored) In(preferences []locale.Language, site *Site, state State) Document {
	copies, kept := &s.first, len(state.Refused) == 0
	if len(s.others) > 0 {
		languages := s.Full.Base().Languages
		if i := slices.Index(languages, locale.Best(preferences, languages)); i > 0 {
			copies = &s.others[i-1]
		}
	}
	if d := copies.Load(); d != nil && kept && d.site == site {
		return d.Document
	}
	language := locale.Best(preferences, s.Full.Base().Languages)
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
	// Another goroutine may have been faster: all readers get one document.
	copies.CompareAndSwap(nil, &servedCopy{site, d})
	if first := copies.Load(); first.site == site {
		return first.Document
	}
	return d // of another site, which nobody serves often
}

// References are the ids that the version refers to, each once; not to be changed.
func (s *Stored) References() []ID {
	if ids := s.targets.Load(); ids != nil {
		return *ids
	}
	ids := refs(s.Full)
	s.targets.Store(&ids)
	return ids
}

// DecodeState reads the state of a document, as its JSON has it.
func DecodeState(s string) (state State, err error) {
	r := record.Reader{Source: s}
	if err = r.Read(&state); err != nil {
		return state, Wrap(CodeCorrupt, err, "A state can't be read.")
	}
	return state, nil
}

func redact(d Document, s State) {
	if r, ok := d.(Redacter); ok {
		r.Redact(s)
	}
}
