// Command searching measures the search index: the time to build it on one core, its size
// relative to the texts, its memory, the latency of queries and suggestions, and the delay
// until a new document is found. It must not know how the index works inside.
//
// Start with main.go; text.go generates the texts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"syscall"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/search"
	"lectern/internal/store"
)

func main() {
	documents := flag.Int("documents", 20_000, "how many documents are searched")
	queries := flag.Int("queries", 1000, "how many queries of each sort")
	data := flag.String("data", "", "a directory that keeps the store for the next run")
	profile := flag.String("profile", "", "a directory for CPU profiles of making the index and of asking it")
	flag.Parse()
	debug.SetGCPercent(300) // as the service does
	debug.SetMemoryLimit(1 << 30)
	if err := run(*documents, *queries, *data, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "searching:", err)
		os.Exit(1)
	}
}

func run(documents, queries int, dir, profile string) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "searching-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	b := &bench{documents: documents, queries: queries, text: newWriter(), dir: dir, profile: profile}
	if err := b.open(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.index.Close(), b.store.Close()) }()
	for _, part := range []func(context.Context) error{b.build, b.ask, b.suggest, b.fresh} {
		if err := part(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

// bench is a store, its index, and the documents that were written.
type bench struct {
	documents, queries int
	text               *writer
	dir, profile       string
	store              *store.Store
	index              *search.Index
}

func (b *bench) open() (err error) {
	folder := filepath.Join(b.dir, search.FolderName)
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if b.index, err = search.New(folder, search.Options{}); err != nil {
		return err
	}
	b.store, err = store.Open(b.dir, store.Options{Log: slog.New(slog.DiscardHandler), MaxSnapshotAge: time.Minute, Committed: b.index.Committed})
	if err != nil {
		return err
	}
	return b.fill(context.Background())
}

// fill writes the documents, unless they exist.
func (b *bench) fill(ctx context.Context) error {
	snapshot, err := b.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	has := snapshot.Revision() > 0
	if err := snapshot.Close(); err != nil || has {
		return err
	}
	begin := time.Now()
	next := 0
	return errors.Join(b.publish(ctx, b.text.frame()...), func() error {
		for next < b.documents {
			var some []content.Document
			for range min(100, b.documents-next) {
				some = append(some, b.text.document(next))
				next++
			}
			if err := b.publish(ctx, some...); err != nil {
				return err
			}
		}
		fmt.Printf("wrote %d documents in %.0f s\n", next, time.Since(begin).Seconds())
		return nil
	}())
}

func (b *bench) publish(ctx context.Context, documents ...content.Document) error {
	_, err := content.Edit(ctx, b.store, content.EditOptions{
		Actor: content.Actor{Name: "bench", Role: content.RoleAdmin}, Now: time.Now(), MaxDocuments: 1000,
		Entropy: func(b []byte) (int, error) { return len(b), nil },
	}, func(t *content.Transaction) error {
		for _, d := range documents {
			if err := t.Save(d); err != nil {
				return err
			}
			if err := t.Publish(d.Base().ID); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// build builds the index on one core, and prints its cost.
func (b *bench) build(ctx context.Context) error {
	cores := runtime.GOMAXPROCS(1)
	runtime.GC()
	before := heap()
	peak := before
	stop, err := b.startProfile("making")
	if err != nil {
		return err
	}
	begin, used := time.Now(), processor()
	if err := b.index.Follow(ctx, b.store, nil); err != nil {
		return err
	}
	for n := 0; b.index.Revision() == 0; n++ {
		time.Sleep(20 * time.Millisecond)
		if n%10 == 0 {
			peak = max(peak, heap())
		}
	}
	took := time.Since(begin)
	used = processor() - used
	if err := stop(); err != nil {
		return err
	}
	runtime.GOMAXPROCS(cores)
	size, err := settled(filepath.Join(b.dir, search.FolderName))
	if err != nil {
		return err
	}
	runtime.GC()
	after := live()
	if b.profile != "" {
		if err := writeHeap(filepath.Join(b.profile, "heap.pprof")); err != nil {
			return err
		}
	}
	texts := b.text.size(b.documents)
	fmt.Printf("indexed %d documents on one core in %.1f s: %.0f documents/s\n", b.documents, took.Seconds(), float64(b.documents)/took.Seconds())
	fmt.Printf("it used the processor for %.1f s: %.0f documents/s where nobody else uses it\n", used.Seconds(), float64(b.documents)/used.Seconds())
	fmt.Printf("texts %.1f MB, index %.1f MB (%.2f of the texts)\n", mb(texts), mb(size), float64(size)/float64(texts))
	fmt.Printf("heap %.0f MB before, %.0f MB at most with what waits to be collected, %.0f MB in use after; resident with mapped files %.0f MB\n\n", mb(before), mb(peak), mb(after), mb(resident()))
	return nil
}

// startProfile profiles a phase until stop, if profiles are requested.
func (b *bench) startProfile(part string) (stop func() error, err error) {
	if b.profile == "" {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(b.profile, 0o700); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(b.profile, part+".pprof"))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return f.Close()
	}, nil
}

func writeHeap(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(pprof.WriteHeapProfile(f), f.Close())
}

// processor returns the CPU time of the process.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func mb(n int64) float64 { return float64(n) / (1 << 20) }

func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}

// live returns the heap in use after a collection.
func live() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// resident returns the resident memory of the process, including mapped files.
func resident() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var total, pages int64
	if _, err := fmt.Sscan(string(b), &total, &pages); err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// settled returns the size of a folder once it is stable: merged segments are removed with a
// delay.
func settled(dir string) (size int64, err error) {
	const still = 5
	for same := 0; same < still; {
		time.Sleep(time.Second)
		now, err := folderSize(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // removed meanwhile
			return 0, err
		}
		if same++; now != size {
			same, size = 0, now
		}
	}
	return size, nil
}

func folderSize(dir string) (n int64, err error) {
	return n, filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
}

// ask measures several types of queries, with and without facets.
func (b *bench) ask(ctx context.Context) (err error) {
	stop, err := b.startProfile("asking")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	fmt.Printf("%-34s %9s %9s %9s %9s\n", "queries", "p50", "p99", "max", "hits")
	for _, sort := range b.text.sorts() {
		for _, facets := range []bool{false, true} {
			random := rand.New(rand.NewPCG(1, 2))
			var times []time.Duration
			hits := 0
			for range b.queries {
				q := sort.query(random)
				begin := time.Now()
				n, err := b.find(ctx, q, facets)
				if err != nil {
					return err
				}
				times, hits = append(times, time.Since(begin)), hits+n
			}
			name := sort.name
			if facets {
				name += ", facets"
			}
			tell(name, times, float64(hits)/float64(b.queries))
		}
	}
	return nil
}

func tell(name string, times []time.Duration, hits float64) {
	slices.Sort(times)
	at := func(q float64) float64 { return times[int(q*float64(len(times)-1))].Seconds() * 1000 }
	fmt.Printf("%-34s %6.2f ms %6.2f ms %6.2f ms %9.0f\n", name, at(0.5), at(0.99), at(1), hits)
}

func (b *bench) find(ctx context.Context, q string, facets bool) (int, error) {
	view, err := content.OpenView(ctx, b.store, content.ViewOptions{Actor: content.Anonymous})
	if err != nil {
		return 0, err
	}
	defer func() { _ = view.Close() }() // only read
	found, err := b.index.Search(ctx, view, catalog.SearchQuery{Text: q, First: 10})
	if err != nil {
		return 0, err
	}
	if facets {
		if _, err := found.Facets(); err != nil {
			return 0, err
		}
	}
	return found.TotalCount(), nil
}

// suggest measures a suggestion for each typed letter.
func (b *bench) suggest(ctx context.Context) error {
	random := rand.New(rand.NewPCG(3, 4))
	var times []time.Duration
	found := 0
	for range b.queries {
		prefix := []rune(b.text.word(random))
		prefix = prefix[:1+random.IntN(len(prefix))]
		view, err := content.OpenView(ctx, b.store, content.ViewOptions{Actor: content.Anonymous})
		if err != nil {
			return err
		}
		begin := time.Now()
		some, err := b.index.Suggest(ctx, view, string(prefix), 8)
		times = append(times, time.Since(begin))
		if err = errors.Join(err, view.Close()); err != nil {
			return err
		}
		found += len(some)
	}
	tell("suggestions", times, float64(found)/float64(b.queries))
	return nil
}

// fresh measures the time from the acknowledgement of a new document until it is found.
func (b *bench) fresh(ctx context.Context) error {
	var times []time.Duration
	for n := range 50 {
		d := b.text.document(b.documents + n)
		if err := b.publish(ctx, d); err != nil {
			return err
		}
		begin := time.Now()
		for q := fmt.Sprintf("%q", b.text.name(b.documents+n)); ; time.Sleep(time.Millisecond) {
			hits, err := b.find(ctx, q, false)
			if err != nil {
				return err
			}
			if hits > 0 {
				break
			}
			if time.Since(begin) > time.Minute {
				return fmt.Errorf("document %d is not found", b.documents+n)
			}
		}
		times = append(times, time.Since(begin))
	}
	tell("found after its acknowledgement", times, 1)
	return nil
}
