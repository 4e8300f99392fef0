package transfer

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"lectern/content"
)

// reader reads the documents of files, several in parallel.
type reader struct {
	format   *format
	media    map[string]content.AssetID
	problems *problems
	progress func(read int)
}

type job struct {
	file *file
	part part
}

// read returns all documents in the order of files and of the documents in them, also those
// with problems. The error is that of the context.
func (r *reader) read(ctx context.Context, files []*file) ([]*item, error) {
	jobs := make(chan job)
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		items   []*item
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for j := range jobs {
				it := r.decode(j)
				mu.Lock()
				items = append(items, it)
				r.progress(len(items))
				mu.Unlock()
			}
		})
	}
	for place, f := range files {
		f.place = place
		if ctx.Err() != nil {
			break
		}
		r.split(ctx, f, jobs)
	}
	close(jobs)
	workers.Wait()
	if ctx.Err() != nil {
		return nil, content.Wrap(content.CodeTimeout, ctx.Err(), "The import was stopped; nothing was written.")
	}
	slices.SortFunc(items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(a.file.place, b.file.place), cmp.Compare(a.part, b.part))
	})
	return items, nil
}

func (r *reader) decode(j job) *item {
	d := &decoder{format: r.format, media: r.media, file: j.file, part: j.part, report: func(p Problem) {
		r.problems.add(j.file.place, j.part.number, p)
	}}
	return d.decode()
}

// split sends the documents of a file to the workers.
func (r *reader) split(ctx context.Context, f *file, jobs chan<- job) {
	n := 0
	defer func() { f.documents = n }()
	fail := func(code content.ProblemCode, message string) {
		r.problems.add(f.place, n, Problem{File: f.name, Code: code, Message: message})
	}
	in, err := f.source.open(f.path)
	if err != nil {
		fail(Unreadable, reason(err))
		return
	}
	defer func() { _ = in.Close() }() // it was only read
	err = splitDocuments(in, func(p part) error {
		if n++; n == 2 && f.draft {
			fail(content.Contradiction, "A file of a draft besides a published version must have exactly one document.")
		}
		jobs <- job{f, p}
		return ctx.Err()
	})
	switch {
	case err != nil && ctx.Err() == nil:
		fail(Unreadable, reason(err))
	case err == nil && n == 0:
		fail(content.Required, "There is no document in the file.")
	}
}
