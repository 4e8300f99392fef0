package response

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"lectern/content"
)

// ProblemType is the media type of a problem document (RFC 9457).
const ProblemType = "application/problem+json"

// Refuse sends an error of a request: a page to browsers, and a problem document to all
// others. The detail is for people, in English, and repeats nothing of the request. /graphql
// has its own form of errors.
func Refuse(w http.ResponseWriter, r *http.Request, code content.Code, detail string) {
	Problem(r, code, detail).Send(w)
}

// Internal sends an internal error. The service's log has its cause.
func Internal(w http.ResponseWriter, r *http.Request) { internal(r).Send(w) }

// Fail sends an internal error and logs err with the message what. If the request's time is
// over, it sends a timeout instead.
func Fail(w http.ResponseWriter, r *http.Request, err error, log *slog.Logger, what string) {
	if code, message, _ := Explain(err); code == content.CodeTimeout {
		Refuse(w, r, code, message)
		return
	}
	log.ErrorContext(r.Context(), what, "error", err)
	Internal(w, r)
}

// ErrorProblem returns the response for err, which the client may have caused. It logs
// internal errors with the message what.
func ErrorProblem(r *http.Request, err error, log *slog.Logger, what string) *Response {
	code, message, fault := Explain(err)
	if !fault && lookUp(code).code == code { // other codes occur only with data
		return Problem(r, code, message)
	}
	log.ErrorContext(r.Context(), what, "error", err)
	return internal(r)
}

func internal(r *http.Request) *Response {
	return Problem(r, content.CodeInternal, "Internal error. The service's log has the request id.")
}

// Problem returns the response that Refuse sends.
func Problem(r *http.Request, code content.Code, detail string) *Response {
	p := problem{Code: code, Detail: detail, Request: RequestID(r.Context()), Status: Status(code)}
	p.Title = http.StatusText(p.Status)
	header := http.Header{"Cache-Control": {NoStore}}
	if retry := RetryAfter(code); retry != "" {
		header.Set("Retry-After", retry)
	}
	if prefersPage(r) {
		return p.page(header, Language(r))
	}
	header.Set("Content-Type", ProblemType)
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and an int always encode
	}
	return &Response{Status: p.Status, Header: header, Body: append(body, '\n')}
}

// problem is a problem document.
type problem struct {
	Title   string       `json:"title"`
	Status  int          `json:"status"`
	Code    content.Code `json:"code"`
	Detail  string       `json:"detail"`
	Request string       `json:"requestId"`
}
