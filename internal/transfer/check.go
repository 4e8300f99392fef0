package transfer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"lectern/content"
)

// check applies content's rules to all documents that will be written, in their future context.
func (im *importer) check(t *content.Transaction) error {
	mains, drafts := im.among(t, false), im.among(t, true)
	for _, target := range im.targets {
		if target.plan.any() && !target.main.broken {
			if err := im.checkOne(t, target, target.main, mains); err != nil {
				return err
			}
		}
		if target.after.any() && !target.beside.broken {
			if err := im.checkOne(t, target, target.beside, drafts); err != nil {
				return err
			}
		}
	}
	return nil
}

func (im *importer) checkOne(t *content.Transaction, target *target, it *item, others content.Lookup) error {
	public, err := t.Published(target.id)
	switch {
	case it.standing == beside && target.plan.any():
		public = target.main.document
	case content.IsNotFound(err):
		public = nil
	case err != nil:
		return err
	}
	problems, err := content.ProblemsOf(it.document, it.standing == published, public, others, im.site, im.options.Now)
	if err != nil {
		return err
	}
	before, err := im.before(t, target, it)
	if err != nil {
		return err
	}
	if before != nil {
		problems = append(problems, content.SuccessionProblems(t, it.document, before)...)
	}
	for _, p := range problems {
		if !p.Warning {
			im.find(it, p.Path, p.Code, p.Message.In("en"))
		}
	}
	// A JSON value is at most a few bytes longer than in YAML.
	const small = content.MaxDocumentBytes / 8
	if it.size > small {
		b, err := json.Marshal(it.document)
		if err != nil {
			return fmt.Errorf("transfer: encoding %s: %w", target.id, err)
		}
		if len(b) > content.MaxDocumentBytes {
			im.find(it, nil, TooLarge, fmt.Sprintf("The document has %d bytes; at most %d are allowed.", len(b), content.MaxDocumentBytes))
		}
	}
	return nil
}

// before returns the version that a document of the files replaces, or nil. A document that the
// import creates replaces none.
func (im *importer) before(t *content.Transaction, target *target, it *item) (content.Document, error) {
	d, err := t.Working(target.id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err == nil && it == target.beside && target.main != nil && target.plan.save {
		return target.main.document, nil
	}
	return d, err
}

// among is the Lookup for rules: the documents of the files as they will be, the others as in
// the store. It is created once the import is decided.
type among struct {
	im      *importer
	t       *content.Transaction
	drafts  bool // the drafts are written already
	related map[string]map[content.Key][]place
	// referrers are the files' public documents that refer to another. They are computed on the
	// first use.
	referrers map[content.ID][]content.ID
}

// place is the position of a document in an index.
type place struct {
	order content.Key
	id    content.ID
}

func (im *importer) among(t *content.Transaction, drafts bool) *among {
	return &among{im: im, t: t, drafts: drafts, related: map[string]map[content.Key][]place{}}
}

// item returns the document in the files, or nil.
func (a *among) item(id content.ID) *item {
	target := a.im.byID[id]
	switch {
	case target == nil:
		return nil
	case target.beside != nil && (a.drafts || target.main == nil):
		return target.beside
	}
	return target.main
}

// Working implements content.Lookup.
func (a *among) Working(id content.ID) (content.Document, error) {
	if it := a.item(id); it != nil {
		return it.document, nil
	}
	return a.t.Working(id)
}

// Published implements content.Lookup.
func (a *among) Published(id content.ID) (content.Document, error) {
	if target := a.im.byID[id]; target != nil && target.main != nil && target.main.standing == published {
		return target.main.document, nil
	}
	return a.t.Published(id)
}

// State implements content.Lookup.
func (a *among) State(id content.ID) (content.State, error) { return a.t.State(id) }

// Related implements content.Lookup.
func (a *among) Related(space content.Space, kind *content.Kind, index content.Index, by, from, to content.Key) ([]content.Document, error) {
	all, err := a.t.Related(space, kind, index, by, from, to)
	if err != nil {
		return nil, err
	}
	says := a.item
	if space == content.PublicIndex {
		says = a.main
	}
	all = slices.DeleteFunc(all, func(d content.Document) bool { return says(d.Base().ID) != nil })
	places := a.index(space, kind, index)[by]
	low, _ := slices.BinarySearchFunc(places, from, func(p place, k content.Key) int { return cmp.Compare(p.order, k) })
	for _, p := range places[low:] {
		if p.order >= to {
			break
		}
		all = append(all, says(p.id).document)
	}
	return all, nil
}

// Referrers implements content.Lookup.
func (a *among) Referrers(id content.ID) ([]content.Document, error) {
	all, err := a.t.Referrers(id)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d content.Document) bool { return a.public(d.Base().ID) != nil })
	if a.referrers == nil {
		a.referrers = map[content.ID][]content.ID{}
		for _, target := range a.im.targets {
			if it := a.public(target.id); it != nil {
				for _, to := range content.ReferencesOf(it.document) {
					a.referrers[to] = append(a.referrers[to], target.id)
				}
			}
		}
	}
	for _, from := range a.referrers[id] {
		all = append(all, a.public(from).document)
	}
	slices.SortFunc(all, func(x, y content.Document) int { return cmp.Compare(x.Base().ID, y.Base().ID) })
	return all, nil
}

// main returns the item that decides whether a document is published, or nil.
func (a *among) main(id content.ID) *item {
	if target := a.im.byID[id]; target != nil {
		return target.main
	}
	return nil
}

// public returns the published version of a document in the files, or nil.
func (a *among) public(id content.ID) *item {
	if it := a.main(id); it != nil && it.standing == published && it.document != nil {
		return it
	}
	return nil
}

// index orders the files' documents of a kind by an index of a space, under the empty key if the
// index has no By. It is computed on the first use, since most are never used.
func (a *among) index(space content.Space, kind *content.Kind, index content.Index) map[content.Key][]place {
	name := fmt.Sprint(int(space), kind.Name, ".", index.Name())
	if found, ok := a.related[name]; ok {
		return found
	}
	const last content.Key = "\xff" // documents without an order come last
	places := map[content.Key][]place{}
	for _, target := range a.im.targets {
		it := a.item(target.id)
		if space == content.PublicIndex {
			it = a.public(target.id)
		}
		if it == nil || it.kind != kind || it.standing == archived {
			continue
		}
		d := it.document
		if _, ok := d.(content.Redacter); ok {
			d = content.Clone(d)
			d.(content.Redacter).Redact(content.State{})
		}
		order := last
		if keys := kind.Attribute(index.Order).Of(d); len(keys) > 0 {
			order = keys[0]
		}
		shared := []content.Key{""}
		if index.By != "" {
			shared = kind.Attribute(index.By).Of(d)
		}
		for _, by := range shared {
			places[by] = append(places[by], place{order, target.id})
		}
	}
	for _, list := range places {
		slices.SortFunc(list, func(a, b place) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id)) })
	}
	a.related[name] = places
	return places
}
