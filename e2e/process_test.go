package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is the running program.
type process struct {
	*exec.Cmd
	log     chan map[string]any // its lines; closed at its end
	address string              // host:port
	data    string              // the flag --data
}

// start runs the program on a free port, with more flags.
func start(t *testing.T, flags ...string) *process {
	t.Helper()
	data := "--data=" + t.TempDir()
	p := &process{
		Cmd:  exec.Command(program(t), append([]string{data, "--listen=127.0.0.1:0", "--log-format=json"}, flags...)...),
		log:  make(chan map[string]any, 1000),
		data: data,
	}
	errs, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	go func() {
		defer close(p.log)
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			var m map[string]any
			if json.Unmarshal(lines.Bytes(), &m) == nil {
				p.log <- m
			}
		}
	}()
	p.address = strings.TrimPrefix(p.wait(t, "Lectern answers")["address"].(string), "http://")
	return p
}

// command runs a command of the program at the same time.
func (p *process) command(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command(p.Path, append(args, p.data)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// wait waits for a line of the log.
func (p *process) wait(t *testing.T, message string) map[string]any {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		select {
		case line, ok := <-p.log:
			if !ok {
				t.Fatalf("the program ended before it logged %q", message)
			}
			if line["msg"] == message {
				return line
			}
		case <-deadline:
			t.Fatalf("the program didn't log %q", message)
		}
	}
}

// On SIGTERM, a request whose body is still being received gets a response, a new one is
// refused, and the exit code is 0.
func TestSIGTERMFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	p := start(t)
	conn, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"query":"{ __typename }"}`
	fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	answer := bufio.NewReader(conn)
	// 100 Continue means that the handler has begun to read.
	if line, err := answer.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q %v", line, err)
	}
	if _, err := answer.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.wait(t, "stopping")
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(answer, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err != nil || response.StatusCode != 200 || !strings.Contains(string(got), `"Query"`) {
		t.Errorf("%d %s %v", response.StatusCode, got, err)
	}
	p.wait(t, "stopped")
	if err := p.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
	if conn, err := net.Dial("tcp", p.address); err == nil {
		conn.Close()
		t.Error("the address is still answered")
	}
}
