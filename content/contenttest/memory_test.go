package contenttest

import (
	"testing"

	"lectern/content"
)

func TestMemory(t *testing.T) {
	TestStore(t, func(*testing.T) content.Store { return NewMemory() })
}
