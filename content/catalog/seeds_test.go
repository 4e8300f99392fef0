package catalog_test

import (
	"os"
	"strconv"
)

// seeds is how many seeds a property test goes through: a few, or as many as the environment
// variable LECTERN_TEST_SEEDS says.
func seeds(few uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv("LECTERN_TEST_SEEDS"), 10, 64); err == nil {
		return n
	}
	return few
}
