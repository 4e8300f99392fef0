package catalog

import (
	"slices"
	"strconv"

	"lectern/content"
	"lectern/content/locale"
)

// TimelineEntry is a step of a proposal, with its source. The timeline is a record: published
// entries never change.
type TimelineEntry struct {
	Date   locale.Date    `json:"date,omitempty" rule:"key,required"`
	Status TimelineStatus `json:"status,omitempty" rule:"key,required"` // the status reached on that day
	Note   locale.Text    `json:"note,omitempty" rule:"max=2000"`       // plain text
	Source locale.URL     `json:"source,omitempty"`

	Language locale.ServedIn `json:"-"`
}

// TimelineStatus is a step that a proposal reaches.
type TimelineStatus string

// The steps of a proposal.
const (
	TimelinePresented      TimelineStatus = "PRESENTED"
	TimelineAgreed         TimelineStatus = "AGREED"       // it became an agreement of the parties
	TimelineConsultation   TimelineStatus = "CONSULTATION" // høring
	TimelineBillIntroduced TimelineStatus = "BILL_INTRODUCED"
	TimelineFirstReading   TimelineStatus = "FIRST_READING"
	TimelineCommittee      TimelineStatus = "COMMITTEE" // a committee's report
	TimelineSecondReading  TimelineStatus = "SECOND_READING"
	TimelineThirdReading   TimelineStatus = "THIRD_READING"
	TimelineAdopted        TimelineStatus = "ADOPTED"
	TimelineRejected       TimelineStatus = "REJECTED"
	TimelineWithdrawn      TimelineStatus = "WITHDRAWN" // also a bill that lapsed
	TimelineInForce        TimelineStatus = "IN_FORCE"
	TimelineAmended        TimelineStatus = "AMENDED"
	TimelineRepealed       TimelineStatus = "REPEALED"
	TimelineOther          TimelineStatus = "OTHER" // described in the note
)

// Valid reports whether the status is one of those above.
func (s TimelineStatus) Valid() bool { return slices.Contains(s.Values(), string(s)) }

// Values implements content.Enum.
func (TimelineStatus) Values() []string {
	return namesOf(
		TimelinePresented, TimelineAgreed, TimelineConsultation, TimelineBillIntroduced, TimelineFirstReading,
		TimelineCommittee, TimelineSecondReading, TimelineThirdReading, TimelineAdopted, TimelineRejected,
		TimelineWithdrawn, TimelineInForce, TimelineAmended, TimelineRepealed, TimelineOther,
	)
}

func publishedTimeline(c *content.Check) []TimelineEntry {
	if old, ok := c.Published.(*PolicyProposal); ok {
		return old.Timeline
	}
	return nil
}

// checkTimeline reports entries out of order or without a source, and published entries that
// were changed or removed.
func checkTimeline(c *content.Check, timeline, published []TimelineEntry) {
	last := locale.Date("")
	content.Each(c, "timeline", timeline, func(e *TimelineEntry) {
		if e.Date != "" && e.Date < last {
			c.Problem(content.NotInOrder, "date")
		}
		last = max(last, e.Date)
		if e.Source == "" {
			c.Soft(MissingSource, "source")
		}
	})
	for i, old := range published {
		if i >= len(timeline) {
			c.Problem(content.AppendOnly, "timeline")
			return
		}
		if !timeline[i].keeps(old) {
			c.Problem(content.AppendOnly, "timeline."+strconv.Itoa(i))
		}
	}
}

// keeps reports whether an entry has everything that it had before. A note may have a further
// translation.
func (e TimelineEntry) keeps(old TimelineEntry) bool {
	if e.Date != old.Date || e.Status != old.Status || e.Source != old.Source || (len(old.Note) == 0 && len(e.Note) > 0) {
		return false
	}
	for _, tr := range old.Note {
		if e.Note.In(tr.Language) != tr.Text {
			return false
		}
	}
	return true
}
