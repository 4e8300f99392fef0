package e2e_test

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestBlocksOf(t *testing.T) {
	t.Parallel()
	blocks, prose, err := blocksOf("# A\n\n```graphql editor {\"a\": {\"b\": 1}}\n{ x }\n```\n\n- with `code`:\n  ```sh not-run\n  ls\n  ```\n```html file=index.html\n```\n")
	if err != nil || len(blocks) != 3 {
		t.Fatalf("%d blocks, %v", len(blocks), err)
	}
	if b := blocks[0]; b.language != "graphql" || !b.has("editor") || b.text != "{ x }\n" || b.line != 3 || b.with["a"] == nil {
		t.Errorf("%+v", b)
	}
	if b := blocks[1]; b.language != "sh" || !b.has("not-run") || b.text != "ls\n" {
		t.Errorf("%+v", b)
	}
	if b := blocks[2]; b.file() != "index.html" || b.text != "" {
		t.Errorf("%+v", b)
	}
	if spans := spansOf(prose); len(spans) != 1 || spans[0] != "code" {
		t.Errorf("%q", spans)
	}
	for _, bad := range []string{"```sh\nls\n", "```graphql {a}\n```\n"} {
		if _, _, err := blocksOf(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestAgrees(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		shown, got, difference string
		agrees                 bool
	}{
		{`{"a": [1, null, true]}`, `{"a": [1, null, true]}`, "", true},
		{`{"id": "session_…"}`, `{"id": "session_01"}`, "", true},
		{`{"id": "session_…"}`, `{"id": "speaker_01"}`, ".id", false},
		{`{"a": "…"}`, `{"a": 1}`, ".a", false},
		{`{"a": 1}`, `{"a": 1, "b": 2}`, "", false},
		{`{"a": null}`, `{"b": null}`, ".a", false},
		{`[1, 2]`, `[1]`, "", false},
		{`[[1], [2]]`, `[[1], [3]]`, ".1.0", false},
	} {
		var shown, got any
		if err := errors.Join(json.Unmarshal([]byte(test.shown), &shown), json.Unmarshal([]byte(test.got), &got)); err != nil {
			t.Fatal(err)
		}
		if difference, ok := agrees(shown, got, ""); ok != test.agrees || difference != test.difference {
			t.Errorf("%s and %s: %q %t", test.shown, test.got, difference, ok)
		}
	}
}
