package feed

import (
	"net/url"
	"strings"
	"time"

	"lectern/content"
)

// Route is a feed: where it is and who writes it.
type Route struct {
	// Path has names in braces, each in a segment of its own with what stands
	// before and after it: "/feeds/podcast/{slug}.xml".
	Path string
	// Parameters are those of the query that the feed heeds, besides language.
	Parameters []string
	// MaxAge is how long a client may cache it without asking; response.MaxAge
	// where it is 0.
	MaxAge time.Duration
	// Encode writes the feed as a view shows it. CodeNotFound is for what isn't
	// there, or not for this reader; CodeBadInput for a parameter that can't be.
	Encode func(*content.View, *Request) (*Representation, error)
}

// Representation is what a feed says, in a media type.
type Representation struct {
	Type string // "application/rss+xml; charset=utf-8"
	// Body writes it out, from what was read before: no view is open any more.
	Body func() ([]byte, error)
}

// Routes are the feeds that there are.
type Routes []*Route

// Match is the first route of a path, and what stands in the place of its names;
// nil where there is none.
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

// segment takes a segment of a path apart that has a name in it.
func segment(s string) (before, name, after string, named bool) {
	before, rest, ok := strings.Cut(s, "{")
	if !ok {
		return s, "", "", false
	}
	name, after, named = strings.Cut(rest, "}")
	return before, name, after, named
}

// Fill is the path with values in the place of its names.
func (r *Route) Fill(value func(name string) string) string {
	segments := strings.Split(r.Path, "/")
	for i, s := range segments {
		if before, name, after, named := segment(s); named {
			segments[i] = before + url.PathEscape(value(name)) + after
		}
	}
	return strings.Join(segments, "/")
}
