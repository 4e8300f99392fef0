package transfer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/content"
)

// writers is the number of changes that wait for the store simultaneously: it writes them one
// after another, and waiting ones share a sync.
const writers = 8

// write performs the steps, in changes of the usual size or in one. Drafts come after
// everything published: a document can't be edited after it was published in the same change.
func (im *importer) write(ctx context.Context) error {
	var mains, drafts []*target
	for _, t := range im.targets {
		if t.plan.any() {
			mains = append(mains, t)
		}
		if t.after.any() {
			drafts = append(drafts, t)
		}
	}
	var plans []*target
	for _, t := range im.targets {
		if t.extras.any() {
			plans = append(plans, t)
		}
	}
	q := &queue{total: len(mains) + len(drafts)}
	if im.options.Atomic {
		q.batches, q.plans = [][]*target{append(mains, drafts...)}, plans
		if len(q.batches[0]) > 0 {
			return im.drain(ctx, q)
		}
		return im.writePlans(ctx, plans)
	}
	for _, list := range [][]*target{mains, drafts} {
		q.batches = slices.Collect(slices.Chunk(list, content.MaxChangeDocuments))
		if err := im.drain(ctx, q); err != nil {
			return err
		}
	}
	return im.writePlans(ctx, plans)
}

// writePlans plans the steps of written documents. It leaves out a step that could not be done:
// drafts change after their steps are planned, so otherwise the service would find that out
// only at the instant.
func (im *importer) writePlans(ctx context.Context, plans []*target) error {
	for some := range slices.Chunk(plans, content.MaxChangeDocuments) {
		for len(some) > 0 {
			batch, err := content.Edit(ctx, im.store, im.writeOptions(), func(t *content.Transaction) error { return stageExtras(t, some) })
			if err == nil {
				if batch != nil {
					im.report.Changes++
				}
				break
			}
			var mended bool
			if some, mended = im.withoutPlans(some, err); !mended {
				return im.stopped(err, some)
			}
		}
	}
	return nil
}

// withoutPlans leaves out the steps with problems, with a notice. The second result reports
// whether there were any.
func (im *importer) withoutPlans(targets []*target, err error) (rest []*target, mended bool) {
	var e *content.Error
	if !errors.As(err, &e) || e.Code != content.CodeInvalid {
		return targets, false
	}
	for _, t := range targets {
		i := slices.IndexFunc(e.Problems, func(p content.Problem) bool { return p.Document == t.id })
		if i < 0 || t.extras.publishAt == nil && t.extras.unpublishAt == nil {
			rest = append(rest, t)
			continue
		}
		mended = true
		p := e.Problems[i]
		im.notice(cmp.Or(t.main, t.beside), fmt.Sprintf("A scheduled step could not be done at that time and is not scheduled: %s: %s", strings.Join(p.Path, "."), p.Message.In("en")))
		if t.extras.publishAt, t.extras.unpublishAt = nil, nil; t.extras.any() {
			rest = append(rest, t)
		}
	}
	return rest, mended
}

// queue has the remaining work, in order.
type queue struct {
	mu      sync.Mutex
	batches [][]*target
	done    int // documents
	total   int
	plans   []*target // of a batch that is the whole import
	failed  error     // the first error
}

// take returns the next batch; nil at the end, and after an error.
func (q *queue) take() []*target {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failed != nil || len(q.batches) == 0 || len(q.batches[0]) == 0 {
		return nil
	}
	batch := q.batches[0]
	q.batches = q.batches[1:]
	return batch
}

// drain writes everything in a queue. Each writer takes its batch only when it has the store,
// so the batches are written in order.
func (im *importer) drain(ctx context.Context, q *queue) error {
	var waiting sync.WaitGroup
	for range min(writers, len(q.batches)) {
		waiting.Go(func() {
			for {
				var batch []*target
				change, err := content.Edit(ctx, im.store, im.writeOptions(), func(t *content.Transaction) error {
					batch = q.take()
					if err := im.stage(t, batch); err != nil || batch == nil {
						return err
					}
					return stageExtras(t, q.plans)
				})
				if !im.written(q, batch, change, err) {
					return
				}
			}
		})
	}
	waiting.Wait()
	return q.failed
}

func (im *importer) writeOptions() content.EditOptions {
	options := im.editOptions()
	if options.MaxDocuments = content.MaxChangeDocuments; im.options.Atomic {
		options.MaxDocuments = MaxAtomicDocuments
	}
	return options
}

// written records the result of a batch, and reports whether to continue.
func (im *importer) written(q *queue, batch []*target, change *content.Batch, err error) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case err != nil && q.failed == nil:
		q.failed = im.stopped(err, batch)
	case err == nil && batch != nil:
		if change != nil {
			im.report.Changes++
		}
		for _, t := range batch {
			t.stepped() // frees the memory of written documents
		}
		q.done += len(batch)
		im.options.Progress(q.done, q.total)
	}
	return q.failed == nil && batch != nil
}

func (im *importer) stage(t *content.Transaction, batch []*target) error {
	for _, target := range batch {
		if err := im.stageOne(t, target); err != nil {
			return err
		}
	}
	return nil
}

// stageOne stages the next steps of a document: main's, or those of the draft beside it.
func (im *importer) stageOne(t *content.Transaction, target *target) error {
	s, it := target.plan, target.main
	if !s.any() {
		s, it = target.after, target.beside
	}
	if s.unpublish {
		if err := t.Unpublish(target.id); err != nil {
			return err
		}
	}
	if s.save {
		if err := im.save(t, target, it); err != nil {
			return err
		}
	}
	if s.publish {
		if err := t.Publish(target.id); err != nil {
			return err
		}
	}
	if s.archive {
		return t.Archive(target.id)
	}
	return nil
}

// save saves a document with the time of its file, if that applies: to new documents of this
// import, and if it is newer than the store's. A file that was exported and then edited still
// has the old time.
func (im *importer) save(t *content.Transaction, target *target, it *item) error {
	m := it.document.Base()
	state, err := t.State(target.id)
	switch {
	case content.IsNotFound(err):
		target.created = true
	case err != nil:
		return err
	case !target.created:
		old, err := t.Working(target.id)
		if err != nil {
			return err
		}
		was := old.Base().UpdatedAt
		newDraft := it.standing == beside && state.Draft == 0 && m.UpdatedAt.Equal(was)
		if m.UpdatedAt.After(im.options.Now) || !(m.UpdatedAt.After(was) || newDraft) {
			m.UpdatedAt = time.Time{}
		}
	}
	return t.Save(it.document)
}

// stepped drops the steps that were done, and their document.
func (t *target) stepped() {
	if !t.plan.any() && !t.after.any() {
		return // only extras were planned
	}
	if t.plan.any() {
		t.plan, t.main.document = steps{}, nil
		return
	}
	t.after, t.beside.document = steps{}, nil
}

// stopped explains why a change could not be written although it was examined: the store has
// changed since, or documents swap slugs or times.
func (im *importer) stopped(err error, targets []*target) error {
	var e *content.Error
	if !errors.As(err, &e) || e.Code != content.CodeInvalid {
		return err
	}
	im.findings = nil
	for _, p := range e.Problems {
		for _, t := range targets {
			if it := t.main; t.id == p.Document {
				if it == nil || !t.plan.any() && t.beside != nil {
					it = t.beside
				}
				im.find(it, p.Path, p.Code, p.Message.In("en"))
			}
		}
	}
	locate(im.findings, im.problems)
	return content.Errorf(content.CodeConflict, "The import stopped after %d changes, because the next one has problems with the content of the store. Correct them and import again: what was written is skipped.", im.report.Changes)
}
