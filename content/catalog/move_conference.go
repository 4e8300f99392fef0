package catalog

import (
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// maxMoveDays is the maximum number of days of a move, about ten years. A larger one is a
// typing error.
const maxMoveDays = 3660

// ConferenceMove describes a move of a conference.
type ConferenceMove struct {
	Days    int  // later; negative for earlier
	Publish bool // publish the documents that are public, if the actor may
}

// MovedConference is the result of a move.
type MovedConference struct {
	Sessions  int `json:"sessions"`
	Published int `json:"published"` // documents that are public in their new place

	documents map[content.ID]bool
}

// Has reports whether a document moved with a conference; false if there was no move.
func (m *MovedConference) Has(id content.ID) bool { return m != nil && m.documents[id] }

// MoveConference stages that a conference takes place some days later or earlier: its days, its
// registration and its sessions keep their local times of day. The former days of a public
// conference are added to its PreviousDates, and a move back removes them again. Scheduled steps
// stay. It is one change of up to content.MaxActionDocuments documents.
//
// What was public is published, unless the move says otherwise or the actor may not publish:
// then drafts move. It is BAD_INPUT if the conference has no days or the number of days makes no
// sense, and CodeInvalid, with a problem for each document, if a local time does not exist on
// the new day, or if publishing a document would publish an older draft of it.
func MoveConference(t *content.Transaction, id content.ID, move ConferenceMove, expected content.Revision) (*MovedConference, error) {
	c, err := working[*Conference](t, id, expected)
	switch {
	case err != nil:
		return nil, err
	case move.Days == 0 || max(move.Days, -move.Days) > maxMoveDays:
		return nil, content.Errorf(content.CodeBadInput, "Move by 1 to %d days, or by a negative number of days for an earlier date.", maxMoveDays).At("input", "days")
	case c.StartDate == "":
		return nil, content.Errorf(content.CodeBadInput, "The conference has no days yet.").At("input", "id")
	}
	sessions, err := content.ReferringIn(t, id, sessionKind)
	if err != nil {
		return nil, err
	}
	content.AllowManyDocuments(t)
	m := &mover{t: t, moved: &MovedConference{documents: map[content.ID]bool{}}, days: move.Days, zone: c.TimeZone, publish: move.Publish && t.Options().Actor.Require(content.RolePublisher) == nil}
	if err := m.conference(c); err != nil {
		return nil, err
	}
	for _, session := range sessions {
		if err := m.session(session, id); err != nil {
			return nil, err
		}
	}
	if len(m.problems) > 0 {
		return nil, &content.Error{Code: content.CodeInvalid, Message: "The move has problems.", Problems: m.problems}
	}
	return m.moved, nil
}

// mover moves a conference.
type mover struct {
	t        *content.Transaction
	days     int
	zone     string
	publish  bool
	moved    *MovedConference
	problems []content.Problem
}

// time moves the time in a field of a document, if there is one.
func (m *mover) time(d content.Document, at *time.Time, path ...string) {
	if at.IsZero() {
		return
	}
	moved, exists := sameClock(*at, m.days, m.zone)
	if !exists {
		m.problems = append(m.problems, noSuchTime(d, *at, m.days, m.zone, path...))
	}
	*at = moved
}

func (m *mover) conference(c *Conference) error {
	state, err := m.t.State(c.ID)
	if err != nil {
		return err
	}
	former := DateRange{StartDate: c.StartDate, EndDate: c.EndDate}
	c.StartDate, c.EndDate = addDays(c.StartDate, m.days), addDays(c.EndDate, m.days)
	last := len(c.PreviousDates) - 1
	is := func(r DateRange) bool {
		return last >= 0 && c.PreviousDates[last].StartDate == r.StartDate && c.PreviousDates[last].EndDate == r.EndDate
	}
	switch {
	case is(DateRange{StartDate: c.StartDate, EndDate: c.EndDate}):
		c.PreviousDates = c.PreviousDates[:last]
	case state.Published != 0 && !is(former):
		c.PreviousDates = append(c.PreviousDates, former)
	}
	if r := c.Registration; r != nil {
		m.time(c, &r.OpensAt, "registration", "opensAt")
		m.time(c, &r.ClosesAt, "registration", "closesAt")
	}
	return m.save(c)
}

func (m *mover) session(id, conference content.ID) error {
	d, err := m.t.Working(id)
	if err != nil {
		return err
	}
	s := content.Clone(d.(*Session))
	if s.ConferenceID != conference || s.StartsAt.IsZero() && s.EndsAt.IsZero() {
		return nil
	}
	m.time(s, &s.StartsAt, "startsAt")
	m.time(s, &s.EndsAt, "endsAt")
	m.moved.Sessions++
	return m.save(s)
}

// save stages a moved document, and its publication if it is public. An older draft must not
// become public with it.
func (m *mover) save(d content.Document) error {
	id := d.Base().ID
	before, err := m.t.State(id)
	if err != nil {
		return err
	}
	if staged := content.StagedIn(m.t, id); staged != nil {
		before = staged.Before
	}
	publish := m.publish && before.Published != 0
	if publish && before.Draft != 0 {
		p := content.ProblemAt([]string{}, UnpublishedChanges, false, content.KindOf(d).Title(d).String())
		p.Document = id
		m.problems = append(m.problems, p)
		return nil
	}
	m.moved.documents[id] = true
	if err := m.t.Save(d); err != nil || !publish {
		return err
	}
	m.moved.Published++
	return m.t.Publish(id)
}

// sameClock returns the same time of day some days later, in a time zone. It reports whether
// that time exists there: when summer time begins, an hour is skipped.
func sameClock(at time.Time, days int, zone string) (moved time.Time, exists bool) {
	at = locale.InZone(locale.ZoneNamed(zone), at)
	moved = at.AddDate(0, 0, days)
	return moved, moved.Format(time.TimeOnly) == at.Format(time.TimeOnly)
}

// noSuchTime returns the problem of a document whose time sameClock can't move.
func noSuchTime(d content.Document, at time.Time, days int, zone string, path ...string) content.Problem {
	at = locale.InZone(locale.ZoneNamed(zone), at)
	p := content.ProblemAt(path, NoSuchTime, false, content.KindOf(d).Title(d).String(), at.Format("15:04"), addDays(locale.DayOf(at), days))
	p.Document = d.Base().ID
	return p
}
