package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/internal/store"
	"lectern/internal/transfer"
)

func main() {
	var o options
	flag.StringVar(&o.size, "size", "medium", "small (500 sessions), medium (10,000) or large (100,000)")
	flag.DurationVar(&o.length, "round", time.Second, "length of a round")
	flag.IntVar(&o.rounds, "rounds", 6, "rounds of each contestant and query")
	flag.StringVar(&o.before, "before", "", "a bench program built from another commit, to measure against")
	flag.StringVar(&o.profile, "profile", "", "a directory for a CPU profile of each query")
	flag.StringVar(&o.data, "data", "", "a directory that keeps the data set for the next run")
	flag.BoolVar(&o.onlyAnswers, "answers", false, "measure answers from the cache, in place of the queries")
	flag.BoolVar(&o.onlyWrites, "writes", false, "measure writing, in place of the queries")
	flag.BoolVar(&o.onlyFeeds, "feeds", false, "measure feeds that no cache has, in place of the queries")
	serving := flag.String("serve", "", "the part of the serving process (used by the bench itself)")
	flag.Parse()
	run := func() error { return o.run(os.Stdout) }
	if *serving != "" {
		run = func() error { return serve(*serving) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	size, before, profile, data string
	length                      time.Duration
	rounds                      int
	onlyWrites, onlyAnswers     bool
	onlyFeeds                   bool
}

func (o options) run(out io.Writer) (err error) {
	if o.onlyFeeds {
		return o.feeds(out)
	}
	s, ok := sizes[o.size]
	if !ok {
		return fmt.Errorf("there is no size %q", o.size)
	}
	dir := o.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "lectern-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	data := filepath.Join(dir, o.size)
	if _, statErr := os.Stat(filepath.Join(data, store.FileName)); statErr != nil {
		if err := importAs(out, dir, data, func(files string) error { return writeData(files, s) }); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if o.onlyWrites {
		return o.writes(out, self, data)
	}
	if o.onlyAnswers {
		return o.answers(out, self, data)
	}
	now, err := start(self, data)
	if err != nil {
		return err
	}
	if err := errors.Join(o.tellStart(out, now, data), now.settle()); err != nil {
		return errors.Join(err, now.stop())
	}
	contestants := []contestant{{"lectern", now, now.Service}, {"bare", now, now.Bare}}
	if o.before != "" {
		// bbolt allows one process per file, so the other build gets a copy.
		copied := data + "-before"
		if err := errors.Join(os.RemoveAll(copied), os.CopyFS(copied, os.DirFS(data))); err != nil {
			return errors.Join(err, now.stop())
		}
		before, err := start(o.before, copied)
		if err != nil {
			return errors.Join(err, now.stop())
		}
		_ = before.settle() // a build from before search has nothing to settle.
		defer func() { err = errors.Join(err, before.stop()) }()
		contestants = append(contestants, contestant{"before", before, before.Service})
	}
	return errors.Join(o.measure(out, contestants), now.stop())
}

// importAs writes a data set and imports it.
func importAs(out io.Writer, dir, data string, write func(files string) error) error {
	files := filepath.Join(dir, "files")
	if err := os.MkdirAll(files, 0o755); err != nil {
		return err
	}
	if err := write(files); err != nil {
		return err
	}
	st, err := store.Open(data, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	source, err := transfer.Local(files)
	if err != nil {
		return err
	}
	begin := time.Now()
	report, err := transfer.Import(context.Background(), st, transfer.ImportOptions{
		Sources: []transfer.Source{source}, Actor: content.Actor{Name: "bench", Role: content.RoleAdmin},
		Reason: "bench", Now: time.Now(), Entropy: rand.Read,
	})
	for i, p := range report.Problems {
		if i < 5 {
			fmt.Fprintln(os.Stderr, p)
		}
	}
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	took := time.Since(begin)
	fmt.Fprintf(out, "imported %d documents in %d changes: %.1f s, %.0f documents/s\n",
		report.Created, report.Changes, took.Seconds(), float64(report.Created)/took.Seconds())
	return os.RemoveAll(files)
}

func (o options) tellStart(out io.Writer, p *process, data string) error {
	u, err := p.usage()
	if err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(data, store.FileName))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "start %.0f ms, idle %d MB resident, file %d MB\n\n", p.Start.Seconds()*1000, u.Resident>>20, info.Size()>>20)
	return nil
}

type contestant struct {
	name    string
	process *process
	address string
}

// measure sends each query to each contestant in turns.
func (o options) measure(out io.Writer, contestants []contestant) error {
	fmt.Fprintf(out, "%-36s %-8s %10s %9s %9s %10s %12s %7s\n", "query (uncached answers)", "", "requests/s", "p50 ms", "p99 ms", "CPU µs/req", "alloc KB/req", "ratio")
	for _, q := range queries() {
		answer, err := ask(contestants[0].address, q.uncached())
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if err := contestants[0].process.set(answer); err != nil {
			return err
		}
		rounds := map[string][]round{}
		for n := range o.rounds + 1 {
			for _, c := range contestants {
				if n == 1 && c.name == "lectern" && o.profile != "" {
					if err := c.process.profile(filepath.Join(o.profile, strings.ReplaceAll(q.name, " ", "-")+".pprof"), o.length.Seconds()); err != nil {
						return err
					}
				}
				r, err := c.process.load(c.address, q.uncached(), o.length)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", q.name, c.name, err)
				}
				if n > 0 { // the first round is a warm-up
					rounds[c.name] = append(rounds[c.name], r)
				}
			}
		}
		tell(out, q, len(answer), contestants, rounds)
	}
	return nil
}

// tell prints the median round of each contestant, and the median of the ratios of adjacent
// rounds.
func tell(out io.Writer, q query, bytes int, contestants []contestant, rounds map[string][]round) {
	name := fmt.Sprintf("%s (%.1f KB)", q.name, float64(bytes)/1000)
	for _, c := range contestants {
		var ratios []float64
		for i, r := range rounds["lectern"] {
			ratios = append(ratios, r.rate()/rounds[c.name][i].rate())
		}
		r := median(rounds[c.name], func(a, b round) int { return cmp.Compare(a.rate(), b.rate()) })
		n := float64(len(r.took))
		fmt.Fprintf(out, "%-36s %-8s %10.0f %9.2f %9.2f %10.0f %12.1f %7.3f\n", name, c.name, r.rate(),
			r.quantile(0.5).Seconds()*1000, r.quantile(0.99).Seconds()*1000, r.cpu.Seconds()*1e6/n, float64(r.allocated)/n/1000, median(ratios, cmp.Compare))
		name = ""
	}
}

func median[T any](all []T, compare func(a, b T) int) T {
	sorted := slices.SortedFunc(slices.Values(all), compare)
	return sorted[len(sorted)/2]
}
