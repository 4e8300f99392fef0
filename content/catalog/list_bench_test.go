package catalog_test

import (
	"testing"

	"lectern/content/contenttest"
)

func BenchmarkReadings(b *testing.B) { contenttest.BenchmarkReadings(b, contenttest.NewMemory()) }
