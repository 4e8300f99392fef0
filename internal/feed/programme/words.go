package programme

import (
	"strings"

	"lectern/content/catalog"
	"lectern/content/locale"
)

// wording has the feeds' own texts.
type wording struct {
	roles map[catalog.AppearanceRole]string
}

var wordings = map[string]*wording{
	"da": {map[catalog.AppearanceRole]string{
		catalog.RoleKeynote: "hovedtaler", catalog.RolePanelist: "paneldeltager", catalog.RoleModerator: "ordstyrer",
		catalog.RoleHost: "vært", catalog.RoleInterpreter: "tolk",
	}},
	"en": {map[catalog.AppearanceRole]string{
		catalog.RoleKeynote: "keynote speaker", catalog.RolePanelist: "panelist", catalog.RoleModerator: "moderator",
		catalog.RoleHost: "host", catalog.RoleInterpreter: "interpreter",
	}},
}

// wordingIn returns the wording of a language. For other languages it is empty, so that no text mixes
// languages.
func wordingIn(l locale.Language) *wording {
	base, _, _ := strings.Cut(string(l), "-")
	if w := wordings[base]; w != nil {
		return w
	}
	return &wording{}
}

// Label describes a person as of that day: "Ida Holm, chefkonsulent, Ministeriet (ordstyrer)".
func (p Person) Label(l locale.Language) string {
	label := joined(", ", p.Speaker.Name, p.Title.String(), p.Organisation)
	if role := wordingIn(l).roles[p.Role]; role != "" {
		label += " (" + role + ")"
	}
	return label
}

// Place returns the place of a session or, without a room, of its conference, as precisely as
// this reader may know it (promise 12).
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
