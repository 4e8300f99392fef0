package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lectern/content/contenttest"
	"lectern/internal/app"
)

// mobileFolder has the app's core.
var mobileFolder = filepath.Join("..", "clients", "mobile")

// buildMobile compiles the app's core and returns the path of the program.
func buildMobile(t *testing.T) string {
	t.Helper()
	run := func(args ...string) {
		command := exec.CommandContext(t.Context(), "npm", args...)
		command.Dir = filepath.Join("..", "clients")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("npm %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if _, err := os.Stat(filepath.Join("..", "clients", "node_modules", "typescript")); errors.Is(err, os.ErrNotExist) {
		run("ci", "--no-audit", "--no-fund")
	}
	run("run", "--silent", "build", "--workspace=mobile")
	return filepath.Join(mobileFolder, "dist", "app.js")
}

// badNetwork is a proxy between an app and the service. It counts the bytes of responses, and
// interrupts some.
type badNetwork struct {
	*httptest.Server
	bytes, answers, cuts atomic.Int64
	left                 atomic.Int64 // bytes until the next interruption; negative for none
}

func newBadNetwork(t *testing.T, service string) *badNetwork {
	t.Helper()
	target, err := url.Parse(service)
	if err != nil {
		t.Fatal(err)
	}
	n := &badNetwork{}
	n.left.Store(-1)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	n.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.answers.Add(1)
		proxy.ServeHTTP(&cutWriter{w, n}, r)
	}))
	t.Cleanup(n.Close)
	return n
}

type cutWriter struct {
	http.ResponseWriter
	network *badNetwork
}

func (w *cutWriter) Write(b []byte) (int, error) {
	n := w.network
	if left := n.left.Load(); left >= 0 {
		if int64(len(b)) > left {
			n.cuts.Add(1)
			n.left.Store(-1)
			_, _ = w.ResponseWriter.Write(b[:left])
			_ = http.NewResponseController(w.ResponseWriter).Flush()
			panic(http.ErrAbortHandler)
		}
		n.left.Store(left - int64(len(b)))
	}
	written, err := w.ResponseWriter.Write(b)
	n.bytes.Add(int64(written))
	return written, err
}

// mobileFile is the app's stored data.
type mobileFile struct {
	Shown *struct {
		Cursor    string
		Documents map[string]json.RawMessage
	}
}

// mobileApp is the app's program with its file.
type mobileApp struct {
	t                           *testing.T
	program, file, language     string
	network                     *badNetwork
	runs, finished, killed, cut int
}

// run runs the app once, and kills it after a time unless that is 0.
func (a *mobileApp) run(first int, kill time.Duration) bool {
	a.t.Helper()
	command := exec.Command("node", a.program, a.network.URL+"/graphql", a.file, strconv.Itoa(first), a.language)
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Start(); err != nil {
		a.t.Fatal(err)
	}
	a.runs++
	if kill > 0 {
		timer := time.AfterFunc(kill, func() { _ = command.Process.Kill() })
		defer timer.Stop()
	}
	err := command.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
		a.finished++
		return true
	case !errors.As(err, &exit):
		a.t.Fatal(err)
	case exit.ExitCode() < 0:
		a.killed++
	case exit.ExitCode() == 1 && regexp.MustCompile(`fetch failed|terminated`).Match(said.Bytes()):
		a.cut++
	default:
		a.t.Fatalf("%v: %s", err, &said)
	}
	return false
}

func (a *mobileApp) kept() map[string]json.RawMessage {
	a.t.Helper()
	var k mobileFile
	if b, err := os.ReadFile(a.file); errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		a.t.Fatal(err)
	} else if err := json.Unmarshal(b, &k); err != nil {
		a.t.Fatalf("the app's file is damaged: %v", err)
	}
	if k.Shown == nil {
		return nil
	}
	return k.Shown.Documents
}

// closed fails if a document refers to a missing one.
func (a *mobileApp) closed() {
	a.t.Helper()
	documents := a.kept()
	for id, document := range documents {
		for _, to := range regexp.MustCompile(`"id":"(\w+)"`).FindAllSubmatch(document, -1) {
			if _, ok := documents[string(to[1])]; !ok {
				a.t.Errorf("%s points to %s, which the app was not given", id, to[1])
			}
		}
	}
}

