package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// writers is the number of concurrent writers that share syncs.
const writers = 32

// writes measures the cost of writes: against a bare bbolt commit of the same bytes on the same
// disk, with many concurrent writers, and for concurrent readers. It works on copies of the
// data set, so that each run starts with the same data.
func (o options) writes(out io.Writer, self, data string) (err error) {
	copied, p, secret, err := startOnCopy(self, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop(), os.RemoveAll(copied)) }()
	w := &writer{address: p.Service, secret: secret}
	if err := w.find(); err != nil {
		return err
	}
	disk, err := openBare(data, filepath.Join(copied, "bare"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.db.Close()) }()
	fmt.Fprintf(out, "on %s; %s\n\n", fileSystem(copied), disk.tell())
	// The process is idle between edits, so a profile of all the rounds shows the edits.
	profile := func(name string) error {
		if o.profile == "" {
			return nil
		}
		return p.profile(filepath.Join(o.profile, name+".pprof"), 2*o.length.Seconds()*float64(o.rounds))
	}
	if err := errors.Join(profile("one-writer"), o.oneWriter(out, w, disk), profile("writers")); err != nil {
		return err
	}
	if err := o.manyWriters(out, w, disk); err != nil {
		return err
	}
	return o.readersMeanwhile(out, p, w)
}

// startOnCopy starts a process on a copy of the data set, with a token for writing.
func startOnCopy(self, data string) (copied string, p *process, secret string, err error) {
	copied = data + "-copy"
	if err := errors.Join(os.RemoveAll(copied), os.CopyFS(copied, os.DirFS(data))); err != nil {
		return "", nil, "", err
	}
	if secret, _, err = auth.OpenTokens(copied).Create("bench", content.RoleAdmin, time.Time{}, time.Now()); err == nil {
		p, err = start(self, copied)
	}
	if err != nil {
		return "", nil, "", errors.Join(err, os.RemoveAll(copied))
	}
	return copied, p, secret, p.settle()
}

// writer edits titles of sessions.
type writer struct {
	address, secret string
	sessions        []string
	n               atomic.Int64
}

func (w *writer) post(query string, variables map[string]any) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, "http://"+w.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+w.secret)
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || bytes.Contains(b, []byte(`"errors"`)) || bytes.Contains(b, []byte(`"code"`))) {
		err = fmt.Errorf("%s: %.500s", answer.Status, b)
	}
	return b, err
}

// client keeps a connection for each writer.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: writers}}

// find looks up the ids of some sessions.
func (w *writer) find() error {
	b, err := w.post(`{ sessions(first: 100) { nodes { id } } }`, nil)
	if err != nil {
		return err
	}
	var answer struct {
		Data struct {
			Sessions struct{ Nodes []struct{ ID string } }
		}
	}
	if err := json.Unmarshal(b, &answer); err != nil {
		return err
	}
	for _, n := range answer.Data.Sessions.Nodes {
		w.sessions = append(w.sessions, n.ID)
	}
	return nil
}

// edit changes the title of the next session.
func (w *writer) edit() error {
	n := w.n.Add(1)
	_, err := w.post(`mutation Title($id: ID!, $title: String!) { updateSession(input: {id: $id, fields: {title: $title}}) { revision userErrors { code } } }`,
		map[string]any{"id": w.sessions[n%int64(len(w.sessions))], "title": fmt.Sprint("Session number ", n)})
	return err
}

// editAndPublish changes the title of a session and publishes it, in one change.
func (w *writer) editAndPublish(session int) error {
	_, err := w.post(`mutation Title($id: ID!, $title: String!) {
  updateSession(input: {id: $id, fields: {title: $title}}) { userErrors { code } }
  publish(input: {id: $id}) { userErrors { code } }
}`, map[string]any{"id": w.sessions[session], "title": fmt.Sprint("Session number ", w.n.Add(1))})
	return err
}

// during repeats something for a time.
func during(length time.Duration, do func() error) (round, error) {
	r := round{}
	begin := time.Now()
	for end := begin.Add(length); time.Now().Before(end); {
		from := time.Now()
		if err := do(); err != nil {
			return r, err
		}
		r.took = append(r.took, time.Since(from))
	}
	r.seconds = time.Since(begin).Seconds()
	slices.Sort(r.took)
	return r, nil
}

// many is during with several goroutines.
func many(n int, length time.Duration, do func() error) (round, error) {
	var mu sync.Mutex
	var all round
	var failed error
	var working sync.WaitGroup
	begin := time.Now()
	for range n {
		working.Go(func() {
			r, err := during(length, do)
			mu.Lock()
			defer mu.Unlock()
			all.took, failed = append(all.took, r.took...), errors.Join(failed, err)
		})
	}
	working.Wait()
	all.seconds = time.Since(begin).Seconds()
	slices.Sort(all.took)
	return all, failed
}

