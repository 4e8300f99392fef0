package graph

import "testing"

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]mediaType{
		"":  graphQLJSON,
		" ": graphQLJSON,
		",": graphQLJSON,

		"application/graphql-response+json":                                                 graphQLJSON,
		"application/json":                                                                  plainJSON,
		"APPLICATION/JSON":                                                                  plainJSON,
		"application/graphql-response+json, application/json":                               graphQLJSON,
		"application/json, application/graphql-response+json":                               graphQLJSON,
		"application/json;q=0.9, application/graphql-response+json":                         graphQLJSON,
		"application/json, application/graphql-response+json;q=0.9":                         plainJSON,
		"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8": graphQLJSON,
		"application/graphql-response+json;charset=\"UTF-8\"":                               graphQLJSON,
		"application/graphql-response+json;charset=latin1, application/json":                plainJSON,
		"application/json;charset=utf-16":                                                   notAcceptable,
		"application/json;q=0":                                                              notAcceptable,
		"application/json;q=0.000, */*":                                                     graphQLJSON,
		"application/json;q=0.001":                                                          plainJSON,
		"application/json ; q=0.2 , application/graphql-response+json ; q=0.1":              plainJSON,
		"application/json;Q=0.2, application/graphql-response+json;Q=0.1":                   plainJSON,
		"application/json;q=1.000, application/graphql-response+json;q=0.999":               plainJSON,
		"application/json;q=1., application/graphql-response+json;q=0.":                     plainJSON,
		"application/json;q=0.5;level=1, application/graphql-response+json;q=0.4":           plainJSON,
		"application/json;odata=verbose":                                                    plainJSON,
		"application/graphql-response+json;a=\"x,y;q=0\", application/json;q=0.5":           graphQLJSON,
		"application/graphql-response+json;a=\"\\\",\";q=0.1, application/json;q=0.5":       plainJSON,
		"application/json, application/json;q=0.1, application/graphql-response+json;q=0.5": plainJSON,

		// A client that accepts anything may not know the new type.
		"*/*":                               plainJSON,
		"application/*":                     plainJSON,
		"application/json, */*":             plainJSON,
		"application/json, text/plain, */*": plainJSON,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8":         plainJSON,
		"application/graphql-response+json, */*":                                  graphQLJSON,
		"application/graphql-response+json;q=0.5, */*;q=0.5":                      graphQLJSON,
		"application/graphql-response+json;q=0.5, */*":                            plainJSON,
		"*/*;q=0.1, application/json;q=0":                                         graphQLJSON,
		"*/*, application/graphql-response+json;q=0, application/json;q=0":        notAcceptable,
		"application/*;q=0, */*":                                                  notAcceptable,
		"application/*;q=0.2, */*;q=0.9, application/graphql-response+json;q=0.3": graphQLJSON,

		// The default of Java's HttpURLConnection.
		"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2": plainJSON,

		// Nothing that the service has.
		"text/html":                        notAcceptable,
		"text/*":                           notAcceptable,
		"application/xml, text/html;q=0.5": notAcceptable,
		"application/graphql+json":         notAcceptable,
		"application/jsonp":                notAcceptable,
		"*":                                notAcceptable,
		"json":                             notAcceptable,

		// An invalid weight is ignored.
		"application/json;q=2":      notAcceptable,
		"application/json;q=1.001":  notAcceptable,
		"application/json;q=0.0001": notAcceptable,
		"application/json;q=0.1234": notAcceptable,
		"application/json;q=-1":     notAcceptable,
		"application/json;q=":       notAcceptable,
		"application/json;q=0.x":    notAcceptable,
		"application/json;q=x, application/graphql-response+json;q=0.001": graphQLJSON,
	} {
		if got := negotiate([]string{accept}); got != want {
			t.Errorf("%q: got %d, want %d", accept, got, want)
		}
	}
	if got := negotiate(nil); got != graphQLJSON {
		t.Errorf("no header: got %d", got)
	}
	if got := negotiate([]string{"text/html", "application/json;q=0.1"}); got != plainJSON {
		t.Errorf("two headers: got %d", got)
	}
}

func TestIsJSON(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]bool{
		"application/json":                                true,
		"application/json; charset=utf-8":                 true,
		"application/json;charset=UTF-8":                  true,
		`application/json; charset="utf-8"`:               true,
		"Application/JSON":                                true,
		"application/json; version=1":                     true,
		"":                                                false,
		"application/json; charset=utf-16":                false,
		"application/json; charset=iso-8859-1":            false,
		"application/json; charset=":                      false,
		"application/json, text/plain":                    false,
		"text/plain":                                      false,
		"text/plain; a=application/json":                  false,
		"application/x-www-form-urlencoded":               false,
		"multipart/form-data; boundary=x":                 false,
		"application/graphql":                             false,
		"application/graphql-response+json":               false,
		"application/json; charset=utf-8; charset=utf-16": false,
	} {
		if got := isJSON(contentType); got != want {
			t.Errorf("%q: got %t", contentType, got)
		}
	}
}
