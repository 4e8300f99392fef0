// Package responsetest reads responses in tests. It must not know what they are about.
package responsetest

import (
	"encoding/json"
	"net/http/httptest"

	"lectern/internal/response"
)

// Problem returns the code and the detail of a problem document: "NOT_FOUND There is no such
// file." It returns any other body unchanged.
func Problem(w *httptest.ResponseRecorder) string {
	var problem struct{ Code, Detail string }
	if w.Header().Get("Content-Type") != response.ProblemType || json.Unmarshal(w.Body.Bytes(), &problem) != nil {
		return w.Body.String()
	}
	return problem.Code + " " + problem.Detail
}
