package listing

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"lectern/content"
)

// LogFilter selects changes of the log. A change must meet all conditions.
type LogFilter struct {
	Document     content.ID // touched by the change
	Actor        string     // the name of the actor
	Since, Until time.Time
	Actions      []content.Action // the change has one of them
	Kind         *content.Kind    // the change touched a document of it
}

func (f *LogFilter) holds(c *content.Change) bool {
	if f.Actor != "" && c.Actor.Name != f.Actor || !f.Until.IsZero() && !c.Time.Before(f.Until) {
		return false
	}
	return slices.ContainsFunc(c.Entries, func(e content.Entry) bool {
		return (f.Document == "" || e.ID == f.Document) && (f.Kind == nil || e.ID.Kind() == f.Kind) &&
			(f.Actions == nil || slices.ContainsFunc(e.Actions, func(a content.Action) bool { return slices.Contains(f.Actions, a) }))
	})
}

// ReadLog reads a page of the log for a view of Drafts, the newest change first: up to first
// changes after a cursor, if there is one.
func ReadLog(v *content.View, first int, after *string, f LogFilter) (*Feed[*content.Change], error) {
	before, err := logPlace(first, after)
	if err != nil {
		return nil, err
	}
	p := &Feed[*content.Change]{later: after != nil}
	for {
		changes, err := content.ChangesBefore(v, f.Document, before, logChunk)
		if err != nil {
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

// ReadHistory returns the versions of a document, the newest first, for a view of Drafts.
func ReadHistory(v *content.View, id content.ID, first int, after *string) (*Feed[*content.Version], error) {
	log, err := ReadLog(v, first, after, LogFilter{Document: id})
	if err != nil {
		return nil, err
	}
	p := &Feed[*content.Version]{cursors: log.cursors, next: log.next, later: log.later}
	for _, c := range log.nodes {
		for _, e := range content.VersionsOf(v, c) {
			if e.ID == id {
				p.nodes = append(p.nodes, e)
			}
		}
	}
	return p, nil
}

// logChunk is the number of changes per read.
const logChunk = 50

const logPrefix = "log"

// logCursor returns the cursor of a revision in a list of changes or versions.
func logCursor(r content.Revision) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64([]byte(logPrefix), uint64(r)))
}

func logPlace(first int, after *string) (before content.Revision, err error) {
	if err := checkFirst(first); err != nil {
		return 0, err
	}
	if after == nil {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(*after)
	if err != nil || len(b) != len(logPrefix)+8 || string(b[:len(logPrefix)]) != logPrefix {
		return 0, content.Errorf(content.CodeBadCursor, "This cursor is not from a list of changes.").At("after")
	}
	return content.Revision(binary.BigEndian.Uint64(b[len(logPrefix):])), nil
}
