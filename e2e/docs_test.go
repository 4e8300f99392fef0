package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents returns the documents whose blocks are run.
func documents(t *testing.T) (all []string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "clients/*.md", "clients/*/*.md", "data/seed/*.md"} {
		found, err := filepath.Glob(filepath.Join("..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) < 20 {
		t.Fatalf("only %d documents were found", len(all))
	}
	return all
}

// How blocks are treated, by language. A block in any other language must be marked as not run.
var (
	executed = []string{"sh", "graphql"}
	shown    = []string{"json", "text", "markdown", "mermaid", "html", "xml", ""}
	checked  = []string{"ts"} // by clients.test.mjs
)

// TestDocs follows README.md and docs/: it runs each block of sh and graphql in the order of
// the document, compares the responses that are shown, and checks that the targets of make and
// the commands and flags of lectern exist. A block that cannot be run is marked: ```sh not-run.
// The test lists these blocks.
//
// The store has the seed content, unless the document starts a service itself. An operation is
// sent as a reader, or as an administrator: ```graphql editor. Variables end the info string:
// ```graphql {"slug": "nick-haekkerup"}.
func TestDocs(t *testing.T) {
	t.Parallel()
	seeded := seededStore(t)
	var notRun []string
	for _, path := range documents(t) {
		t.Run(strings.TrimPrefix(path, "../"), func(t *testing.T) {
			d := openDocument(t, path, seeded)
			for _, b := range d.blocks {
				if b.has("not-run") {
					first, _, _ := strings.Cut(b.text, "\n")
					notRun = append(notRun, fmt.Sprintf("%s:%d: %s: %s", strings.TrimPrefix(path, "../"), b.line, b.language, first))
					continue
				}
				d.follow(b)
			}
			d.checkSpans()
			d.checkLinks()
			d.checkIgnored()
		})
	}
	t.Logf("%d blocks are not run:\n%s", len(notRun), strings.Join(notRun, "\n"))
}

// follow runs a block.
func (d *document) follow(b *block) {
	d.t.Helper()
	switch {
	case b.file() != "":
		d.save(b)
	case slices.Contains(executed, b.language):
		d.run(b)
	case b.language == "json":
		d.compare(b)
	case !slices.Contains(shown, b.language) && !slices.Contains(checked, b.language):
		d.t.Errorf("%s:%d: a block of %s is neither run nor marked as not run", d.path, b.line, b.language)
	}
}

// document is a document being followed: with a working folder, and the store in data/var.
type document struct {
	t         *testing.T
	path      string
	blocks    []*block
	prose     string
	seeded    seededFolder // the original of the store in data/var
	workspace string       // created on demand
	responses []any        // of the operations and commands; nil if one is not JSON
}

// seededFolder is a data directory with the seed content.
type seededFolder struct{ path, token string }

// seededStore creates the store with which documents begin.
func seededStore(t *testing.T) seededFolder {
	t.Helper()
	d := &document{t: t, workspace: workspace(t)}
	d.shell("lectern")
	d.stop()
	out := string(read(t, filepath.Join(d.workspace, ".service", "out")))
	token := regexp.MustCompile(`(?m)^lectern_\S+$`).FindString(out)
	if token == "" {
		t.Fatalf("no token in %q", out)
	}
	return seededFolder{filepath.Join(d.workspace, "data", "var"), token}
}

// workspace returns a folder like a clone of the repository, with the built program.
func workspace(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".service", "bin", "data"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	manifest(t, filepath.Join(folder, "clients", "website", "generated"))
	for name, target := range map[string]string{"bin/lectern": "e2e/testdata/docs/lectern", "data/seed": "data/seed"} {
		if err := os.Symlink(filepath.Join(root, target), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	make := fmt.Sprintf("#!/bin/sh\nexec %q --dry-run --directory=%q \"$@\" >/dev/null\n", lookPath(t, "make"), root)
	if err := os.WriteFile(filepath.Join(folder, "bin", "make"), []byte(make), 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

// manifest writes the manifest of npm run generate: the operations of the website, for
// registering.
func manifest(t *testing.T, folder string) {
	t.Helper()
	type entry struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Type string `json:"type"`
		Body string `json:"body"`
	}
	var entries []entry
	for _, o := range operations(t) {
		if o.consumer == "website" {
			entries = append(entries, entry{fmt.Sprintf("%x", sha256.Sum256([]byte(o.text))), o.file, "query", o.text})
		}
	}
	b, err := json.Marshal(map[string]any{"format": "apollo-persisted-query-manifest", "version": 1, "operations": entries})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "manifest.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func openDocument(t *testing.T, path string, seeded seededFolder) *document {
	t.Helper()
	blocks, prose, err := blocksOf(string(read(t, path)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return &document{t: t, path: path, blocks: blocks, prose: prose, seeded: seeded}
}

// work creates the working folder, with the seed content in data/var.
func (d *document) work() {
	d.t.Helper()
	if d.workspace != "" {
		return
	}
	d.workspace = workspace(d.t)
	if err := os.CopyFS(filepath.Join(d.workspace, "data", "var"), os.DirFS(d.seeded.path)); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(d.stop)
}

// stop stops the service that runs in the workspace, if any.
func (d *document) stop() {
	d.shell(`if [ -e "$WORKSPACE/.service/pid" ]; then kill "$(cat "$WORKSPACE/.service/pid")" && rm "$WORKSPACE/.service/pid"; fi`)
}

// shell runs commands in the workspace, with the variables that earlier ones exported, and
// returns their output.
func (d *document) shell(commands string) string {
	d.t.Helper()
	d.work()
	script := `set -euo pipefail; if [ -e "$WORKSPACE/.service/env" ]; then . "$WORKSPACE/.service/env"; fi` + "\n" + commands + "\nexport -p >\"$WORKSPACE/.service/env\"\n"
	c := exec.Command("bash", "-c", script)
	c.Dir = d.workspace
	c.Env = []string{
		"PATH=" + filepath.Join(d.workspace, "bin") + ":" + os.Getenv("PATH"), "HOME=" + d.workspace,
		"WORKSPACE=" + d.workspace, "PROGRAM=" + program(d.t), "TOKEN=" + d.seeded.token,
	}
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		d.t.Fatalf("%v\n%s\n%s%s", err, commands, out.Bytes(), errs.Bytes())
	}
	return out.String()
}

// address returns the URL of the service: the one that the document started, or one with the
// seed content.
func (d *document) address() string {
	d.t.Helper()
	d.work()
	file := filepath.Join(d.workspace, ".service", "address")
	if _, err := os.Stat(file); err != nil {
		d.shell("lectern")
	}
	return strings.TrimSpace(string(read(d.t, file)))
}

// documentedAddress is the URL of the service in documents.
const documentedAddress = "http://localhost:8080"

// here replaces the documented URLs in a text by the service's.
func (d *document) here(text string) string {
	if !strings.Contains(text, documentedAddress) && !strings.Contains(text, "https://api.example.org") {
		return text
	}
	return strings.NewReplacer(documentedAddress, d.address(), "https://api.example.org", d.address()).Replace(text)
}

func (d *document) save(b *block) {
	d.t.Helper()
	d.work()
	if err := os.WriteFile(filepath.Join(d.workspace, filepath.Base(b.file())), []byte(d.here(b.text)), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *document) run(b *block) {
	d.t.Helper()
	var body string
	if b.language == "sh" {
		commands := b.text
		if !strings.Contains(commands, "--public-url") { // there the URL is an argument
			commands = d.here(commands)
		}
		body = d.shell(commands)
	} else {
		token := ""
		if b.has("editor") {
			token = strings.TrimSpace(d.shell(`printf %s "$TOKEN"`))
		}
		body = d.ask(b, token)
	}
	port := regexp.MustCompile(`http://localhost:\d+`)
	var decoded any
	if err := json.Unmarshal([]byte(port.ReplaceAllString(body, documentedAddress)), &decoded); err != nil && b.language == "graphql" {
		d.t.Fatalf("%s:%d: %v: %s", d.path, b.line, err, body)
	}
	d.responses = append(d.responses, decoded)
}

// ask sends an operation, which must have neither errors nor userErrors.
func (d *document) ask(b *block, token string) string {
	d.t.Helper()
	variables, _ := d.fill(b.with).(map[string]any)
	body, err := json.Marshal(map[string]any{"query": b.text, "variables": variables})
	if err != nil {
		d.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.address()+"/graphql", bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", "en") // the language of the documents' readers
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	sent, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	refused := regexp.MustCompile(`"userErrors":\[\{`)
	if bytes.Contains(sent, []byte(`"errors":[{`)) || refused.Match(sent) || bytes.Contains(sent, []byte(`"data":null`)) {
		d.t.Errorf("%s:%d: %s", d.path, b.line, sent)
	}
	return string(sent)
}

// fill replaces values such as {"$from": "sync.cursor"} in variables by those of the newest
// response that has them.
func (d *document) fill(value any) any {
	values, ok := value.(map[string]any)
	if !ok {
		return value
	}
	filled := map[string]any{}
	for name, v := range values {
		filled[name] = v
		from, ok := v.(map[string]any)
		if !ok {
			continue
		}
		if path, ok := from["$from"].(string); ok {
			filled[name] = d.former(path)
		}
	}
	return filled
}

func (d *document) former(path string) any {
	d.t.Helper()
	for _, response := range slices.Backward(d.responses) {
		found := response
		for name := range strings.SplitSeq("data."+path, ".") {
			fields, _ := found.(map[string]any)
			found = fields[name]
		}
		if found != nil {
			return found
		}
	}
	d.t.Fatalf("%s: no response has %s", d.path, path)
	return nil
}

// compare compares the JSON that a document shows behind an operation or a command with the
// response.
func (d *document) compare(b *block) {
	d.t.Helper()
	var want any
	if err := json.Unmarshal([]byte(b.text), &want); err != nil {
		d.t.Errorf("%s:%d: %v", d.path, b.line, err)
		return
	}
	if len(d.responses) == 0 || d.responses[len(d.responses)-1] == nil {
		d.t.Errorf("%s:%d: no operation or command gives this JSON: mark it as not run", d.path, b.line)
		return
	}
	got := d.responses[len(d.responses)-1]
	if difference, ok := agrees(want, got, ""); !ok {
		text, _ := json.MarshalIndent(got, "", "  ")
		d.t.Errorf("%s:%d: the response differs at %s:\n%s", d.path, b.line, difference, text)
	}
}
