package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// A test that must end a process, or starve it, runs this test binary again, with the part to
// play and the data directory in the environment.
const (
	envPart = "LECTERN_STORE_TEST_PART"
	envDir  = "LECTERN_STORE_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch os.Getenv(envPart) {
	case "write for ever":
		writeForEver(os.Getenv(envDir))
	case "write until the disk is full":
		writeUntilFull(os.Getenv(envDir))
	case "erase and die":
		eraseAndDie(os.Getenv(envDir))
	default:
		os.Exit(m.Run())
	}
}

func part(t *testing.T, name, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envPart+"="+name, envDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

func mustOpen(dir string) *Store {
	s, err := Open(dir, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	return s
}

// save writes a change of some documents, and prints its acknowledgement.
func save(s *Store, n int) error {
	_, err := content.Edit(contextForParts(), s, contenttest.Options(), func(tx *content.Transaction) error {
		for i := range 5 {
			d := contenttest.Speaker(fmt.Sprintf("nr %d %d", n, i))
			if err := errors.Join(tx.Save(d), tx.Publish(d.ID)); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func writeForEver(dir string) {
	s := mustOpen(dir)
	snap, err := s.Snapshot(contextForParts())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	from := int(snap.Revision())
	_ = snap.Close()
	for n := from; ; n++ {
		if err := save(s, n); err != nil {
			fmt.Println("save:", err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKill kills a writer at random instants, repeatedly: everything acknowledged is there, and
// the file is intact.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	last := -1
	for round := range 10 {
		cmd, lines := part(t, "write for ever", dir)
		var deadline *time.Timer
		for lines.Scan() {
			if deadline == nil {
				deadline = time.AfterFunc(time.Duration(17*round%60)*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the writer said %q", lines.Text())
			}
			last = n
		}
		_ = cmd.Wait() // killed
		summary := verified(t, dir)
		if int(summary.Revision) < last+1 {
			t.Fatalf("round %d: %d was acknowledged, the store is at revision %d", round, last, summary.Revision)
		}
		if summary.Documents != 5*int(summary.Revision) {
			t.Fatalf("round %d: %d documents at revision %d", round, summary.Documents, summary.Revision)
		}
	}
	if last < 10 {
		t.Errorf("only %d writes were acknowledged: the test tried nothing", last)
	}
}

func writeUntilFull(dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	s := mustOpen(dir)
	limit := syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for n := 0; ; n++ {
		if err := save(s, n); err != nil {
			fmt.Println(content.CodeOf(err))
			fmt.Println(content.CodeOf(save(s, n+1)))
			break
		}
		fmt.Println(n)
	}
	fmt.Println(s.Close())
	os.Exit(0)
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, lines := part(t, "write until the disk is full", dir)
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	n := len(said) - 3
	if n < 1 || said[n] != string(content.CodeOutcomeUnknown) || said[n+1] != string(content.CodeReadOnly) || said[n+2] != "<nil>" {
		t.Fatalf("the writer said %q at the end", said[max(0, n-1):])
	}
	if summary := verified(t, dir); int(summary.Revision) < n {
		t.Errorf("%d writes were acknowledged, the store is at revision %d", n, summary.Revision)
	}
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	openDir(t, dir, Options{})
	_, err := Open(dir, Options{})
	if content.CodeOf(err) != content.CodeReadOnly || !strings.Contains(err.Error(), "Another process uses") {
		t.Errorf("the second one: %v", err)
	}
}

func TestNewerFormat(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openDir(t, t.TempDir(), Options{})
	contenttest.Publish(t, s, contenttest.Speaker("anna"))
	writeAs(t, s, dir, Format+1)
	before := fileBytes(t, dir)
	_, err := Open(dir, Options{})
	if content.CodeOf(err) != content.CodeReadOnly || !strings.Contains(err.Error(), fmt.Sprint("format ", Format+1)) {
		t.Errorf("a newer format: %v", err)
	}
	if string(before) != string(fileBytes(t, dir)) {
		t.Error("the file was touched")
	}
}

// TestNoStore opens files that are not stores, or only the beginning of one.
func TestNoStore(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), Options{})
	contenttest.Publish(t, s, contenttest.Speaker("anna"))
	whole := t.TempDir()
	writeAs(t, s, whole, Format)
	bytes := fileBytes(t, whole)
	for name, file := range map[string][]byte{
		"text": []byte(strings.Repeat("no store\n", 10_000)), "zeroes": make([]byte, 1<<16),
		"cut to a page": bytes[:4096], "cut to three pages": bytes[:3*4096], "cut in the middle": bytes[:len(bytes)/2/4096*4096],
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), file, 0o600); err != nil {
			t.Fatal(err)
		}
		findings := 0
		_, err := Verify(t.Context(), dir, func(Finding) { findings++ })
		if err == nil && findings == 0 {
			t.Errorf("%s: verify finds nothing", name)
		}
		if opened, err := Open(dir, Options{Log: slog.New(slog.DiscardHandler)}); err == nil {
			_ = opened.Close()
			if name == "text" || name == "zeroes" {
				t.Errorf("%s: opened", name)
			}
		}
	}
}

// TestTornMeta interrupts a commit in its last step: the store continues from the state before,
// verify reports it, and later commits repair it.
func TestTornMeta(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), Options{})
	contenttest.Publish(t, s, contenttest.Speaker("anna"))
	dir := t.TempDir()
	writeAs(t, s, dir, Format)
	for page := range 2 {
		torn := t.TempDir()
		bytes := fileBytes(t, dir)
		bytes[page*4096+pageHeader+50]++
		if err := os.WriteFile(filepath.Join(torn, FileName), bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		findings := 0
		if _, err := Verify(t.Context(), torn, func(Finding) { findings++ }); err != nil || findings != 1 {
			t.Errorf("meta page %d: %d findings, %v", page, findings, err)
		}
		opened, err := Open(torn, Options{Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Errorf("meta page %d: %v", page, err)
			continue
		}
		if err := errors.Join(save(opened, 0), save(opened, 1), opened.Close()); err != nil {
			t.Errorf("meta page %d: %v", page, err)
		}
		verified(t, torn)
	}
}

// writeAs copies a store into a directory, with another format number.
func writeAs(t *testing.T, s *Store, dir string, format uint64) {
	t.Helper()
	path := filepath.Join(dir, FileName)
	copyTo(t, s, path)
	db, err := openFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(putFormat(format)), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func fileBytes(t *testing.T, dir string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
