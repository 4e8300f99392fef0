package auth

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
)

// createTokens makes the test binary create tokens, as another process.
const createTokens = "create-tokens"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == createTokens {
		for i := range 10 {
			if _, _, err := OpenTokens(os.Args[2]).Create(fmt.Sprint("token ", i), content.RoleReader, time.Time{}, time.Now()); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// create creates a token that does not expire.
func create(t *testing.T, tokens *Tokens, name string, role content.Role) (string, Token) {
	t.Helper()
	secret, token, err := tokens.Create(name, role, time.Time{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return secret, token
}

func requireCode(t *testing.T, err error, want content.Code) {
	t.Helper()
	if got := content.CodeOf(err); got != want {
		t.Errorf("%v: the code is %q, want %q", err, got, want)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "var")
	tokens := OpenTokens(dir)
	if list, err := tokens.List(); err != nil || len(list) != 0 {
		t.Fatalf("without a directory: %v, %v", list, err)
	}
	if exist, err := tokens.Exist(); err != nil || exist {
		t.Fatalf("without a directory: %v, %v", exist, err)
	}
	ida, first := create(t, tokens, " Ida Ågård ", content.RoleEditor)
	bot, second := create(t, tokens, "website", content.RolePreviewer)
	if actor, err := tokens.Authenticate(ida, noon); err != nil || actor != (content.Actor{Name: "Ida Ågård", Role: content.RoleEditor}) {
		t.Errorf("%+v, %v", actor, err)
	}
	if actor, err := tokens.Authenticate(bot, noon.AddDate(100, 0, 0)); err != nil || actor != (content.Actor{Name: "website", Role: content.RolePreviewer}) {
		t.Errorf("%+v, %v", actor, err)
	}
	list, err := tokens.List()
	if err != nil || len(list) != 2 || list[0] != first || list[1] != second || !first.Created.Equal(noon) {
		t.Errorf("%+v, %v", list, err)
	}
	revoked, err := tokens.Revoke(first.ID)
	if err != nil || revoked != first {
		t.Errorf("%+v, %v", revoked, err)
	}
	_, err = tokens.Authenticate(ida, noon)
	requireCode(t, err, content.CodeUnauthenticated)
	_, err = tokens.Revoke(first.ID)
	requireCode(t, err, content.CodeNotFound)
	if _, err = tokens.Authenticate(bot, noon); err != nil {
		t.Errorf("the other token: %v", err)
	}
}

// Neither the file nor an error reveals a secret.
func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tokens := OpenTokens(dir)
	secret, token := create(t, tokens, "Ida", content.RoleEditor)
	b, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	key := secret[len(prefix)+idLength+1:]
	if bytes.Contains(b, []byte(key)) || bytes.Contains(b, []byte(key[keyLength:])) {
		t.Error("the file has the secret")
	}
	_, revokeErr := tokens.Revoke(secret)
	_, authErr := tokens.Authenticate(newSecret(token.ID), noon)
	for _, err := range []error{revokeErr, authErr} {
		if err == nil || strings.Contains(err.Error(), prefix) {
			t.Errorf("the error is %v", err)
		}
	}
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file's mode is %v, %v", info.Mode(), err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, FileName+".*")); len(left) > 0 {
		t.Errorf("%v is left over", left)
	}
}

func TestRefusedSecrets(t *testing.T) {
	t.Parallel()
	tokens := OpenTokens(t.TempDir())
	secret, token := create(t, tokens, "Ida", content.RoleAdmin)
	flipped := []byte(secret[:len(secret)-checksumLength])
	flipped[len(flipped)-1] ^= 1
	tests := map[string]string{
		"empty":                        "",
		"of nobody":                    newSecret("00000000"),
		"of that id, and another key":  newSecret(token.ID),
		"its last letter another":      string(flipped) + checksum(string(flipped)),
		"without its checksum":         secret[:len(secret)-checksumLength],
		"something else":               "eyJhbGciOiJub25lIn0.e30.",
		"the hash of an unknown token": prefix + "00000000_" + strings.Repeat("0", keyLength+checksumLength),
	}
	for name, wrong := range tests {
		actor, err := tokens.Authenticate(wrong, noon)
		if content.CodeOf(err) != content.CodeUnauthenticated || actor != (content.Actor{}) {
			t.Errorf("%s: %+v, %v", name, actor, err)
		}
	}
}

func TestTokensExpire(t *testing.T) {
	t.Parallel()
	tokens := OpenTokens(t.TempDir())
	secret, token, err := tokens.Create("Ida", content.RoleEditor, noon.Add(time.Hour), noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Authenticate(secret, noon.Add(time.Hour-time.Second)); err != nil {
		t.Errorf("a second before: %v", err)
	}
	_, err = tokens.Authenticate(secret, noon.Add(time.Hour))
	requireCode(t, err, content.CodeUnauthenticated)
	list, err := OpenTokens(filepath.Dir(tokens.file.Path())).List()
	if err != nil || len(list) != 1 || !list[0].Expires.Equal(token.Expires) || !list[0].Expired(noon.Add(time.Hour)) {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	tokens := OpenTokens(t.TempDir())
	tests := []struct {
		name    string
		role    content.Role
		expires time.Time
	}{
		{"", content.RoleEditor, time.Time{}},
		{" \t", content.RoleEditor, time.Time{}},
		{strings.Repeat("å", maxName+1), content.RoleEditor, time.Time{}},
		{"a\x1b[31m", content.RoleEditor, time.Time{}},
		{"a\u202eb", content.RoleEditor, time.Time{}},
		{"a\xff", content.RoleEditor, time.Time{}},
		{"Ida", "", time.Time{}},
		{"Ida", "owner", time.Time{}},
		{"Ida", content.RoleEditor, noon},
		{"Ida", content.RoleEditor, noon.Add(-time.Hour)},
	}
	for _, test := range tests {
		secret, _, err := tokens.Create(test.name, test.role, test.expires, noon)
		if content.CodeOf(err) != content.CodeBadInput || secret != "" {
			t.Errorf("%+v: %v", test, err)
		}
	}
	if exist, err := tokens.Exist(); exist || err != nil {
		t.Errorf("a file was created: %v", err)
	}
	create(t, tokens, strings.Repeat("å", maxName), content.RoleEditor)
}

// The service keeps its Tokens open, and the command line opens others.
func TestChangesOfOthersAreSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	service := OpenTokens(dir)
	for range 20 {
		secret, token := create(t, OpenTokens(dir), "Ida", content.RoleEditor)
		if _, err := service.Authenticate(secret, noon); err != nil {
			t.Fatalf("a new token: %v", err)
		}
		if _, err := OpenTokens(dir).Revoke(token.ID); err != nil {
			t.Fatal(err)
		}
		_, err := service.Authenticate(secret, noon)
		requireCode(t, err, content.CodeUnauthenticated)
	}
}

func requireNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWritersExcludeEachOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	service := OpenTokens(dir)
	self, err := os.Executable()
	requireNoError(t, err)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if out, err := exec.Command(self, createTokens, dir).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
		all.Go(func() {
			for range 10 {
				secret, _, err := service.Create("Ida", content.RoleEditor, time.Time{}, noon)
				if err == nil {
					_, err = service.Authenticate(secret, noon)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if list, err := service.List(); err != nil || len(list) != 60 {
		t.Errorf("there are %d tokens of 60, %v", len(list), err)
	}
}

func TestTooManyTokens(t *testing.T) {
	t.Parallel()
	tokens := OpenTokens(t.TempDir())
	list := make([]Token, maxTokens)
	for i := range list {
		list[i] = Token{ID: fmt.Sprintf("%08d", i), Name: strings.Repeat("€", maxName), Role: content.RolePublisher, Created: noon, Expires: noon}
	}
	requireNoError(t, tokens.change(func([]Token) ([]Token, error) { return list, nil }))
	if got, err := tokens.List(); err != nil || len(got) != maxTokens {
		t.Errorf("%d tokens, %v", len(got), err)
	}
	_, _, err := tokens.Create("one more", content.RoleReader, time.Time{}, noon)
	requireCode(t, err, content.CodeTooLarge)
}

// sealed returns a file with a valid checksum and invalid tokens.
func sealed(tokens string) string {
	sum := crc32.Checksum([]byte(tokens), crc32.MakeTable(crc32.Castagnoli))
	return fmt.Sprintf(`{"format":1,"checksum":"%08x","tokens":%s}`, sum, tokens)
}

// A damaged file accepts no token, is not overwritten, and its error says what to do.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tokens, path := OpenTokens(dir), filepath.Join(dir, FileName)
	secret, _ := create(t, tokens, "Ida", content.RoleEditor)
	b, err := os.ReadFile(path)
	requireNoError(t, err)
	whole := string(b)
	const one = `{"id":"00000000","name":"Ida","role":"admin","created":"2026-11-22T12:00:00Z","sha256":"` +
		"0000000000000000000000000000000000000000000000000000000000000000" + `"}`
	requireNoError(t, os.WriteFile(path, []byte(sealed("["+one+"]")), 0o600))
	if _, err := tokens.List(); err != nil {
		t.Fatalf("the file that the others differ from: %v", err)
	}
	tests := map[string]string{
		"other role":       strings.Replace(whole, `"editor"`, `"admin"`, 1),
		"a token twice":    sealed("[" + one + "," + one + "]"),
		"no role":          sealed("[" + strings.Replace(one, "admin", "owner", 1) + "]"),
		"no name":          sealed("[" + strings.Replace(one, "Ida", "", 1) + "]"),
		"no id":            sealed("[" + strings.Replace(one, "00000000", "ilou", 1) + "]"),
		"short hash":       sealed("[" + strings.Replace(one, "00000000000000000000", "", 1) + "]"),
		"unknown property": sealed("[" + strings.Replace(one, `"id"`, `"scope":"","id"`, 1) + "]"),
	}
	for name, damaged := range tests {
		requireNoError(t, os.WriteFile(path, []byte(damaged), 0o600))
		_, authErr := tokens.Authenticate(secret, noon)
		_, listErr := tokens.List()
		_, _, createErr := tokens.Create("Bob", content.RoleEditor, time.Time{}, noon)
		_, revokeErr := tokens.Revoke("00000000")
		for _, err := range []error{authErr, listErr, createErr, revokeErr} {
			if content.CodeOf(err) != content.CodeCorrupt || !strings.Contains(err.Error(), "lectern token create") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != damaged {
			t.Errorf("%s: the file was overwritten (%v)", name, err)
		}
	}
	requireNoError(t, os.WriteFile(path, []byte(whole), 0o600))
	if _, err := tokens.Authenticate(secret, noon); err != nil {
		t.Errorf("with the file put back: %v", err)
	}
}

func FuzzDecodeTokens(f *testing.F) {
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := decodeTokens(b)
		if err != nil && l.tokens != nil {
			t.Errorf("%v and %v", l, err)
		}
	})
}
