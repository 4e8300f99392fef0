package catalog

import (
	"cmp"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// SessionStatus says whether a session takes place as announced (schema.org:
// eventStatus). Empty is SCHEDULED.
type SessionStatus string

// The states of a session.
const (
	SessionScheduled SessionStatus = "SCHEDULED"
	SessionCancelled SessionStatus = "CANCELLED"
	SessionPostponed SessionStatus = "POSTPONED" // to a time that is not known yet
)

// Valid tells whether the status is one of those above.
func (s SessionStatus) Valid() bool {
	return s == SessionScheduled || s == SessionCancelled || s == SessionPostponed
}

// TakesPlace tells whether a session is to be held at its time, as far as its own
// status says: otherwise it takes no room and no person.
func (s *Session) TakesPlace() bool { return s.EventStatus() == SessionScheduled }

// TakesPlace tells whether a conference is to be held, or was, on its days. The sessions
// of one that is not do not take place either.
func (c *Conference) TakesPlace() bool { return c.EventStatus() == SessionScheduled }

// EventStatus is the status of a session itself.
func (s *Session) EventStatus() SessionStatus { return cmp.Or(s.Status, SessionScheduled) }

// EventStatus is the status of a conference in the same words.
func (c *Conference) EventStatus() SessionStatus {
	switch c.Status {
	case ConferenceCancelled:
		return SessionCancelled
	case ConferencePostponed:
		return SessionPostponed
	}
	return SessionScheduled
}

// StatusIn is what holds for a session of a conference, which may be cancelled or
// postponed as a whole.
func (s *Session) StatusIn(c *Conference) SessionStatus {
	own, whole := s.EventStatus(), c.EventStatus()
	if own == SessionCancelled || whole == SessionScheduled {
		return own
	}
	return whole
}

// checkStatus reports a reason for what is not said.
func (s *Session) checkStatus(c *content.Check) {
	if s.TakesPlace() && len(s.StatusReason) > 0 {
		c.Soft(content.Contradiction, "statusReason", "status")
	}
}

// words are what readers are told of what does not take place.
var words = map[SessionStatus]locale.Text{
	SessionCancelled: locale.NewText("da", "Aflyst", "en", "Cancelled"),
	SessionPostponed: locale.NewText("da", "Udsat", "en", "Postponed"),
}

// Before puts the status before a text in a language, for what has no field for it:
// "Aflyst: Workshop". A language that the service has no words in gets a sign, so that no
// text mixes languages.
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

// Reason is the status with the reason for it, "Aflyst: Taleren er syg", in the language
// that the session is served in; empty without a reason.
func (s *Session) Reason() string {
	if len(s.StatusReason) == 0 {
		return ""
	}
	return s.EventStatus().Before(s.StatusReason.String(), s.Language)
}

// Headline is the title of a document, after its status where it does not take place.
func Headline(v *content.View, d content.Document) (string, error) {
	title := content.KindOf(d).Title(d).String()
	switch d := d.(type) {
	case *Conference:
		return d.EventStatus().Before(title, d.Language), nil
	case *Session:
		c, err := content.Get[*Conference](v, d.ConferenceID)
		if content.IsNotFound(err) { // a draft's, in a preview
			c, err = &Conference{}, nil
		}
		if err != nil {
			return "", err
		}
		return d.StatusIn(c).Before(title, d.Language), nil
	}
	return title, nil
}
