package transfer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/locale"
)

// maxHistoryLine bounds a change with its documents, as JSON.
const maxHistoryLine = 256 << 20

// changeLine is a change as a line of the history. Documents are the stored versions,
// unchanged, as strings: they can be older than this program.
type changeLine struct {
	content.Change
	Documents map[content.ID]string `json:"documents"`
}

func encodeChange(set content.ChangeSet) ([]byte, error) {
	line := changeLine{set.Change, make(map[content.ID]string, len(set.Documents))}
	for id, b := range set.Documents {
		if !utf8.Valid(b) {
			return nil, content.Errorf(content.CodeCorrupt, "The version of %s in change %d is not UTF-8.", id, set.Revision)
		}
		line.Documents[id] = string(b)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(line); err != nil {
		return nil, fmt.Errorf("transfer: encoding change %d: %w", set.Revision, err)
	}
	return b.Bytes(), nil
}

func decodeChange(b []byte) (set content.ChangeSet, err error) {
	if !utf8.Valid(b) {
		return set, content.Errorf(content.CodeBadInput, "The line is not UTF-8.")
	}
	var line changeLine
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&line); err != nil {
		return set, content.Wrap(content.CodeBadInput, err, "The line is not a change in JSON.")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return set, content.Errorf(content.CodeBadInput, "The line has more than one change.")
	}
	set = content.ChangeSet{Change: line.Change, Documents: make(map[content.ID][]byte, len(line.Documents))}
	for id, text := range line.Documents {
		set.Documents[id] = []byte(text)
	}
	return set, nil
}

