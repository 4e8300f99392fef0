package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"lectern/content"
	"lectern/graph/internal/limit"
	"lectern/internal/response"
)

// maxPooled is the largest buffer that is reused, in bytes.
const maxPooled = 1 << 20

// request is a GraphQL-over-HTTP request: its parameters, from a body or a URL.
type request struct {
	query         string
	id            string // of the document: the SHA-256 of its text, in hex; set by identify
	persisted     bool   // the client gave the id, and perhaps no query
	operationName string
	variables     []byte // a JSON object, or empty
	showCost      bool   // extensions has {"cost": true}
	safe          bool   // the HTTP method must not change anything
}

// read reads the parameters of a request. It refuses only requests that are not well-formed
// GraphQL over HTTP, so the status holds for every media type.
func (h *Handler) read(q *request, w http.ResponseWriter, r *http.Request, media mediaType, maxBody int64) *result {
	if media == notAcceptable {
		return refuse(response.CodeNotAcceptable, "Responses have the media type "+nameGraphQLJSON+" or "+nameJSON+", in UTF-8.")
	}
	if r.Method != http.MethodPost { // GET or HEAD: the mount admits no other methods
		return q.readAddress(r.URL.RawQuery, maxBody)
	}
	if !isJSON(r.Header.Get("Content-Type")) {
		return refuse(response.CodeUnsupportedMediaType, "The body must have the Content-Type "+nameJSON+", in UTF-8.")
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return refuse(response.CodeUnsupportedMediaType, "The body must not be compressed.")
	}
	body := h.buffer()
	defer h.keep(body)
	if _, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return refuseSize("body", maxBody, response.Status(content.CodeTooLarge))
		}
		return refuse(response.CodeBadRequest, "The body could not be read.")
	}
	return q.readBody(body.Bytes())
}

func refuseSize(what string, allowed int64, status int) *result {
	refusal := refuse(limit.CodeTooLarge, "The request's "+what+" is too large; at most "+strconv.FormatInt(allowed, 10)+" bytes are allowed.")
	refusal.status, refusal.always = status, true
	refusal.errs[0].Extensions["limit"], refusal.errs[0].Extensions["max"] = what, allowed
	return refusal
}

// readBody reads the parameters from the body of a POST. Other members are ignored.
func (q *request) readBody(body []byte) *result {
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		return refuse(codeBatchingNotSupported, "Send one operation in a request, not a list.")
	}
	if !utf8.Valid(body) {
		return refuse(response.CodeBadRequest, "The body is not UTF-8.")
	}
	var parameters struct {
		Query         *string        `json:"query"`
		DocumentID    *string        `json:"documentId"`
		OperationName string         `json:"operationName"`
		Variables     jsontext.Value `json:"variables"`
		Extensions    jsontext.Value `json:"extensions"`
	}
	if err := jsonv2.Unmarshal(body, &parameters, lastCounts); err != nil {
		return refuse(response.CodeBadRequest, jsonMessage(err))
	}
	q.operationName = parameters.OperationName
	if refusal := q.readObjects(parameters.Variables, parameters.Extensions); refusal != nil {
		return refusal
	}
	return q.readDocument(parameters.Query, parameters.DocumentID)
}

// lastCounts: if a name is repeated, its last value counts, as in encoding/json.
var lastCounts = jsontext.AllowDuplicateNames(true)

// jsonMessage describes an error in a body without quoting it.
func jsonMessage(err error) string {
	var wrongType *jsonv2.SemanticError
	if !errors.As(err, &wrongType) {
		return "The body is not JSON."
	}
	switch name := wrongType.JSONPointer.LastToken(); name {
	case "query", "operationName", "documentId":
		return "The parameter " + name + " must be a string."
	}
	return "The body must be a JSON object."
}

// readAddress reads the parameters from the query of a URL. If a name is repeated, its first
// value counts.
func (q *request) readAddress(rawQuery string, maxBytes int64) *result {
	if int64(len(rawQuery)) > maxBytes {
		return refuseSize("address", maxBytes, http.StatusRequestURITooLong)
	}
	parameters, err := url.ParseQuery(rawQuery)
	if err != nil {
		return refuse(response.CodeBadRequest, "The URL is malformed.")
	}
	q.safe = true
	q.operationName = parameters.Get("operationName")
	variables, extensions := parameters.Get("variables"), parameters.Get("extensions")
	for _, s := range []string{parameters.Get("query"), parameters.Get("documentId"), q.operationName, variables, extensions} {
		if !utf8.ValidString(s) {
			return refuse(response.CodeBadRequest, "The URL is not UTF-8.")
		}
	}
	for _, s := range []string{variables, extensions} {
		if s != "" && !json.Valid([]byte(s)) {
			return refuse(response.CodeBadRequest, "The parameters variables and extensions must be JSON.")
		}
	}
	if refusal := q.readObjects([]byte(variables), []byte(extensions)); refusal != nil {
		return refusal
	}
	return q.readDocument(parameter(parameters, "query"), parameter(parameters, "documentId"))
}

// parameter returns the first value of a name, or nil.
func parameter(parameters url.Values, name string) *string {
	if !parameters.Has(name) {
		return nil
	}
	return &parameters[name][0]
}

// readObjects reads variables and extensions, which are valid JSON or empty.
func (q *request) readObjects(variables, extensions []byte) *result {
	variables, ok := object(variables)
	if !ok {
		return refuse(response.CodeBadRequest, "The parameter variables must be an object.")
	}
	extensions, ok = object(extensions)
	if !ok {
		return refuse(response.CodeBadRequest, "The parameter extensions must be an object.")
	}
	q.variables = variables
	if bytes.Contains(extensions, []byte(`"cost"`)) { // most requests have none
		var wanted struct {
			Cost any `json:"cost"`
		}
		q.showCost = json.Unmarshal(extensions, &wanted) == nil && wanted.Cost == true
	}
	return q.readPersisted(extensions)
}

// object checks that a JSON value is an object. Null and empty values mean no object.
func object(value []byte) ([]byte, bool) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 || string(value) == "null" {
		return nil, true
	}
	return value, value[0] == '{'
}

func (h *Handler) buffer() *bytes.Buffer {
	if b, ok := h.buffers.Get().(*bytes.Buffer); ok {
		b.Reset()
		return b
	}
	return new(bytes.Buffer)
}

func (h *Handler) keep(b *bytes.Buffer) {
	if b.Cap() <= maxPooled {
		h.buffers.Put(b)
	}
}
