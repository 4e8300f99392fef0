package catalog

import (
	"lectern/content"
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
func (s *Session) TakesPlace() bool { return s.Status == "" || s.Status == SessionScheduled }

// TakesPlace tells whether a conference is to be held, or was, on its days. The sessions
// of one that is not take place neither.
func (c *Conference) TakesPlace() bool {
	return c.Status != ConferenceCancelled && c.Status != ConferencePostponed
}

// StatusIn is what holds for a session of a conference, which may be cancelled or
// postponed as a whole.
func (s *Session) StatusIn(c *Conference) SessionStatus {
	switch {
	case s.Status == SessionCancelled || c.Status == ConferenceCancelled:
		return SessionCancelled
	case s.Status == SessionPostponed || c.Status == ConferencePostponed:
		return SessionPostponed
	}
	return SessionScheduled
}

// checkStatus reports a reason for what is not said.
func (s *Session) checkStatus(c *content.Check) {
	if s.TakesPlace() && len(s.StatusReason) > 0 {
		c.Soft(content.Contradiction, "statusReason", "status")
	}
}
