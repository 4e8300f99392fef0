package transfer

import (
	"fmt"

	"lectern/content"
	"lectern/content/catalog"
)

// Difference is the effect of an import on a document.
type Difference struct {
	ID     content.ID
	Name   string // its slug in the file
	New    bool
	Does   []string // other than fields: "publish", "schedule", "hide"
	Fields []content.FieldChange
}

// maxDifferences bounds the differences of a dry run.
const maxDifferences = 10_000

// differ records the changes of an import to a document.
func (im *importer) differ(t *content.Transaction, target *target, state content.State) error {
	if !im.options.DryRun || len(im.report.Differences) >= maxDifferences || !target.plan.any() && !target.after.any() && !target.extras.any() {
		return nil
	}
	it := target.beside
	if it == nil {
		it = target.main
	}
	d := Difference{ID: target.id, Name: it.document.Base().Slug, New: state.Created == 0, Does: target.does()}
	var before content.Document
	if !d.New {
		var err error
		if before, err = t.Working(target.id); err != nil {
			return err
		}
	}
	d.Fields = content.Diff(before, it.document)
	im.report.Differences = append(im.report.Differences, d)
	return nil
}

// does returns the steps for a document other than saving it.
func (t *target) does() (all []string) {
	x := t.extras
	for _, step := range []struct {
		done bool
		name string
	}{
		{t.plan.unpublish, "unpublish"},
		{t.plan.publish, "publish"},
		{t.plan.archive, "archive"},
		{t.after.save && t.beside != nil && t.main != nil, "draft beside it"},
		{x.steps != nil, "schedule"},
		{x.hidden != nil && *x.hidden, "hide"},
		{x.hidden != nil && !*x.hidden, "show"},
	} {
		if step.done {
			all = append(all, step.name)
		}
	}
	return all
}

// notice records that a part of a file was left out.
func (im *importer) notice(it *item, message string) {
	if len(im.report.Notices) < maxProblems {
		im.report.Notices = append(im.report.Notices, fmt.Sprintf("%s: %s", it.file.name, message))
	}
}

// leaveOut removes people who were erased in the store from the documents: their own files, and
// references to them.
func (im *importer) leaveOut() {
	for _, id := range im.options.Erased {
		var own []*catalog.Speaker
		slugs := map[content.ID]bool{} // by which other files may refer to the person
		kept := im.items[:0:0]
		for _, it := range im.items {
			if s, ok := it.document.(*catalog.Speaker); ok && s.ID == id {
				own = append(own, s)
				slugs[content.ID(s.Slug)], slugs[content.ID(im.impliedSlug(it))] = true, true
				im.notice(it, "The person was erased in this store. The file is left out.")
				continue
			}
			kept = append(kept, it)
		}
		im.items = kept
		for _, it := range im.items {
			if it.document == nil {
				continue
			}
			im.format.eachRef(it.document, func(_ []string, kind string, to *content.ID) {
				if kind == "speaker" && slugs[*to] {
					*to = id
				}
			})
			without, fields := catalog.WithoutPerson(it.document, id, own)
			if len(fields) > 0 {
				it.document = without
				im.notice(it, "It mentions a person who was erased in this store. The mention is left out.")
			}
		}
	}
}
