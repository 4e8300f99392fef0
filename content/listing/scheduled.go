package listing

import (
	"hash/fnv"

	"lectern/content"
)

// Scheduled lists the planned steps, the next first: first steps after a cursor, nil for the
// beginning. It is UNAUTHENTICATED or FORBIDDEN if the view's actor is not an editor, BAD_INPUT
// if first is not from 1 to MaxPage, and BAD_CURSOR for a cursor of another list.
func Scheduled(v *content.View, first int, after *string) (*ScheduledConnection, error) {
	return readSchedule(v, scheduleList(content.UpcomingSteps()), first, after)
}

// Missed lists, as Scheduled does, the steps that were due and failed. They stay until they are
// planned again, cancelled or done by hand.
func Missed(v *content.View, first int, after *string) (*ScheduledConnection, error) {
	return readSchedule(v, scheduleList(content.MissedSteps()), first, after)
}

// scheduleList is a range of Schedules.
type scheduleList content.Range

func (l scheduleList) identity() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("schedule " + l.From)) // never fails
	return h.Sum64()
}

func (l scheduleList) key(cursor string) (string, error) {
	key, ok := decodePlace(l.identity(), cursor)
	if !ok || !content.IsScheduleKey(key) || !content.Range(l).Has(key) {
		return "", content.Errorf(content.CodeBadCursor, "This cursor is not from this list.").At("after")
	}
	return key, nil
}

func readSchedule(v *content.View, l scheduleList, first int, after *string) (*ScheduledConnection, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	ahead := content.Range(l)
	if after != nil {
		key, err := l.key(*after)
		if err != nil {
			return nil, err
		}
		ahead.From = key + "\x00"
	}
	page := &ScheduledConnection{later: after != nil}
	for {
		keys, err := content.ScheduleKeys(v, ahead, MaxPage)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			step, err := content.StepAt(v, key)
			if err != nil {
				return nil, err
			}
			if step == nil {
				continue
			}
			if page.next = len(page.nodes) == first; page.next {
				return page, nil
			}
			page.add(step, encodePlace(l.identity(), key))
		}
		if len(keys) < MaxPage {
			return page, nil
		}
		ahead.From = keys[len(keys)-1] + "\x00"
	}
}
