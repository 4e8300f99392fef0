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

// maxErrors is how many errors a response tells, at most.
const maxErrors = 10

// The codes that only GraphQL has. The others are the domain's (content.Code), HTTP's
// (package response) and those of internal/limit.
const (
	codeBatchingNotSupported = "BATCHING_NOT_SUPPORTED"
	codeUnknownOperation     = "UNKNOWN_OPERATION"
	codePersistedNotFound    = "PERSISTED_QUERY_NOT_FOUND"
	codeIncompleteDraft      = "INCOMPLETE_DRAFT"
)

// code is one that clients see in extensions.code.
type code struct {
	name content.Code
	// status is the HTTP status of a response that has no data because of this; with data, it
	// is 200. No status: the code comes with data only.
	status int
	// always is where the status holds for application/json also. There, the response to a
	// well-formed request has status 200 (GraphQL over HTTP, on that media type).
	always  bool
	meaning string
}

// codes is the complete list; docs/errors.md is made of it.
var codes = []code{
	{response.CodeBadRequest, response.Status(response.CodeBadRequest), true, "The HTTP request is not a GraphQL request: the body is not JSON, or a parameter is missing or of the wrong type."},
	{codeBatchingNotSupported, http.StatusBadRequest, true, "The body is a list. Send one operation in a request."},
	{response.CodeMethodNotAllowed, response.Status(response.CodeMethodNotAllowed), true, "The method is not one that is served, or a mutation came by GET. The header `Allow` has those that are."},
	{response.CodeNotAcceptable, response.Status(response.CodeNotAcceptable), true, "The header `Accept` takes neither `application/graphql-response+json` nor `application/json` in UTF-8."},
	{response.CodeUnsupportedMediaType, response.Status(response.CodeUnsupportedMediaType), true, "A POST has a body that is not `application/json` in UTF-8, or is compressed."},
	{response.CodeRateLimited, response.Status(response.CodeRateLimited), true, "Too much is asked at this time. Try again after the seconds in the header `Retry-After`."},
	{limit.CodeParseFailed, http.StatusBadRequest, false, "The document is not GraphQL. `locations` has where."},
	{limit.CodeValidationFailed, http.StatusBadRequest, false, "The document does not fit the schema. `locations` has where."},
	{codeUnknownOperation, http.StatusBadRequest, false, "The document has no operation of the name in `operationName`, or has several and there is no name. Or only registered operations are answered, and it is none of them."},
	{codePersistedNotFound, http.StatusBadRequest, false, "No document of this id or hash is known here. Send the document's text; with `extensions.persistedQuery` it is known from then on."},
	{limit.CodeBadInput, http.StatusBadRequest, false, "A variable or an argument has a value that can't be. `extensions.field` names it."},
	{content.CodeBadCursor, 0, false, "A cursor is of another list, or is none."},
	{content.CodeSyncReset, 0, false, "A sync can't go on from its cursor, or the changes of a programme can't be told since then: it is too long ago, or of elsewhere. Begin anew, without a cursor."},
	{limit.CodeTooLarge, http.StatusBadRequest, false, "The request is larger than allowed: its body (status 413), its address (414), or its document. `extensions.limit` and `extensions.max` tell which bound it is."},
	{limit.CodeTooDeep, http.StatusBadRequest, false, "Fields, fragments or values are nested too deep. `extensions.limit` and `extensions.max` tell which bound it is."},
	{limit.CodeTooComplex, http.StatusBadRequest, false, "The operation asks for too much at once, or would read too much. `extensions.limit` and `extensions.max` tell which bound it is, where it is one of the document's."},
	{content.CodeUnauthenticated, response.Status(content.CodeUnauthenticated), false, "A credential is needed."},
	{content.CodeForbidden, response.Status(content.CodeForbidden), false, "The credential does not allow this."},
	{content.CodeNotFound, 0, false, "There is no such document, or not for this reader. A field for one document is null instead."},
	{content.CodeConflict, 0, false, "The document has moved on since it was read."},
	{content.CodeInvalid, 0, false, "A document has problems, which `extensions.problems` lists: `path`, `code`, `message`."},
	{codeIncompleteDraft, 0, false, "A draft lacks what a preview of it needs. `extensions.document` names it, and `extensions.problems` lists what publishing it would report."},
	{content.CodeReadOnly, response.Status(content.CodeReadOnly), false, "No edits are taken at present."},
	{content.CodeTimeout, response.Status(content.CodeTimeout), true, "The operation took too long. Fields that were ready in time may be there."},
	{content.CodeOutcomeUnknown, response.Status(content.CodeOutcomeUnknown), true, "The disk failed during an edit: it may or may not have been kept. `extensions.id` names the entry in the log."},
	{content.CodeInternal, response.Status(content.CodeInternal), true, "A fault of this service. `extensions.id` names the entry in the log."},
}

