package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/limit"
	"lectern/graph/internal/resolve"
	"lectern/internal/response"
)

// maxErrors is the maximum number of errors in a response.
const maxErrors = 10

// The codes of GraphQL only. The others are those of the domain (content.Code), of HTTP
// (package response) and of internal/limit.
const (
	codeBatchingNotSupported = "BATCHING_NOT_SUPPORTED"
	codeUnknownOperation     = "UNKNOWN_OPERATION"
	codePersistedNotFound    = "PERSISTED_QUERY_NOT_FOUND"
	codeIncompleteDraft      = "INCOMPLETE_DRAFT"
)

// code is a code of extensions.code.
type code struct {
	name content.Code
	// status is the HTTP status of a response without data because of this error; with data,
	// it is 200. 0 means that the code occurs only with data.
	status int
	// always means that the status also holds for application/json. For that media type, the
	// response to a well-formed request otherwise has status 200 (GraphQL over HTTP).
	always  bool
	meaning string
}

// codes is the complete list; docs/errors.md is generated from it.
var codes = []code{
	{response.CodeBadRequest, response.Status(response.CodeBadRequest), true, "The HTTP request is not a GraphQL request: the body is not JSON, or a parameter is missing or of the wrong type."},
	{codeBatchingNotSupported, http.StatusBadRequest, true, "The body is a list. Send one operation in a request."},
	{response.CodeMethodNotAllowed, response.Status(response.CodeMethodNotAllowed), true, "The path does not support the method, or a mutation was sent by GET. The header `Allow` lists the supported methods."},
	{response.CodeNotAcceptable, response.Status(response.CodeNotAcceptable), true, "The header `Accept` allows neither `application/graphql-response+json` nor `application/json` in UTF-8."},
	{response.CodeUnsupportedMediaType, response.Status(response.CodeUnsupportedMediaType), true, "A POST has a body that is not `application/json` in UTF-8, or is compressed."},
	{response.CodeRateLimited, response.Status(response.CodeRateLimited), true, "The service has too many requests at the moment. Retry after the seconds in the header `Retry-After`."},
	{limit.CodeParseFailed, http.StatusBadRequest, false, "The document is not valid GraphQL syntax. `locations` says where."},
	{limit.CodeValidationFailed, http.StatusBadRequest, false, "The document is not valid for the schema. `locations` says where."},
	{codeUnknownOperation, http.StatusBadRequest, false, "The document has no operation named as in `operationName`, or it has several and `operationName` is missing. Or the service accepts registered operations only, and this is not one."},
	{codePersistedNotFound, http.StatusBadRequest, false, "The service does not know this document id or hash. Send the text of the document. Sent with `extensions.persistedQuery`, it is known from then on."},
	{limit.CodeBadInput, http.StatusBadRequest, false, "A variable or an argument has an invalid value. `extensions.field` names it."},
	{content.CodeBadCursor, 0, false, "A cursor is invalid, or from another list."},
	{content.CodeSyncReset, 0, false, "A sync can't continue from its cursor, or the changes of a programme are not known that far back. The cursor is too old or from elsewhere. Sync again without a cursor."},
	{limit.CodeTooLarge, http.StatusBadRequest, false, "The request is too large: its body (status 413), its URL (414), or its document. `extensions.limit` and `extensions.max` have the limit."},
	{limit.CodeTooDeep, http.StatusBadRequest, false, "Fields, fragments or values are nested too deep. `extensions.limit` and `extensions.max` have the limit."},
	{limit.CodeTooComplex, http.StatusBadRequest, false, "The operation requests too much at once, or would read too much. `extensions.limit` and `extensions.max` have the limit, if it is a limit of the document."},
	{content.CodeUnauthenticated, response.Status(content.CodeUnauthenticated), false, "A credential is required."},
	{content.CodeForbidden, response.Status(content.CodeForbidden), false, "The credential's role does not allow this."},
	{content.CodeNotFound, 0, false, "The document does not exist, or this reader may not see it. A field for a single document is null instead."},
	{content.CodeConflict, 0, false, "The document has changed since it was read."},
	{content.CodeKeyReused, response.Status(content.CodeKeyReused), true, "The header `Idempotency-Key` has a key that was used with another request. Nothing is done. Use a new key for each new edit."},
	{content.CodeInvalid, 0, false, "A document has problems. `extensions.problems` lists them with `path`, `code` and `message`."},
	{codeIncompleteDraft, 0, false, "A draft that a preview requests by itself is too incomplete. `extensions.document` has its id, and `extensions.problems` lists what publishing it would report."},
	{content.CodeReadOnly, response.Status(content.CodeReadOnly), false, "The service accepts no edits at the moment."},
	{content.CodeTimeout, response.Status(content.CodeTimeout), true, "The operation took too long. `data` may have the fields that were ready in time."},
	{content.CodeOutcomeUnknown, response.Status(content.CodeOutcomeUnknown), true, "The disk failed during an edit, which may or may not have been saved. `extensions.id` identifies the entry in the service's log."},
	{content.CodeInternal, response.Status(content.CodeInternal), true, "An internal error. `extensions.id` identifies the entry in the service's log."},
}

// codeOf returns the entry of an error's code, or that of INTERNAL.
func codeOf(err *gqlerror.Error) code {
	name, _ := err.Extensions["code"].(string)
	i := slices.IndexFunc(codes, func(c code) bool { return c.name == content.Code(name) })
	if i < 0 {
		i = len(codes) - 1
	}
	return codes[i]
}

// asList returns the errors of package limit as a list.
func asList(err error) gqlerror.List {
	var one *gqlerror.Error
	if errors.As(err, &one) {
		return gqlerror.List{one}
	}
	return gqlerror.List{newError(limit.CodeTooComplex, "The operation requests too much.")}
}

