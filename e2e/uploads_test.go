package e2e_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// uploads are the clients' uploads, over several runs of the program.
type uploads struct {
	token string

	mu    sync.Mutex
	begun map[string]bool   // ids of all started files
	kept  map[string]string // acknowledged files, by id
	open  map[string]*piece // uploads in pieces that continue in the next run, by path
}

// piece is an upload in pieces.
type piece struct {
	file string
	in   int // acknowledged bytes
}

func assetID(file string) string {
	sum := sha256.Sum256([]byte(file))
	return "asset_" + hex.EncodeToString(sum[:])
}

// captions returns a file each prefix of which is valid, too.
func captions(random *rand.Rand) string {
	// In the normalised form, so that its bytes determine its id.
	return "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + strconv.FormatUint(random.Uint64(), 36) + strings.Repeat(" hej", 1+random.IntN(50_000)) + "\n"
}

// ask sends a request of the tus protocol, or a plain one. It returns nil if the program has
// ended.
func (u *uploads) ask(ctx context.Context, method, address, body string, header map[string]string) *http.Response {
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return nil
	}
	r.Header.Set("Authorization", "Bearer "+u.token)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return nil
	}
	return answer
}

func (u *uploads) acknowledged(t *testing.T, answer *http.Response, file string) {
	if id := answer.Header.Get("Lectern-Asset"); id != assetID(file) {
		t.Errorf("%s: the asset is %q, want %s", answer.Status, id, assetID(file))
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.kept[assetID(file)] = file
}

func (u *uploads) begin(random *rand.Rand) string {
	file := captions(random)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.begun[assetID(file)] = true
	return file
}

// client uploads files until the program ends: in one request, or in pieces, including
// unfinished ones of former runs.
func (u *uploads) client(t *testing.T, address string, random *rand.Rand) {
	for {
		if random.IntN(2) == 0 {
			file := u.begin(random)
			answer := u.ask(t.Context(), http.MethodPost, address+"/assets", file, nil)
			if answer == nil {
				return
			}
			u.acknowledged(t, answer, file)
			continue
		}
		path, p := u.take()
		if p == nil {
			p = &piece{file: u.begin(random)}
			answer := u.ask(t.Context(), http.MethodPost, address+"/assets", "", map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": strconv.Itoa(len(p.file))})
			if answer == nil {
				return
			}
			path = answer.Header.Get("Location")
			path = path[strings.Index(path, "/assets"):]
		}
		if !u.goOn(t, address, path, p, random) {
			u.mu.Lock()
			u.open[path] = p
			u.mu.Unlock()
			return
		}
	}
}

// take takes an unfinished upload.
func (u *uploads) take() (string, *piece) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for path, p := range u.open {
		delete(u.open, path)
		return path, p
	}
	return "", nil
}

// goOn completes an upload, and reports whether the program ran until then.
func (u *uploads) goOn(t *testing.T, address, path string, p *piece, random *rand.Rand) bool {
	for {
		answer := u.ask(t.Context(), http.MethodHead, address+path, "", map[string]string{"Tus-Resumable": "1.0.0"})
		if answer == nil {
			return false
		}
		in, err := strconv.Atoi(answer.Header.Get("Upload-Offset"))
		if err != nil || in < p.in || in > len(p.file) {
			t.Errorf("%s: %d bytes are in of %d that were acknowledged, %v", answer.Status, in, p.in, err)
			return true
		}
		if in == len(p.file) {
			u.acknowledged(t, answer, p.file)
			return true
		}
		n := 1 + random.IntN(len(p.file)-in)
		answer = u.ask(t.Context(), http.MethodPatch, address+path, p.file[in:in+n], map[string]string{
			"Tus-Resumable": "1.0.0", "Upload-Offset": strconv.Itoa(in), "Content-Type": "application/offset+octet-stream",
		})
		if answer == nil {
			return false
		}
		if answer.StatusCode != http.StatusNoContent {
			t.Errorf("a piece: %s", answer.Status)
			return true
		}
		p.in = in + n
	}
}

// TestKillUploads kills the program while files are received, repeatedly. Acknowledged files
// and pieces are there and complete; no partial file is an asset; and once no document uses
// them, gc deletes everything. The number of kills is LECTERN_TEST_UPLOADS; make fault uses 60.
func TestKillUploads(t *testing.T) {
	t.Parallel()
	lives, err := strconv.Atoi(os.Getenv("LECTERN_TEST_UPLOADS"))
	if err != nil {
		lives = 3
	}
	program, data := program(t), t.TempDir()
	command := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(program, append(args, "--data", data)...).Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	u := &uploads{
		token: strings.TrimSpace(command("token", "create", "--role", "editor", "--name", "fault")),
		begun: map[string]bool{}, kept: map[string]string{}, open: map[string]*piece{},
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for n := range lives {
		p := live(t, program, data)
		var clients sync.WaitGroup
		for c := range 4 {
			clients.Go(func() { u.client(t, p.address, rand.New(rand.NewPCG(seed, uint64(1+n*4+c)))) })
		}
		time.Sleep(100*time.Millisecond + time.Duration(random.Int64N(int64(400*time.Millisecond))))
		p.end()
		clients.Wait()
		if t.Failed() {
			t.FailNow()
		}
		if n%10 == 9 || n == lives-1 {
			command("verify")
		}
	}
	var listed []string
	for line := range strings.Lines(command("assets", "list")) {
		if id, _, _ := strings.Cut(line, " "); strings.HasPrefix(id, "asset_") {
			listed = append(listed, id)
			if !u.begun[id] {
				t.Errorf("half a file is an asset: %s", line)
			}
			file, err := os.ReadFile(filepath.Join(data, "media", "files", strings.TrimPrefix(id, "asset_")))
			if err != nil || assetID(string(file)) != id {
				t.Errorf("%s: %v", id, err)
			}
			delete(u.kept, id)
		}
	}
	if len(u.kept) > 0 || len(listed) == 0 {
		t.Errorf("%d acknowledged files are lost, %d are there", len(u.kept), len(listed))
	}
	t.Logf("%d kills, %d files begun, %d kept, %d uploads to go on", lives, len(u.begun), len(listed), len(u.open))
	out := command("assets", "gc", "--grace=0s")
	if !strings.Contains(out, fmt.Sprintf("%s: ", "files/"+strings.TrimPrefix(listed[0], "asset_"))) {
		t.Errorf("%s is not among what went", listed[0])
	}
	err = filepath.WalkDir(filepath.Join(data, "media"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if out := command("verify"); !strings.Contains(out, "0 assets, 0 bytes") {
		t.Error(out)
	}
}
