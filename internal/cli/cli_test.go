package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/cli"
)

// patience is the maximum wait for something that should happen at once.
const patience = 30 * time.Second

// run runs the program to its end.
func run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var o, e bytes.Buffer
	code = cli.Run(ctx, args, &o, &e)
	return code, o.String(), e.String()
}

func TestHelp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		has  []string
	}{
		{[]string{"--help"}, []string{
			"Usage: lectern", "serve", "import", "export", "verify", "rebuild", "token", "operations", "version", "Examples:", "Exit codes:",
			"--data", "data/var", "LECTERN_DATA", "--log-format", "LECTERN_LOG_FORMAT", "--log-level", "--listen", "--seed=false",
		}},
		{[]string{"serve", "--help"}, []string{
			"--listen", "127.0.0.1:8080", "LECTERN_LISTEN", "LECTERN_SEED", "--public-url", "--website", "--page", "--allow-origin", "--allow-header", "--server-timing",
			"--max-concurrent", "--query-timeout", "--limit-tokens=1000", "--editor-limit-tokens=10000", "--limit-cost", "LECTERN_LIMIT_DEPTH",
			"--write-timeout=30s", "--stop-timeout=10s", "SIGTERM", `--public-operations="open"`, "LECTERN_PUBLIC_OPERATIONS",
			"Uploaded files:", "--media-video-bytes=5000000000", "--media-upload-expiry=24h", "--s3-endpoint", "LECTERN_S3_SECRET",
			"Signing in:", "--oidc-issuer", "--oidc-audience", "--oidc-client", "--oidc-role=VALUE=ROLE", `--oidc-role-claim="roles"`, "LECTERN_OIDC_NAME_CLAIM",
		}},
		{[]string{"import", "--help"}, []string{"<path>", "--atomic", "10000", "--dry-run"}},
		{[]string{"export", "--help"}, []string{"<folder>", "--history"}},
		{[]string{"verify", "--help"}, []string{"exit code is 3"}},
		{[]string{"token", "--help"}, []string{"token create", "token list", "token revoke", "while the service runs"}},
		{[]string{"token", "create", "--help"}, []string{"--role", "previewer", "--name", "--expires", "90d", "standard output"}},
		{[]string{"operations", "--help"}, []string{"operations register", "operations list", "operations retire", "while the service runs"}},
		{[]string{"operations", "register", "--help"}, []string{"<path>", "--client-name", "--client-version", "manifest"}},
		{[]string{"operations", "retire", "--help"}, []string{"--force", "30 days"}},
		{[]string{"assets", "--help"}, []string{"assets list", "assets add", "assets gc", "while the service runs"}},
		{[]string{"assets", "gc", "--help"}, []string{"--grace=24h", "--dry-run", "--s3-bucket", "restored"}},
		{[]string{"rebuild", "--help"}, []string{"interrupted"}},
	}
	for _, test := range tests {
		code, out, errs := run(t, test.args...)
		if code != 0 || errs != "" {
			t.Errorf("%v: exit code %d, %s", test.args, code, errs)
		}
		for _, want := range test.has {
			if !strings.Contains(out, want) {
				t.Errorf("%v: the help lacks %q", test.args, want)
			}
		}
		if strings.Contains(out, "${") {
			t.Errorf("%v: the help has a placeholder that was not filled in", test.args)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	if code, out, _ := run(t, "version"); code != 0 || !strings.HasPrefix(out, "lectern ") {
		t.Errorf("exit code %d, %q", code, out)
	}
}

func TestWrongUsage(t *testing.T) {
	// Not parallel: it sets the environment.
	tests := []struct {
		name string
		args []string
		env  [2]string
		says string
	}{
		{"unknown flag", []string{"--bogus"}, [2]string{}, "--bogus"},
		{"unknown command", []string{"bogus"}, [2]string{}, "unknown command or argument \"bogus\"\nSee lectern --help."},
		{"half a command", []string{"token"}, [2]string{}, "See lectern token --help."},
		{"an unknown flag of a command", []string{"assets", "list", "--bogus"}, [2]string{}, "See lectern assets list --help."},
		{"no path", []string{"import"}, [2]string{}, "path"},
		{"S3 without an address", []string{"--s3-bucket=x"}, [2]string{}, "--s3-endpoint"},
		{"S3 without an address, to verify", []string{"verify", "--s3-bucket=x"}, [2]string{}, "--s3-endpoint"},
		{"a size below 0", []string{"--media-image-bytes=-1"}, [2]string{}, "--media-image-bytes"},
		{"no expiry", []string{"--media-upload-expiry=0s"}, [2]string{}, "--media-upload-expiry"},
		{"no changes of the log", []string{"log", "--limit=-1"}, [2]string{}, "--limit"},
		{"an unknown time of the log", []string{"log", "--since=soon"}, [2]string{}, "--since"},
		{"a spreadsheet of nothing known, to import", []string{"import", "rows.csv"}, [2]string{}, "--kind"},
		{"two spreadsheets", []string{"import", "speakers.csv", "more.csv"}, [2]string{}, "only path"},
		{"sessions of no conference, to export", []string{"export", "sessions.csv"}, [2]string{}, "--conference"},
		{"S3 without an address, to import", []string{"import", "--s3-bucket=x", "content"}, [2]string{}, "--s3-endpoint"},
		{"S3 without an address, to export", []string{"export", "--s3-bucket=x", "out"}, [2]string{}, "--s3-endpoint"},
		{"changes of another scheme", []string{"purge-feed", "--url=ftp://x", "--token=x"}, [2]string{}, "--url"},
		{"changes without a token", []string{"purge-feed"}, [2]string{}, "--token"},
		{"a negative rest", []string{"purge-feed", "--token=x", "--rest=-1s"}, [2]string{}, "--rest"},
		{"a negative grace", []string{"assets", "gc", "--grace=-1s"}, [2]string{}, "--grace"},
		{"no port", []string{"--listen=localhost"}, [2]string{}, "host:port"},
		{"a port that is none", []string{"--listen=127.0.0.1:99999"}, [2]string{}, "0 to 65535"},
		{"a negative port", []string{"--listen=:-1"}, [2]string{}, "0 to 65535"},
		{"a port in words", []string{"--listen=:http"}, [2]string{}, "0 to 65535"},
		{"public URL with a port that is none", []string{"--public-url=https://example.org:99999"}, [2]string{}, "--public-url"},
		{"website with a port that is none", []string{"--website=https://example.org:99999/{slug}"}, [2]string{}, "--website"},
		{"origin with a port that is none", []string{"--allow-origin=https://example.org:99999"}, [2]string{}, "not an origin"},
		{"S3 with a port that is none", []string{"--s3-endpoint=https://s3.example.org:99999", "--s3-bucket=x", "--s3-access-key=x", "--s3-secret=x"}, [2]string{}, "99999"},
		{"provider with a port that is none", []string{"--oidc-issuer=https://login.example.org:99999", "--oidc-audience=lectern", "--oidc-role", "writers=editor"}, [2]string{}, "99999"},
		{"header with a space", []string{"--allow-header=X Y"}, [2]string{}, "--allow-header"},
		{"all headers", []string{"--allow-header=*"}, [2]string{}, "--allow-header"},
		{"bad format", []string{"--log-format=xml"}, [2]string{}, "json"},
		{"bad level", []string{"--log-level=loud"}, [2]string{}, "loud"},
		{"public URL with a path", []string{"--public-url=https://example.org/api"}, [2]string{}, "--public-url"},
		{"public URL of another scheme", []string{"--public-url=ftp://example.org"}, [2]string{}, "--public-url"},
		{"website without a slug", []string{"--website=https://example.org/{kind}"}, [2]string{}, "{slug}"},
		{"website with something else", []string{"--website=https://example.org/{id}/{slug}"}, [2]string{}, "{slug}"},
		{"page of no kind", []string{"--page", "lecture=https://example.org/{slug}"}, [2]string{}, "conference"},
		{"page without a slug", []string{"--page", "session=https://example.org/"}, [2]string{}, "{slug}"},
		{"origin without a scheme", []string{"--allow-origin=example.org"}, [2]string{}, "not an origin"},
		{"origin with a path", []string{"--allow-origin=https://example.org/"}, [2]string{}, "not an origin"},
		{"pattern of origins", []string{"--allow-origin=https://*.example.org"}, [2]string{}, "not an origin"},
		{"null origin", []string{"--allow-origin=null"}, [2]string{}, "not an origin"},
		{"all origins and one", []string{"--allow-origin=*,https://example.org"}, [2]string{}, "the only value"},
		{"no time", []string{"--read-timeout=0s"}, [2]string{}, "--read-timeout"},
		{"no time to write", []string{"--write-timeout=1s", "--query-timeout=1s"}, [2]string{}, "--write-timeout"},
		{"no operation", []string{"--max-concurrent=0"}, [2]string{}, "--max-concurrent"},
		{"wrong number", []string{"--limit-depth=deep"}, [2]string{}, "--limit-depth"},
		{"provider without an audience", []string{"--oidc-issuer=https://login.example.org", "--oidc-role", "writers=editor"}, [2]string{}, "audience"},
		{"provider without roles", []string{"--oidc-issuer=https://login.example.org", "--oidc-audience=lectern"}, [2]string{}, "No value of the claim roles"},
		{"provider without TLS", []string{"--oidc-issuer=http://login.example.org", "--oidc-audience=lectern", "--oidc-role", "writers=editor"}, [2]string{}, "https"},
		{"provider's role that is none", []string{"--oidc-issuer=https://login.example.org", "--oidc-audience=lectern", "--oidc-role", "writers=owner"}, [2]string{}, "Unknown role"},
		{"roles without a provider", []string{"--oidc-role", "writers=editor"}, [2]string{}, "--oidc-issuer"},
		{"client without a provider", []string{"--oidc-client=lectern"}, [2]string{}, "--oidc-issuer"},
		{"wrong environment", nil, [2]string{"LECTERN_QUERY_TIMEOUT", "soon"}, "LECTERN_QUERY_TIMEOUT"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("LECTERN_DATA", filepath.Join(t.TempDir(), "var"))
			if test.env[0] != "" {
				t.Setenv(test.env[0], test.env[1])
			}
			code, out, errs := run(t, test.args...)
			if code != 2 || out != "" || !strings.Contains(errs, test.says) {
				t.Errorf("exit code %d, want 2\n%s%s", code, out, errs)
			}
			if _, err := os.Stat(os.Getenv("LECTERN_DATA")); err == nil {
				t.Error("the data directory was created")
			}
		})
	}
}

