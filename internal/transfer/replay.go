package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"

	"lectern/content"
)

// digest represents the content of a document (canonical) in little memory.
type digest [sha256.Size]byte

func (f *format) digest(d content.Document) digest { return sha256.Sum256([]byte(f.canonical(d))) }

// replay replays the changes of a history into a store. All of it is checked before the first
// is written.
func (im *importer) replay(ctx context.Context, source *Source) error {
	if im.options.Atomic {
		return content.Errorf(content.CodeBadInput, "A history is imported change by change, so --atomic can't be used.")
	}
	had, err := im.begun(ctx, source)
	if err != nil {
		return err
	}
	a := &audit{
		format: im.format, states: map[content.ID]content.State{}, last: map[content.ID]content.Revision{},
		published: map[content.ID]digest{}, working: map[content.ID]digest{},
	}
	if err := im.audit(ctx, source, a); err != nil {
		return err
	}
	if im.problems.none() {
		im.compare(a)
	}
	locate(im.findings, im.problems)
	if err := im.problems.err(); err != nil {
		return err
	}
	im.count(a, had)
	if im.options.DryRun {
		return nil
	}
	return im.apply(ctx, source, had, int(a.revision))
}

// count counts the documents of a history whose first changes the store has.
func (im *importer) count(a *audit, had content.Revision) {
	for id, last := range a.last {
		switch {
		case last <= had:
			im.report.Unchanged++
		case a.states[id].Created <= had:
			im.report.Updated++
		default:
			im.report.Created++
		}
	}
}

// begun returns the number of changes of the history that the store has. It must have no
// others: two logs can't be merged.
func (im *importer) begun(ctx context.Context, source *Source) (content.Revision, error) {
	other := content.Errorf(content.CodeConflict, "%s has a history, which can only be imported into an empty store. Without its folder %q the documents alone are imported.",
		source.named(source.Path), historyFolder)
	snapshot, err := im.store.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	head := snapshot.Revision()
	_ = snapshot.Close() // it was only read
	if head == 0 {
		return 0, nil
	}
	seen := content.Revision(0)
	err = eachLine(*source, func(n int, line []byte) error {
		if content.Revision(n) > head {
			return nil
		}
		snapshot, err := im.store.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = snapshot.Close() }() // it was only read
		sets, err := snapshot.Changes(content.Revision(n-1), 1)
		if err != nil {
			return err
		}
		if len(sets) != 1 {
			return other
		}
		own, err := encodeChange(sets[0])
		if err != nil {
			return err
		}
		if !bytes.Equal(bytes.TrimSpace(own), bytes.TrimSpace(line)) {
			return other
		}
		seen = content.Revision(n)
		return nil
	})
	if err == nil && seen < head {
		return 0, other
	}
	return seen, err
}

// errStopped ends the reading of a history at its first problem.
var errStopped = errors.New("transfer: the history is wrong")

// audit checks the history, up to its first problem: changes after a wrong one can't be judged.
func (im *importer) audit(ctx context.Context, source *Source, a *audit) error {
	name := source.named(historyPath(*source))
	report := func(line int, code content.ProblemCode, message string) {
		im.problems.add(len(im.items), 0, Problem{File: name, Line: line, Code: code, Message: message})
	}
	last := 0
	err := eachLine(*source, func(n int, line []byte) error {
		last = n
		if ctx.Err() != nil {
			return content.Wrap(content.CodeTimeout, ctx.Err(), "The import was stopped; nothing was written.")
		}
		set, err := decodeChange(line)
		if err != nil {
			report(n, Syntax, messageOf(err))
			return errStopped
		}
		if err := a.next(set); err != nil {
			report(n, content.BadValue, messageOf(err))
			return errStopped
		}
		return nil
	})
	switch {
	case err == nil || errors.Is(err, errStopped):
		return nil
	case content.CodeOf(err) != content.CodeInternal:
		return err
	}
	report(last+1, Unreadable, fmt.Sprintf("The rest of the file can't be read; a change may have at most %d MiB.", maxHistoryLine>>20))
	return nil
}

// compare reports files that do not match the end of the history: edits of them would otherwise
// be lost.
func (im *importer) compare(a *audit) {
	if len(im.items) == 0 {
		return
	}
	const hint = "Import the history without the files first, or the files without the history."
	left := maps.Clone(a.states)
	maps.DeleteFunc(left, func(_ content.ID, s content.State) bool { return s.Erased || s.Discarded })
	drafts := maps.Clone(a.working)
	for _, it := range im.items {
		if it.document == nil {
			continue
		}
		id := it.document.Base().ID
		state, known := a.states[id]
		says := a.working[id]
		if it.standing == published {
			says = a.published[id]
		}
		if !known || it.standing != stands(state, it.standing == beside) || im.format.digest(it.document) != says {
			im.find(it, nil, content.Contradiction, "The file differs from the end of the history. "+hint)
		}
		if it.standing != beside {
			delete(left, id)
		}
		if it.standing != published {
			delete(drafts, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		im.problems.add(len(im.items), 0, Problem{File: string(id), Code: content.Contradiction, Message: "The history has this document, but there is no file of it. " + hint})
		delete(drafts, id)
	}
	for _, id := range slices.Sorted(maps.Keys(drafts)) {
		im.problems.add(len(im.items), 0, Problem{File: string(id), Code: content.Contradiction, Message: "The history has a draft of this document, but there is no file of it. " + hint})
	}
}

// stands returns the standing of a document's file, or of its draft's file.
func stands(s content.State, isBeside bool) standing {
	switch {
	case isBeside && s.Published != 0 && s.Draft != 0:
		return beside
	case s.Archived:
		return archived
	case s.Published == 0:
		return draft
	}
	return published
}

// apply writes the changes that the store lacks.
func (im *importer) apply(ctx context.Context, source *Source, had content.Revision, total int) error {
	return eachLine(*source, func(n int, line []byte) error {
		if content.Revision(n) <= had {
			return nil
		}
		set, err := decodeChange(line)
		if err != nil {
			return err
		}
		err = im.store.Write(ctx, func(base content.Snapshot) (*content.Batch, error) { return content.Replay(base, set) })
		if err != nil {
			return fmt.Errorf("transfer: after change %d: %w", n-1, err)
		}
		im.report.Changes++
		im.options.Progress(n, total)
		return nil
	})
}
