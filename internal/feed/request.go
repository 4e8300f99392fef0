package feed

import (
	"net/url"

	"lectern/content"
	"lectern/content/locale"
)

// languageParameter is the parameter of every feed for its language. Accept-Language does not
// count: a subscriber's feed must not depend on who fetches it.
const languageParameter = "language"

// maxValue is the maximum length of a value in a URL, in bytes.
const maxValue = 2000

// Request is a request for a feed.
type Request struct {
	// Site is where readers meet the content. Site.Service is the URL of this service.
	Site *content.Site
	// Language is the requested language, or empty.
	Language locale.Language

	route  *Route
	values map[string]string
}

// NewRequest reads a request for a route: the names of its path, as Match found them, and the
// query of the URL. Parameters that the route does not have are ignored.
func NewRequest(route *Route, names map[string]string, query url.Values, site *content.Site) (*Request, error) {
	r := &Request{Site: site, route: route, values: names}
	for _, value := range names {
		if len(value) > maxValue { // nothing has so long a name
			return nil, content.Errorf(content.CodeNotFound, "There is no feed at this address.")
		}
	}
	for _, name := range route.Parameters {
		value := query.Get(name)
		if len(value) > maxValue {
			return nil, content.Errorf(content.CodeBadInput, "The parameter %s is too long.", name).At(name)
		}
		if value = locale.Name(value); value != "" {
			r.values[name] = value
		}
	}
	if asked := query.Get(languageParameter); asked != "" {
		language, err := locale.ParseLanguage(asked[:min(len(asked), maxValue)])
		if err != nil {
			return nil, atParameter(content.InputError(err), languageParameter)
		}
		r.Language = language
	}
	return r, nil
}

// atParameter names the parameter that an error of the domain is about.
func atParameter(err error, name string) error {
	if e, ok := err.(*content.Error); ok {
		return e.At(name)
	}
	return err
}

// Value returns the value of a name in the route's path or of one of its parameters, or "".
func (r *Request) Value(name string) string { return r.values[name] }

// Languages returns the order of preferred languages for documents.
func (r *Request) Languages() []locale.Language {
	if r.Language == "" {
		return locale.Preferences()
	}
	return locale.Preferences(r.Language)
}

// Key identifies the response: requests with the same key get the same response at a revision.
func (r *Request) Key() string { return r.Address(nil) }

// Address returns the feed's own URL with some values replaced. An empty value removes a
// parameter.
func (r *Request) Address(with map[string]string) string {
	value := func(name, asked string) string {
		if v, ok := with[name]; ok {
			return v
		}
		return asked
	}
	query := url.Values{}
	for _, name := range r.route.Parameters {
		if v := value(name, r.values[name]); v != "" {
			query.Set(name, v)
		}
	}
	if v := value(languageParameter, string(r.Language)); v != "" {
		query.Set(languageParameter, v)
	}
	address := string(r.Site.Service) + r.route.Fill(func(name string) string { return value(name, r.values[name]) })
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}
