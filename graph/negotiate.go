package graph

import (
	"mime"
	"strings"
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

// contentType is the header's value. What is not acceptable is told as plain JSON.
func (m mediaType) contentType() string {
	if m == graphQLJSON {
		return nameGraphQLJSON + "; charset=utf-8"
	}
	return nameJSON + "; charset=utf-8"
}

// How exactly a media range names a media type.
const (
	byAnything = iota + 1 // */*
	bySubtypes            // application/*
	byName                // application/json
)

// preference is how much a client wants a media type: of the range that names it most
// exactly, the quality in thousandths.
type preference struct{ quality, precision int }

func (p *preference) consider(quality, precision int) {
	if precision > p.precision || precision == p.precision && quality > p.quality {
		*p = preference{quality, precision}
	}
}

// negotiate picks the media type by the Accept headers (RFC 9110, section 12.5.1): the one
// with the higher quality. Of two equal ones it is application/graphql-response+json if the
// client names that: one that asks for */* or for "application/json, */*" is not known to
// understand it, and often was written before there was such a type. A client that sends no
// header gets it too, as the specification says.
func negotiate(accept []string) mediaType {
	var graphQL, plain preference
	asked := false
	for _, line := range accept {
		for line != "" {
			var element string
			element, line = cut(line, ',')
			if strings.TrimSpace(element) == "" {
				continue
			}
			asked = true
			name, quality, ok := mediaRange(element)
			if !ok {
				continue
			}
			switch {
			case strings.EqualFold(name, nameGraphQLJSON):
				graphQL.consider(quality, byName)
			case strings.EqualFold(name, nameJSON):
				plain.consider(quality, byName)
			case strings.EqualFold(name, "application/*"):
				graphQL.consider(quality, bySubtypes)
				plain.consider(quality, bySubtypes)
			case name == "*/*":
				graphQL.consider(quality, byAnything)
				plain.consider(quality, byAnything)
			}
		}
	}
	switch {
	case !asked:
		return graphQLJSON
	case graphQL.quality == 0 && plain.quality == 0:
		return notAcceptable
	case graphQL.quality > plain.quality,
		graphQL.quality == plain.quality && graphQL.precision == byName:
		return graphQLJSON
	default:
		return plainJSON
	}
}

// mediaRange reads one element of an Accept header. It is not ok where its weight can't be
// read, or where it wants an encoding other than UTF-8. Other parameters are passed over:
// there is nothing else to be had for them.
func mediaRange(element string) (name string, quality int, ok bool) {
	name, parameters := cut(element, ';')
	quality = 1000
	for parameters != "" {
		var parameter string
		parameter, parameters = cut(parameters, ';')
		key, value, _ := strings.Cut(parameter, "=")
		switch key = strings.TrimSpace(key); {
		case strings.EqualFold(key, "q"):
			quality, ok = parseQuality(strings.TrimSpace(value))
			return strings.TrimSpace(name), quality, ok
		case strings.EqualFold(key, "charset") && !isUTF8(value):
			return "", 0, false
		}
	}
	return strings.TrimSpace(name), quality, true
}

// parseQuality reads a weight of RFC 9110, section 12.4.2, in thousandths: 1, 0.5, 0.125.
func parseQuality(s string) (int, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(fraction) > 3 {
		return 0, false
	}
	quality := 0
	for i := range 3 {
		digit := byte('0')
		if i < len(fraction) {
			digit = fraction[i]
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		quality = quality*10 + int(digit-'0')
	}
	if whole == "1" {
		return 1000, quality == 0
	}
	return quality, true
}

func isUTF8(charset string) bool {
	return strings.EqualFold(strings.Trim(strings.TrimSpace(charset), `"`), "utf-8")
}

// cut is strings.Cut for a header's value: a separator in a quoted string is none.
func cut(s string, separator byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == separator && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
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
	return !given || isUTF8(charset)
}
