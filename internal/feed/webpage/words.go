package webpage

import (
	"strings"

	"lectern/content/locale"
)

// words are what a page says itself.
type words struct {
	Language       locale.Language
	Kinds, Plurals map[string]string // by the name of a kind
	AsData, Query  string
	Languages      string // what the list of languages is called
}

var danish = &words{
	Language: "da",
	Kinds: map[string]string{
		"topic": "Emne", "organisation": "Organisation", "podcast": "Podcast", "speaker": "Person", "conference": "Konference",
		"policyProposal": "Politisk udspil", "session": "Programpunkt", "video": "Video", "podcastEpisode": "Podcastafsnit", "photo": "Foto",
	},
	Plurals: map[string]string{
		"topic": "Emner", "organisation": "Organisationer", "podcast": "Podcasts", "speaker": "Personer", "conference": "Konferencer",
		"policyProposal": "Politiske udspil", "session": "Program", "video": "Videoer", "podcastEpisode": "Podcastafsnit", "photo": "Fotos",
	},
	AsData: "Som data", Query: "Hent det med GraphQL", Languages: "Sprog",
}

var english = &words{
	Language: "en",
	Kinds: map[string]string{
		"topic": "Topic", "organisation": "Organisation", "podcast": "Podcast", "speaker": "Person", "conference": "Conference",
		"policyProposal": "Policy proposal", "session": "Session", "video": "Video", "podcastEpisode": "Podcast episode", "photo": "Photo",
	},
	Plurals: map[string]string{
		"topic": "Topics", "organisation": "Organisations", "podcast": "Podcasts", "speaker": "People", "conference": "Conferences",
		"policyProposal": "Policy proposals", "session": "Programme", "video": "Videos", "podcastEpisode": "Podcast episodes", "photo": "Photos",
	},
	AsData: "As data", Query: "Query it with GraphQL", Languages: "Languages",
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
