package contenttest

import (
	"testing"

	"lectern/content"
)

func TestMemory(t *testing.T) {
	// Not parallel: it counts allocations.
	TestStore(t, func(*testing.T) content.Store { return NewMemory() })
}
