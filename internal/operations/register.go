package operations

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/internal/sharedfile"
)

const (
	// FileName is the file of the register, in the data directory.
	FileName = fileName + ".json"
	fileName = "operations"

	maxFile = 16 << 20
	maxName = 100 // of a client's name or version, in bytes
)

// Document is a registered operation.
type Document struct {
	ID   string // SHA-256 of the text, in lower-case hex
	Name string // of the operation
	Text string // exactly as clients would send it
}

// NewDocument returns the document of an operation's text.
func NewDocument(name, text string) Document {
	sum := sha256.Sum256([]byte(text))
	return Document{ID: hex.EncodeToString(sum[:]), Name: name, Text: text}
}

// Client is a version of a client program.
type Client struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Unknown stands for all requests without the name of a registered client.
var Unknown = Client{Name: "unknown"}

// String returns the client for people: the name and the version.
func (c Client) String() string { return strings.TrimSpace(c.Name + " " + c.Version) }

func (c Client) check() error {
	switch {
	case !wellFormed(c.Name) || c.Name == Unknown.Name:
		return content.Errorf(content.CodeBadInput, "A client's name must have 1 to %d letters, digits or characters of . _ - + and must not be %q.", maxName, Unknown.Name).At("name")
	case !wellFormed(c.Version):
		return content.Errorf(content.CodeBadInput, "A client's version must have 1 to %d letters, digits or characters of . _ - +", maxName).At("version")
	}
	return nil
}

// wellFormed reports whether a text can be in a header and in a table.
func wellFormed(s string) bool {
	for _, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("._-+", rune(c)) {
			return false
		}
	}
	return s != "" && len(s) <= maxName
}

// release is what a client's version has registered.
type release struct {
	Client
	Registered time.Time `json:"registered"`
	Operations []string  `json:"operations"` // ids, sorted by name
}

// register has all registered operations. It is immutable.
type register struct {
	documents []Document // sorted by name
	releases  []release  // in the order of registration
	byID      map[string]Document
	clients   map[Client]bool
}

// newRegister returns a register of the documents that some release has.
func newRegister(documents map[string]Document, releases []release) *register {
	r := &register{releases: releases, byID: map[string]Document{}, clients: map[Client]bool{}}
	for _, rel := range releases {
		r.clients[rel.Client] = true
		for _, id := range rel.Operations {
			if _, again := r.byID[id]; !again {
				r.byID[id] = documents[id]
				r.documents = append(r.documents, documents[id])
			}
		}
	}
	slices.SortFunc(r.documents, byName)
	return r
}

func byName(a, b Document) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) }

func registerFile(dir string) *sharedfile.File[*register] {
	return sharedfile.New(dir, sharedfile.Form[*register]{
		Name: fileName, Format: 1, MaxBytes: maxFile, Decode: decodeRegister, Encode: encodeRegister,
		Mend: "Restore a copy of it. Or move it away, and register the operations again with lectern operations register.",
	})
}

// record is a register in the file. An operation's id follows from its text.
type record struct {
	Operations []operationRecord `json:"operations"`
	Clients    []release         `json:"clients"`
}

type operationRecord struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func encodeRegister(r *register) (json.RawMessage, error) {
	rec := record{Operations: []operationRecord{}, Clients: r.releases}
	for _, d := range r.documents {
		rec.Operations = append(rec.Operations, operationRecord{d.Name, d.Text})
	}
	return json.Marshal(rec)
}

func decodeRegister(b json.RawMessage) (*register, error) {
	var rec record
	if err := sharedfile.Strictly(b, &rec); err != nil {
		return nil, err
	}
	documents := make(map[string]Document, len(rec.Operations))
	for _, o := range rec.Operations {
		d := NewDocument(o.Name, o.Text)
		documents[d.ID] = d
	}
	for _, rel := range rec.Clients {
		if err := rel.check(); err != nil {
			return nil, err
		}
		for _, id := range rel.Operations {
			if _, found := documents[id]; !found {
				return nil, fmt.Errorf("%s has an operation that does not exist", rel.Client)
			}
		}
	}
	r := newRegister(documents, rec.Clients)
	if len(r.clients) < len(rec.Clients) || len(r.documents) < len(rec.Operations) {
		return nil, errors.New("it has a client twice, or an operation without a client")
	}
	return r, nil
}

// with returns the register with more operations of a client; added are those that are new for
// the client.
func (r *register) with(client Client, documents []Document, now time.Time) (_ *register, added []Document) {
	releases, known := r.parts()
	i := slices.IndexFunc(releases, func(rel release) bool { return rel.Client == client })
	if i < 0 {
		i = len(releases)
		releases = append(releases, release{Client: client, Registered: now.UTC().Truncate(time.Second)})
	}
	for _, d := range documents {
		if !slices.Contains(releases[i].Operations, d.ID) {
			releases[i].Operations = append(releases[i].Operations, d.ID)
			known[d.ID] = d
			added = append(added, d)
		}
	}
	slices.SortFunc(releases[i].Operations, func(a, b string) int { return byName(known[a], known[b]) })
	return newRegister(known, releases), added
}

// without returns the register without the dropped operations of clients; gone are those that
// no client has any more.
func (r *register) without(dropped func(c Client, id string) bool) (_ *register, gone []Document) {
	releases, known := r.parts()
	for i := range releases {
		releases[i].Operations = slices.DeleteFunc(releases[i].Operations, func(id string) bool { return dropped(releases[i].Client, id) })
	}
	releases = slices.DeleteFunc(releases, func(rel release) bool { return len(rel.Operations) == 0 })
	rest := newRegister(known, releases)
	for _, d := range r.documents {
		if _, kept := rest.byID[d.ID]; !kept {
			gone = append(gone, d)
		}
	}
	return rest, gone
}

// parts returns copies of the register's parts.
func (r *register) parts() ([]release, map[string]Document) {
	releases := slices.Clone(r.releases)
	for i, rel := range releases {
		releases[i].Operations = slices.Clone(rel.Operations)
	}
	return releases, maps.Clone(r.byID)
}
