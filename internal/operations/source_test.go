package operations

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	requireNoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestReadFolder(t *testing.T) {
	t.Parallel()
	path := write(t, "b.graphql", "query B {b}\n")
	dir := filepath.Dir(path)
	requireNoError(t, os.WriteFile(filepath.Join(dir, "a.graphql"), []byte("# why\nquery A {a}"), 0o600))
	requireNoError(t, os.WriteFile(filepath.Join(dir, "variables.json"), []byte("{}"), 0o600))
	sources, err := ReadSources(dir)
	if err != nil || len(sources) != 2 || sources[0].Text != "# why\nquery A {a}" || sources[1].Text != "query B {b}\n" {
		t.Fatalf("%+v, %v", sources, err)
	}
	if got := sources[1].Place(3, 5); got != path+":3:5" {
		t.Error(got)
	}
	requireNoError(t, os.WriteFile(path, []byte("query B {\xff}"), 0o600))
	if _, err := ReadSources(dir); err == nil || !strings.Contains(err.Error(), path+": it is not UTF-8") {
		t.Error(err)
	}
	if _, err := ReadSources(t.TempDir()); err == nil {
		t.Error("an empty folder")
	}
	if _, err := ReadSources(filepath.Join(dir, "not here")); err == nil {
		t.Error("no folder")
	}
}

func TestReadManifest(t *testing.T) {
	t.Parallel()
	a, b := NewDocument("A", "query A {\n  a\n}"), NewDocument("B", "query B {b}")
	operation := func(d Document, body string) string {
		return fmt.Sprintf("{\n\"id\": %q, \"name\": %q, \"type\": \"query\",\n\"body\": %q}", d.ID, d.Name, body)
	}
	manifest := func(format string, operations ...string) string {
		return `{"format":"` + format + `","version":1,"operations":[` + "\n" + strings.Join(operations, ",\n") + "]}"
	}
	path := write(t, "manifest.json", manifest(manifestFormat, operation(a, a.Text), operation(b, b.Text)))
	sources, err := ReadSources(path)
	if err != nil || len(sources) != 2 || sources[0].Text != a.Text || sources[1].Text != b.Text {
		t.Fatalf("%+v, %v", sources, err)
	}
	for i, want := range []string{":4: line 2 of the operation", ":7: line 2 of the operation"} {
		if got := sources[i].Place(2, 3); got != path+want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for name, text := range map[string]string{
		"no JSON":           "query A {a}",
		"another format":    manifest("other", operation(a, a.Text)),
		"another version":   strings.Replace(manifest(manifestFormat, operation(a, a.Text)), `"version":1`, `"version":2`, 1),
		"no operations":     manifest(manifestFormat),
		"another's id":      manifest(manifestFormat, operation(a, b.Text)),
		"no operation":      manifest(manifestFormat, "7"),
		"a body of no text": manifest(manifestFormat, `{"id":"x","body":{}}`),
	} {
		if sources, err := ReadSources(write(t, "manifest.json", text)); err == nil || sources != nil {
			t.Errorf("%s: %v", name, sources)
		}
	}
	_, err = ReadSources(write(t, "manifest.json", manifest(manifestFormat, operation(a, a.Text), operation(b, a.Text))))
	if err == nil || !strings.Contains(err.Error(), "manifest.json:7: the id of B is not the SHA-256 of its body") {
		t.Error(err)
	}
}
