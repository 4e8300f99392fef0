// Package responsetest reads responses in tests. It must not know what they are of.
package responsetest

import (
	"encoding/json"
	"net/http/httptest"

	"lectern/internal/response"
)

// Problem is the code and the detail of a problem document: "NOT_FOUND There is no
// such file." It is the body as it is where that is none.
func Problem(w *httptest.ResponseRecorder) string {
	var problem struct{ Code, Detail string }
	if w.Header().Get("Content-Type") != response.ProblemType || json.Unmarshal(w.Body.Bytes(), &problem) != nil {
		return w.Body.String()
	}
	return problem.Code + " " + problem.Detail
}
