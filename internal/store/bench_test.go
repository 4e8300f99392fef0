package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// large opens a store of about 15,000 documents, among them the person.
func large(b *testing.B, o Options) *Store {
	b.Helper()
	s, err := Open(b.TempDir(), o)
	if err != nil {
		b.Fatal(err)
	}
	populate(b, s, 150, 100)
	return s
}

// BenchmarkErasure is the whole of an erasure, and how much of it is the purge.
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

// BenchmarkReadings reads lists and documents that are in the cache.
func BenchmarkReadings(b *testing.B) {
	s, err := Open(b.TempDir(), quiet())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	contenttest.BenchmarkReadings(b, s)
}
