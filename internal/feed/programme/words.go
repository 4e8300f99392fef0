package programme

import (
	"cmp"
	"strings"

	"lectern/content"
)

// wording is what feeds say beside what documents do.
type wording struct {
	cancelled string
	roles     map[content.AppearanceRole]string
}

var wordings = map[string]*wording{
	"da": {"Aflyst: ", map[content.AppearanceRole]string{
		content.RoleKeynote: "hovedtaler", content.RolePanelist: "paneldeltager", content.RoleModerator: "ordstyrer",
		content.RoleHost: "vært", content.RoleInterpreter: "tolk",
	}},
	"en": {"Cancelled: ", map[content.AppearanceRole]string{
		content.RoleKeynote: "keynote speaker", content.RolePanelist: "panelist", content.RoleModerator: "moderator",
		content.RoleHost: "host", content.RoleInterpreter: "interpreter",
	}},
}

// in is the wording of a language; of another than those it says nothing: two
// languages are not mixed.
func in(l content.Language) *wording {
	base, _, _ := strings.Cut(string(l), "-")
	if w := wordings[base]; w != nil {
		return w
	}
	return &wording{}
}

// Standing is a title in a format that has no other way to say that what is
// called so was cancelled.
func Standing(c *content.Conference, l content.Language, title string) string {
	if c.Status != content.ConferenceCancelled {
		return title
	}
	return cmp.Or(in(l).cancelled, "✕ ") + title
}

// Label is a person as on that day: "Ida Holm, chefkonsulent, Ministeriet
// (ordstyrer)".
func (p Person) Label(l content.Language) string {
	label := joined(", ", p.Speaker.Name, p.Title.String(), p.Organisation)
	if role := in(l).roles[p.Role]; role != "" {
		label += " (" + role + ")"
	}
	return label
}

// Place is where a session or, without a room, a conference takes place, as far
// as this reader may know (promise 12).
func Place(c *content.Conference, room string) string {
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
