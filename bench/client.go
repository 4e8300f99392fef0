package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"time"
)

// connections is the number of concurrent clients: the machines have two cores, one of which
// the service needs.
const connections = 4

// process is a serving process.
type process struct {
	ready
	cmd   *exec.Cmd
	stdin io.Closer
}

func start(program, data string) (*process, error) {
	cmd := exec.Command(program, "-serve", data)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, stdin: stdin}
	if err := json.NewDecoder(out).Decode(&p.ready); err != nil {
		_ = cmd.Process.Kill()
		return nil, fmt.Errorf("%s did not start: %w", program, err)
	}
	return p, nil
}

func (p *process) stop() error {
	if err := p.stdin.Close(); err != nil {
		return err
	}
	return p.cmd.Wait()
}

func (p *process) usage() (u usage, err error) {
	answer, err := http.Get("http://" + p.Bare + "/usage")
	if err != nil {
		return u, err
	}
	defer func() { _ = answer.Body.Close() }()
	return u, json.NewDecoder(answer.Body).Decode(&u)
}

// settle waits until the followers of the log have caught up, so that their work is not
// measured.
func (p *process) settle() error {
	for end := time.Now().Add(10 * time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		answer, err := ask(p.Service, []byte(`{"query": "{ search(query: \"session\", first: 1) { indexedRevision } }"}`))
		if err != nil {
			return err
		}
		if !bytes.Contains(answer, []byte("null")) {
			return nil
		}
	}
	return errors.New("the search index was not made in ten minutes")
}

// profile makes the process write a CPU profile of the next seconds.
func (p *process) profile(to string, seconds float64) error {
	answer, err := http.PostForm("http://"+p.Bare+"/profile", url.Values{"to": {to}, "seconds": {fmt.Sprint(seconds)}})
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// set sets the response of the bare handler.
func (p *process) set(body []byte) error {
	r, err := http.NewRequest(http.MethodPut, "http://"+p.Bare+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// ask posts a body once and returns the response, which must have no errors.
func ask(address string, body []byte) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, "http://"+address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || bytes.Contains(b, []byte(`"errors"`))) {
		err = fmt.Errorf("%s: %.500s", answer.Status, b)
	}
	return b, err
}

// round is the result of some seconds of load.
type round struct {
	took      []time.Duration // of each request, in order
	seconds   float64
	cpu       time.Duration
	allocated uint64
	objects   uint64 // allocated
	hits      int    // responses from the cache
}

func (r round) rate() float64 { return float64(len(r.took)) / r.seconds }

func (r round) quantile(q float64) time.Duration { return r.took[int(q*float64(len(r.took)-1))] }

// post returns a POST request with additional header lines.
func post(body []byte, headers string) []byte {
	return fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: bench\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", headers, len(body), body)
}

// load sends one request repeatedly, on several connections, for a time.
func (p *process) load(address string, body []byte, length time.Duration) (round, error) {
	request := post(body, "")
	return p.loadEach(address, func() []byte { return request }, length)
}

// loadEach sends the requests that next returns, on several connections, for a time.
func (p *process) loadEach(address string, next func() []byte, length time.Duration) (round, error) {
	before, err := p.usage()
	if err != nil {
		return round{}, err
	}
	var mu sync.Mutex
	var result round
	var failed error
	var asking sync.WaitGroup
	begin := time.Now()
	for range connections {
		asking.Go(func() {
			one, err := askFor(address, next, begin.Add(length))
			mu.Lock()
			defer mu.Unlock()
			result.took = append(result.took, one.took...)
			result.hits += one.hits
			if err != nil {
				failed = err
			}
		})
	}
	asking.Wait()
	result.seconds = time.Since(begin).Seconds()
	after, err := p.usage()
	if failed != nil || err != nil {
		return result, fmt.Errorf("asking: %w %w", failed, err)
	}
	result.cpu, result.allocated, result.objects = after.CPU-before.CPU, after.Allocated-before.Allocated, after.Objects-before.Objects
	slices.Sort(result.took)
	return result, nil
}

// askFor sends requests on a connection of its own. It does as little work as an HTTP/1.1
// client can, so that the client is not measured.
func askFor(address string, next func() []byte, until time.Time) (r round, err error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return r, err
	}
	defer func() { _ = conn.Close() }()
	answers := bufio.NewReaderSize(conn, 1<<16)
	for begin := time.Now(); begin.Before(until); begin = time.Now() {
		if _, err := conn.Write(next()); err != nil {
			return r, err
		}
		hit, err := skipAnswer(answers)
		if err != nil {
			return r, err
		}
		if hit {
			r.hits++
		}
		r.took = append(r.took, time.Since(begin))
	}
	return r, nil
}

// skipAnswer reads a response, and reports whether it is from the cache.
func skipAnswer(r *bufio.Reader) (hit bool, err error) {
	length := -1
	for first := true; ; first = false {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case !first:
		case bytes.HasPrefix(line, []byte("HTTP/1.1 304")):
			length = 0
		case !bytes.HasPrefix(line, []byte("HTTP/1.1 200")):
			return false, fmt.Errorf("the response is %s", line)
		}
		if len(line) == 0 {
			break
		}
		// Go's servers write names in this form.
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return false, err
			}
		} else if value, ok := bytes.CutPrefix(line, []byte("Server-Timing: ")); ok {
			hit = bytes.Contains(value, []byte(`"hit`))
		}
	}
	if length < 0 {
		return false, fmt.Errorf("the response has no length")
	}
	_, err = r.Discard(length)
	return hit, err
}
