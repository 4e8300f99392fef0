package search

import (
	"maps"
	"slices"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

const (
	topics = "topic" // the kind
	// maxTopics bounds the topics of several names that are kept.
	maxTopics = 5000
	// maxSynonyms bounds the other names that one query is widened by.
	maxSynonyms = 8
)

// thesaurus has the names of topics: who searches for one means the others too. It
// is never changed: another one takes its place.
type thesaurus struct {
	names   map[content.ID][][][]string // of topics that have several in a language, as words
	byFirst map[string][]subject        // by the first word of a name, reduced
}

// subject is a name of a topic, reduced, with the topic's other names.
type subject struct {
	name   []string
	others [][]string
}

// synonym says that the words of a query from one to before another name a
// subject that has other names.
type synonym struct {
	from, to int
	others   [][]string
}

// with is the thesaurus with some topics as readers see them now.
func (t *thesaurus) with(v *vocabulary, view *content.View, ids []content.ID) (*thesaurus, error) {
	next := &thesaurus{names: maps.Clone(t.names), byFirst: map[string][]subject{}}
	if next.names == nil {
		next.names = map[content.ID][][][]string{}
	}
	for _, id := range ids {
		names, err := v.namesOf(view, id)
		if err != nil {
			return nil, err
		}
		if delete(next.names, id); len(names) > 0 && len(next.names) < maxTopics {
			next.names[id] = names
		}
	}
	for _, id := range slices.Sorted(maps.Keys(next.names)) {
		for _, all := range next.names[id] {
			for i, name := range all {
				s := subject{v.reduce(name), slices.Delete(slices.Clone(all), i, i+1)}
				next.byFirst[s.name[0]] = append(next.byFirst[s.name[0]], s)
			}
		}
	}
	return next, nil
}

// namesOf are the names of a topic in each of its languages, where they are
// several.
func (v *vocabulary) namesOf(view *content.View, id content.ID) (names [][][]string, err error) {
	topic, err := content.Get[*catalog.Topic](view, id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, l := range topic.Languages {
		if topic, err = content.Get[*catalog.Topic](view.In(l), id); err != nil {
			return nil, err
		}
		var all [][]string
		for _, name := range append([]locale.Text{topic.Name}, topic.Synonyms...) {
			var spoken []string
			for w := range words(normal(name.String())) {
				if !v.isStop(w.text) {
					spoken = append(spoken, w.text)
				}
			}
			if len(spoken) > 0 {
				all = append(all, spoken)
			}
		}
		if len(all) > 1 {
			names = append(names, all)
		}
	}
	return names, nil
}

func (v *vocabulary) reduce(words []string) []string {
	reduced := make([]string, len(words))
	for i, w := range words {
		reduced[i] = v.danish.stem(loose(fold(w)))
	}
	return reduced
}

// find tells where a query names subjects that have other names.
func (t *thesaurus) find(v *vocabulary, words []string) (found []synonym) {
	reduced := v.reduce(words)
	n := 0
	for i, first := range reduced {
		for _, s := range t.byFirst[first] {
			if i+len(s.name) <= len(reduced) && slices.Equal(s.name, reduced[i:i+len(s.name)]) && n+len(s.others) <= maxSynonyms {
				n += len(s.others)
				found = append(found, synonym{i, i + len(s.name), s.others})
			}
		}
	}
	return found
}

// loadThesaurus takes the names of all topics as they are now.
func (x *Index) loadThesaurus(v *views) error {
	for place := ""; ; {
		ids, next, err := v.of[public].IDs(content.KindNamed(topics), place, maxTopics)
		if err != nil {
			return err
		}
		if err := x.renameTopics(v, ids); err != nil || next == "" {
			return err
		}
		place = next
	}
}

// renameTopics takes the names of some topics as they are now.
func (x *Index) renameTopics(v *views, ids []content.ID) error {
	t, err := x.thesaurus.with(x.vocabulary, v.of[public], ids) // written here only
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.thesaurus = t
	return nil
}
