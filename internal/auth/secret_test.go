package auth

import (
	"regexp"
	"strings"
	"testing"
)

// The form must not change: scanners for leaked secrets search for it.
var form = regexp.MustCompile(`^lectern_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{63}$`)

func TestSecretsHaveTheirForm(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		id := random(idBytes)
		secret := newSecret(id)
		if got, ok := idOf(secret); !form.MatchString(secret) || !isID(id) || !ok || got != id || seen[secret] {
			t.Fatalf("%s of %s: id %s, %v", secret, id, got, ok)
		}
		seen[secret] = true
	}
}

// Each letter matters: a wrong, missing or additional one is detected without reading the
// tokens.
func TestTyposAreFound(t *testing.T) {
	t.Parallel()
	secret := newSecret(random(idBytes))
	wrong := []string{"", prefix, secret + "0", secret[1:], secret[:len(secret)-1], strings.ToUpper(secret), " " + secret, secret + "\n"}
	for i := range secret {
		other := byte('0')
		if secret[i] == other {
			other = '1'
		}
		wrong = append(wrong, secret[:i]+string(other)+secret[i+1:], secret[:i]+secret[i+1:])
	}
	for _, s := range wrong {
		if id, ok := idOf(s); ok {
			t.Errorf("%q passes as the secret of %s", s, id)
		}
	}
}

func FuzzIDOf(f *testing.F) {
	f.Add(newSecret("00000000"))
	f.Add("lectern__")
	f.Fuzz(func(t *testing.T, s string) {
		if id, ok := idOf(s); ok && !strings.HasPrefix(s, prefix+id+"_") {
			t.Errorf("%q has the id %q", s, id)
		}
	})
}
