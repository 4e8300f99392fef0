package locale

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	t.Parallel()
	for s, valid := range map[string]bool{
		"https://example.org": true, "http://example.org/": true, "https://example.org:8443/a?b=c#d": true, "https://xn--bl-wia.example/": true,
		"HTTPS://example.org/": true, "/media/film.mp4": true, "/": true, "https://example.org/%C3%A6": true, "https://[2001:db8::1]/": true,
		"": false, "example.org": false, "ftp://example.org/": false, "javascript:alert(1)": false, "data:text/html,x": false,
		"mailto:a@example.org": false, "https:": false, "https://": false, "https://:80/": false, "https:example.org": false,
		"//example.org/": false, "///example.org/": false, `/\example.org/`: false, "media/film.mp4": false, "../film.mp4": false, "?a": false, "#a": false,
		"https://user@example.org/": false, "https://user:secret@example.org/": false, "https://example.org/a b": false,
		"https://example.org/\n": false, "https://example.org/<b>": false, `https://example.org/"`: false, "https://example.org/%zz": false,
		" https://example.org": false, "https://example.org/" + strings.Repeat("a", 2048): false,
	} {
		u, err := ParseURL(s)
		if (err == nil) != valid || (valid && string(u) != s) || (err != nil && !isFormatError(err)) {
			t.Errorf("%q: %q, %v", s, u, err)
		}
	}
}

func TestURLUnder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ url, service, want URL }{
		{"/media/a.jpg", "https://api.example.org", "https://api.example.org/media/a.jpg"},
		{"/media/a.jpg", "https://api.example.org/", "https://api.example.org/media/a.jpg"},
		{"/media/a.jpg", "", "/media/a.jpg"},
		{"https://example.org/a.jpg", "https://api.example.org", "https://example.org/a.jpg"},
		{"", "https://api.example.org", ""},
	} {
		if got := test.url.Under(test.service); got != test.want {
			t.Errorf("%q under %q: %q", test.url, test.service, got)
		}
	}
}

func TestURLJSON(t *testing.T) {
	t.Parallel()
	var u URL
	if err := json.Unmarshal([]byte(`"https://example.org/"`), &u); err != nil || u != "https://example.org/" {
		t.Errorf("%q, %v", u, err)
	}
	if err := json.Unmarshal([]byte(`"javascript:x"`), &u); err == nil || u != "" {
		t.Errorf("%q, %v", u, err)
	}
	if err := json.Unmarshal([]byte(`""`), &u); err != nil || u != "" {
		t.Errorf("%q, %v", u, err)
	}
}
