package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// way is a form of a request whose response is cached.
type way struct {
	name string
	next func() []byte
}

// ways returns the forms of a query. Each new wording has the same meaning.
func (q query) ways(etag string) []way {
	same, compressed := post(q.body(), ""), post(q.body(), "Accept-Encoding: gzip, br, zstd\r\n")
	conditional := fmt.Appendf(nil, "GET /graphql?%s HTTP/1.1\r\nHost: bench\r\nAccept: application/graphql-response+json\r\nIf-None-Match: %s\r\n\r\n", q.parameters(), etag)
	// All have the same length, so that the client need not compute it each time.
	other := post([]byte(strings.Replace(string(q.body()), "{", `{"n": 1000000000, `, 1)), "")
	before, after, _ := bytes.Cut(other, []byte("1000000000"))
	var n atomic.Int64
	n.Store(1000000000)
	reworded := func() []byte {
		b := append(make([]byte, 0, len(other)), before...)
		return append(strconv.AppendInt(b, n.Add(1), 10), after...)
	}
	return []way{
		{"in the same bytes", func() []byte { return same }},
		{"in other bytes", reworded},
		{"compressed", func() []byte { return compressed }},
		{"unchanged (304)", func() []byte { return conditional }},
	}
}

func (q query) parameters() string {
	return url.Values{"query": {q.operation}, "variables": {q.variablesText()}}.Encode()
}

// answers measures the cache: its speed against the bare handler, and its hit rate during
// writes.
func (o options) answers(out io.Writer, self, data string) (err error) {
	copied, p, secret, err := startOnCopy(self, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop(), os.RemoveAll(copied)) }()
	fmt.Fprintf(out, "%-36s %-18s %10s %9s %9s %10s %9s %7s\n", "query (answers from the cache)", "asked", "requests/s", "p50 ms", "p99 ms", "CPU µs/req", "allocs", "ratio")
	for _, q := range queries() {
		if err := o.cached(out, p, q); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return o.hitsUnderWrites(out, p, secret)
}

// cached measures a query in each form, beside the bare handler.
func (o options) cached(out io.Writer, p *process, q query) error {
	answer, err := ask(p.Service, q.body())
	if err != nil {
		return err
	}
	etag, err := etagOf(p.Service, q)
	if err != nil {
		return err
	}
	if err := p.set(answer); err != nil {
		return err
	}
	plain := post(q.body(), "")
	for i, w := range q.ways(etag) {
		var here, bare []round
		for n := range o.rounds + 1 {
			if n == 1 && o.profile != "" {
				if err := p.profile(filepath.Join(o.profile, strings.ReplaceAll(q.name+" "+w.name, " ", "-")+".pprof"), o.length.Seconds()); err != nil {
					return err
				}
			}
			r, err := p.loadEach(p.Service, w.next, o.length)
			if err != nil {
				return err
			}
			b, err := p.loadEach(p.Bare, func() []byte { return plain }, o.length)
			if err != nil {
				return err
			}
			if n > 0 { // the first round is a warm-up
				here, bare = append(here, r), append(bare, b)
			}
		}
		name := ""
		if i == 0 {
			name = fmt.Sprintf("%s (%.1f KB)", q.name, float64(len(answer))/1000)
		}
		tellCached(out, name, w.name, here, bare)
		if i == 0 {
			tellCached(out, "", "(bare)", bare, bare)
		}
	}
	return nil
}

func tellCached(out io.Writer, query, way string, rounds, bare []round) {
	var ratios []float64
	for i := range rounds {
		ratios = append(ratios, rounds[i].rate()/bare[i].rate())
	}
	r := median(rounds, func(a, b round) int { return cmp.Compare(a.rate(), b.rate()) })
	n := float64(len(r.took))
	fmt.Fprintf(out, "%-36s %-18s %10.0f %9.3f %9.2f %10.1f %9.1f %7.3f\n", query, way, r.rate(),
		r.quantile(0.5).Seconds()*1000, r.quantile(0.99).Seconds()*1000, r.cpu.Seconds()*1e6/n, float64(r.objects)/n, median(ratios, cmp.Compare))
}

// etagOf returns the ETag of a query's uncompressed response.
func etagOf(address string, q query) (string, error) {
	r, err := http.NewRequest(http.MethodGet, "http://"+address+"/graphql?"+q.parameters(), nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("Accept", "application/graphql-response+json")
	r.Header.Set("Accept-Encoding", "identity")
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	if etag := answer.Header.Get("ETag"); etag != "" {
		return etag, answer.Body.Close()
	}
	return "", errors.Join(errors.New("the response has no ETag"), answer.Body.Close())
}

// writesPerSecond is the rate of changes to random documents while readers query.
const writesPerSecond = 10

// hitsUnderWrites has readers query many pages while random documents are written, and prints
// the share of responses from the cache.
func (o options) hitsUnderWrites(out io.Writer, p *process, secret string) error {
	w := &writer{address: p.Service, secret: secret}
	if err := w.find(); err != nil {
		return err
	}
	var pages [][]byte
	for n := range 50 {
		for _, q := range queries() {
			if q.variables != nil {
				q.variables = map[string]any{"slug": fmt.Sprint(q.kind, "-", n)}
			}
			pages = append(pages, post(q.body(), ""))
		}
	}
	for _, page := range pages { // the first request of each page fills the cache; only repeats count
		if _, err := p.loadEach(p.Service, func() []byte { return page }, time.Millisecond); err != nil {
			return err
		}
	}
	done := make(chan struct{})
	var writing sync.WaitGroup
	var failed error
	writes := 0
	writing.Go(func() {
		for tick := time.NewTicker(time.Second / writesPerSecond); ; {
			select {
			case <-done:
				return
			case <-tick.C:
				if failed = errors.Join(failed, w.editAndPublish(rand.IntN(len(w.sessions)))); failed != nil {
					return
				}
				writes++
			}
		}
	})
	r, err := p.loadEach(p.Service, func() []byte { return pages[rand.IntN(len(pages))] }, o.length*time.Duration(o.rounds))
	close(done)
	writing.Wait()
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d pages at random, while %d times a title was changed and published: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, %.2f %% from the cache\n",
		len(pages), writes, r.rate(), r.quantile(0.5).Seconds()*1000, r.quantile(0.99).Seconds()*1000, 100*float64(r.hits)/float64(len(r.took)))
	return nil
}
