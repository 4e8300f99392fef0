package response_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/response"
	"lectern/internal/response/responsetest"
)

// browser is Firefox's header Accept when a person opens a URL.
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

func refuse(accept, languages string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/", nil)
	r = r.WithContext(response.WithRequestID(r.Context(), "abc"))
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	r.Header.Set("Accept-Language", languages)
	w := httptest.NewRecorder()
	response.Refuse(w, r, content.CodeNotFound, "There is no <such> file.")
	return w
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	w := refuse("*/*", "")
	const want = `{"title":"Not Found","status":404,"code":"NOT_FOUND","detail":"There is no \u003csuch\u003e file.","requestId":"abc"}` + "\n"
	if w.Code != 404 || w.Body.String() != want || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// TestRefusePage: clients that prefer a page get one, in their language.
func TestRefusePage(t *testing.T) {
	t.Parallel()
	for accept, page := range map[string]bool{
		browser: true, "text/html": true, "text/*": true, "TEXT/HTML, */*;q=0.1": true, "text/html;q=0.2, application/json;q=0.1": true,
		"": false, "*/*": false, "application/json": false, "application/json, text/html": false, "text/html, application/problem+json": false,
		"text/html;q=0, */*": false, "image/avif,image/webp,*/*;q=0.8": false, "text/html;q=x": false, "application/*, text/html;q=0.9": false,
	} {
		w := refuse(accept, "en")
		if got := w.Header().Get("Content-Type") == "text/html; charset=utf-8"; got != page || w.Code != 404 || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%q: %d %v", accept, w.Code, w.Header())
		}
	}
	for languages, says := range map[string]string{"da": "Siden findes ikke", "": "Siden findes ikke", "nb,en;q=0.5": "Siden findes ikke", "en-GB,da;q=0.5": "Page not found", "fr": "Siden findes ikke"} {
		w := refuse(browser, languages)
		language := map[bool]string{true: "da", false: "en"}[strings.HasPrefix(says, "Siden")]
		for _, part := range []string{says, `<html lang="` + language + `">`, "There is no &lt;such&gt; file.", "<code>NOT_FOUND</code>", "<code>abc</code>", `href="/"`} {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%q: the page lacks %q:\n%s", languages, part, w.Body)
			}
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "style-src 'self'") {
			t.Errorf("the policy is %q", policy)
		}
	}
}

// TestSayings: each status has a text for its page, in each language.
func TestSayings(t *testing.T) {
	t.Parallel()
	for code := range documented(t) {
		for _, language := range []string{"da", "en"} {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept", browser)
			r.Header.Set("Accept-Language", language)
			w := httptest.NewRecorder()
			response.Refuse(w, r, content.Code(code), "x")
			if strings.Contains(w.Body.String(), "<h1></h1>") || strings.Contains(w.Body.String(), "<p></p>") {
				t.Errorf("%s in %s says nothing:\n%s", code, language, w.Body)
			}
		}
	}
}

// documented returns the codes of docs/errors.md with their statuses.
func documented(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| `") && len(cells) == 3 {
			found[strings.Trim(cells[0], "| `")] = cells[1]
		}
	}
	return found
}

// TestCodesAreDocumented: docs/errors.md has each code, with its status.
func TestCodesAreDocumented(t *testing.T) {
	t.Parallel()
	all := documented(t)
	for _, code := range response.Codes() {
		status, ok := all[string(code)]
		onlyData, size := status == "—", code == content.CodeTooLarge // these document their other meanings
		if !ok || !onlyData && !size && !strings.HasPrefix(status, fmt.Sprint(response.Status(code))) {
			t.Errorf("%s is %d, and docs/errors.md has %q", code, response.Status(code), status)
		}
	}
	if got := response.Status("NO_SUCH_CODE"); got != 500 {
		t.Errorf("an unknown code is %d", got)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for code, want := range map[content.Code]string{content.CodeTimeout: "1", content.CodeReadOnly: "1", response.CodeRateLimited: "1", response.CodeBusy: "5", content.CodeNotFound: "", content.CodeInternal: ""} {
		r := httptest.NewRecorder()
		response.Refuse(r, httptest.NewRequest("GET", "/", nil), code, "x")
		if got := r.Header().Get("Retry-After"); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	secret := errors.New("the disk of /secret broke")
	for _, test := range []struct {
		err         error
		fail, other string // the responses of Fail and ErrorProblem
		logged      bool   // by the latter
	}{
		{secret, "INTERNAL Internal error.", "INTERNAL Internal error.", true},
		{content.Wrap(content.CodeCorrupt, secret, "A record is damaged."), "INTERNAL Internal error.", "INTERNAL Internal error.", true},
		{content.Wrap(content.CodeOutcomeUnknown, secret, "Perhaps."), "INTERNAL Internal error.", "INTERNAL Internal error.", true},
		{content.Wrap(content.CodeBadInput, secret, "The file is empty."), "INTERNAL Internal error.", "BAD_INPUT The file is empty.", false},
		{content.Errorf(content.CodeNotFound, "There is none."), "INTERNAL Internal error.", "NOT_FOUND There is none.", false},
		{content.Errorf(content.CodeBadCursor, "The cursor is of another list."), "INTERNAL Internal error.", "INTERNAL Internal error.", true},
		{fmt.Errorf("reading: %w", context.DeadlineExceeded), "TIMEOUT The operation took too long.", "TIMEOUT The operation took too long.", false},
		{content.Errorf(content.CodeTimeout, "The view is closed."), "TIMEOUT The view is closed.", "TIMEOUT The view is closed.", false},
	} {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, nil))
		r := httptest.NewRequest("GET", "/", nil)
		w := httptest.NewRecorder()
		response.Fail(w, r, test.err, logger, "it failed")
		if got := responsetest.Problem(w); !strings.HasPrefix(got, test.fail) || strings.Contains(got, "secret") || (log.Len() > 0) == strings.HasPrefix(got, "TIMEOUT") {
			t.Errorf("%v fails as %s, logged: %s", test.err, got, &log)
		}
		log.Reset()
		w = httptest.NewRecorder()
		response.ErrorProblem(r, test.err, logger, "it failed").Send(w)
		if got := responsetest.Problem(w); !strings.HasPrefix(got, test.other) || strings.Contains(got, "secret") || (log.Len() > 0) != test.logged {
			t.Errorf("%v is %s, logged: %s", test.err, got, &log)
		}
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	w.Header().Set("Vary", "Origin")
	w.Header().Set("Cache-Control", "no-store")
	sent := &response.Response{Status: 201, Header: http.Header{"Vary": {"Accept"}, "Cache-Control": {"no-cache"}}, Body: []byte("x")}
	sent.Send(w)
	if b, _ := json.Marshal(w.Header()); w.Code != 201 || w.Body.String() != "x" || string(b) != `{"Cache-Control":["no-cache"],"Vary":["Origin","Accept"]}` {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	h := response.ReadMethods.Only(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(299) }))
	for method, want := range map[string]int{"GET": 299, "HEAD": 299, "OPTIONS": 204, "POST": 405, "get": 405} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "/", nil))
		if allow := w.Header().Get("Allow"); w.Code != want || want != 299 && allow != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: %d, Allow is %q", method, w.Code, allow)
		}
	}
}

// TestPolicies: shared caches must revalidate files in the same time as everything else
// (promise 7).
func TestPolicies(t *testing.T) {
	t.Parallel()
	if want := fmt.Sprintf("s-maxage=%.0f,", response.MaxAge.Seconds()); !strings.Contains(response.ImmutableFile, want) {
		t.Errorf("%q lacks %q", response.ImmutableFile, want)
	}
}