// lines is a log that a test reads while others write it.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
	new chan struct{}
}

func newLines() *lines { return &lines{new: make(chan struct{}, 1000)} }

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.new <- struct{}{}
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// serving is a service in this process.
type serving struct {
	log  *lines
	stop context.CancelFunc
	code chan int
}

// serve starts the service, on a free port and with a JSON log, and returns its first log line.
func serve(t *testing.T, args ...string) (*serving, map[string]any) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &serving{log: newLines(), stop: stop, code: make(chan int, 1)}
	go func() {
		s.code <- cli.Run(ctx, append([]string{"--log-format=json"}, args...), io.Discard, s.log)
	}()
	t.Cleanup(func() { s.end(t) })
	deadline := time.After(patience)
	for {
		select {
		case <-s.log.new:
		case <-deadline:
			t.Fatalf("the service didn't start:\n%s", s.log)
		case code := <-s.code:
			s.code <- code
			t.Fatalf("the service ended with %d:\n%s", code, s.log)
		}
		for line := range strings.Lines(s.log.String()) {
			var m map[string]any
			if json.Unmarshal([]byte(line), &m) == nil && m["msg"] == "Lectern answers" {
				return s, m
			}
		}
	}
}

// end stops the service and returns its exit code.
func (s *serving) end(t *testing.T) int {
	t.Helper()
	s.stop()
	select {
	case code := <-s.code:
		s.code <- code
		return code
	case <-time.After(patience):
		t.Fatalf("the service didn't stop:\n%s", s.log)
		return -1
	}
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(b)
}

func TestServeSeedsAnEmptyStoreOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s, started := serve(t, "--data="+data, "--listen=127.0.0.1:0")
	address := started["address"].(string)
	if status, body := get(t, address+"/readyz"); status != 200 {
		t.Errorf("/readyz answers %d %s", status, body)
	}
	if status, body := get(t, address+"/"); status != 200 || !strings.Contains(body, "<strong>1</strong>") {
		t.Errorf("/ has status %d and does not say that the seed is revision 1:\n%s", status, body)
	}
	if code := s.end(t); code != 0 {
		t.Errorf("exit code %d after a stop:\n%s", code, s.log)
	}
	_, started = serve(t, "--data="+data, "--listen=127.0.0.1:0")
	if started["revision"] != 1.0 {
		t.Errorf("after a second start the revision is %v, want 1", started["revision"])
	}
}

func TestFlagsGoBeforeTheEnvironment(t *testing.T) {
	// Not parallel: it sets the environment.
	t.Setenv("LECTERN_DATA", t.TempDir())
	t.Setenv("LECTERN_LISTEN", "127.0.0.1:0")
	t.Setenv("LECTERN_SEED", "false")
	s, started := serve(t)
	if started["revision"] != 0.0 {
		t.Errorf("LECTERN_SEED=false: the revision is %v", started["revision"])
	}
	s.end(t)
	if _, started = serve(t, "--seed", "--public-url=https://api.example.org"); started["revision"] != 1.0 {
		t.Errorf("--seed before LECTERN_SEED=false: the revision is %v", started["revision"])
	}
	if _, body := get(t, started["address"].(string)+"/"); !strings.Contains(body, "https://api.example.org/graphql") {
		t.Errorf("/ doesn't have the public URL:\n%s", body)
	}
}

