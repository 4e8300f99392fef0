package feed

import (
	"net/url"

	"lectern/content"
	"lectern/content/locale"
)

// languageParameter is the parameter of every feed that says in which language it
// is asked for. Accept-Language has no say: what a subscriber gets must not depend
// on who fetches it.
const languageParameter = "language"

// maxValue bounds what an address says in one place, in bytes.
const maxValue = 2000

// Request is what is asked of a feed.
type Request struct {
	// Site is where readers meet the content. Site.Service is the address of this
	// service.
	Site *content.Site
	// Language is the one that was asked for; empty where none was.
	Language locale.Language

	route  *Route
	values map[string]string
}

// NewRequest reads what is asked of a route: the names of its path, as Match found
// them, and the query of the address. What the route doesn't heed is passed over.
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
		if value != "" {
			r.values[name] = value
		}
	}
	if asked := query.Get(languageParameter); asked != "" {
		language, err := locale.ParseLanguage(asked[:min(len(asked), maxValue)])
		if err != nil {
			return nil, at(content.InputError(err), languageParameter)
		}
		r.Language = language
	}
	return r, nil
}

func at(err error, path string) error {
	if e, ok := err.(*content.Error); ok {
		return e.At(path)
	}
	return err
}

// Value is what the address says under a name of the route's path or one of its
// parameters; empty where it says nothing.
func (r *Request) Value(name string) string { return r.values[name] }

// Languages is the order in which the languages of documents are tried.
func (r *Request) Languages() []locale.Language {
	if r.Language == "" {
		return locale.Preferences()
	}
	return locale.Preferences(r.Language)
}

// Key names the response: requests with the same key get the same response at a
// revision.
func (r *Request) Key() string { return r.Address(nil) }

// Address is the feed's own address, with some values in the place of those that
// were asked for; an empty one takes a parameter away.
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