// eachLine reads a history line by line. The line is valid only during the visit.
func eachLine(s Source, visit func(number int, line []byte) error) error {
	in, err := s.open(historyPath(s))
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<20), maxHistoryLine)
	n := 0
	for lines.Scan() {
		n++
		if err := visit(n, lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// audit checks a history, one change after another. It does not trust that a store wrote it.
type audit struct {
	format   *format
	revision content.Revision
	states   map[content.ID]content.State
	last     map[content.ID]content.Revision // the last change of each document
	// says are the resulting documents: their canonical form, or its hash.
	published, working map[content.ID]digest
}

// next checks a change. The error describes the first fault.
func (a *audit) next(set content.ChangeSet) error {
	bad := func(format string, args ...any) error {
		return content.Errorf(content.CodeBadInput, format, args...)
	}
	switch {
	case set.Previous != a.revision || set.Revision != a.revision+1:
		return bad("Change %d follows %d; the one before is %d.", set.Revision, set.Previous, a.revision)
	case set.Time.IsZero():
		return bad("The change has no time.")
	case !set.Actor.May(content.RoleReader):
		return bad("The change's actor has the unknown role %q.", set.Actor.Role)
	case len(set.Entries) == 0:
		return bad("The change changes nothing.")
	case documentsOf(set) != len(set.Documents):
		return bad("The change has %d entries and %d documents.", documentsOf(set), len(set.Documents))
	case !slices.IsSortedFunc(set.Entries, func(a, b content.Entry) int { return strings.Compare(string(a.ID), string(b.ID)) }):
		return bad("The change's entries are not in the order of their ids.")
	}
	for i, entry := range set.Entries {
		if i > 0 && entry.ID == set.Entries[i-1].ID {
			return bad("The change has %s twice.", entry.ID)
		}
		a.last[entry.ID] = set.Revision
		if err := a.entry(set, entry); err != nil {
			return bad("%s: %s", entry.ID, messageOf(err))
		}
	}
	a.revision = set.Revision
	return nil
}

// documentsOf returns the number of documents that a change should have: without those of
// erased people.
func documentsOf(set content.ChangeSet) (n int) {
	for _, entry := range set.Entries {
		if !entry.State.Erased {
			n++
		}
	}
	return n
}

// actions returns all actions.
func actions() []content.Action {
	return []content.Action{
		content.Create, content.Update, content.Publish, content.Unpublish, content.Archive, content.Restore, content.Discard, content.Schedule,
		content.MissedStep, content.Hide, content.Show, content.Consenting, content.Erase,
	}
}

func (a *audit) entry(set content.ChangeSet, entry content.Entry) error {
	if _, err := content.ParseID(string(entry.ID)); err != nil {
		return err
	}
	for _, action := range entry.Actions {
		if !slices.Contains(actions(), action) {
			return content.Errorf(content.CodeBadInput, "unknown action %q.", action)
		}
	}
	before, existed := a.states[entry.ID]
	if !existed {
		before.Created = set.Revision
	}
	if s := entry.State; s.Seen > set.Revision || s.Turned > s.Seen {
		return content.Errorf(content.CodeBadInput, "readers can't have seen it later than that.")
	}
	if s := entry.State; s.Erased && len(entry.Actions) > 0 && reflect.DeepEqual(s, content.State{Created: before.Created, Erased: true, Seen: s.Seen, Turned: s.Turned}) {
		a.states[entry.ID] = s
		delete(a.published, entry.ID)
		delete(a.working, entry.ID)
		return nil
	}
	if len(entry.Actions) == 0 || before.Erased || !follows(entry.State, before, set.Revision) {
		return content.Errorf(content.CodeBadInput, "this state is not possible.")
	}
	document, err := a.document(set, entry.ID)
	if err != nil {
		return err
	}
	says := a.format.digest(document)
	switch state := entry.State; {
	case state.Discarded:
		delete(a.published, entry.ID)
		delete(a.working, entry.ID)
	case state.Published == set.Revision:
		a.published[entry.ID] = says
		delete(a.working, entry.ID)
	case state.Published == 0:
		delete(a.published, entry.ID)
		a.working[entry.ID] = says
	default:
		a.working[entry.ID] = says
	}
	a.states[entry.ID] = entry.State
	return nil
}

// follows reports whether a change can lead to a state of a document: it wrote one version,
// which is the draft or the published one.
func follows(s, before content.State, r content.Revision) bool {
	switch {
	case s.Created != before.Created, s.Discarded && !s.Archived:
		return false
	case s.Published == r:
		return s.Draft == 0 && !s.Archived
	case s.Draft == r:
		return s.Published == 0 || (s.Published == before.Published && !s.Archived)
	}
	return false
}

// document decodes a version and checks what the program relies on: ids, slugs, and that the
// type matches the id.
func (a *audit) document(set content.ChangeSet, id content.ID) (content.Document, error) {
	b, ok := set.Documents[id]
	if !ok {
		return nil, content.Errorf(content.CodeBadInput, "its document is missing.")
	}
	const envelope = 64
	if len(b) > content.MaxDocumentBytes+envelope {
		return nil, content.Errorf(content.CodeTooLarge, "it takes %d bytes; at most %d are allowed.", len(b), content.MaxDocumentBytes)
	}
	stored, err := content.Decode(b, set.Revision)
	if err != nil {
		return nil, err
	}
	d := stored.Full
	m := d.Base()
	if m.ID != id || reflect.TypeOf(d) != reflect.TypeOf(id.Kind().New()) {
		return nil, content.Errorf(content.CodeBadInput, "another document is under its id.")
	}
	for _, slug := range append([]string{m.Slug}, m.FormerSlugs...) {
		if slug != "" && !locale.ValidSlug(slug) {
			return nil, content.Errorf(content.CodeBadInput, "it has an invalid slug.")
		}
	}
	a.format.eachRef(d, func(path []string, kind string, to *content.ID) {
		if _, bad := content.ParseID(string(*to)); bad != nil || to.Kind().Name != kind {
			err = content.Errorf(content.CodeBadInput, "%s refers to no %s.", strings.Join(path, "."), kind)
		}
	})
	return d, err
}
