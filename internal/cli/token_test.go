package cli_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/auth"
	"lectern/internal/cli"
)

var secretForm = regexp.MustCompile(`lectern_[0-9a-z]{8}_[0-9a-z]{63}`)

// createToken creates a token, and returns its secret and id.
func createToken(t *testing.T, data string, args ...string) (secret, id string) {
	t.Helper()
	code, out, errs := run(t, append([]string{"token", "create", "--data=" + data}, args...)...)
	secret = strings.TrimSuffix(out, "\n")
	if code != 0 || secretForm.FindString(secret) != secret || strings.Contains(errs, secret) {
		t.Fatalf("exit code %d\n%q\n%q", code, out, errs)
	}
	id = strings.Split(secret, "_")[1]
	if !strings.Contains(errs, "Created token "+id) {
		t.Errorf("it says %q", errs)
	}
	return secret, id
}

// status returns the status of a request with a credential.
func status(t *testing.T, address, credential string) int {
	t.Helper()
	r, err := http.NewRequest("GET", address+"/graphql?query={__typename}", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+credential)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// The commands take effect while the service runs and holds the lock of the store.
func TestTokenCommandsWhileServing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	_, started := serve(t, "--data="+data, "--listen=127.0.0.1:0", "--seed=false")
	address := started["address"].(string)
	secret, id := createToken(t, data, "--role=editor", "--name=Ida Ågård", "--expires=90d")
	if got := status(t, address, secret); got != 200 {
		t.Errorf("the new token: %d", got)
	}
	code, out, errs := run(t, "token", "list", "--data="+data)
	if code != 0 || errs != "" || !regexp.MustCompile(`(?m)^`+id+` +editor +\S+Z +\S+Z +Ida Ågård$`).MatchString(out) ||
		!strings.Contains(out, "first start") || secretForm.MatchString(out) {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if code, out, errs = run(t, "token", "revoke", "--data="+data, id); code != 0 || !strings.Contains(out, "Revoked token "+id+" of Ida Ågård") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if got := status(t, address, secret); got != 401 {
		t.Errorf("the revoked token: %d", got)
	}
	if code, out, errs = run(t, "token", "revoke", "--data="+data, id); code != 1 || out != "" || errs != "lectern: There is no token with this id.\n" {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

func TestTokenWithoutADataDirectory(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "var")
	code, out, errs := run(t, "token", "list", "--data="+data)
	if code != 0 || strings.Count(out, "\n") != 1 {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("list made the directory")
	}
	createToken(t, data, "--role=reader", "--name=website", "--expires=2999-12-31")
	if _, out, _ = run(t, "token", "list", "--data="+data); !strings.Contains(out, "3000-01-01T00:00:00Z") {
		t.Errorf("the token ends with its last day:\n%s", out)
	}
	if err := os.WriteFile(filepath.Join(data, auth.FileName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs = run(t, "token", "list", "--data="+data); code != 1 || !strings.Contains(errs, "is damaged") || !strings.Contains(errs, "lectern token create") {
		t.Errorf("exit code %d, %s", code, errs)
	}
}

func TestTokenUsage(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "var")
	tests := map[string][]string{
		"--name":                {"create", "--role=editor"},
		"missing flags: --role": {"create", "--name=Ida"},
		"Unknown role":          {"create", "--name=Ida", "--role=owner"},
		"must be a day":         {"create", "--name=Ida", "--role=editor", "--expires=soon"},
		`"0d"`:                  {"create", "--name=Ida", "--role=editor", "--expires=0d"},
		`"-1d"`:                 {"create", "--name=Ida", "--role=editor", "--expires=-1d"},
		`"40000d"`:              {"create", "--name=Ida", "--role=editor", "--expires=40000d"},
		"is in the past":        {"create", "--name=Ida", "--role=editor", "--expires=2020-01-31"},
		"<id>":                  {"revoke"},
	}
	for says, args := range tests {
		code, out, errs := run(t, append(append([]string{"token"}, args...), "--data="+data)...)
		if code != 2 || out != "" || !strings.Contains(errs, says) {
			t.Errorf("%v: exit code %d\n%s%s", args, code, out, errs)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("the data directory was created")
	}
}

// output is the output of the service, read while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

// The token of the first start is printed once on standard output, is not in the log, and
// works.
func TestFirstStartShowsAToken(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	start := func() (out, log string) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var o output
		l := newLines()
		code := make(chan int, 1)
		go func() {
			code <- cli.Run(ctx, []string{"--data=" + data, "--listen=127.0.0.1:0", "--seed=false", "--log-level=debug"}, &o, l)
		}()
		for !strings.Contains(l.String(), "Lectern answers") {
			select {
			case <-l.new:
			case c := <-code:
				t.Fatalf("the service ended with %d:\n%s", c, l)
			case <-time.After(patience):
				t.Fatalf("the service didn't start:\n%s", l)
			}
		}
		stop()
		<-code
		return o.buf.String(), l.String()
	}
	out, log := start()
	secret := secretForm.FindString(out)
	if secret == "" || !strings.HasSuffix(out, ":\n"+secret+"\n") || strings.Count(out, "\n") != 2 || strings.Contains(log, secret) {
		t.Errorf("standard output is\n%s", out)
	}
	if actor, err := auth.OpenTokens(data).Authenticate(secret, time.Now()); err != nil || actor.Name != "first start" {
		t.Errorf("%+v, %v", actor, err)
	}
	if out, _ := start(); out != "" {
		t.Errorf("the second start shows\n%s", out)
	}
}
