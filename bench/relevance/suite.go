package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

var (
	//go:embed subjects.txt
	subjectsText string
	//go:embed contexts.txt
	contextsText string
	//go:embed queries.txt
	queriesText string
)

// text is the text of an item in one language.
type text struct {
	title, summary, body string

	// The numbers of these titles and sentences among the subject's, from 1; 0 and none in a
	// topic.
	titleNumber     int
	sentenceNumbers []int
}

// item is a document of the suite: about a subject, in a context.
type item struct {
	id, subject, context string
	in                   map[string]text // by language
}

// ask is a query with the grades of documents: 2, 1, or 0 if it is not named.
type ask struct {
	language, query string
	grades          map[string]int // by id
	aside           bool
}

// suite is the documents and the queries.
type suite struct {
	documents []*item
	asks      []*ask
}

type subject struct {
	key               string
	titles, sentences map[string][]string
}

type place struct {
	key              string
	phrase, sentence map[string]string
}

func read() (*suite, error) {
	subjects, err := readSubjects()
	if err != nil {
		return nil, err
	}
	places, err := readPlaces()
	if err != nil {
		return nil, err
	}
	s := &suite{}
	for i, subject := range subjects {
		for j, place := range places {
			s.documents = append(s.documents, write(subject, place, i, j))
		}
	}
	s.documents = append(s.documents, topics()...)
	return s, s.readQueries()
}

// topics returns documents with synonyms of a subject, as editors write them.
func topics() (all []*item) {
	for subject, names := range map[string][]string{
		"behandling":  {"Behandling", "Terapi"},
		"uddannelse":  {"Uddannelse", "Kursus"},
		"tvaersektor": {"Tværsektorielt samarbejde", "Samarbejde på tværs af sektorer"},
	} {
		all = append(all, &item{subject + "-" + topicContext, subject, topicContext, map[string]text{
			"da": {title: names[0], body: names[1]}, "en": {},
		}})
	}
	slices.SortFunc(all, func(a, b *item) int { return strings.Compare(a.id, b.id) })
	return all
}

// topicContext is the context of topics.
const topicContext = "emne"

func lines(all string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(all) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

func fields(s string) []string {
	all := strings.Split(s, "|")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

func readSubjects() (all []*subject, err error) {
	for line := range lines(subjectsText) {
		what, rest, _ := strings.Cut(line, " ")
		switch what {
		case "subject":
			all = append(all, &subject{rest, map[string][]string{}, map[string][]string{}})
		case "da", "en":
			all[len(all)-1].titles[what] = fields(rest)
		case "sa":
			all[len(all)-1].sentences["da"] = fields(rest)
		case "se":
			all[len(all)-1].sentences["en"] = fields(rest)
		default:
			return nil, fmt.Errorf("subjects.txt: %q", line)
		}
	}
	return all, nil
}

func readPlaces() (all []*place, err error) {
	for line := range lines(contextsText) {
		f := fields(strings.TrimPrefix(line, "context "))
		if len(f) != 5 {
			return nil, fmt.Errorf("contexts.txt: %q", line)
		}
		all = append(all, &place{f[0], map[string]string{"da": f[1], "en": f[3]}, map[string]string{"da": f[2], "en": f[4]}})
	}
	return all, nil
}

// write returns a document. Which of the subject's words are in its title, summary and body
// varies by context.
func write(s *subject, p *place, i, j int) *item {
	d := &item{fmt.Sprintf("%s-%s", s.key, p.key), s.key, p.key, map[string]text{}}
	for _, l := range []string{"da", "en"} {
		titles, sentences := s.titles[l], s.sentences[l]
		n := len(sentences)
		d.in[l] = text{
			title:   titles[(i+j)%len(titles)] + " " + p.phrase[l],
			summary: sentences[j%n],
			body:    p.sentence[l] + " " + sentences[(j+1)%n],

			titleNumber: (i+j)%len(titles) + 1, sentenceNumbers: []int{j%n + 1, (j+1)%n + 1},
		}
	}
	return d
}

// readQueries reads the queries with their judgements.
func (s *suite) readQueries() error {
	for line := range lines(queriesText) {
		f := fields(line)
		if len(f) != 4 {
			return fmt.Errorf("queries.txt: %q", line)
		}
		a := &ask{language: f[0], query: f[1], grades: map[string]int{}, aside: len(s.asks)%3 == 2}
		for grade, what := range map[int]string{2: f[2], 1: f[3]} {
			for _, w := range strings.Fields(what) {
				if s.judge(a, w, grade) == 0 {
					return fmt.Errorf("queries.txt: %q: nothing is about %s", line, w)
				}
			}
		}
		s.asks = append(s.asks, a)
	}
	return nil
}

// judge grades the documents of a subject, as queries.txt specifies.
func (s *suite) judge(a *ask, what string, grade int) (n int) {
	subject, only, isOnly := strings.Cut(what, "+")
	subject, but, _ := strings.Cut(subject, "-")
	subject, variants, isSome := strings.Cut(subject, ":")
	for _, d := range s.documents {
		if d.subject != subject || isOnly && d.context != only || d.context == but || isSome && !d.has(a.language, variants) {
			continue
		}
		n++
		a.grades[d.id] = max(a.grades[d.id], grade)
	}
	return n
}

// has reports whether a document has one of some titles and sentences of its subject: t13s2 is
// the first and the third title and the second sentence.
func (d *item) has(language, variants string) bool {
	mine, of := d.in[language], byte(0)
	for i := range len(variants) {
		switch c := variants[i]; {
		case c == 't' || c == 's':
			of = c
		case of == 't' && mine.titleNumber == int(c-'0'), of == 's' && slices.Contains(mine.sentenceNumbers, int(c-'0')):
			return true
		}
	}
	return false
}

func (s *suite) count(language string) (n int) {
	for _, a := range s.asks {
		if a.language == language {
			n++
		}
	}
	return n
}

func (s *suite) part(aside bool) []*ask {
	return slices.DeleteFunc(slices.Clone(s.asks), func(a *ask) bool { return a.aside != aside })
}
