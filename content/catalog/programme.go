package catalog

import (
	"slices"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Edits of the people, the times and the records of documents, for which a patch would have to
// contain a whole list to change one item.

// castOfDraft returns the list of people of a session or a recording.
func castOfDraft(d content.Document) (*[]Appearance, error) {
	if a, ok := d.(appearing); ok {
		return a.appearances(), nil
	}
	return nil, content.Errorf(content.CodeBadInput, "Only sessions, videos and episodes have appearances.").At("input", "id")
}

// working returns a copy of a working draft for editing, unless it has changed since an
// expected revision; 0 accepts any.
func working[D content.Document](t *content.Transaction, id content.ID, expected content.Revision) (none D, err error) {
	if err := t.Expect(id, expected); err != nil {
		return none, err
	}
	d, err := t.Working(id)
	if err != nil {
		return none, err
	}
	typed, ok := d.(D)
	if !ok {
		return none, content.Errorf(content.CodeBadInput, "This is a document of another type.").At("input", "id")
	}
	return content.Clone(typed), nil
}

// ReorderAppearances stages another order of the people of a session, a video or an episode:
// the present indexes, each once; otherwise BAD_INPUT.
func ReorderAppearances(t *content.Transaction, id content.ID, order []int, expected content.Revision) error {
	d, err := working[content.Document](t, id, expected)
	if err != nil {
		return err
	}
	cast, err := castOfDraft(d)
	if err != nil {
		return err
	}
	places := slices.Sorted(slices.Values(order))
	for i, place := range places {
		if place != i {
			places = nil
			break
		}
	}
	if len(places) != len(*cast) {
		return content.Errorf(content.CodeBadInput, "The order must have each number from 0 to %d exactly once.", len(*cast)-1).At("input", "order")
	}
	was := slices.Clone(*cast)
	for i, place := range order {
		(*cast)[i] = was[place]
	}
	return t.Save(d)
}

// MoveSession stages another time or place of a session: startsAt, endsAt, room and track, as a
// patch. With only a start, the session keeps its duration.
func MoveSession(t *content.Transaction, id content.ID, to content.Patch, expected content.Revision) error {
	s, err := working[*Session](t, id, expected)
	if err != nil {
		return err
	}
	length := s.EndsAt.Sub(s.StartsAt)
	known := !s.StartsAt.IsZero() && !s.EndsAt.IsZero()
	if err := to.Apply(s, locale.DefaultLanguage); err != nil {
		return err
	}
	if _, ends := to["endsAt"]; !ends && known && !s.StartsAt.IsZero() {
		s.EndsAt = s.StartsAt.Add(length)
	}
	return t.Save(s)
}

// AddTimelineEntry stages another step of a proposal, sorted by date.
func AddTimelineEntry(t *content.Transaction, id content.ID, entry content.Patch, l locale.Language, expected content.Revision) error {
	p, err := working[*PolicyProposal](t, id, expected)
	if err != nil {
		return err
	}
	var e TimelineEntry
	if err := entry.ApplyTo(&e, l); err != nil {
		return content.InField(content.InField(err, "entry"), "input")
	}
	at := len(p.Timeline)
	for at > 0 && p.Timeline[at-1].Date > e.Date {
		at--
	}
	p.Timeline = slices.Insert(p.Timeline, at, e)
	return t.Save(p)
}

// AddMeasure stages another measure of a proposal, sorted by number. Without a number it gets
// the next one.
func AddMeasure(t *content.Transaction, id content.ID, measure content.Patch, l locale.Language, expected content.Revision) error {
	p, err := working[*PolicyProposal](t, id, expected)
	if err != nil {
		return err
	}
	var m Measure
	if err := measure.ApplyTo(&m, l); err != nil {
		return content.InField(content.InField(err, "measure"), "input")
	}
	if m.Number == 0 {
		m.Number = 1
		if n := len(p.Measures); n > 0 {
			m.Number = p.Measures[n-1].Number + 1
		}
	}
	at := len(p.Measures)
	for at > 0 && p.Measures[at-1].Number > m.Number {
		at--
	}
	p.Measures = slices.Insert(p.Measures, at, m)
	return t.Save(p)
}

// AddCaptions stages captions of a video as text (WebVTT), replacing those of the same language
// and kind.
func AddCaptions(t *content.Transaction, id content.ID, captions Captions, expected content.Revision) error {
	v, err := working[*Video](t, id, expected)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Captions, func(k Captions) bool { return k.Language == captions.Language && k.Kind == captions.Kind })
	if i < 0 {
		v.Captions = append(v.Captions, captions)
	} else {
		v.Captions[i] = captions
	}
	return t.Save(v)
}

