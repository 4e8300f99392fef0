package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// envProgram has the absolute path of the program that these tests run. make builds it once,
// for these tests and for those of the clients. Without it, these tests build one.
const envProgram = "LECTERN_TEST_PROGRAM"

// built is the program that all tests share.
var built struct {
	once   sync.Once
	path   string
	folder string // of the program built here; empty without one
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder) // it is in the folder for temporary files
	}
	os.Exit(code)
}

// program returns the path of the program.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(func() { built.err = findProgram() })
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

func findProgram() (err error) {
	if built.path = os.Getenv(envProgram); built.path != "" {
		if _, err := os.Stat(built.path); err != nil {
			return fmt.Errorf("%s: %w", envProgram, err)
		}
		return nil
	}
	if built.folder, err = os.MkdirTemp("", "lectern-e2e-"); err != nil {
		return err
	}
	built.path = filepath.Join(built.folder, "lectern")
	if out, err := exec.Command("go", "build", "-o", built.path, "lectern").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}
