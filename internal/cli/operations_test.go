package cli_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const frontPage = "# The front page.\nquery FrontPage {\n  conferences(first: 1) {\n    nodes {\n      title\n    }\n  }\n}\n"

func idOf(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// folder returns a folder with files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// operations runs "lectern operations" and requires an exit code.
func operations(t *testing.T, want int, args ...string) (out, errs string) {
	t.Helper()
	code, out, errs := run(t, append([]string{"operations"}, args...)...)
	if code != want {
		t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, out, errs)
	}
	return out, errs
}

// askBy sends a request with parameters, as a version of a client.
func askBy(t *testing.T, address, version, secret string, parameters ...string) string {
	t.Helper()
	query := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	r, err := http.NewRequest("GET", address+"/graphql?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("GraphQL-Client-Name", "website")
	r.Header.Set("GraphQL-Client-Version", version)
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Errors []struct {
			Extensions struct{ Code string }
		}
		Data json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Errors) > 0 {
		return answer.Errors[0].Extensions.Code
	}
	if len(answer.Data) == 0 {
		t.Fatalf("%s: no data and no errors", response.Status)
	}
	return "data"
}

// TestOperationsWhileServing: a version of the website is registered, used and retired while
// the service runs, and readers can run nothing else.
func TestOperationsWhileServing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s, started := serve(t, "--data="+data, "--listen=127.0.0.1:0", "--seed=false", "--public-operations=trusted")
	address := started["address"].(string)
	editor, _ := createToken(t, data, "--role=editor", "--name=Ida")
	previewer, _ := createToken(t, data, "--role=previewer", "--name=Bo")
	id := idOf(frontPage)
	if !strings.Contains(s.log.String(), "no operations are registered") {
		t.Errorf("the log doesn't warn: %s", s.log)
	}
	if got := askBy(t, address, "1.4.0", "", "documentId", "sha256:"+id); got != "UNKNOWN_OPERATION" {
		t.Errorf("before: %s", got)
	}

	dir := folder(t, map[string]string{"front-page.graphql": frontPage})
	flags := []string{"--data=" + data, "--client-name=website", "--client-version=1.4.0"}
	out, errs := operations(t, 0, append([]string{"register", dir}, flags...)...)
	if out != id+"  FrontPage\nRegistered for website 1.4.0: 1 new, 0 known.\n" || errs != "" {
		t.Errorf("%s%s", out, errs)
	}
	if out, _ = operations(t, 0, append([]string{"register", dir}, flags...)...); out != "Registered for website 1.4.0: 0 new, 1 known.\n" {
		t.Errorf("%s", out)
	}

	apq := fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, id)
	const other = "{ viewer { name } }"
	for _, test := range []struct{ secret, name, value, want string }{
		{"", "documentId", "sha256:" + id, "data"},
		{"", "documentId", id, "data"},
		{"", "extensions", apq, "data"},
		{"", "query", frontPage, "data"},
		{"", "query", other, "UNKNOWN_OPERATION"},
		{"", "query", "{ __schema { queryType { name } } }", "UNKNOWN_OPERATION"},
		{previewer, "query", other, "UNKNOWN_OPERATION"},
		{editor, "query", other, "data"},
		{editor, "query", "{ __schema { queryType { name } } }", "data"},
		{editor, "documentId", idOf(other + " "), "PERSISTED_QUERY_NOT_FOUND"},
	} {
		if got := askBy(t, address, "1.4.0", test.secret, test.name, test.value); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.name, test.value, got, test.want)
		}
	}
	askBy(t, address, "1.4.0", "", "documentId", id) // again, so that the response is cached
	askBy(t, address, "9", "", "documentId", id)
	if code := s.end(t); code != 0 {
		t.Fatalf("the service ended with %d", code)
	}

	out, _ = operations(t, 0, "list", "--data="+data)
	for _, want := range []string{
		`(?m)^` + id[:12] + ` +FrontPage +website 1\.4\.0 +yes +5 +\d{4}-\d\d-\d\d$`,
		`(?m)^` + id[:12] + ` +FrontPage +unknown +no +1 +\d{4}-\d\d-\d\d$`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("the list lacks %s:\n%s", want, out)
		}
	}
	if _, errs = operations(t, 1, append([]string{"retire"}, flags...)...); !strings.Contains(errs, "FrontPage by website 1.4.0 on ") || !strings.Contains(errs, "--force") {
		t.Errorf("%s", errs)
	}
	if out, _ = operations(t, 0, append([]string{"retire", "--force"}, flags...)...); out != id+"  FrontPage\nRetired 1 operation.\n" {
		t.Errorf("%s", out)
	}
	if out, _ = operations(t, 0, "list", "--data="+data); strings.Count(out, "\n") != 1 {
		t.Errorf("%s", out)
	}
}

