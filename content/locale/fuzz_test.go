package locale

import (
	"strings"
	"testing"
	"time"
)

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"PT27M30S", "P1DT2H", "PT0.001S", "PT1.S", "P", "PT99999999999999999S", "PT1H1H"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			if !isFormatError(err) {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if d < 0 || time.Duration(d)%time.Millisecond != 0 {
			t.Errorf("%q is %v", s, time.Duration(d))
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q is %s, and that is %s, %v", s, d, again, err)
		}
	})
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Bedre hjælp til ofre for stalking", "A\u030a & Ø", "--", strings.Repeat("æ", 50), "ǿ", "’t", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		slug := Slugify(title)
		if slug != "" && !ValidSlug(slug) {
			t.Errorf("%q: %q is not valid", title, slug)
		}
		if again := Slugify(slug); again != slug {
			t.Errorf("%q: %q, and of that %q", title, slug, again)
		}
		if ValidSlug(title) && slug != title {
			t.Errorf("%q is valid and becomes %q", title, slug)
		}
	})
}

func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"da", "en-GB;q=0.8, de", "*", "zh-Hant-TW", "iw", "en-u-ca-buddhist", "x-a", "und", "de-1996"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if l, err := ParseLanguage(s); err == nil {
			if again, err := ParseLanguage(string(l)); err != nil || again != l {
				t.Errorf("%q is %q, and that is %q, %v", s, l, again, err)
			}
		} else if !isFormatError(err) {
			t.Errorf("%q: %v", s, err)
		}
		preferences := ReaderPreferences(strings.Split(s, ",")...)
		if len(preferences) == 0 || len(preferences) > 50 {
			t.Errorf("%q: %d preferences", s, len(preferences))
		}
		for _, p := range preferences {
			if l, err := ParseLanguage(string(p)); err != nil || l != p {
				t.Errorf("%q: prefers %q, that is %q, %v", s, p, l, err)
			}
		}
	})
}

func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://example.org/a?b#c", "/media/a.mp4", "//example.org", "http://[::1]:80/", "https://a@b/", "HTTP:/x", "/%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseURL(s)
		if err != nil {
			if u != "" || !isFormatError(err) {
				t.Errorf("%q: %q, %v", s, u, err)
			}
			return
		}
		if string(u) != s {
			t.Errorf("%q becomes %q", s, u)
		}
		absolute := string(u.Under("https://api.example.org"))
		lower := strings.ToLower(absolute)
		if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") || strings.ContainsAny(absolute, " \t\r\n\"<>\\\x00") {
			t.Errorf("%q is served as %q", s, absolute)
		}
		if strings.HasPrefix(s, "/") && !strings.HasPrefix(absolute, "https://api.example.org/") {
			t.Errorf("%q leaves the service: %q", s, absolute)
		}
	})
}
