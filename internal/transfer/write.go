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
		q.batches = batchesOf(list)
		if err := im.drain(ctx, q); err != nil {
			return err
		}
	}
	return im.writePlans(ctx, plans)
}

// batchesOf splits documents into batches of the usual size of a change. Joined ones stay
// together.
func batchesOf(list []*target) (batches [][]*target) {
	for _, t := range list {
		last := len(batches) - 1
		if last < 0 || len(batches[last]) >= content.MaxChangeDocuments && !t.joined {
			batches = append(batches, []*target{t})
			continue
		}
		batches[last] = append(batches[last], t)
	}
	return batches
}

// writePlans plans the steps of written documents. Drafts change after their steps are planned:
// a notice reports a step that could not be done in the present state.
func (im *importer) writePlans(ctx context.Context, plans []*target) error {
	for some := range slices.Chunk(plans, content.MaxChangeDocuments) {
		batch, err := content.Edit(ctx, im.store, im.writeOptions(), func(t *content.Transaction) error { return stageExtras(t, some) })
		if err != nil {
			return im.stopped(err, some)
		}
		if batch != nil {
			im.report.Changes++
			im.noticePlans(some, batch.Warnings)
		}
	}
	return nil
}

// noticePlans adds a notice for each document with a step that could not be done.
func (im *importer) noticePlans(plans []*target, warnings []content.Problem) {
	for _, t := range plans {
		i := slices.IndexFunc(warnings, func(p content.Problem) bool { return p.Document == t.id })
		if t.extras.steps != nil && i >= 0 {
			p := warnings[i]
			im.notice(cmp.Or(t.main, t.beside), fmt.Sprintf("A scheduled step can't be done at its time as it stands: %s: %s", strings.Join(p.Path, "."), p.Message.In("en")))
		}
	}
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

// writeOptions allows more documents than a batch has: the consequences, such as the hidden
// photos of a person, are part of the change.
func (im *importer) writeOptions() content.EditOptions {
	options := im.editOptions()
	options.MaxDocuments = MaxAtomicDocuments
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
	if target.created {
		return content.SaveImported(t, it.document)
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
