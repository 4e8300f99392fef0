package httpd

import (
	"encoding/json"
	"net/http"
)

// problem answers with what went wrong, as RFC 9457 says. It echoes nothing of
// the request. /graphql has answers of its own form for what happens behind
// it; this is what happens before.
func problem(w http.ResponseWriter, r *http.Request, status int, code, detail string) {
	body, err := json.Marshal(struct {
		Title   string `json:"title"`
		Status  int    `json:"status"`
		Code    string `json:"code"`
		Detail  string `json:"detail"`
		Request string `json:"requestId"`
	}{http.StatusText(status), status, code, detail, RequestID(r.Context())})
	if err != nil {
		panic(err) // strings and an int: it can't be
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that is gone doesn't mind
}
