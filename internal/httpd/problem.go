package httpd

import (
	"context"
	"encoding/json"
	"net/http"
)

// ProblemType is the media type of a Problem.
const ProblemType = "application/problem+json"

// problem answers with what went wrong. /graphql has answers of its own form for
// what happens behind it; this is what happens before.
func problem(w http.ResponseWriter, r *http.Request, status int, code, detail string) {
	h := w.Header()
	h.Set("Content-Type", ProblemType)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(Problem(r.Context(), status, code, detail)) // a client that is gone doesn't mind
}

// Problem says what went wrong with the request of a context, as RFC 9457 does.
// It echoes nothing of the request.
func Problem(ctx context.Context, status int, code, detail string) []byte {
	body, err := json.Marshal(struct {
		Title   string `json:"title"`
		Status  int    `json:"status"`
		Code    string `json:"code"`
		Detail  string `json:"detail"`
		Request string `json:"requestId"`
	}{http.StatusText(status), status, code, detail, RequestID(ctx)})
	if err != nil {
		panic(err) // strings and an int: it can't be
	}
	return append(body, '\n')
}
