package cli_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lectern/internal/cli"
)

// post sends an operation to a running service.
func post(t *testing.T, address, credential, query string) {
	t.Helper()
	r, err := http.NewRequest("POST", address+"/graphql", strings.NewReader(fmt.Sprintf(`{"query": %q}`, query)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+credential)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		t.Fatal(response.Status)
	}
}

func TestPurgeFeed(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	_, started := serve(t, "--data="+data, "--listen=127.0.0.1:0", "--cache-tags=surrogate-key")
	address := started["address"].(string)
	admin, _ := createToken(t, data, "--role=admin", "--name=Chief")
	reader, _ := createToken(t, data, "--role=reader", "--name=CDN")
	const topic = "topic_01M8149T00R0VFC8BPG0EB61RV"
	edit := func(name string) {
		post(t, address, admin, fmt.Sprintf(`mutation { updateTopic(input: {id: "%s", fields: {name: "%s"}}) { revision } publish(input: {id: "%s"}) { revision } }`, topic, name, topic))
	}
	edit("Forfølgelse")

	code, out, errs := run(t, "purge-feed", "--url="+address, "--token="+reader, "--since=1")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 1 || !strings.HasPrefix(out, "2 ") || !strings.Contains(out, " "+topic+" ") || !strings.Contains(out, " topic.any ") {
		t.Fatalf("exit code %d\n%q\n%q", code, out, errs)
	}
	if code, out, _ := run(t, "purge-feed", "--url="+address, "--token="+reader, "--since=2"); code != 0 || out != "" {
		t.Errorf("nothing happened since, and it prints %q, exit code %d", out, code)
	}
	if code, out, _ := run(t, "purge-feed", "--url="+address, "--token="+reader, "--since=99"); code != 0 || out != "2 all\n" {
		t.Errorf("for an unknown revision it prints %q, exit code %d", out, code)
	}
	if code, out, _ := run(t, "purge-feed", "--url="+address, "--token=no"); code != 1 || out != "" {
		t.Errorf("an unknown token: exit code %d, %q", code, out)
	}

	// With --follow, it prints each change when it happens.
	ctx, stop := context.WithCancel(t.Context())
	printed := &signal{came: make(chan string, 10)}
	ended := make(chan int)
	go func() {
		ended <- cli.Run(ctx, []string{"purge-feed", "--follow", "--url=" + address, "--token=" + reader, "--since=2"}, printed, &strings.Builder{})
	}()
	edit("Stalking igen")
	if got := <-printed.came; !strings.HasPrefix(got, "3 ") || !strings.Contains(got, topic) {
		t.Errorf("it prints %q", got)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// signal passes on what is written to it.
type signal struct{ came chan string }

func (s *signal) Write(p []byte) (int, error) {
	s.came <- string(p)
	return len(p), nil
}
