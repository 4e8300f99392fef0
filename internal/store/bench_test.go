package store

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// large opens a store of about 15,000 documents, including person.
func large(b *testing.B, o Options) *Store {
	b.Helper()
	s, err := Open(b.TempDir(), o)
	if err != nil {
		b.Fatal(err)
	}
	populate(b, s, 150, 100)
	return s
}

// BenchmarkErasure measures an erasure, and the share of its purge.
func BenchmarkErasure(b *testing.B) {
	var purged time.Duration
	var size int64
	for b.Loop() {
		b.StopTimer()
		var began time.Time
		o := quiet()
		o.beforePurge = func() error { began = time.Now(); return nil }
		s := large(b, o)
		b.StartTimer()
		eraseHer(b, s)
		purged += time.Since(began)
		b.StopTimer()
		info, err := os.Stat(filepath.Join(s.dir, FileName))
		if err != nil {
			b.Fatal(err)
		}
		size = info.Size()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(purged.Milliseconds())/float64(b.N), "ms-purge/op")
	b.ReportMetric(float64(size)/1e6, "MB")
}

// BenchmarkPast builds the newest past.
func BenchmarkPast(b *testing.B) {
	s := large(b, quiet())
	b.ResetTimer()
	for n := range content.Revision(b.N) {
		if _, err := s.Past(b.Context(), 152-n%10); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkReadings reads cached lists and documents.
func BenchmarkReadings(b *testing.B) {
	s, err := Open(b.TempDir(), quiet())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	contenttest.BenchmarkReadings(b, s)
}

// BenchmarkColdRead reads random documents that are not cached.
func BenchmarkColdRead(b *testing.B) {
	o := quiet()
	o.CacheBytes = 1 << 10
	s := large(b, o)
	snapshot, err := s.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	keys, err := snapshot.Scan(nil, content.Sync, "", "", false, 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	const many = 1 << 40
	view, err := content.OpenView(b.Context(), s, content.ViewOptions{Over: snapshot, MaxReads: many})
	if err != nil {
		b.Fatal(err)
	}
	keys = slices.DeleteFunc(keys, func(key string) bool { // only in former versions
		_, err := view.Get(content.KeyID(key))
		return content.IsNotFound(err)
	})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := view.Get(content.KeyID(keys[rand.IntN(len(keys))])); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(view.Close(), snapshot.Close(), s.Close()); err != nil {
		b.Fatal(err)
	}
}