// fullQuery returns the result of the lists, with the fields of the app's operation.
func (a *mobileApp) fullQuery(service string) map[string]json.RawMessage {
	a.t.Helper()
	text := string(read(a.t, filepath.Join(mobileFolder, "sync.graphql")))
	all := map[string]json.RawMessage{}
	for _, fragment := range regexp.MustCompile(`(?s)fragment (\w+) on (\w+) \{.*?\n\}`).FindAllStringSubmatch(text, -1) {
		list := strings.ToLower(fragment[2][:1]) + fragment[2][1:] + "s"
		if list == "podcastEpisodes" {
			list = "episodes"
		}
		for after := (*string)(nil); ; {
			query := fmt.Sprintf("query ($after: String) { list: %s(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { __typename id slug url language ...%s } } }\n%s", list, fragment[1], fragment[0])
			var answer struct {
				Data struct {
					List struct {
						Nodes    []json.RawMessage
						PageInfo struct {
							HasNextPage bool
							EndCursor   string
						}
					}
				}
			}
			b := post(a.t, service, a.language, query, map[string]any{"after": after})
			if err := json.Unmarshal(b, &answer); err != nil || bytes.Contains(b, []byte(`"errors"`)) {
				a.t.Fatalf("%s: %s", query, b)
			}
			for _, node := range answer.Data.List.Nodes {
				var d struct{ ID string }
				if err := json.Unmarshal(node, &d); err != nil {
					a.t.Fatal(err)
				}
				all[d.ID] = node
			}
			if !answer.Data.List.PageInfo.HasNextPage {
				break
			}
			after = &answer.Data.List.PageInfo.EndCursor
		}
	}
	return all
}

func post(t *testing.T, service, language, query string, variables map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, service+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", language)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// canonical returns JSON with sorted names and without spaces.
func canonical(t *testing.T, documents map[string]json.RawMessage) string {
	t.Helper()
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(documents)) {
		var v any
		if err := json.Unmarshal(documents[id], &v); err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	return b.String()
}

// standing is a stopped clock.
type standing struct{ at time.Time }

func (s standing) Now() time.Time                         { return s.at }
func (s standing) After(d time.Duration) <-chan time.Time { return time.After(d) }

// TestMobileKeepsUp: an app that syncs occasionally through a network that interrupts its
// responses, and that is killed at any moment, has after 1,000 random edits the result of a
// full query, byte for byte.
func TestMobileKeepsUp(t *testing.T) {
	t.Parallel()
	const edits, seed = 1000, 11
	program := buildMobile(t)
	config := app.Default(t.TempDir())
	config.Listen, config.PublicURL, config.Website = "127.0.0.1:0", "https://api.example.org", "https://www.example.org/{kind}/{slug}"
	config.Clock = standing{contenttest.Epoch} // the world runs its schedule itself, by its own clock
	a, err := app.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	})
	service := "http://" + a.Addr().String()

	world, random := contenttest.NewWorld(seed), rand.New(rand.NewPCG(seed, 3))
	apps := []*mobileApp{}
	for _, language := range []string{"da", "en"} {
		apps = append(apps, &mobileApp{t: t, program: program, file: filepath.Join(t.TempDir(), "content.json"), language: language, network: newBadNetwork(t, service)})
	}
	for n := range edits {
		if err := world.Edit(t.Context(), a.Store()); err != nil {
			t.Fatalf("seed %d, edit %d: %v", seed, n, err)
		}
		if random.IntN(20) > 0 {
			continue
		}
		m := apps[random.IntN(len(apps))]
		m.network.left.Store(-1)
		kill := time.Duration(0)
		switch random.IntN(4) {
		case 0:
			m.network.left.Store(random.Int64N(6_000))
		case 1:
			kill = time.Duration(20+random.IntN(150)) * time.Millisecond
		}
		m.run(1+random.IntN(20), kill)
		m.closed()
	}
	for _, m := range apps {
		m.network.left.Store(-1)
		if !m.run(20, 0) {
			t.Fatal("the last sync did not end")
		}
		m.closed()
		full := m.fullQuery(service)
		got, want := canonical(t, m.kept()), canonical(t, full)
		if got != want {
			t.Errorf("seed %d, %s: the app has\n%s\nreaders see\n%s", seed, m.language, got, want)
		}
		before := m.network.bytes.Load()
		if !m.run(20, 0) {
			t.Fatal("a sync of nothing did not end")
		}
		t.Logf("%s: %d documents, %d bytes; %d runs, of which %d ended, %d were cut off and %d killed; %d pages, %d bytes transferred, %d when nothing has changed",
			m.language, len(full), len(want), m.runs, m.finished, m.cut, m.killed, m.network.answers.Load(), m.network.bytes.Load(), m.network.bytes.Load()-before)
		if len(full) < 20 || m.cut == 0 || m.killed == 0 {
			t.Error("the test has not looked at enough")
		}
	}
	if world.Kept < 800 {
		t.Errorf("only %d edits were kept", world.Kept)
	}
	t.Logf("%d edits, %d steps kept", edits, world.Kept)
}
