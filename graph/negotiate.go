package graph

import (
	"mime"
	"strings"

	"lectern/internal/response"
)

// mediaType is what an answer is served as.
type mediaType int

const (
	notAcceptable mediaType = iota
	plainJSON               // application/json: for clients from before the specification
	graphQLJSON             // application/graphql-response+json: status codes mean something
)

const (
	nameJSON        = "application/json"
	nameGraphQLJSON = "application/graphql-response+json"
)

var (
	headerJSON        = []string{nameJSON + "; charset=utf-8"}
	headerGraphQLJSON = []string{nameGraphQLJSON + "; charset=utf-8"}
)

// header is the header Content-Type, which nobody changes. What is not acceptable is told as
// plain JSON.
func (m mediaType) header() []string {
	if m == graphQLJSON {
		return headerGraphQLJSON
	}
	return headerJSON
}

// negotiate picks the media type by the Accept headers (RFC 9110, section 12.5.1): the one
// with the higher quality. Of two equal ones it is application/graphql-response+json if the
// client names that: one that asks for */* or for "application/json, */*" is not known to
// understand it, and often was written before there was such a type. A client that sends no
// header gets it too, as the specification says.
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

// isJSON tells whether a Content-Type header is JSON in UTF-8. Nothing else is read: any
// type that a web page can send to another site without being asked would let that page act
// in its reader's name.
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
