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
	// maxTopics is the maximum number of topics with several names.
	maxTopics = 5000
	// maxSynonyms is the maximum number of synonyms in a query.
	maxSynonyms = 8
)

// thesaurus has the names of topics: a search for one name also finds the others. It is
// immutable: updates replace it.
type thesaurus struct {
	names   map[content.ID][][][]string // of topics with several names in a language, as words
	byFirst map[string][]subject        // by the first word of a name, stemmed
}

// subject is a name of a topic, stemmed, with the topic's other names.
type subject struct {
	name   []string
	others [][]string
}

// synonym says that the words of a query from one to before another name a subject that has
// other names.
type synonym struct {
	from, to int
	others   [][]string
}

// with returns the thesaurus with the current public names of some topics.
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

// namesOf returns the names of a topic in each language that has several.
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

// find returns the places where a query names subjects with other names.
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

// loadThesaurus loads the current names of all topics.
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

// renameTopics updates the names of some topics.
func (x *Index) renameTopics(v *views, ids []content.ID) error {
	t, err := x.thesaurus.with(x.vocabulary, v.of[public], ids) // only written here
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.thesaurus = t
	return nil
}
