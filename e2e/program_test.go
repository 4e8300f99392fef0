package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// envProgram names the program that these tests run, by an absolute path. make
// builds it once, for these tests and for those of the clients. Where it is not
// set, these tests build one for themselves.
const envProgram = "LECTERN_TEST_PROGRAM"

// program is the program that all tests share.
var program struct {
	once   sync.Once
	path   string
	folder string // of the one that was built here; empty without one
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if program.folder != "" {
		_ = os.RemoveAll(program.folder) // it is in the folder for temporary files
	}
	os.Exit(code)
}

// built gives the path of the program.
func built(t *testing.T) string {
	t.Helper()
	program.once.Do(func() { program.err = findProgram() })
	if program.err != nil {
		t.Fatal(program.err)
	}
	return program.path
}

func findProgram() (err error) {
	if program.path = os.Getenv(envProgram); program.path != "" {
		if _, err := os.Stat(program.path); err != nil {
			return fmt.Errorf("%s: %w", envProgram, err)
		}
		return nil
	}
	if program.folder, err = os.MkdirTemp("", "lectern-e2e-"); err != nil {
		return err
	}
	program.path = filepath.Join(program.folder, "lectern")
	if out, err := exec.Command("go", "build", "-o", program.path, "lectern").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}
