package webpage

import (
	"strings"

	"lectern/content/locale"
)

// words are what a page says itself.
type words struct {
	Language      locale.Language
	AsData, Query string
	Languages     string // what the list of languages is called
}

var danish = &words{
	Language: "da",
	AsData:   "Som data", Query: "Hent det med GraphQL", Languages: "Sprog",
}

var english = &words{
	Language: "en",
	AsData:   "As data", Query: "Query it with GraphQL", Languages: "Languages",
}

// wordsIn are those of a page in a language: Danish ones for Danish, else English.
func wordsIn(l locale.Language) *words {
	if base(l) == danish.Language {
		return danish
	}
	return english
}

// nameOf is what a language calls itself, or its tag.
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
