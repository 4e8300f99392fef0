package listing

import (
	"hash/fnv"
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// TranslationTask is a document that needs a translation.
type TranslationTask struct {
	Document content.Document
	Status   *content.TranslationStatus
}

// translationList is a work list: the documents of some kinds that need a language.
type translationList struct {
	language locale.Language
	kinds    []*content.Kind
}

// TranslationsNeeding lists the documents of some kinds, or of all if none is given, whose
// texts in a language are missing, incomplete or older than the original: the longest waiting
// first. For a view of Drafts. It is BAD_INPUT for a language that is none of Languages, and if
// first is not from 1 to MaxPage.
func TranslationsNeeding(v *content.View, l locale.Language, of []*content.Kind, first int, after *string) (*TranslationTaskConnection, error) {
	if err := checkWhole(v); err != nil {
		return nil, err
	}
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	if !slices.Contains(locale.Languages(), l) {
		return nil, content.Errorf(content.CodeBadInput, "What needs a translation is listed for these languages: %v.", locale.Languages()).At("needing")
	}
	if len(of) == 0 {
		of = content.Kinds()
	}
	work := translationList{l, of}
	w := listBelow(v, work.prefixes()).walk(false, first+1)
	defer w.release()
	if after != nil {
		suffix, err := work.suffix(*after)
		if err != nil {
			return nil, err
		}
		w.segments[0].From = suffix + "\x00"
	}
	page := &TranslationTaskConnection{later: after != nil}
	for {
		suffix, err := w.step()
		if err != nil || suffix == "" {
			return page, err
		}
		if page.next = len(page.nodes) == first; page.next {
			return page, nil
		}
		task, err := taskOf(v, content.KeyID(suffix), l)
		if err != nil {
			return nil, err
		}
		page.add(task, encodePlace(work.identity(), suffix))
	}
}

func taskOf(v *content.View, id content.ID, l locale.Language) (*TranslationTask, error) {
	d, err := v.Get(id)
	if err != nil {
		return nil, content.MustBeThere(err, id)
	}
	all := content.Translations(d)
	i := slices.IndexFunc(all, func(s *content.TranslationStatus) bool { return s.Language == l })
	if i < 0 {
		return nil, content.Errorf(content.CodeCorrupt, "An index says that %s needs a translation, and it needs none.", id)
	}
	return &TranslationTask{d, all[i]}, nil
}

// ordered returns the kinds in the order of the program.
func (l translationList) ordered() []*content.Kind {
	return slices.DeleteFunc(slices.Clone(content.Kinds()), func(k *content.Kind) bool { return !slices.Contains(l.kinds, k) })
}

func (l translationList) prefixes() (prefixes []string) {
	for _, kind := range l.ordered() {
		prefixes = append(prefixes, content.TranslationPrefix(kind, l.language))
	}
	return prefixes
}

func (l translationList) identity() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("translations " + string(l.language))) // never fails
	for _, kind := range l.ordered() {
		_, _ = h.Write([]byte(" " + kind.Name))
	}
	return h.Sum64()
}

func (l translationList) suffix(cursor string) (string, error) {
	suffix, ok := decodePlace(l.identity(), cursor)
	if _, err := content.ParseID(string(content.KeyID(suffix))); !ok || err != nil {
		return "", content.Errorf(content.CodeBadCursor, "This cursor is not from this list.").At("after")
	}
	return suffix, nil
}
