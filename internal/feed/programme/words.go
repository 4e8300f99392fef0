package programme

import (
	"cmp"
	"strings"

	"lectern/content/catalog"
	"lectern/content/locale"
)

// wording is what feeds say beside what documents do.
type wording struct {
	cancelled string
	roles     map[catalog.AppearanceRole]string
}

var wordings = map[string]*wording{
	"da": {"Aflyst: ", map[catalog.AppearanceRole]string{
		catalog.RoleKeynote: "hovedtaler", catalog.RolePanelist: "paneldeltager", catalog.RoleModerator: "ordstyrer",
		catalog.RoleHost: "vært", catalog.RoleInterpreter: "tolk",
	}},
	"en": {"Cancelled: ", map[catalog.AppearanceRole]string{
		catalog.RoleKeynote: "keynote speaker", catalog.RolePanelist: "panelist", catalog.RoleModerator: "moderator",
		catalog.RoleHost: "host", catalog.RoleInterpreter: "interpreter",
	}},
}

// in is the wording of a language; of another than those it says nothing: two
// languages are not mixed.
func in(l locale.Language) *wording {
	base, _, _ := strings.Cut(string(l), "-")
	if w := wordings[base]; w != nil {
		return w
	}
	return &wording{}
}

// Standing is a title in a format that has no other way to say that what is
// called so was cancelled.
func Standing(c *catalog.Conference, l locale.Language, title string) string {
	if c.Status != catalog.ConferenceCancelled {
		return title
	}
	return cmp.Or(in(l).cancelled, "✕ ") + title
}

// Label is a person as on that day: "Ida Holm, chefkonsulent, Ministeriet
// (ordstyrer)".
func (p Person) Label(l locale.Language) string {
	label := joined(", ", p.Speaker.Name, p.Title.String(), p.Organisation)
	if role := in(l).roles[p.Role]; role != "" {
		label += " (" + role + ")"
	}
	return label
}

// Place is where a session or, without a room, a conference takes place, as far
// as this reader may know (promise 12).
func Place(c *catalog.Conference, room string) string {
	if c.Venue == nil {
		return room
	}
	return joined(", ", room, c.Venue.Name, c.Venue.Address, c.Venue.City, c.Venue.Country)
}

func joined(between string, parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(p)
	}
	return b.String()
}