// codeOf is the entry of an error's code; that of INTERNAL, where it has none.
func codeOf(err *gqlerror.Error) code {
	name, _ := err.Extensions["code"].(string)
	i := slices.IndexFunc(codes, func(c code) bool { return c.name == content.Code(name) })
	if i < 0 {
		i = len(codes) - 1
	}
	return codes[i]
}

// asList is the errors in what internal/limit gives.
func asList(err error) gqlerror.List {
	var one *gqlerror.Error
	if errors.As(err, &one) {
		return gqlerror.List{one}
	}
	return gqlerror.List{newError(limit.CodeTooComplex, "The operation asks for too much.")}
}

func newError(code content.Code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": string(code)}}
}

// present makes of a failed field what the client sees.
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

// placeOf is what the schema calls a field.
func placeOf(f *exec.Failure) string { return f.Object + "." + f.Field.Name }

// badArgument explains an argument that can't be read. Errors of our own scalars say
// themselves what is wrong.
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

// nullRefused explains why a field that must have a value has none. In a preview it is what
// an incomplete draft lacks; else it is a fault.
func (h *Handler) nullRefused(ctx context.Context, f *exec.Failure) *gqlerror.Error {
	var draft content.Document
	for i := 0; i < len(f.Parents) && draft == nil; i++ {
		draft, _ = f.Parents[i].(content.Document)
	}
	op := resolve.OperationFrom(ctx)
	if op == nil || !op.Preview || draft == nil {
		return h.fault(ctx, fault{code: content.CodeInternal, cause: errNull, field: placeOf(f)})
	}
	found, err := content.DraftProblems(op.View, draft.Base().ID, op.Now)
	if err != nil {
		return h.translateAt(ctx, err, placeOf(f))
	}
	shown := newError(codeIncompleteDraft, "The draft is too incomplete to be shown as readers would see it.")
	shown.Extensions["document"] = string(draft.Base().ID)
	shown.Extensions["problems"] = problems(ctx, found)
	return shown
}

var errNull = errors.New("a field that must have a value has none")

// panicked answers where something outside of any field did.
func (h *Handler) panicked(ctx context.Context, panicked any) *result {
	return refuseAll(gqlerror.List{h.fault(ctx, fault{code: content.CodeInternal, cause: panicked, stack: debug.Stack()})})
}

// translate is an error as a client sees it, without its place in the response.
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

// fault is what clients must not see.
type fault struct {
	code  content.Code
	cause any
	stack []byte // where it panicked
	field string // as the schema names it; empty outside of any
}

// fault logs what clients must not see, and gives them the id that it is logged under. The
// log gets what names no person: no query text, no variables, no address. Also not the
// response's path, for clients choose the words in it; the schema's name of the field does.
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
	message := "Something went wrong in this service."
	if f.code == content.CodeOutcomeUnknown {
		message = "The edit may or may not have been kept."
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

// problems tells a document's problems.
func problems(ctx context.Context, list []content.Problem) []problem {
	shown := make([]problem, len(list))
	for i := range list {
		p := &list[i]
		message, _ := resolve.ProblemMessage(ctx, p)
		shown[i] = problem{append([]string{}, p.Path...), p.Code, message}
	}
	return shown
}

// variableErrors makes of errors in variables what the client sees. A path in a response leads
// into the data, so the variable's is told as the field.
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
