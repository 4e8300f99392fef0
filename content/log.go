package content

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"
)

// Version is a document as one change left it, with who made the change, when
// and why.
type Version struct {
	*Change
	Entry
	view *View
}

// Document is the version itself; nil where the person whom it was about was
// erased since.
func (e *Version) Document() (Document, error) {
	if e.State.Erased {
		return nil, nil
	}
	return e.view.Version(e.ID, e.Revision)
}

// Fields are the fields that differ from the version before it.
func (e *Version) Fields() ([]FieldChange, error) {
	is, err := e.Document()
	if err != nil || is == nil {
		return nil, err
	}
	former, err := e.view.snapshot.History(e.ID, e.Revision, 1)
	if err != nil || len(former) == 0 {
		return Diff(nil, is), err
	}
	was, err := e.view.Version(e.ID, former[0])
	if err != nil {
		return nil, err
	}
	return Diff(was, is), nil
}

// VersionsOf are what a change did to each document, for a view of Drafts.
func VersionsOf(v *View, c *Change) []*Version {
	versions := make([]*Version, len(c.Entries))
	for i, e := range c.Entries {
		versions[i] = &Version{c, e, v}
	}
	return versions
}

// LogFilter says which changes of the log are asked for. All that is given
// holds together.
type LogFilter struct {
	Document     ID     // touched by it
	Actor        string // the name of who made it
	Since, Until time.Time
	Actions      []Action // one of them was done
	Kind         *Kind    // of a document that it touched
}

func (f *LogFilter) holds(c *Change) bool {
	if f.Actor != "" && c.Actor.Name != f.Actor || !f.Until.IsZero() && !c.Time.Before(f.Until) {
		return false
	}
	return slices.ContainsFunc(c.Entries, func(e Entry) bool {
		return (f.Document == "" || e.ID == f.Document) && (f.Kind == nil || e.ID.Kind() == f.Kind) &&
			(f.Actions == nil || slices.ContainsFunc(e.Actions, func(a Action) bool { return slices.Contains(f.Actions, a) }))
	})
}

// ReadLog reads a page of the log for a view of Drafts, the newest change first: up
// to first changes after the place of a cursor, if there is one.
func ReadLog(v *View, first int, after *string, f LogFilter) (*Feed[*Change], error) {
	before, err := logPlace(v, first, after)
	if err != nil {
		return nil, err
	}
	p := &Feed[*Change]{later: after != nil}
	next := func(before Revision) ([]Change, error) { return newestFirst(v, before) }
	if f.Document != "" {
		next = newestOf(v, f.Document)
	}
	for {
		changes, err := next(before)
		if err != nil {
			return nil, err
		}
		if err := v.noteEntries(len(changes)); err != nil {
			return nil, err
		}
		for i := range changes {
			c := &changes[i]
			before = c.Revision
			switch {
			case !f.Since.IsZero() && c.Time.Before(f.Since):
				return p, nil
			case !f.holds(c):
			case len(p.nodes) == first:
				p.next = true
				return p, nil
			default:
				p.add(c, logCursor(c.Revision))
			}
		}
		if len(changes) == 0 || before == 1 {
			return p, nil
		}
	}
}

// ReadHistory are the versions of a document, the newest first, for a view of
// Drafts.
func ReadHistory(v *View, id ID, first int, after *string) (*Feed[*Version], error) {
	log, err := ReadLog(v, first, after, LogFilter{Document: id})
	if err != nil {
		return nil, err
	}
	p := &Feed[*Version]{cursors: log.cursors, next: log.next, later: log.later}
	for _, c := range log.nodes {
		for _, e := range VersionsOf(v, c) {
			if e.ID == id {
				p.nodes = append(p.nodes, e)
			}
		}
	}
	return p, nil
}

// logChunk is how many changes are read at once.
const logChunk = 50

func newestFirst(v *View, before Revision) ([]Change, error) {
	return v.snapshot.Log(before, logChunk)
}

func newestOf(v *View, id ID) func(Revision) ([]Change, error) {
	return func(before Revision) ([]Change, error) {
		revisions, err := v.snapshot.History(id, before, logChunk)
		if err != nil {
			return nil, err
		}
		changes := make([]Change, 0, len(revisions))
		for _, r := range revisions {
			one, err := v.snapshot.Log(r+1, 1)
			if err != nil {
				return nil, err
			}
			changes = append(changes, one...)
		}
		return changes, nil
	}
}

const logPrefix = "log"

// logCursor is the place of a revision in a list of changes or versions.
func logCursor(r Revision) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64([]byte(logPrefix), uint64(r)))
}

func logPlace(v *View, first int, after *string) (before Revision, err error) {
	if !v.whole {
		return 0, Errorf(CodeForbidden, "Only editors see this.")
	}
	if first < 1 || first > MaxPage {
		return 0, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	}
	if after == nil {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(*after)
	if err != nil || len(b) != len(logPrefix)+8 || string(b[:len(logPrefix)]) != logPrefix {
		return 0, Errorf(CodeBadCursor, "This cursor is not of a list of changes.").At("after")
	}
	return Revision(binary.BigEndian.Uint64(b[len(logPrefix):])), nil
}
