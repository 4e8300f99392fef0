package operations

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// manifestFormat is the format of manifests of Apollo's tools.
const manifestFormat = "apollo-persisted-query-manifest"

// Source is the text of an operation with its origin.
type Source struct {
	File string
	Line int // the first line of the text, from 1
	// InLine means that the whole text is in one line of the file, as in a manifest: lines of
	// the text are not lines of the file then.
	InLine bool
	Text   string
}

// Place returns the position of a line of the text in the file.
func (s Source) Place(line, column int) string {
	if s.InLine {
		return fmt.Sprintf("%s:%d: line %d of the operation", s.File, s.Line, line)
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Line+line-1, column)
}

// ReadSources reads the operations of a path: a directory's *.graphql files with one operation
// each, or a manifest in Apollo's format.
func ReadSources(path string) ([]Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return readManifest(path)
	}
	files, err := filepath.Glob(filepath.Join(path, "*.graphql"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no .graphql files", path)
	}
	sources := make([]Source, len(files))
	for i, file := range files {
		b, err := os.ReadFile(file)
		if err == nil {
			err = checkText(string(b))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		sources[i] = Source{File: file, Line: 1, Text: string(b)}
	}
	return sources, nil
}

func readManifest(path string) ([]Source, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Format     string            `json:"format"`
		Version    int               `json:"version"`
		Operations []json.RawMessage `json:"operations"`
	}
	if err := json.Unmarshal(b, &manifest); err != nil {
		return nil, fmt.Errorf("%s is not a manifest: %w", path, err)
	}
	if manifest.Format != manifestFormat || manifest.Version != 1 {
		return nil, fmt.Errorf("%s is not a manifest of the format %s, version 1", path, manifestFormat)
	}
	if len(manifest.Operations) == 0 {
		return nil, fmt.Errorf("%s has no operations", path)
	}
	var sources []Source
	before := 0 // the start of the last one
	for _, raw := range manifest.Operations {
		before += bytes.Index(b[before:], raw)
		s := Source{File: path, InLine: true}
		s.Text, err = operationOf(raw)
		// If the body is on a line of its own, use that.
		s.Line = 1 + bytes.Count(b[:before+max(0, bytes.Index(raw, []byte(`"body"`)))], []byte("\n"))
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, s.Line, err)
		}
		sources = append(sources, s)
	}
	return sources, nil
}

// operationOf returns the text of an operation in a manifest.
func operationOf(raw json.RawMessage) (string, error) {
	var operation struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Type string `json:"type"`
		Body string `json:"body"`
	}
	if err := json.Unmarshal(raw, &operation); err != nil {
		return "", err
	}
	if err := checkText(operation.Body); err != nil {
		return "", err
	}
	if id := NewDocument("", operation.Body).ID; operation.ID != id {
		return "", errors.New("the id of " + operation.Name + " is not the SHA-256 of its body, " + id)
	}
	return operation.Body, nil
}

// checkText refuses invalid UTF-8: ids are hashes of UTF-8.
func checkText(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("it is not UTF-8")
	}
	return nil
}