func newError(code content.Code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": string(code)}}
}

// present returns the client's error for a failed field.
func (h *Handler) present(ctx context.Context, f *exec.Failure) *gqlerror.Error {
	var shown *gqlerror.Error
	switch f.Kind {
	case exec.Panicked:
		shown = h.fault(ctx, fault{code: content.CodeInternal, cause: f.Err, stack: f.Stack, field: placeOf(f)})
	case exec.NullRefused:
		shown = h.nullRefused(ctx, f)
	case exec.BadArgument:
		shown = h.badArgument(ctx, f)
	default:
		shown = h.translateAt(ctx, f.Err, placeOf(f))
	}
	return shown
}

// placeOf returns the schema's name of a field.
func placeOf(f *exec.Failure) string { return f.Object + "." + f.Field.Name }

// badArgument explains an argument that can't be read. Errors of our own scalars have their
// own message.
func (h *Handler) badArgument(ctx context.Context, f *exec.Failure) *gqlerror.Error {
	shown := newError(limit.CodeBadInput, "The value does not fit the argument's type.")
	if domain := (*content.Error)(nil); errors.As(f.Err, &domain) {
		shown = h.translateAt(ctx, f.Err, placeOf(f))
	}
	if shown.Extensions["field"] == nil {
		shown.Extensions["field"] = dotted(f.Argument)
	}
	return shown
}

// nullRefused explains a null in a non-null field. In a preview, the draft is incomplete;
// otherwise it is an internal error.
func (h *Handler) nullRefused(ctx context.Context, f *exec.Failure) *gqlerror.Error {
	op, draft := resolve.OperationFrom(ctx), documentOf(f)
	if op == nil || !op.Preview || draft == nil {
		return h.fault(ctx, fault{code: content.CodeInternal, cause: errNull, field: placeOf(f)})
	}
	return h.incompleteError(ctx, op, draft, placeOf(f))
}

var errNull = errors.New("a required field has no value")

// panicked returns the result after a panic outside of any field.
func (h *Handler) panicked(ctx context.Context, panicked any) *result {
	return refuseAll(gqlerror.List{h.fault(ctx, fault{code: content.CodeInternal, cause: panicked, stack: debug.Stack()})})
}

// translate returns an error as a client sees it, without its place in the response.
func (h *Handler) translate(ctx context.Context, err error) *gqlerror.Error {
	return h.translateAt(ctx, err, "")
}

// translateAt is translate for an error in a field.
func (h *Handler) translateAt(ctx context.Context, err error, field string) *gqlerror.Error {
	code, message, isFault := response.Explain(err)
	if isFault {
		return h.fault(ctx, fault{code: code, cause: err, field: field})
	}
	shown := newError(code, message)
	var domain *content.Error
	if errors.As(err, &domain) && domain.Code == code {
		if len(domain.Path) > 0 {
			shown.Extensions["field"] = strings.Join(domain.Path, ".")
		}
		if len(domain.Problems) > 0 {
			shown.Extensions["problems"] = problems(ctx, domain.Problems)
		}
	}
	return shown
}

// fault is an internal error.
type fault struct {
	code  content.Code
	cause any
	stack []byte // the stack of a panic
	field string // as the schema names it; empty outside of any field
}

// fault logs an internal error, and returns the client's error with the id in the log. The log
// must not contain personal data: no query text, no variables, no IP address. It has the
// schema's name of the field instead of the response's path, whose names the client chooses.
func (h *Handler) fault(ctx context.Context, f fault) *gqlerror.Error {
	id := rand.Text()[:10]
	attributes := []slog.Attr{
		slog.String("id", id),
		slog.String("code", string(f.code)),
		slog.String("cause", fmt.Sprint(f.cause)),
	}
	if op := resolve.OperationFrom(ctx); op != nil && op.Name != "" {
		attributes = append(attributes, slog.String("operation", op.Name))
	}
	if f.field != "" {
		attributes = append(attributes, slog.String("field", f.field))
	}
	if f.stack != nil {
		attributes = append(attributes, slog.String("stack", string(f.stack)))
	}
	h.log.LogAttrs(ctx, slog.LevelError, "operation failed", attributes...)
	message := "Internal error. The service's log has this id."
	if f.code == content.CodeOutcomeUnknown {
		message = "The edit may or may not have been saved. The service's log has this id."
	}
	shown := newError(f.code, message)
	shown.Extensions["id"] = id
	return shown
}

// problem is one of extensions.problems.
type problem struct {
	Path    []string            `json:"path"`
	Code    content.ProblemCode `json:"code"`
	Message string              `json:"message"`
}

// problems returns a document's problems as extensions.
func problems(ctx context.Context, list []content.Problem) []problem {
	shown := make([]problem, len(list))
	for i := range list {
		p := &list[i]
		message, _ := resolve.ProblemMessage(ctx, p)
		shown[i] = problem{append([]string{}, p.Path...), p.Code, message}
	}
	return shown
}

// variableErrors returns the client's errors for errors in variables. A path in a response
// leads into the data, so the path of a variable is in the extension field.
func variableErrors(errs []*exec.VariableError) gqlerror.List {
	shown := make(gqlerror.List, len(errs))
	for i, err := range errs {
		shown[i] = newError(limit.CodeBadInput, err.Message)
		shown[i].Extensions["field"] = dotted(err.Path)
	}
	return shown
}

func dotted(path ast.Path) string {
	var b strings.Builder
	for i, element := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		fmt.Fprint(&b, element)
	}
	return b.String()
}
