package transfer

import (
	"lectern/content"
)

// steps are the required steps for a document.
type steps struct{ unpublish, save, publish, archive bool }

func (s steps) any() bool { return s != steps{} }

// decide determines the steps for each document, and counts.
func (im *importer) decide(t *content.Transaction) error {
	for _, target := range im.targets {
		state, err := t.State(target.id)
		if err != nil && !content.IsNotFound(err) {
			return err
		}
		if target.main != nil {
			if target.plan, err = im.planMain(t, target, state); err != nil {
				return err
			}
		}
		if target.beside != nil {
			if target.after, err = im.planBeside(t, target, state); err != nil {
				return err
			}
		}
		im.planExtras(target, state)
		if err := im.differ(t, target, state); err != nil {
			return err
		}
		switch {
		case state.Created == 0:
			im.report.Created++
		case target.plan.any() || target.after.any() || target.extras.any():
			im.report.Updated++
		default:
			im.report.Unchanged++
		}
	}
	return nil
}

func (im *importer) planMain(t *content.Transaction, target *target, state content.State) (s steps, err error) {
	it := target.main
	if state.Created == 0 {
		return steps{save: true, publish: it.standing == published, archive: it.standing == archived}, nil
	}
	if it.standing == published && state.Published != 0 {
		old, err := t.Published(target.id)
		if err != nil {
			return s, err
		}
		if im.same(old, it.document) {
			return s, nil
		}
	}
	working, err := t.Working(target.id)
	if err != nil {
		return s, err
	}
	differs := !im.same(working, it.document)
	if differs && state.Draft != 0 && state.Published != 0 && target.beside == nil {
		im.find(it, nil, Conflict, "The store has a draft of this document, which the file would replace. Publish or export it first.")
	}
	switch it.standing {
	case published:
		s = steps{save: differs || state.Draft == 0, publish: true}
	case archived:
		s = steps{save: differs, archive: differs || !state.Archived}
	default:
		s = steps{unpublish: state.Published != 0, save: differs || state.Archived}
	}
	return s, nil
}

// planBeside returns the steps for a draft after those of main.
func (im *importer) planBeside(t *content.Transaction, target *target, state content.State) (s steps, err error) {
	if target.main != nil && target.main.standing != published {
		im.find(target.beside, nil, content.Contradiction, target.main.file.name+" is not a published version, so there can be no draft beside it.")
		return s, nil
	}
	if target.plan.any() || state.Draft == 0 {
		return steps{save: true}, nil
	}
	working, err := t.Working(target.id)
	if err != nil {
		return s, err
	}
	return steps{save: state.Archived || !im.same(working, target.beside.document)}, nil
}

// same reports whether two documents have the same content, whatever their times.
func (im *importer) same(a, b content.Document) bool {
	return im.format.canonical(a) == im.format.canonical(b)
}
