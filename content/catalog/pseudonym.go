package catalog

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// What keeps the legal name of a person with a pseudonym among the editors (promise 10):
// Speaker.Redact for what the service publishes, and this file for what editors write.

// checkNames reports a document with people that contains the legal name of one who has a
// pseudonym, for readers or in a draft: a draft without the pseudonym has no effect while
// readers see the pseudonym.
func checkNames(c *content.Check, d content.Document, people []content.ID) {
	for _, id := range people {
		public, shown := content.Published[*Speaker](c, id)
		shown = shown && public.Pseudonym != ""
		if shown {
			public.checkNameIn(d, c.Soft)
		}
		s, ok := content.Working[*Speaker](c, id)
		if ok && s.Pseudonym != "" && !(shown && s.Name == public.Name && s.SortName == public.SortName) {
			s.checkNameIn(d, c.Lapse) // readers don't know the pseudonym yet
		}
	}
}

// checkOwnNames reports a person's own document if it has more of the legal name than the
// pseudonym has.
func (s *Speaker) checkOwnNames(c *content.Check) {
	if s.Pseudonym == "" {
		return
	}
	s.checkNameIn(s, c.Soft, "name", "sortName", "consents", "withoutConsentReason") // which only editors see
	s.checkReferrers(c)
	if s.hasPartOfName(s.Slug) {
		c.Soft(LegalNameShown, "slug")
	}
	if file := path.Base(string(s.PhotoURL)); s.hasPartOfName(file) && !s.named(string(s.PhotoURL)) {
		c.Soft(LegalNameShown, "photo")
	}
}

// checkReferrers reports the public documents of a person that contain the legal name: they
// were written before there was a pseudonym.
func (s *Speaker) checkReferrers(c *content.Check) {
	for _, d := range c.Referrers(s.ID) {
		fields := s.namedIn(d)
		if len(fields) == 0 {
			continue
		}
		where := strings.Join(fields, ", ")
		c.SoftText(LegalNameShown, "pseudonym", locale.NewText(
			"da", fmt.Sprintf("Navnet står i et andet offentligt dokument (%s: %s).", d.Base().ID, where),
			"en", fmt.Sprintf("The name is in another public document (%s: %s).", d.Base().ID, where),
		))
	}
}

// checkNameIn reports the fields of a document that contain the legal name.
func (s *Speaker) checkNameIn(d content.Document, report func(content.ProblemCode, string, ...any), except ...string) {
	for _, path := range s.namedIn(d, except...) {
		report(LegalNameShown, path)
	}
}

// namedIn returns the fields of a document that contain the legal name, as paths with dots.
func (s *Speaker) namedIn(d content.Document, except ...string) (paths []string) {
	if s.ID != d.Base().ID && s.named(d.Base().Slug) {
		paths = append(paths, "slug")
	}
	content.EachField(d, func(f content.TreeField) {
		shown := false
		if text, ok := f.Text(); ok {
			shown = slices.ContainsFunc(text, func(tr locale.Translation) bool { return s.named(tr.Text) })
		} else if f.Value.Kind() == reflect.String && !slices.Contains(except, f.Path[0]) {
			_, uploaded := content.AssetIn(locale.URL(f.Value.String())) // digits, even if they resemble a name
			shown = !uploaded && s.named(f.Value.String())
		}
		if shown {
			paths = append(paths, strings.Join(f.Path, "."))
		}
	})
	return paths
}

// named reports whether a text or a URL contains the legal name, in any case and with any
// characters between its words.
func (s *Speaker) named(text string) bool {
	text = locale.Unescaped(text)
	words := "-" + locale.Hyphenated(text) + "-"
	for _, name := range s.legalNames() {
		if n := locale.Hyphenated(name); n != "" && strings.Contains(words, "-"+n+"-") {
			return true
		}
		// In some scripts a slug has no letters.
		if strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// legalNames returns the forms of the legal name: in full, without middle names, and with the
// last name first.
func (s *Speaker) legalNames() []string {
	words := strings.Fields(s.Name)
	if len(words) == 0 {
		return nil
	}
	last := len(words) - 1
	return []string{s.Name, words[0] + " " + words[last], words[last] + " " + strings.Join(words[:last], " ")}
}

// hasPartOfName reports whether a slug or a file name has a part of the legal name that the
// pseudonym does not have.
func (s *Speaker) hasPartOfName(name string) bool {
	pseudonym := strings.Split(locale.Hyphenated(s.Pseudonym), "-")
	legal := strings.Split(locale.Hyphenated(s.Name), "-")
	for word := range strings.SplitSeq(locale.Hyphenated(locale.Unescaped(name)), "-") {
		if len(word) > 2 && slices.Contains(legal, word) && !slices.Contains(pseudonym, word) {
			return true
		}
	}
	return false
}
