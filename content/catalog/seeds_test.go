package catalog_test

import (
	"os"
	"strconv"
)

// seeds returns the number of seeds of a property test: few, or the environment variable
// LECTERN_TEST_SEEDS.
func seeds(few uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv("LECTERN_TEST_SEEDS"), 10, 64); err == nil {
		return n
	}
	return few
}