// TestRetiredWhileServing: a cached response of a retired operation is no longer served.
func TestRetiredWhileServing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	_, started := serve(t, "--data="+data, "--listen=127.0.0.1:0", "--seed=false", "--public-operations=trusted")
	address := started["address"].(string)
	dir := folder(t, map[string]string{"front-page.graphql": frontPage})
	operations(t, 0, "register", dir, "--data="+data, "--client-name=website", "--client-version=1")
	ask := func() string { return askBy(t, address, "1", "", "documentId", idOf(frontPage)) }
	for range 3 {
		if got := ask(); got != "data" {
			t.Fatalf("registered: %s", got)
		}
	}
	operations(t, 0, "retire", idOf(frontPage), "--data="+data, "--force")
	for deadline := time.Now().Add(patience); ask() != "UNKNOWN_OPERATION"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it still has a response")
		}
	}
}

// TestWhatReadersMayNotSend: operations that readers may not send can be registered for an
// editor's client, with a notice.
func TestWhatReadersMayNotSend(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"many.graphql": "query Many {" + strings.Repeat(" viewer { name }", 21) + "}"})
	out, errs := operations(t, 0, "register", dir, "--data="+t.TempDir(), "--client-name=desk", "--client-version=1")
	if !strings.Contains(out, "1 new") || !strings.Contains(errs, filepath.Join(dir, "many.graphql")+":1:1: readers may not send this") {
		t.Errorf("%s%s", out, errs)
	}
}

// TestOpenService: without the flag any operation may run, also by its hash.
func TestOpenService(t *testing.T) {
	t.Parallel()
	_, started := serve(t, "--data="+t.TempDir(), "--listen=127.0.0.1:0", "--seed=false")
	address := started["address"].(string)
	for _, want := range []string{"PERSISTED_QUERY_NOT_FOUND", "data"} {
		if got := askBy(t, address, "1", "", "documentId", "sha256:"+idOf(frontPage)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		askBy(t, address, "1", "", "query", frontPage)
	}
	if got := askBy(t, address, "1", "", "query", "{ __schema { queryType { name } } }"); got != "data" {
		t.Errorf("introspection: %s", got)
	}
}

func TestRegisterSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	dir := folder(t, map[string]string{
		"a.graphql": frontPage,
		"b.graphql": "# b\nquery B {\n  conferences { nodes { nam } }\n}\n",
		"c.graphql": "{ viewer { name } }",
	})
	flags := []string{"--data=" + data, "--client-name=website", "--client-version=1.4.0"}
	out, errs := operations(t, 3, append([]string{"register", dir}, flags...)...)
	for _, want := range []string{
		filepath.Join(dir, "b.graphql") + ":3:25: ", filepath.Join(dir, "c.graphql") + ":1:1: The operation has no name.", "2 problems; nothing was registered",
	} {
		if out != "" || !strings.Contains(errs, want) {
			t.Errorf("%q lacks %q", errs, want)
		}
	}
	manifest := filepath.Join(folder(t, map[string]string{"manifest.json": fmt.Sprintf(`{"format":"apollo-persisted-query-manifest","version":1,"operations":[
		{"id":%q,"name":"B","type":"query","body":"query B { nothing }"}]}`, idOf("query B { nothing }"))}), "manifest.json")
	if _, errs = operations(t, 3, append([]string{"register", manifest}, flags...)...); !strings.Contains(errs, manifest+":2: line 1 of the operation: ") {
		t.Errorf("%s", errs)
	}
	if left, _ := filepath.Glob(filepath.Join(data, "operations*")); len(left) > 0 {
		t.Errorf("%v was made", left)
	}
}

func TestOperationsUsage(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), folder(t, map[string]string{"front-page.graphql": frontPage})
	operations(t, 0, "register", dir, "--data="+data, "--client-name=website", "--client-version=1")
	id := idOf(frontPage)
	for _, test := range []struct {
		code int
		says string
		args []string
	}{
		{2, "--client-name and --client-version", []string{"register", dir, "--client-name=website"}},
		{1, "A client's name must have", []string{"register", dir, "--client-name=web site", "--client-version=1"}},
		{1, "has no .graphql files", []string{"register", t.TempDir(), "--client-name=website", "--client-version=1"}},
		{1, "not here", []string{"register", filepath.Join(dir, "not here"), "--client-name=website", "--client-version=1"}},
		{2, "either", []string{"retire"}},
		{2, "either", []string{"retire", "--client-name=website"}},
		{2, "either", []string{"retire", id, "--client-name=website", "--client-version=1"}},
		{2, "either", []string{"retire", id, "--client-name=website"}},
		{1, "matches 0 operations", []string{"retire", "0123456789ab"}},
		{1, "matches 0 operations", []string{"retire", id[:11]}},
		{1, "Nothing of that is registered", []string{"retire", "--client-name=website", "--client-version=2"}},
	} {
		if out, errs := operations(t, test.code, append(test.args, "--data="+data)...); out != "" || !strings.Contains(errs, test.says) {
			t.Errorf("%v: %s%s", test.args, out, errs)
		}
	}
	if out, _ := operations(t, 0, "retire", "sha256:"+id[:12], "--data="+data); !strings.HasPrefix(out, id+"  FrontPage\n") {
		t.Errorf("%s", out)
	}
}
