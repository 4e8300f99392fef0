package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/schedule"
)

// testClock is a clock that the test advances. Waits notify the test when they begin: all
// previous work is done then.
type testClock struct {
	mu    sync.Mutex
	now   time.Time
	waits []testWait
	began chan struct{} // one for each wait
}

type testWait struct {
	until time.Time
	over  chan time.Time
}

func newTestClock(now time.Time) *testClock {
	return &testClock{now: now, began: make(chan struct{}, 100)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	over := make(chan time.Time, 1)
	if d <= 0 {
		over <- c.now
		return over
	}
	c.waits = append(c.waits, testWait{c.now.Add(d), over})
	c.began <- struct{}{}
	return over
}

// pass advances the time to the end of the last wait, and returns when the next begins.
func (c *testClock) pass(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var still []testWait
	for _, w := range c.waits {
		if w.until.After(c.now) {
			still = append(still, w)
		} else {
			w.over <- c.now
		}
	}
	ended := len(c.waits) - len(still)
	c.waits = still
	c.mu.Unlock()
	for range ended {
		<-c.began
	}
}

// planStep saves a session of a published conference, and schedules its publication.
func planStep(t *testing.T, store content.Store, name string, now, at time.Time) content.ID {
	t.Helper()
	o := contenttest.Options()
	o.Now = now
	s := contenttest.Session(name, "fagdag", 0)
	_, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
		return errors.Join(tx.Save(s), schedule.Publish(tx, s.ID, at))
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.ID
}

func isPublic(t *testing.T, store content.Store, id content.ID) bool {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	_, err = v.Get(id)
	if err != nil && !content.IsNotFound(err) {
		t.Fatal(err)
	}
	return err == nil
}

// TestScheduleIsFollowed: a step that is planned while the service runs is done at its instant.
// A failing step is reported, and the others are done.
func TestScheduleIsFollowed(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	clock := newTestClock(contenttest.Epoch)
	c := small(t)
	c.Clock, c.Log = clock, slog.New(slog.NewTextHandler(&log, nil))
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- a.Run(ctx) }()
	<-clock.began

	contenttest.Publish(t, a.Store(), contenttest.Conference("fagdag"))
	at := contenttest.Epoch.Add(10 * time.Second)
	broken := planStep(t, a.Store(), "a", contenttest.Epoch, at)
	fine := planStep(t, a.Store(), "b", contenttest.Epoch, at)
	untitled := contenttest.Session("a", "fagdag", 0)
	untitled.Title = nil
	contenttest.Save(t, a.Store(), untitled)
	clock.pass(scheduleLooks) // it finds the plan
	for clock.Now().Before(at) {
		if isPublic(t, a.Store(), fine) {
			t.Fatalf("it is public at %v", clock.Now())
		}
		clock.pass(min(scheduleLooks, at.Sub(clock.Now())))
	}
	if !isPublic(t, a.Store(), fine) || isPublic(t, a.Store(), broken) {
		t.Errorf("at the instant: %t, the other %t", isPublic(t, a.Store(), fine), isPublic(t, a.Store(), broken))
	}
	view, err := content.OpenView(t.Context(), a.Store(), content.ViewOptions{Actor: contenttest.Publisher})
	if err != nil {
		t.Fatal(err)
	}
	missed, err := listing.Missed(view, 10, nil)
	_ = view.Close() // only read
	if err != nil || len(missed.Nodes()) != 1 || missed.Nodes()[0].DocumentID != broken {
		t.Errorf("missed: %v, %v", missed, err)
	}
	stop()
	if err := <-ran; err != nil {
		t.Errorf("Run: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	for _, line := range []string{"document=" + string(fine) + " action=PUBLISH", "document=" + string(broken) + " action=MISS"} {
		if !strings.Contains(log.String(), line) {
			t.Errorf("the log lacks %q:\n%s", line, log.String())
		}
	}
	if strings.Contains(log.String(), contenttest.Publisher.Name+" ") {
		t.Errorf("the log names people:\n%s", log.String())
	}
}

// TestScheduleIsCaughtUp: steps that became due while no service ran are done before the first
// response.
func TestScheduleIsCaughtUp(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	c.Clock = newTestClock(contenttest.Epoch)
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	contenttest.Publish(t, a.Store(), contenttest.Conference("fagdag"))
	id := planStep(t, a.Store(), "a", contenttest.Epoch, contenttest.Epoch.Add(time.Hour))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		after  time.Duration
		public bool
	}{{time.Hour - time.Millisecond, false}, {2 * time.Hour, true}, {3 * time.Hour, true}} {
		c.Clock = newTestClock(contenttest.Epoch.Add(test.after))
		a, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if got := isPublic(t, a.Store(), id); got != test.public {
			t.Errorf("opened after %v: public %t", test.after, got)
		}
		if s, err := a.Store().Snapshot(t.Context()); err != nil || test.public && s.Revision() != 3 {
			t.Errorf("revision %d, %v", s.Revision(), err)
		} else {
			_ = s.Close()
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestScheduleGoesOnAfterAnError: failures are logged, and retried after a pause.
func TestScheduleGoesOnAfterAnError(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	c := small(t)
	c.Listen = ""
	c.Clock, c.Log = newTestClock(contenttest.Epoch), slog.New(slog.NewTextHandler(&log, nil))
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if wait := a.runSchedule(t.Context()); wait != scheduleLooks {
		t.Errorf("where nothing is planned it waits for %v", wait)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if wait := a.runSchedule(t.Context()); wait != scheduleRests || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("with a store that is closed it waits for %v; the log has:\n%s", wait, &log)
	}
}

// lockedBuffer is a log that is written by one goroutine and read by another.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what was written so far.
func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