// The service starts without its provider. A token of the provider is then refused with a
// request to try again.
func TestServeWhileTheProviderIsAway(t *testing.T) {
	t.Parallel()
	_, started := serve(t, "--data="+t.TempDir(), "--listen=127.0.0.1:0", "--seed=false",
		"--oidc-issuer=http://127.0.0.1:1", "--oidc-audience=lectern", "--oidc-role", "writers=editor", "--oidc-role", "a.b=reader")
	if got := status(t, started["address"].(string), "e30.e30.e30"); got != 503 {
		t.Errorf("a token of the provider: %d", got)
	}
}

func TestSecondProcessOnOneStore(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serve(t, "--data="+data, "--listen=127.0.0.1:0", "--seed=false")
	for _, command := range [][]string{{"serve", "--listen=127.0.0.1:0"}, {"verify"}, {"rebuild"}, {"import", t.TempDir()}, {"export", filepath.Join(t.TempDir(), "out")}, {"log"}, {"erase", "speaker_01M8149ZVGR3E8WSSAMCT66KNR"}} {
		code, _, errs := run(t, append(command, "--data="+data)...)
		if code != 1 || !strings.Contains(errs, "Another process uses") {
			t.Errorf("%v: exit code %d, %s", command, code, errs)
		}
	}
}

func TestPortThatIsTaken(t *testing.T) {
	t.Parallel()
	_, started := serve(t, "--data="+t.TempDir(), "--listen=127.0.0.1:0", "--seed=false")
	address := strings.TrimPrefix(started["address"].(string), "http://")
	code, _, errs := run(t, "--data="+t.TempDir(), "--listen="+address)
	if code != 1 || !strings.Contains(errs, "can't listen on "+address) || !strings.Contains(errs, "in use") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

// publicSeed returns the number of published documents in the seed.
func publicSeed(t *testing.T) (n int) {
	t.Helper()
	files, err := filepath.Glob("../../data/seed/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\npublishedAt: ") {
			n++
		}
	}
	return n
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	seeded, again, third := t.TempDir(), t.TempDir(), t.TempDir()
	s, _ := serve(t, "--data="+seeded, "--listen=127.0.0.1:0")
	s.end(t)
	out, plain := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "plain")
	steps := []struct {
		args []string
		says string
	}{
		{[]string{"verify", "--data=" + seeded}, "is intact: revision 1"},
		{[]string{"export", "--data=" + seeded, "--history", out}, "Exported"},
		{[]string{"import", "--data=" + again, "--dry-run", out}, "Would import"},
		{[]string{"import", "--data=" + again, out}, "Imported"},
		{[]string{"import", "--data=" + again, out}, "Imported 0 new documents and 0 changed, in 0 changes"},
		{[]string{"rebuild", "--data=" + again}, "Rebuilt the store"},
		{[]string{"rebuild", "--data=" + again}, fmt.Sprintf("Rebuilt the search index with %d documents", publicSeed(t))},
		{[]string{"verify", "--data=" + again}, "is intact: revision 1"},
		{[]string{"export", "--data=" + again, plain}, "Exported"},
		{[]string{"import", "--data=" + again, "--dry-run", plain}, "Would import 0 new documents and 0 changed; "},
		{[]string{"import", "--data=" + third, "--dry-run", plain}, `duration: (nothing) -> "PT6S"`},
	}
	signedIn := false
	for _, step := range steps {
		code, got, errs := run(t, step.args...)
		// The first import into a new store prints a token, once.
		first := !signedIn && step.args[0] == "import" && !slices.Contains(step.args, "--dry-run")
		signedIn = signedIn || first
		if code != 0 || !strings.Contains(got, step.says) || strings.Contains(got, "Sign in with this token") != first {
			t.Fatalf("%v: exit code %d\n%s%s", step.args, code, got, errs)
		}
	}
}

func TestImportReportsProblems(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	folder := filepath.Join(root, "topics")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "bad.yaml"), []byte("name:\n  da: Et emne\ncolour: red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, "import", "--data="+t.TempDir(), root)
	if code != 3 || !strings.Contains(out, "bad.yaml:3") || !strings.Contains(errs, "nothing was written") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if code, _, _ := run(t, "import", "--data="+t.TempDir(), filepath.Join(folder, "missing")); code != 1 {
		t.Errorf("a missing folder: exit code %d, want 1", code)
	}
}

func TestVerifyOfNoStore(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "none")
	if code, _, errs := run(t, "verify", "--data="+data); code != 1 || errs == "" {
		t.Errorf("exit code %d, %s", code, errs)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("verify made the directory")
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s, _ := serve(t, "--data="+data, "--listen=127.0.0.1:0")
	s.end(t)
	name := filepath.Join(data, "lectern.db")
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file, []byte("Fagkonference"))
	if at < 0 {
		t.Fatal("the seed's conference is not in the file")
	}
	file[at] ^= 1
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := run(t, "verify", "--data="+data); code != 3 || out == "" || !strings.Contains(errs, "finding") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}
