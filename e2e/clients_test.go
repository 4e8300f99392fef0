package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content/catalog"
	"lectern/internal/app"
)

var update = flag.Bool("update", false, "write the golden answers anew")

// service starts the real service on loopback with the seed content, for the duration of the
// test. Its URL, and so every URL in its responses, is always the same.
func service(t *testing.T) string {
	t.Helper()
	config := app.Default(t.TempDir())
	config.Listen, config.PublicURL, config.Website = "127.0.0.1:0", "https://api.example.org", "https://www.example.org/{kind}/{slug}"
	a, err := app.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	searchable(t, a)
	return "http://" + a.Addr().String()
}

// searchable waits until search has indexed everything.
func searchable(t *testing.T, a *app.App) {
	t.Helper()
	snapshot, err := a.Store().Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	for deadline := time.Now().Add(time.Minute); a.Searchable() < snapshot.Revision(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the index came to %d of %d", a.Searchable(), snapshot.Revision())
		}
	}
}

// operation is one of the named operations in clients/.
type operation struct {
	consumer, file, text string
	variables            map[string]any // the example, which works with the seed content
}

func operations(t *testing.T) (all []operation) {
	t.Helper()
	for _, consumer := range []string{"website", "mobile"} {
		folder := filepath.Join("..", "clients", consumer)
		var examples map[string]map[string]any
		if err := json.Unmarshal(read(t, filepath.Join(folder, "variables.json")), &examples); err != nil {
			t.Fatalf("%s: %v", consumer, err)
		}
		paths, err := filepath.Glob(filepath.Join(folder, "*.graphql"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no operations (%v)", consumer, err)
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ".graphql")
			variables, ok := examples[name]
			if !ok {
				t.Errorf("%s: variables.json has no example for %s", consumer, name)
				continue
			}
			delete(examples, name)
			all = append(all, operation{consumer, name, string(read(t, path)), variables})
		}
		for name := range examples {
			t.Errorf("%s: variables.json has an example for %s, which is no operation", consumer, name)
		}
	}
	return all
}

// TestClients runs each operation of the website and the app, in Danish and in English, and
// compares with the golden response.
func TestClients(t *testing.T) {
	t.Parallel()
	address := service(t)
	wanted := map[string]bool{}
	for _, o := range operations(t) {
		for _, language := range []string{"da", "en"} {
			golden := filepath.Join("testdata", o.consumer, o.file+"."+language+".json")
			wanted[golden] = true
			t.Run(o.consumer+"/"+o.file+"/"+language, func(t *testing.T) {
				compare(t, golden, ask(t, address, o, language))
			})
		}
	}
	found, err := filepath.Glob(filepath.Join("testdata", "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if !wanted[path] && filepath.Base(filepath.Dir(path)) != "editor" { // TestEditors
			t.Errorf("%s is the answer to no operation", path)
		}
	}
}

// TestEveryKindHasAClient finds a content type that no operation starts from: its resolvers
// would run in no test.
func TestEveryKindHasAClient(t *testing.T) {
	t.Parallel()
	for _, kind := range catalog.Kinds() {
		if !slices.ContainsFunc(operations(t), func(o operation) bool {
			return regexp.MustCompile(`(?m)^  (` + kind.Prefix + `|` + kind.Folder + `)\(`).MatchString(o.text)
		}) {
			t.Errorf("no operation asks for %s(slug:) or %s", kind.Prefix, kind.Folder)
		}
	}
}

// ask runs an operation as its client does: the website sends the language in a variable, the
// app in the header.
func ask(t *testing.T, address string, o operation, language string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": o.text, "variables": o.variablesIn(language)})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	return send(t, request, o, language)
}

// variablesIn returns the example's variables, with the language if the operation has that
// variable.
func (o *operation) variablesIn(language string) map[string]any {
	variables := maps.Clone(o.variables)
	if o.consumer == "website" {
		variables["language"] = language
	}
	return variables
}

// send returns the response to a request, which must have no errors.
func send(t *testing.T, request *http.Request, o operation, language string) []byte {
	t.Helper()
	request.Header.Set("Accept", "application/graphql-response+json")
	if o.consumer == "mobile" {
		request.Header.Set("Accept-Language", language)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`"errors"`)) {
		t.Fatalf("%s: %s", response.Status, answer)
	}
	return answer
}

// syncCursor matches a cursor in an indented response. It contains the identity of the store.
var syncCursor = regexp.MustCompile(`"cursor": "[\w-]{100,}"`)

// variantSignature matches the signature in the URL of a picture in another size. Each data
// directory has its own key.
var variantSignature = regexp.MustCompile(`/[0-9a-f]{32}-`)

// compare compares an indented response with its golden file.
func compare(t *testing.T, golden string, answer []byte) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, answer, "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	got = *bytes.NewBuffer(syncCursor.ReplaceAll(got.Bytes(), []byte(`"cursor": "opaque"`)))
	got = *bytes.NewBuffer(variantSignature.ReplaceAll(got.Bytes(), []byte("/signature-")))
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(read(t, golden)), got.String()); diff != "" {
		t.Errorf("the answer is not that of %s (-golden +answer; go test ./e2e -update writes it anew):\n%s", golden, diff)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
