package transfer

import (
	"fmt"

	"lectern/content"
	"lectern/content/locale"
)

// identify matches the files' documents with those of the store: by id, or else by slug. New
// ones get an id.
func (im *importer) identify(t *content.Transaction) error {
	for _, it := range im.items {
		if it.document == nil {
			im.lose(it)
		} else if it.document.Base().ID != "" {
			if err := im.known(t, it); err != nil {
				return err
			}
		}
	}
	for _, drafts := range []bool{false, true} {
		for _, it := range im.items {
			if it.document != nil && it.document.Base().ID == "" && (it.standing == beside) == drafts {
				if err := im.unknown(t, it); err != nil {
					return err
				}
			}
		}
	}
	return im.claimSlugs(t)
}

// lose records that references may point to a document that could not be read, so that they are
// not reported as well.
func (im *importer) lose(it *item) {
	switch kind := kindOfFolder(it.file.folder); {
	case it.kind != nil:
		im.lost[it.kind.Name] = true
	case kind != nil:
		im.lost[kind.Name] = true
	default:
		im.lost[""] = true
	}
}

// known registers a document that has an id.
func (im *importer) known(t *content.Transaction, it *item) error {
	m := it.document.Base()
	if m.Slug == "" {
		m.Slug = im.impliedSlug(it)
		old, err := t.Working(m.ID)
		if err == nil {
			m.Slug = old.Base().Slug
		} else if !content.IsNotFound(err) {
			return err
		}
	}
	im.register(it, "id")
	return nil
}

// unknown registers a document that has no id.
func (im *importer) unknown(t *content.Transaction, it *item) error {
	m := it.document.Base()
	if it.standing == archived {
		// It is in no index: the next import would not find it again.
		im.find(it, nil, content.Required, "An archived document needs an id, since another document may have its slug.")
		it.document = nil
		return nil
	}
	slug := m.Slug
	if slug == "" || it.standing == beside {
		// A draft is identified by the name of its file, since it may change the slug.
		if slug = im.impliedSlug(it); m.Slug == "" {
			m.Slug = slug
		}
	}
	if slug == "" {
		im.find(it, nil, content.Required, "The document needs an id, a slug or a title.")
		im.lose(it)
		it.document = nil
		return nil
	}
	id, ok := im.slugs[slugName{it.kind, slug}]
	if !ok {
		var err error
		id, err = t.BySlug(it.kind, slug)
		if err != nil && !content.IsNotFound(err) {
			return err
		}
		if err != nil || im.byID[id] != nil {
			if id, err = t.NewID(it.kind); err != nil {
				return err
			}
		}
	}
	m.ID = id
	im.register(it, "slug")
	return nil
}

// impliedSlug returns the slug of the file's name if that is the document's own, otherwise that
// of the title.
func (im *importer) impliedSlug(it *item) string {
	if it.file.documents == 1 && kindOfFolder(it.file.folder) == it.kind && locale.ValidSlug(it.file.stem) {
		return it.file.stem
	}
	return locale.Slugify(it.kind.Title(it.document).String())
}

// register records a document under its id. Field is the one that identified it.
func (im *importer) register(it *item, field string) {
	id := it.document.Base().ID
	t := im.byID[id]
	if t == nil {
		t = &target{id: id}
		im.byID[id] = t
		im.targets = append(im.targets, t)
	}
	place := &t.main
	if it.standing == beside {
		place = &t.beside
	}
	if *place != nil {
		im.find(it, []string{field}, content.Duplicate, fmt.Sprintf("This document is also in %s.", (*place).file.name))
		return
	}
	*place = it
	if slug := it.document.Base().Slug; slug != "" && it.standing != beside {
		if _, taken := im.slugs[slugName{it.kind, slug}]; !taken {
			im.slugs[slugName{it.kind, slug}] = id
		}
	}
}

// claimSlugs reports slugs of two documents. Archived documents have no claim to theirs.
func (im *importer) claimSlugs(t *content.Transaction) error {
	for _, target := range im.targets {
		for _, it := range []*item{target.main, target.beside} {
			if it == nil || it.standing == archived {
				continue
			}
			m := it.document.Base()
			if err := im.claimSlug(t, it, "slug", m.Slug); err != nil {
				return err
			}
			for _, former := range m.FormerSlugs {
				if err := im.claimSlug(t, it, "formerSlugs", former); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (im *importer) claimSlug(t *content.Transaction, it *item, field, slug string) error {
	if slug == "" {
		return nil
	}
	name, id := slugName{it.kind, slug}, it.document.Base().ID
	holder, taken := im.slugs[name]
	if other := im.byID[holder]; taken && holder != id && other.main != nil && other.main.standing == archived {
		taken = false
	}
	if !taken || holder == id {
		im.slugs[name] = id
		stored, err := t.BySlug(it.kind, slug)
		if err != nil && !content.IsNotFound(err) {
			return err
		}
		holder, taken = stored, err == nil && im.byID[stored] == nil
	}
	if taken && holder != id {
		where := "in the store"
		if other := im.byID[holder]; other != nil && other.main != nil {
			where = "in " + other.main.file.name
		}
		im.find(it, []string{field}, content.SlugTaken, fmt.Sprintf("Another document has or had this slug: %s, %s.", holder, where))
	}
	return nil
}
