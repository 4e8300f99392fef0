package webpage

import (
	"strings"

	"lectern/content/locale"
)

// words are the page's own texts.
type words struct {
	Language      locale.Language
	AsData, Query string
	Languages     string // the label of the list of languages
}

var danish = &words{
	Language: "da",
	AsData:   "Som data", Query: "Hent det med GraphQL", Languages: "Sprog",
}

var english = &words{
	Language: "en",
	AsData:   "As data", Query: "Query it with GraphQL", Languages: "Languages",
}

// wordsIn returns the texts of a page in a language: Danish ones for Danish, otherwise
// English.
func wordsIn(l locale.Language) *words {
	if base(l) == danish.Language {
		return danish
	}
	return english
}

// nameOf returns a language's name in that language, or its tag.
func nameOf(l locale.Language) string {
	switch l {
	case danish.Language:
		return "Dansk"
	case english.Language:
		return "English"
	}
	return string(l)
}

func base(l locale.Language) locale.Language {
	b, _, _ := strings.Cut(string(l), "-")
	return locale.Language(b)
}
