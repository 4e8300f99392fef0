package catalog

import (
	"testing"
	"time"

	"lectern/content"
)

func TestSession(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	checkRules(t, exampleSession, []rule[*Session]{
		{
			name:    "nothing",
			edit:    func(s *Session) { *s = Session{Meta: s.Meta, RecordingAllowed: true} },
			publish: []string{"REQUIRED conference", "REQUIRED title", "REQUIRED kind", "NO_COMPLETE_LANGUAGE "},
		},
		{
			name: "break without people",
			edit: func(s *Session) { s.Kind, s.Cast = SessionBreak, nil },
		},
		{name: "ends before it begins", edit: func(s *Session) { s.EndsAt = s.StartsAt.Add(-1) }, always: []string{"END_BEFORE_START endsAt"}},
		{name: "no end", edit: func(s *Session) { s.EndsAt = time.Time{} }, publish: []string{"REQUIRED endsAt"}},
		{
			name: "the day before",
			edit: func(s *Session) {
				s.Status, s.StatusReason, s.StartsAt, s.EndsAt = "", nil, s.StartsAt.Add(-day), s.EndsAt.Add(-day)
			},
			soft: []string{"OUTSIDE_CONFERENCE startsAt"},
		},
		{
			name: "to midnight of the last day",
			edit: func(s *Session) { s.StartsAt, s.EndsAt = s.StartsAt.Add(day), morning.Add(day+15*time.Hour) },
		},
		{
			name: "past midnight of the last day",
			edit: func(s *Session) {
				s.Status, s.StatusReason, s.StartsAt, s.EndsAt = "", nil, s.StartsAt.Add(day), morning.Add(day+16*time.Hour)
			},
			soft: []string{"OUTSIDE_CONFERENCE startsAt"},
		},
		{
			name: "the day before, by the conference's clock",
			edit: func(s *Session) {
				s.Status, s.StatusReason, s.StartsAt = "", nil, time.Date(2021, 8, 31, 21, 59, 0, 0, time.UTC)
			},
			soft: []string{"OUTSIDE_CONFERENCE startsAt"},
		},
		{name: "the first hour, by the conference's clock", edit: func(s *Session) {
			s.Status, s.StatusReason, s.StartsAt = "", nil, time.Date(2021, 8, 31, 22, 0, 0, 0, time.UTC)
		}},
		{
			name: "the day before, and cancelled",
			edit: func(s *Session) { s.StartsAt, s.EndsAt = s.StartsAt.Add(-day), s.EndsAt.Add(-day) },
		},
		{
			name: "a reason for nothing", edit: func(s *Session) { s.Status = SessionScheduled },
			soft: []string{"CONTRADICTION statusReason"},
		},
		{
			name: "the room is taken", edit: onProgramme, around: func(w world) { addSession(w, morning.Add(59*time.Minute), "Sal 1", "") },
			soft: []string{"ROOM_TAKEN room"},
		},
		{
			name: "the person is elsewhere", edit: onProgramme, around: func(w world) { addSession(w, morning.Add(-59*time.Minute), "Sal 2", "example") },
			soft: []string{"SPEAKER_TAKEN appearances.0.speaker"},
		},
		{
			name: "in the room and with the person, before and after", edit: onProgramme,
			around: func(w world) { addSession(w, morning.Add(-time.Hour), "Sal 1", "example") },
		},
		{
			name:   "both are taken, and it is cancelled",
			around: func(w world) { addSession(w, morning, "Sal 1", "example") },
		},
		{
			name: "both are taken by one that is cancelled", edit: onProgramme,
			around: func(w world) { addSession(w, morning, "Sal 1", "example").Status = SessionCancelled },
		},
		{
			name: "both were taken before", edit: onProgramme, published: onProgramme,
			around: func(w world) { addSession(w, morning, "Sal 1", "example") },
			warn:   []string{"ROOM_TAKEN room", "SPEAKER_TAKEN appearances.0.speaker"},
		},
		{
			name: "both were taken while it was cancelled", edit: onProgramme, published: func(*Session) {},
			around: func(w world) { addSession(w, morning, "Sal 1", "example") },
			soft:   []string{"ROOM_TAKEN room", "SPEAKER_TAKEN appearances.0.speaker"},
		},
		{
			name: "both are taken by a draft", edit: onProgramme,
			around: func(w world) { addSession(w, morning, "Sal 1", "example").PublishedAt = nil },
			warn:   []string{"ROOM_TAKEN room", "SPEAKER_TAKEN appearances.0.speaker"},
		},
		{
			name: "longer than a day",
			edit: func(s *Session) { s.EndsAt = s.StartsAt.Add(day + time.Minute) },
			soft: []string{"SESSION_TOO_LONG endsAt"},
		},
		{
			name: "recordings are public already", edit: func(s *Session) { s.RecordingAllowed = false },
			publish: []string{"RECORDING_FORBIDDEN recordingAllowed"},
		},
		{
			name: "an episode is public already", edit: func(s *Session) { s.RecordingAllowed = false },
			around:  func(w world) { of[*Video](w, "video", "example").PublishedAt = nil },
			publish: []string{"RECORDING_FORBIDDEN recordingAllowed"},
		},
		{
			name: "recordings are drafts, or of another session", edit: func(s *Session) { s.RecordingAllowed = false },
			around: func(w world) {
				of[*Video](w, "video", "example").PublishedAt = nil
				of[*PodcastEpisode](w, "podcastEpisode", "example").SessionID = ""
			},
		},
		{
			name:   "the same person twice in a role",
			edit:   func(s *Session) { s.Cast = append(s.Cast, s.Cast[0]) },
			always: []string{"DUPLICATE appearances.1.speaker"},
		},
		{
			name: "the same person in two roles",
			edit: func(s *Session) {
				s.Cast = append(s.Cast, Appearance{SpeakerID: s.Cast[0].SpeakerID, Role: RoleKeynote})
			},
		},
		{
			name:   "discusses a topic",
			edit:   func(s *Session) { s.DiscussesIDs = s.TopicIDs },
			always: []string{"WRONG_KIND discusses.0"},
		},
		{
			name: "legal name of a person in it",
			edit: func(s *Session) { s.Title = both("Karen Margrethe Hviid: En historie") },
			soft: []string{"LEGAL_NAME_SHOWN title"},
		},
		{
			name:   "a name that is no secret",
			edit:   func(s *Session) { s.Title = both(legalName) },
			around: func(w world) { of[*Speaker](w, "speaker", "example").Pseudonym = "" },
		},
	})
}

// onProgramme makes the example a session that occupies a room and people.
func onProgramme(s *Session) { s.Status, s.StatusReason = SessionScheduled, nil }

// addSession adds another session of an hour to the example's conference.
func addSession(w world, starts time.Time, room, speaker string) *Session {
	s := &Session{
		Meta: content.Meta{ID: testID("session", "other"), PublishedAt: &morning}, ConferenceID: testID("conference", "example"), Title: both("En anden"),
		StartsAt: starts, EndsAt: starts.Add(time.Hour), Room: room,
	}
	if speaker != "" {
		s.Cast = []Appearance{{SpeakerID: testID("speaker", speaker), Role: RoleHost}}
	}
	w.add(s)
	return s
}
