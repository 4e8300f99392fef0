package main

import "encoding/json"

// query is a query of the bench, as a website would send it.
type query struct {
	name      string
	operation string
	variables map[string]any
	kind      string // the kind of the slug in the variables
}

func queries() []query {
	return []query{
		{"conference by slug, 50 sessions", `query Conference($slug: Slug!) {
  conference(slug: $slug) {
    id title summary startDate endDate url
    organiser { name }
    sessions(first: 50, orderBy: STARTS_AT_ASC) {
      nodes {
        id slug url title kind startsAt endsAt room
        abstract { markdown }
        appearances { role title organisation speaker { id slug name jobTitle photo { url } url } }
        videos(first: 1) { nodes { id slug title duration thumbnail { url } url } }
      }
    }
  }
}`, map[string]any{"slug": "conference-3"}, "conference"},
		{"20 sessions of a speaker by start", `query Sessions($slug: Slug!) {
  speaker(slug: $slug) {
    name
    sessions(first: 20, orderBy: STARTS_AT_DESC) { nodes { id slug title startsAt endsAt room conference { title slug } } }
  }
}`, map[string]any{"slug": "speaker-7"}, "speaker"},
		{"one speaker", `query Speaker($slug: Slug!) {
  speaker(slug: $slug) { id slug name jobTitle bio { markdown } photo { url } url language languages organisation { name } }
}`, map[string]any{"slug": "speaker-11"}, "speaker"},
		{"20 newest episodes", `query Episodes {
  episodes(first: 20, orderBy: RELEASED_AT_DESC) {
    nodes { id slug title summary duration releasedAt contentNotice audio { url mimeType bytes } url }
    pageInfo { hasNextPage endCursor }
  }
}`, nil, ""},
	}
}

// body returns the query as it is posted.
func (q query) body() []byte { return q.post(map[string]any{}) }

// uncached returns the query with a field that no cache serves: the query what it costs.
func (q query) uncached() []byte {
	return q.post(map[string]any{"extensions": map[string]any{"cost": true}})
}

func (q query) post(parameters map[string]any) []byte {
	parameters["query"], parameters["variables"] = q.operation, q.variables
	b, err := json.Marshal(parameters)
	if err != nil {
		panic(err) // it has maps of strings only
	}
	return b
}

func (q query) variablesText() string {
	b, err := json.Marshal(q.variables)
	if err != nil {
		panic(err) // it is a map of strings
	}
	return string(b)
}
