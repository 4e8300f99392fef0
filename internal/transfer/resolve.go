package transfer

import (
	"fmt"
	"slices"

	"lectern/content"
)

// resolve replaces slugs by ids, reports references to unknown documents, and records which
// document refers to which.
func (im *importer) resolve(t *content.Transaction) error {
	var failed error
	for _, target := range im.targets {
		for _, it := range []*item{target.main, target.beside} {
			if it == nil {
				continue
			}
			im.format.eachRef(it.document, func(path []string, kind string, id *content.ID) {
				if err := im.resolveOne(t, it, path, kind, id); err != nil {
					failed = err
				}
				if to := im.byID[*id]; to != nil && to.main != nil && it == target.main && !slices.Contains(target.deps, to) {
					target.deps = append(target.deps, to)
				}
			})
		}
	}
	return failed
}

func (im *importer) resolveOne(t *content.Transaction, it *item, path []string, kind string, id *content.ID) error {
	unknown := func(what string) {
		it.broken = true // even if no problem is added, since its rules could not work
		if !im.lost[kind] && !im.lost[""] {
			im.find(it, path, content.UnknownReference, fmt.Sprintf("There is no %s with %s %s, in the files or in the store.", kind, what, *id))
		}
	}
	if _, err := content.ParseID(string(*id)); err != nil {
		k := content.KindNamed(kind)
		found, ok := im.slugs[slugName{k, string(*id)}]
		if !ok {
			found, err = t.BySlug(k, string(*id))
			if content.IsNotFound(err) {
				unknown("the slug")
				return nil
			}
			if err != nil {
				return err
			}
		}
		*id = found
		return nil
	}
	if id.Kind().Name != kind {
		im.find(it, path, content.WrongKind, fmt.Sprintf("This must refer to a %s; %s is a %s.", kind, *id, id.Kind().Name))
		return nil
	}
	if im.byID[*id] != nil {
		return nil
	}
	_, err := t.State(*id)
	if content.IsNotFound(err) {
		unknown("the id")
		return nil
	}
	return err
}

// visit is the state of a document in the walk that orders them.
type visit int

const (
	unvisited visit = iota
	open            // the walk is below it
	done
)

// order puts each document after those that it refers to, and otherwise keeps the order of the
// files. Documents that refer to each other in a circle, as drafts may, are joined, with those
// between them.
func (im *importer) order(*content.Transaction) error {
	ordered := make([]*target, 0, len(im.targets))
	type frame struct {
		target *target
		next   int // of deps
		from   int // how many were ordered before it
		circle bool
	}
	var stack []frame
	push := func(t *target) {
		t.visited = open
		stack = append(stack, frame{target: t, from: len(ordered)})
	}
	for _, root := range im.targets {
		if root.visited == unvisited {
			push(root)
		}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next == len(top.target.deps) {
				top.target.visited = done
				ordered = append(ordered, top.target)
				for _, t := range ordered[top.from+1:] {
					t.joined = t.joined || top.circle
				}
				stack = stack[:len(stack)-1]
				continue
			}
			to := top.target.deps[top.next]
			top.next++
			switch to.visited {
			case unvisited:
				push(to)
			case open:
				for i := range stack {
					stack[i].circle = stack[i].circle || stack[i].target == to
				}
			}
		}
	}
	im.targets = ordered
	return nil
}
