package search

import (
	"slices"

	"lectern/content"
)

const (
	topics = "topic" // the kind
	// maxTopics bounds the topics whose names are kept.
	maxTopics = 5000
	// maxSynonyms bounds the other names that one query is widened by.
	maxSynonyms = 8
)

// thesaurus has the names of topics: who searches for one means the others too.
type thesaurus struct {
	byFirst map[string][]subject // by the first word of a name, reduced
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

// readThesaurus takes the names from the topics that readers see.
func readThesaurus(v *vocabulary, view *content.View) (*thesaurus, error) {
	t := &thesaurus{byFirst: map[string][]subject{}}
	ids, _, err := view.IDs(content.KindNamed(topics), "", maxTopics)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		topic, err := content.Get[*content.Topic](view, id)
		if content.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, l := range topic.Languages {
			if topic, err = content.Get[*content.Topic](view.In(l), id); err != nil {
				return nil, err
			}
			t.add(v, append([]content.Text{topic.Name}, topic.Synonyms...))
		}
	}
	return t, nil
}

func (t *thesaurus) add(v *vocabulary, names []content.Text) {
	var all [][]string
	for _, name := range names {
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
	for i, name := range all {
		if len(all) > 1 {
			reduced := v.reduce(name)
			s := subject{reduced, slices.Delete(slices.Clone(all), i, i+1)}
			t.byFirst[reduced[0]] = append(t.byFirst[reduced[0]], s)
		}
	}
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

// loadThesaurus takes the names of topics as they are now.
func (x *Index) loadThesaurus(v *views) error {
	t, err := readThesaurus(x.vocabulary, v.of[public])
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.thesaurus = t
	return nil
}