// NextEdition is the date of the next edition of a conference: a year, or the first day.
type NextEdition struct {
	Year      int
	StartDate locale.Date
	Sessions  bool // whether the programme's sessions are copied as drafts
}

// maxEditionSessions leaves space in the change for the conference itself.
const maxEditionSessions = content.MaxChangeDocuments - 1

// PlanNextEdition stages a draft of a conference's next edition and returns its id. It has the
// structure of the former one, without what belongs only to that one. The sessions keep kind,
// duration, room and track; talks get a placeholder as their title.
func PlanNextEdition(t *content.Transaction, id content.ID, next NextEdition) (content.ID, error) {
	former, err := working[*Conference](t, id, 0)
	if err != nil {
		return "", err
	}
	if (next.Year == 0) == (next.StartDate == "") {
		return "", content.Errorf(content.CodeBadInput, "Give either year or startDate.").At("input", "year")
	}
	planned, err := t.NewID(conferenceKind)
	if err != nil {
		return "", err
	}
	c := &Conference{
		Meta: content.Meta{ID: planned}, Title: former.Title, Status: ConferencePlanned, Year: next.Year, TimeZone: former.TimeZone,
		Venue: former.Venue, Audience: former.Audience, OrganiserID: former.OrganiserID, TopicIDs: former.TopicIDs,
		ContentNotice: former.ContentNotice, Helpline: former.Helpline, Series: former.Series, PreviousID: id,
	}
	if former.Edition > 0 {
		c.Edition = former.Edition + 1
	}
	later := daysBetween(former.StartDate, next.StartDate)
	if next.StartDate != "" {
		c.StartDate, c.EndDate = next.StartDate, addDays(next.StartDate, daysBetween(former.StartDate, former.EndDate))
	}
	if err := t.Save(c); err != nil || !next.Sessions {
		return planned, err
	}
	documents, err := t.Related(content.DraftIndex, sessionKind, sessionsOfConference, content.StringKey(id), "", content.Beyond)
	if err != nil {
		return "", err
	}
	if len(documents) > maxEditionSessions {
		return "", content.Errorf(content.CodeTooLarge, "The conference has more than %d sessions. Plan the next edition with sessions: false.", maxEditionSessions).At("input", "sessions")
	}
	for _, d := range documents {
		if err := planSession(t, d.(*Session), c, next.StartDate != "" && former.StartDate != "", later); err != nil {
			return "", err
		}
	}
	return planned, nil
}

// planSession stages the copy of a session for another edition.
func planSession(t *content.Transaction, former *Session, c *Conference, timed bool, later int) error {
	id, err := t.NewID(sessionKind)
	if err != nil {
		return err
	}
	s := &Session{
		Meta: content.Meta{ID: id}, ConferenceID: c.ID, Title: former.Title, Kind: former.Kind, Room: former.Room, Track: former.Track,
		SpokenLanguages: former.SpokenLanguages, RecordingAllowed: former.RecordingAllowed,
	}
	if title, ok := placeholderTitles[former.Kind]; ok {
		s.Title = title
	}
	if timed && !former.StartsAt.IsZero() {
		var exists bool
		if s.StartsAt, exists = sameClock(former.StartsAt, later, c.TimeZone); !exists {
			return &content.Error{Code: content.CodeInvalid, Message: "A session has no such time.", Problems: []content.Problem{noSuchTime(former, former.StartsAt, later, c.TimeZone, "startsAt")}}
		}
		if !former.EndsAt.IsZero() {
			s.EndsAt = s.StartsAt.Add(former.EndsAt.Sub(former.StartsAt))
		}
	}
	return t.Save(s)
}

// placeholderTitles are the titles for sessions whose title describes their content: a break
// has the same name each year, a talk does not.
var placeholderTitles = map[SessionKind]locale.Text{
	SessionKeynote:  locale.NewText("da", "Hovedoplæg", "en", "Keynote"),
	SessionTalk:     locale.NewText("da", "Oplæg", "en", "Talk"),
	SessionPanel:    locale.NewText("da", "Paneldebat", "en", "Panel debate"),
	SessionWorkshop: locale.NewText("da", "Workshop", "en", "Workshop"),
}

// daysBetween returns the number of days between two days; 0 if one is unknown.
func daysBetween(from, to locale.Date) int {
	a, err1 := time.Parse(time.DateOnly, string(from))
	b, err2 := time.Parse(time.DateOnly, string(to))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

func addDays(d locale.Date, days int) locale.Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return locale.Date(t.AddDate(0, 0, days).Format(time.DateOnly))
}
