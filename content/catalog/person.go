package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// Appearance is a person in a session, a video or an episode, with the role, and the title and
// organisation of that day.
type Appearance struct {
	SpeakerID    content.ID     `json:"speaker,omitempty" ref:"speaker" rule:"key,required"`
	Role         AppearanceRole `json:"role,omitempty" rule:"key,required"`
	Title        locale.Text    `json:"title,omitempty"`
	Organisation string         `json:"organisation,omitempty"`
}

// AppearanceRole is the role of a person in a session or a recording.
type AppearanceRole string

// The roles of an appearance.
const (
	RoleSpeaker     AppearanceRole = "SPEAKER"
	RoleKeynote     AppearanceRole = "KEYNOTE"
	RolePanelist    AppearanceRole = "PANELIST"
	RoleModerator   AppearanceRole = "MODERATOR"
	RoleHost        AppearanceRole = "HOST"
	RoleInterpreter AppearanceRole = "INTERPRETER"
)

// Valid reports whether the role is one of those above.
func (r AppearanceRole) Valid() bool { return slices.Contains(r.Values(), string(r)) }

// Values implements content.Enum.
func (AppearanceRole) Values() []string {
	return namesOf(RoleSpeaker, RoleKeynote, RolePanelist, RoleModerator, RoleHost, RoleInterpreter)
}

// speakersOf returns the people of a list of appearances, each once.
func speakersOf(appearances []Appearance) []content.ID {
	ids := make([]content.ID, 0, len(appearances))
	for _, a := range appearances {
		ids = append(ids, a.SpeakerID)
	}
	return ids
}

// checkAppearances reports a person who appears twice in the same role, or without a consent
// that the document needs.
func checkAppearances(c *content.Check, appearances []Appearance, needs ...content.ConsentTo) {
	type part struct {
		speaker content.ID
		role    AppearanceRole
	}
	seen := map[part]bool{}
	content.Each(c, "appearances", appearances, func(a *Appearance) {
		p := part{a.SpeakerID, a.Role}
		if a.SpeakerID != "" && seen[p] {
			c.Problem(content.Duplicate, "speaker")
		}
		seen[p] = true
		checkConsentOf(c, "speaker", a.SpeakerID, needs...)
	})
}

// appearing is a document in which people appear.
type appearing interface {
	content.Document
	appearances() *[]Appearance
}

// consenting is a document that shows people: it is hidden when one of them is, or refuses what
// all of them must consent to.
type consenting interface {
	content.Document
	people() []content.ID
	needs() []content.ConsentTo
}

// castOf returns the people in a recording or a photo, which may be nil.
func castOf(d content.Document) []content.ID {
	c, ok := d.(consenting)
	if !ok {
		return nil
	}
	return c.people()
}
