package feed

import (
	"net/url"
	"strings"
	"time"

	"lectern/content"
)

// Route is a feed: its path and its encoder.
type Route struct {
	// Path has names in braces, each in its own segment with text before and after it:
	// "/feeds/podcast/{slug}.xml".
	Path string
	// Parameters are the query parameters of the feed, besides language.
	Parameters []string
	// MaxAge is the time that a client may use the feed without revalidation; 0 means
	// response.MaxAge.
	MaxAge time.Duration
	// Encode writes the feed as a view shows it. CodeNotFound means that the document does not
	// exist, or not for this reader; CodeBadInput that a parameter is invalid.
	Encode func(*content.View, *Request) (*Representation, error)
}

// Representation is the content of a feed in a media type.
type Representation struct {
	Type string // "application/rss+xml; charset=utf-8"
	// Body encodes it, from data that was read before: no view is open any more.
	Body func() ([]byte, error)
}

// Routes are all feeds.
type Routes []*Route

// Match returns the first route that matches a path, with the values of its names, or nil.
func (all Routes) Match(path string) (*Route, map[string]string) {
	for _, r := range all {
		if names, ok := r.match(path); ok {
			return r, names
		}
	}
	return nil, nil
}

func (r *Route) match(path string) (map[string]string, bool) {
	names := map[string]string{}
	pattern := r.Path
	for pattern != "" {
		var want, got string
		want, pattern, _ = strings.Cut(strings.TrimPrefix(pattern, "/"), "/")
		if !strings.HasPrefix(path, "/") {
			return nil, false
		}
		got, path = path[1:], ""
		if i := strings.IndexByte(got, '/'); i >= 0 {
			got, path = got[:i], got[i:]
		}
		before, name, after, named := segment(want)
		switch {
		case !named && got != want:
			return nil, false
		case named:
			rest, begins := strings.CutPrefix(got, before)
			value, ends := strings.CutSuffix(rest, after)
			if !begins || !ends || value == "" {
				return nil, false
			}
			names[name] = value
		}
	}
	return names, path == ""
}

// segment splits a segment of a path around the name in it.
func segment(s string) (before, name, after string, named bool) {
	before, rest, ok := strings.Cut(s, "{")
	if !ok {
		return s, "", "", false
	}
	name, after, named = strings.Cut(rest, "}")
	return before, name, after, named
}

// Fill returns the path with values for its names.
func (r *Route) Fill(value func(name string) string) string {
	segments := strings.Split(r.Path, "/")
	for i, s := range segments {
		if before, name, after, named := segment(s); named {
			segments[i] = before + url.PathEscape(value(name)) + after
		}
	}
	return strings.Join(segments, "/")
}