func (o options) oneWriter(out io.Writer, w *writer, d *disk) error {
	var ratios []float64
	var ours, bare []round
	for n := range o.rounds + 1 {
		a, err := during(o.length, w.edit)
		if err != nil {
			return err
		}
		b, err := during(o.length, d.commit)
		if err != nil {
			return err
		}
		if n > 0 {
			ours, bare = append(ours, a), append(bare, b)
			ratios = append(ratios, a.quantile(0.5).Seconds()/b.quantile(0.5).Seconds())
		}
	}
	ratio := median(ratios, cmp.Compare)
	tellWrites(out, "one writer, a title", ours)
	tellWrites(out, "bare bbolt commit", bare)
	bar(out, "one writer takes %.2f times a bare commit (bar 2)", ratio, ratio <= 2)
	return nil
}

func (o options) manyWriters(out io.Writer, w *writer, d *disk) error {
	var gain, shared []float64
	var ours []round
	for n := range o.rounds + 1 {
		one, err := during(o.length, w.edit)
		if err != nil {
			return err
		}
		all, err := many(writers, o.length, w.edit)
		if err != nil {
			return err
		}
		bare, err := during(o.length, d.commit)
		if err != nil {
			return err
		}
		if n > 0 {
			ours = append(ours, all)
			gain, shared = append(gain, all.rate()/one.rate()), append(shared, all.rate()/bare.rate())
		}
	}
	g, s := median(gain, cmp.Compare), median(shared, cmp.Compare)
	tellWrites(out, fmt.Sprint(writers, " writers"), ours)
	bar(out, "as many writers do %.1f times the mutations of one (bar 3)", g, g >= 3)
	bar(out, "and %.1f mutations for each sync that the disk gives (bar 2)", s, s >= 2)
	return nil
}

// readersMeanwhile queries a speaker and a list, alone and while at least 10,000 documents are
// written, in changes of 100. Each window with writes lies between two without.
func (o options) readersMeanwhile(out io.Writer, p *process, w *writer) error {
	const documents, atOnce = 10_000, 100
	windows := max(3, o.rounds/2)
	written := 0
	for _, q := range []query{queries()[2], queries()[3]} {
		var idle, busy []round
		for n := range 2*windows + 3 {
			if n%2 == 0 {
				r, err := p.load(p.Service, q.body(), o.length)
				if err != nil {
					return err
				}
				idle = append(idle, r)
				continue
			}
			stop, ended := make(chan struct{}), make(chan error, 1)
			go func() { ended <- w.createUntil(stop, fmt.Sprint(q.name, " ", n), atOnce, &written) }()
			r, err := p.load(p.Service, q.body(), max(o.length, 2*time.Second))
			close(stop)
			if err := errors.Join(err, <-ended); err != nil {
				return err
			}
			busy = append(busy, r)
		}
		// The first of each are warm-ups.
		idle, busy = idle[1:], busy[1:]
		var ratios []float64
		for i, r := range busy {
			ratios = append(ratios, 2*r.quantile(0.99).Seconds()/(idle[i].quantile(0.99).Seconds()+idle[i+1].quantile(0.99).Seconds()))
		}
		ratio := median(ratios, cmp.Compare)
		tellWrites(out, q.name+", nobody writes", idle)
		tellWrites(out, "  while documents are written", busy)
		bar(out, "its p99 is %.2f times that without writers (bar 3)", ratio, ratio <= 3)
	}
	if written < documents {
		fmt.Fprintf(out, "only %d documents were written: too few, choose longer rounds\n", written)
		return nil
	}
	fmt.Fprintf(out, "%d documents were written while others read\n", written)
	return nil
}

// createUntil writes topics, several per change, until it is stopped.
func (w *writer) createUntil(stop <-chan struct{}, name string, atOnce int, written *int) error {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return nil
		default:
		}
		if err := w.create(fmt.Sprint(name, "-", i), atOnce); err != nil {
			return err
		}
		*written += atOnce
	}
}

// create writes some topics in one change.
func (w *writer) create(name string, n int) error {
	var b strings.Builder
	b.WriteString("mutation {")
	for i := range n {
		fmt.Fprintf(&b, ` t%d: createTopic(input: {fields: {name: "Topic %s-%d", description: "A topic that is written while others read."}}) { userErrors { code } }`, i, name, i)
	}
	b.WriteString(" }")
	_, err := w.post(b.String(), nil)
	return err
}

func tellWrites(out io.Writer, name string, rounds []round) {
	r := median(rounds, func(a, b round) int { return cmp.Compare(a.rate(), b.rate()) })
	fmt.Fprintf(out, "%-36s %10.0f/s  p50 %7.2f ms  p99 %7.2f ms\n", name, r.rate(), r.quantile(0.5).Seconds()*1000, r.quantile(0.99).Seconds()*1000)
}

func bar(out io.Writer, format string, value float64, met bool) {
	verdict := "met"
	if !met {
		verdict = "NOT met"
	}
	fmt.Fprintf(out, "  "+format+": %s\n\n", value, verdict)
}
