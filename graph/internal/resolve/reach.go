package resolve

import (
	"context"
	"slices"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// clientMaxAge is how long clients and caches without the purge feed may store a response with
// documents (@cacheControl); slowMaxAge is that of topics, organisations and podcasts.
const (
	clientMaxAge = 5 * time.Second
	slowMaxAge   = time.Minute
)

// purgeFeedAlive is the time since the last read of the purge feed within which a program
// counts as following it: it reads at least every 20 seconds.
const purgeFeedAlive = time.Minute

// reached describes a change that hides or removes something.
type reached struct {
	since  *time.Time // the instant of the change; nil in a dry run
	erased bool       // removed from the store, not only hidden
	// kinds are the kinds of the documents in which readers saw it.
	kinds  map[*content.Kind]bool
	caches Caches
	now    time.Time
}

// SpeakerPayloadReach returns what a mutation reached that hides a person or withdraws a
// consent, or nil for others.
func SpeakerPayloadReach(ctx context.Context, o *content.Outcome[*catalog.Speaker]) (*model.Reach, error) {
	if o.Document == nil {
		return nil, nil
	}
	change, err := changeOf(ctx)
	if err != nil || change == nil {
		return nil, err
	}
	id := o.Document.ID
	i := slices.IndexFunc(change.Entries, func(e content.Entry) bool { return e.ID == id })
	if i < 0 {
		return nil, nil
	}
	entry := change.Entries[i]
	withdrawn := slices.Contains(entry.Actions, content.Consenting) && len(entry.State.Refused) > 0
	if !withdrawn && !slices.Contains(entry.Actions, content.Hide) {
		return nil, nil
	}
	var ids []content.ID
	for _, e := range change.Entries {
		ids = append(ids, e.ID)
	}
	about := content.ID("")
	if entry.State.Shown() == 0 { // the person is visible nowhere any more
		about = id
	}
	return reach(ctx, change.Time, false, ids, about)
}

// changeOf returns the change of a mutation, also of one that has already run; nil if there is
// none.
func changeOf(ctx context.Context) (*content.Change, error) {
	e := OperationFrom(ctx).Editing
	if e == nil || e.Batch == nil && e.found == nil {
		return nil, nil
	}
	if e.Batch != nil {
		return &e.Batch.Change, nil
	}
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := content.ChangesBefore(view, "", e.found.Revision+1, 1)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	return &changes[0], nil
}

// erasedReach returns what an erasure reached.
func erasedReach(ctx context.Context, r *catalog.Receipt) (*model.Reach, error) {
	ids := []content.ID{r.Person}
	for _, d := range r.Documents {
		ids = append(ids, d.DocumentID)
	}
	return reach(ctx, r.At, true, ids, "")
}

// removedReach returns what a removal of words reached.
func removedReach(ctx context.Context, r *catalog.WordsReceipt) (*model.Reach, error) {
	var ids []content.ID
	for _, p := range r.Places {
		if p.DocumentID != "" && !slices.Contains(ids, p.DocumentID) {
			ids = append(ids, p.DocumentID)
		}
	}
	return reach(ctx, r.At, true, ids, "")
}

// reach returns what a change reached that concerns some documents, and those that refer to a
// person.
func reach(ctx context.Context, at time.Time, erased bool, ids []content.ID, about content.ID) (*model.Reach, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	kinds, err := content.KindsSeen(view, ids, about)
	if err != nil {
		return nil, err
	}
	op := OperationFrom(ctx)
	f := &reached{erased: erased, kinds: kinds, caches: op.Caches, now: op.Now}
	if !op.Editing.DryRun {
		f.since = &at
	}
	return &model.Reach{Doors: f.doors(op.Languages)}, nil
}

// showed reports whether readers saw it in documents of one of some kinds.
func (f *reached) showed(kinds ...*content.Kind) bool {
	return slices.ContainsFunc(kinds, func(kind *content.Kind) bool { return f.kinds[kind] })
}

// doors returns the relevant doors: of copies elsewhere, those that it may have reached.
func (f *reached) doors(languages []locale.Language) (doors []*model.ReachedDoor) {
	add := func(door model.Door, state model.DoorState, since *time.Time, m content.Message) {
		doors = append(doors, &model.ReachedDoor{Door: door, State: state, Since: since, Note: inLanguage(languages, m)})
	}
	clean := func(door model.Door) { add(door, model.DoorStateClean, f.since, doorNotes[door]) }
	beyond := func(door model.Door) { add(door, model.DoorStateBeyondRecall, nil, doorNotes[door]) }
	clean(model.DoorGraphql)
	clean(model.DoorFeeds)
	clean(model.DoorCalendars)
	clean(model.DoorMedia)
	clean(model.DoorSearch)
	clean(model.DoorPurgeFeed)
	if len(f.kinds) > 0 {
		add(f.cdn())
		beyond(model.DoorBrowsers)
		if f.showed(kindOf[*catalog.PodcastEpisode](), kindOf[*catalog.Podcast]()) {
			beyond(model.DoorPodcastApps)
		}
		if f.showed(kindOf[*catalog.Session](), kindOf[*catalog.Conference]()) {
			beyond(model.DoorSubscribedCalendars)
		}
		beyond(model.DoorOfflineApps)
		beyond(model.DoorOtherWebsites)
	}
	note := doorNotes[model.DoorBackups]
	if !f.erased {
		note = backupsOfHidden
	}
	add(model.DoorBackups, model.DoorStateBeyondRecall, nil, note)
	return doors
}

// cdn describes the caches in front of the service.
func (f *reached) cdn() (model.Door, model.DoorState, *time.Time, content.Message) {
	maxAge := clientMaxAge
	if f.showed(kindOf[*catalog.Topic](), kindOf[*catalog.Organisation](), kindOf[*catalog.Podcast]()) {
		maxAge = slowMaxAge
	}
	var read time.Time
	if f.caches.PurgeFeedRead != nil {
		read = f.caches.PurgeFeedRead()
	}
	switch {
	case f.caches.SharedMaxAge <= maxAge:
		return model.DoorCdn, model.DoorStatePending, instantAfter(f.since, maxAge), cdnWithoutStorage
	case !read.IsZero() && f.now.Sub(read) < purgeFeedAlive:
		return model.DoorCdn, model.DoorStatePending, nil, cdnWithPurgeFeed
	default:
		return model.DoorCdn, model.DoorStateBeyondRecall, instantAfter(f.since, f.caches.SharedMaxAge), cdnWithoutPurgeFeed
	}
}

// instantAfter returns an instant some time after another, or nil.
func instantAfter(at *time.Time, wait time.Duration) *time.Time {
	if at == nil {
		return nil
	}
	later := at.Add(wait)
	return &later
}

// inLanguage returns a message in the best of some languages.
func inLanguage(languages []locale.Language, m content.Message) string {
	for _, l := range languages {
		switch l {
		case "da":
			return m.Danish
		case "en":
			return m.English
		}
	}
	return m.Danish
}
