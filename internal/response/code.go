package response

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"lectern/content"
)

// The codes of HTTP. Those of the domain are in package content.
const (
	CodeBadRequest           content.Code = "BAD_REQUEST"            // it can't be parsed, or is incomplete
	CodeMethodNotAllowed     content.Code = "METHOD_NOT_ALLOWED"     // the header Allow lists the methods
	CodeNotAcceptable        content.Code = "NOT_ACCEPTABLE"         // the client accepts none of the media types
	CodePreconditionFailed   content.Code = "PRECONDITION_FAILED"    // another version of a protocol
	CodeUnsupportedMediaType content.Code = "UNSUPPORTED_MEDIA_TYPE" // of the body
	CodeLocked               content.Code = "LOCKED"                 // another request holds it
	CodeRateLimited          content.Code = "RATE_LIMITED"           // too many requests
	CodeNotImplemented       content.Code = "NOT_IMPLEMENTED"        // a part of a protocol
	CodeBusy                 content.Code = "BUSY"                   // the service is overloaded
	CodeInsufficientStorage  content.Code = "INSUFFICIENT_STORAGE"   // there is no space for a file
)

// Challenge is the header WWW-Authenticate of a response that requires a credential (RFC 6750,
// section 3).
const Challenge = `Bearer realm="lectern"`

// known is what HTTP defines for a code.
type known struct {
	code   content.Code
	status int
	retry  time.Duration // when to retry; 0 if a retry does not help
}

// codes are the codes of a response without data.
var codes = []known{
	{code: CodeBadRequest, status: http.StatusBadRequest},
	{code: content.CodeBadInput, status: http.StatusBadRequest},
	{code: content.CodeTooComplex, status: http.StatusBadRequest},
	{code: content.CodeUnauthenticated, status: http.StatusUnauthorized},
	{code: content.CodeForbidden, status: http.StatusForbidden},
	{code: content.CodeNotFound, status: http.StatusNotFound},
	{code: CodeMethodNotAllowed, status: http.StatusMethodNotAllowed},
	{code: CodeNotAcceptable, status: http.StatusNotAcceptable},
	{code: content.CodeConflict, status: http.StatusConflict},
	{code: CodePreconditionFailed, status: http.StatusPreconditionFailed},
	{code: content.CodeKeyReused, status: http.StatusUnprocessableEntity},
	{code: content.CodeTooLarge, status: http.StatusRequestEntityTooLarge},
	{code: CodeUnsupportedMediaType, status: http.StatusUnsupportedMediaType},
	{code: CodeLocked, status: http.StatusLocked},
	{code: CodeRateLimited, status: http.StatusTooManyRequests, retry: time.Second},
	{code: content.CodeInternal, status: http.StatusInternalServerError},
	{code: content.CodeOutcomeUnknown, status: http.StatusInternalServerError},
	{code: CodeNotImplemented, status: http.StatusNotImplemented},
	{code: content.CodeReadOnly, status: http.StatusServiceUnavailable, retry: time.Second},
	{code: content.CodeTimeout, status: http.StatusServiceUnavailable, retry: time.Second},
	{code: CodeBusy, status: http.StatusServiceUnavailable, retry: 5 * time.Second},
	{code: CodeInsufficientStorage, status: http.StatusInsufficientStorage},
}

// lookUp returns the entry of a code, and that of INTERNAL for an unknown one.
func lookUp(code content.Code) known {
	if i := slices.IndexFunc(codes, func(k known) bool { return k.code == code }); i >= 0 {
		return codes[i]
	}
	return known{code: content.CodeInternal, status: http.StatusInternalServerError}
}

// Status returns the HTTP status of a response that has only an error; 500 for a code that is
// not for clients.
func Status(code content.Code) int { return lookUp(code).status }

// RetryAfter returns the value of that header, in seconds, or "" if a retry does not help.
func RetryAfter(code content.Code) string {
	if retry := lookUp(code).retry; retry > 0 {
		return strconv.Itoa(int(retry / time.Second))
	}
	return ""
}

// Explain returns the code and the message of an error as clients may see them. An internal
// error has no message, and its code is INTERNAL or OUTCOME_UNKNOWN: the caller must log it.
func Explain(err error) (code content.Code, message string, fault bool) {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return content.CodeTimeout, "The operation took too long.", false
	}
	var domain *content.Error
	if !errors.As(err, &domain) {
		return content.CodeInternal, "", true
	}
	switch domain.Code {
	case content.CodeInternal, content.CodeCorrupt:
		return content.CodeInternal, "", true
	case content.CodeOutcomeUnknown:
		return content.CodeOutcomeUnknown, "", true
	}
	return domain.Code, domain.Message, false
}
