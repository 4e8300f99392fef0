package httpd_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/internal/httpd"
)

// logged sends requests to a server and returns the lines of its log.
func logged(t *testing.T, c httpd.Config, requests func(http.Handler)) (text string, lines []map[string]any) {
	t.Helper()
	var b bytes.Buffer
	c.Log = slog.New(httpd.LogHandler(slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug})))
	requests(handler(t, c))
	text = b.String()
	for line := range strings.Lines(text) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		lines = append(lines, m)
	}
	return text, lines
}

func TestLogHasOneLineForEachRequest(t *testing.T) {
	t.Parallel()
	_, lines := logged(t, config(), func(h http.Handler) {
		ask(h, "POST", "/graphql", "X-Request-Id", "one")
		ask(h, "GET", "/nothing/here", "X-Request-Id", "two")
		ask(h, "GET", "/", "X-Request-Id", "three")
		ask(h, "BREW", "/", "X-Request-Id", "four")
	})
	want := []struct {
		id, method, route string
		status            float64
	}{
		{"one", "POST", "/graphql", 200},
		{"two", "GET", "(none)", 404},
		{"three", "GET", "/", 200},
		{"four", "OTHER", "/", 405},
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d: %v", len(lines), len(want), lines)
	}
	for i, w := range want {
		l := lines[i]
		if l["request"] != w.id || l["method"] != w.method || l["route"] != w.route || l["status"] != w.status {
			t.Errorf("line %v, want %+v", l, w)
		}
		if l["bytes"].(float64) == 0 {
			t.Errorf("line %v has no bytes", l)
		}
		if _, ok := l["took"]; !ok {
			t.Errorf("line %v doesn't say how long it took", l)
		}
	}
}

// Care promise 4: the log has no client address, user agent, query or variable.
func TestLogHasNothingPersonal(t *testing.T) {
	t.Parallel()
	c := config()
	c.GraphQL = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		panic("could not do " + string(body)) // what a careless handler might log
	})
	personal := []string{"198.51.100", "2001:db8", "4711", "Distinctive-Agent", "distinctiveQuery", "distinctive-variable", "distinctive-path", "distinctive-referer", "distinctive-cookie", "distinctive-token"}
	text, _ := logged(t, c, func(h http.Handler) {
		for _, address := range []string{"198.51.100.7:4711", "[2001:db8::7]:4711"} {
			for _, path := range []string{"/graphql?query=distinctiveQuery", "/distinctive-path?variables=distinctive-variable", "/"} {
				r := httptest.NewRequest("POST", path, strings.NewReader(`{"query":"{ distinctiveQuery }","variables":{"a":"distinctive-variable"}}`))
				r.RemoteAddr = address
				r.Header.Set("User-Agent", "Distinctive-Agent")
				r.Header.Set("Referer", "https://example.org/distinctive-referer")
				r.Header.Set("Cookie", "distinctive-cookie=1")
				r.Header.Set("Authorization", "Bearer distinctive-token")
				r.Header.Set("X-Forwarded-For", "198.51.100.8")
				r.Header.Set("X-Request-Id", "198.51.100.9")
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		}
	})
	if !strings.Contains(text, `"msg":"panic"`) {
		t.Error("the panic was not logged")
	}
	for _, p := range personal {
		if strings.Contains(text, p) {
			t.Errorf("the log has %q:\n%s", p, text)
		}
	}
}

func TestPanicAnswers500WithTheID(t *testing.T) {
	t.Parallel()
	c := config()
	c.GraphQL = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		none := []int{}
		_ = none[len(none)]
	})
	var w *httptest.ResponseRecorder
	_, lines := logged(t, c, func(h http.Handler) { w = ask(h, "POST", "/graphql", "X-Request-Id", "seven") })
	if w.Code != 500 || !strings.Contains(w.Body.String(), `"requestId":"seven"`) {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	checkHeaders(t, w.Header())
	if len(lines) != 2 || lines[0]["msg"] != "panic" || lines[0]["request"] != "seven" || lines[1]["status"] != 500.0 {
		t.Errorf("logged %v", lines)
	}
	if !strings.Contains(lines[0]["panic"].(string), "index out of range") || lines[0]["stack"] == "" {
		t.Errorf("logged %v", lines[0])
	}
}

func TestPanicInHalfAnAnswerCutsTheConnection(t *testing.T) {
	t.Parallel()
	c := config()
	c.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, `{"data":`)
		w.(http.Flusher).Flush()
		panic("no more")
	})
	server := httptest.NewServer(handler(t, c))
	defer server.Close()
	response, err := http.Get(server.URL + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the client believes that %q is all", body)
	}
}

func TestFaultsOfTheServerNameNoAddress(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	c := config()
	c.Log = slog.New(slog.NewTextHandler(&b, nil))
	log := httpd.NewFaultLog(c.Log)
	for _, address := range []string{"198.51.100.7:4711", "[2001:db8::7]:4711", "[fe80::1%eth0]:4711", "2001:db8::7", net.IPv4(198, 51, 100, 7).String()} {
		log.Printf("http: TLS handshake error from %s: EOF", address)
		log.Printf("http: panic serving %s: oh\ngoroutine 1 [running]:\n%s", address, address)
	}
	if n := strings.Count(b.String(), "\n"); n != 10 {
		t.Errorf("%d lines, want 10", n)
	}
	for _, part := range []string{"198", "2001", "db8", "fe80", "4711"} {
		if strings.Contains(b.String(), part) {
			t.Errorf("the log has %q:\n%s", part, b.String())
		}
	}
	if !strings.Contains(b.String(), "TLS handshake error from (address)") {
		t.Errorf("the log lost the fault:\n%s", b.String())
	}
}
