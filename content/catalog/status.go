package catalog

import (
	"cmp"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// SessionStatus is whether a session takes place as announced (schema.org: eventStatus). Empty
// means SCHEDULED.
type SessionStatus string

// The states of a session.
const (
	SessionScheduled SessionStatus = "SCHEDULED"
	SessionCancelled SessionStatus = "CANCELLED"
	SessionPostponed SessionStatus = "POSTPONED" // to a time that is not known yet
)

// Valid reports whether the status is one of those above.
func (s SessionStatus) Valid() bool { return slices.Contains(s.Values(), string(s)) }

// Values implements content.Enum.
func (SessionStatus) Values() []string {
	return namesOf(SessionScheduled, SessionCancelled, SessionPostponed)
}

// TakesPlace reports whether a session is held at its time, by its own status. Otherwise it
// occupies no room and no person.
func (s *Session) TakesPlace() bool { return s.EventStatus() == SessionScheduled }

// TakesPlace reports whether a conference is or was held on its days. Otherwise its sessions are
// not held either.
func (c *Conference) TakesPlace() bool { return c.EventStatus() == SessionScheduled }

// EventStatus returns the status of the session itself.
func (s *Session) EventStatus() SessionStatus { return cmp.Or(s.Status, SessionScheduled) }

// EventStatus returns the status of a conference in the terms of sessions.
func (c *Conference) EventStatus() SessionStatus {
	switch c.Status {
	case ConferenceCancelled:
		return SessionCancelled
	case ConferencePostponed:
		return SessionPostponed
	}
	return SessionScheduled
}

// StatusIn returns the status of a session in its conference, which may be cancelled or postponed
// as a whole.
func (s *Session) StatusIn(c *Conference) SessionStatus {
	own, whole := s.EventStatus(), c.EventStatus()
	if own == SessionCancelled || whole == SessionScheduled {
		return own
	}
	return whole
}

// checkStatus reports a reason without a status that needs one.
func (s *Session) checkStatus(c *content.Check) {
	if s.TakesPlace() && len(s.StatusReason) > 0 {
		c.Soft(content.Contradiction, "statusReason", "status")
	}
}

// words are the terms for sessions and conferences that do not take place.
var words = map[SessionStatus]locale.Text{
	SessionCancelled: locale.NewText("da", "Aflyst", "en", "Cancelled"),
	SessionPostponed: locale.NewText("da", "Udsat", "en", "Postponed"),
}

// Before returns a text with the status in front of it, for formats without a status: "Aflyst:
// Workshop". In languages other than the service's it is a symbol, so that no text mixes
// languages.
func (s SessionStatus) Before(text string, l locale.Language) string {
	told, ok := words[s]
	if !ok {
		return text
	}
	base, _, _ := strings.Cut(string(l), "-")
	if word := told.In(locale.Language(base)); word != "" {
		return word + ": " + text
	}
	return "✕ " + text
}

// Reason returns the status with the reason, "Aflyst: Taleren er syg", in the language that the
// session is served in. It is empty without a reason.
func (s *Session) Reason() string {
	if len(s.StatusReason) == 0 {
		return ""
	}
	return s.EventStatus().Before(s.StatusReason.String(), s.Language)
}

// Headline returns the title of a document, with its status in front of it if it does not take
// place.
func Headline(v *content.View, d content.Document) (string, error) {
	title := content.KindOf(d).Title(d).String()
	switch d := d.(type) {
	case *Conference:
		return d.EventStatus().Before(title, d.Language), nil
	case *Session:
		c, err := content.Get[*Conference](v, d.ConferenceID)
		if content.IsNotFound(err) { // that of a draft, in a preview
			c, err = &Conference{}, nil
		}
		if err != nil {
			return "", err
		}
		return d.StatusIn(c).Before(title, d.Language), nil
	}
	return title, nil
}
