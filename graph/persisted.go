package graph

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"lectern/content"
	"lectern/graph/internal/limit"
	"lectern/internal/response"
)

// Operations are the registered operations: trusted documents.
type Operations interface {
	// Text returns the text of a registered document by its id, the SHA-256 of the text in
	// lower-case hex.
	Text(id string) (text string, registered bool)
	// Used counts a use of a document by the client that a request's header names. It returns
	// false if the document is not registered (any more). It is called for each request, so it
	// must be cheap.
	Used(id string, header http.Header) bool
}

// noOperations has no registered operations.
type noOperations struct{}

func (noOperations) Text(string) (string, bool)    { return "", false }
func (noOperations) Used(string, http.Header) bool { return false }

const (
	// persistedNotFound is the message that Apollo's clients expect before they send the text.
	persistedNotFound = "PersistedQueryNotFound"
	// idPrefix precedes the hash in documentId of the GraphQL-over-HTTP specification.
	idPrefix = "sha256:"
)

// idOf returns the id of a document.
func idOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// mayRunAll is the one place that decides who may run unregistered operations: editors, and
// everybody if the service is open.
func (h *Handler) mayRunAll(actor content.Actor) bool {
	return !h.trusted || actor.May(content.RoleEditor)
}

// mayIntrospect is the one place that decides who may query the schema: everybody who may run
// unregistered operations. The schema is no secret (/schema.graphqls), but introspection is
// expensive, also as an operation that was registered by mistake.
func (h *Handler) mayIntrospect(actor content.Actor) bool { return h.mayRunAll(actor) }

// identify finds the requested document and refuses it if the actor may not run it. It runs
// before parsing, so that an unknown document costs only its hash.
func (h *Handler) identify(op *operation) *result {
	q := &op.request
	if q.query != "" || !q.persisted {
		id := idOf(q.query)
		if q.persisted && q.id != id {
			return refuseField("extensions.persistedQuery.sha256Hash", "The hash is not the SHA-256 of the query.")
		}
		q.id = id
	}
	mayRunAll := h.mayRunAll(op.Actor)
	if q.query != "" && mayRunAll {
		return nil
	}
	text, registered := h.operations.Text(q.id)
	switch {
	case registered:
		q.query = text
	case !mayRunAll:
		return refuse(codeUnknownOperation, "This service accepts registered operations only, and this is not one.")
	}
	return nil
}

// readDocument reads the parameters that identify the document: its text, its id, or, after
// readPersisted, its hash with or without the text.
func (q *request) readDocument(query, id *string) *result {
	switch {
	case query == nil && id == nil && !q.persisted:
		return refuse(response.CodeBadRequest, "The parameter query is missing.")
	case id != nil && query != nil:
		return refuseField("documentId", "Give either documentId or query, not both.")
	case id != nil && q.persisted:
		return refuseField("documentId", "Give either documentId or extensions.persistedQuery, not both.")
	case id != nil && *id == "":
		return refuseField("documentId", "The id must not be empty.")
	case id != nil: // another form: no registered document has such an id
		q.id, q.persisted = strings.TrimPrefix(*id, idPrefix), true
	case query != nil:
		q.query = *query
	}
	return nil
}

// readPersisted reads Apollo's extensions.persistedQuery.
func (q *request) readPersisted(extensions []byte) *result {
	if !bytes.Contains(extensions, []byte(`"persistedQuery"`)) {
		return nil
	}
	var given struct {
		PersistedQuery *struct {
			Version int    `json:"version"`
			Hash    string `json:"sha256Hash"`
		} `json:"persistedQuery"`
	}
	if err := json.Unmarshal(extensions, &given); err != nil {
		return refuseField("extensions.persistedQuery", "It must be an object with version (1) and sha256Hash.")
	}
	p := given.PersistedQuery
	switch {
	case p == nil:
		return nil
	case p.Version != 1:
		return refuseField("extensions.persistedQuery.version", "The version must be 1.")
	case p.Hash == "":
		return refuseField("extensions.persistedQuery.sha256Hash", "The hash is missing.")
	}
	q.id, q.persisted = p.Hash, true
	return nil
}

func refuseField(field, message string) *result {
	refusal := refuse(limit.CodeBadInput, message)
	refusal.errs[0].Extensions["field"] = field
	return refusal
}
