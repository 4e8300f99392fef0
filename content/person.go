package content

import "slices"

// Appearance is a person in a session, a video or an episode: in which role,
// and with the title and organisation that the person had on that day.
type Appearance struct {
	SpeakerID    ID             `json:"speaker,omitempty" ref:"speaker" rule:"required"`
	Role         AppearanceRole `json:"role,omitempty" rule:"required"`
	Title        Text           `json:"title,omitempty"`
	Organisation string         `json:"organisation,omitempty"`
}

// AppearanceRole is what a person does in a session or a recording.
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

// Valid tells whether the role is one of those above.
func (r AppearanceRole) Valid() bool {
	switch r {
	case RoleSpeaker, RoleKeynote, RolePanelist, RoleModerator, RoleHost, RoleInterpreter:
		return true
	}
	return false
}

// speakersOf are the people of a list of appearances, each once.
func speakersOf(appearances []Appearance) []ID {
	ids := make([]ID, 0, len(appearances))
	for _, a := range appearances {
		ids = append(ids, a.SpeakerID)
	}
	return ids
}

// checkAppearances reports a person who stands twice in the same role, or who
// has taken back a consent that the document needs.
func checkAppearances(c *Check, appearances []Appearance, needs ...ConsentTo) {
	type part struct {
		speaker ID
		role    AppearanceRole
	}
	seen := map[part]bool{}
	Each(c, "appearances", appearances, func(a *Appearance) {
		p := part{a.SpeakerID, a.Role}
		if a.SpeakerID != "" && seen[p] {
			c.Problem(Duplicate, "speaker")
		}
		seen[p] = true
		checkConsent(c, "speaker", a.SpeakerID, needs...)
	})
}

// checkConsent reports a person who has taken back a consent (promise 7).
func checkConsent(c *Check, field string, id ID, needs ...ConsentTo) {
	s, ok := Working[*Speaker](c, id)
	if ok && slices.ContainsFunc(needs, s.withdrew) {
		c.Soft(ConsentWithdrawn, field)
	}
}
