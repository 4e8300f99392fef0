package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// envLint makes the test binary the linter.
const envLint = "LECTERN_TEST_LINT"

func TestMain(m *testing.M) {
	if os.Getenv(envLint) != "" {
		main()
	}
	os.Exit(m.Run())
}

// TestEachSetFindsItsFault: each set of analyzers finds its fault, and the command fails.
func TestEachSetFindsItsFault(t *testing.T) {
	t.Parallel()
	lint := exec.Command(os.Args[0], "./testdata/faults")
	lint.Env = append(os.Environ(), envLint+"=1")
	out, err := lint.CombinedOutput()
	if _, failed := err.(*exec.ExitError); !failed {
		t.Errorf("the command ended with %v", err)
	}
	for _, want := range []string{
		"fmt.Printf format %d has arg \"one\" of wrong type string (printf)",
		"nil dereference in load (nilness)",
		"(SA4003)", // an unsigned number compared with 0
		"(S1011)",  // a loop instead of append
		"(ST1005)", // an error with capital and full stop
		"func unused is unused (U1000)",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
}
