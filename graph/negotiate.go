package graph

import (
	"mime"
	"strings"

	"lectern/internal/response"
)

// mediaType is the media type of a response.
type mediaType int

const (
	notAcceptable mediaType = iota
	plainJSON               // application/json: for clients older than the specification
	graphQLJSON             // application/graphql-response+json: the status code is meaningful
)

const (
	nameJSON        = "application/json"
	nameGraphQLJSON = "application/graphql-response+json"
)

var (
	headerJSON        = []string{nameJSON + "; charset=utf-8"}
	headerGraphQLJSON = []string{nameGraphQLJSON + "; charset=utf-8"}
)

// header is the header Content-Type, which must not be modified. A request that accepts
// neither type gets its error as plain JSON.
func (m mediaType) header() []string {
	if m == graphQLJSON {
		return headerGraphQLJSON
	}
	return headerJSON
}

// negotiate picks the media type by the Accept headers (RFC 9110, section 12.5.1): the one
// with the higher quality. If both are equal, it picks application/graphql-response+json only
// if the client names it: a client that sends */* or "application/json, */*" may be older than
// that type. A client that sends no header gets it too, as the specification requires.
func negotiate(accept []string) mediaType {
	graphQL, named := response.MediaWeight(accept, nameGraphQLJSON)
	plain, _ := response.MediaWeight(accept, nameJSON)
	switch {
	case strings.Trim(strings.Join(accept, ""), ", \t") == "":
		return graphQLJSON
	case graphQL == 0 && plain == 0:
		return notAcceptable
	case graphQL > plain, graphQL == plain && named:
		return graphQLJSON
	default:
		return plainJSON
	}
}

// isJSON reports whether a Content-Type header is JSON in UTF-8. All other types are refused:
// a web page can send some of them to another site without a preflight, and could then act in
// its reader's name.
func isJSON(contentType string) bool {
	if contentType == nameJSON {
		return true
	}
	name, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || name != nameJSON {
		return false
	}
	charset, given := parameters["charset"]
	return !given || response.IsUTF8(charset)
}
