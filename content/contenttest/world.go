package contenttest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// World makes random edits, of all types that readers notice, of a few documents of every kind
// that refer to each other. The same seed makes the same edits.
type World struct {
	*rand.Rand
	Now    time.Time
	Kept   int // edits that were not refused
	people int // how many were erased and replaced by new ones
	step   int
}

// NewWorld returns a world at Epoch.
func NewWorld(seed uint64) *World {
	return &World{Rand: rand.New(rand.NewPCG(seed, 1)), Now: Epoch}
}

func (w *World) name(kind string, n int) string {
	if kind == "speaker" {
		return fmt.Sprint("speaker-", w.people/n, "-", w.IntN(n))
	}
	return fmt.Sprint(kind, "-", w.IntN(n))
}

func (w *World) ref(kind string, n int) content.ID { return ID(kind, w.name(kind, n)) }

func (w *World) maybe(kind string, n int) content.ID {
	if w.IntN(2) == 0 {
		return ""
	}
	return w.ref(kind, n)
}

// worldSize is the number of documents of each kind.
const worldSize = 4

func (w *World) text(s string) locale.Text {
	s = fmt.Sprint(s, " ", w.IntN(1000))
	if w.IntN(3) == 0 {
		return locale.NewText("da", s)
	}
	return both(s)
}

func (w *World) optional(s string) locale.Text {
	if w.IntN(2) == 0 {
		return nil
	}
	return w.text(s)
}

func (w *World) cast() (cast []catalog.Appearance) {
	seen := map[content.ID]bool{}
	for range w.IntN(6) / 2 {
		if id := w.ref("speaker", worldSize); !seen[id] {
			seen[id] = true
			cast = append(cast, catalog.Appearance{SpeakerID: id, Role: catalog.RoleSpeaker, Title: w.text("Office")})
		}
	}
	return cast
}

func (w *World) topics() []content.ID {
	ids := []content.ID{w.ref("topic", worldSize), w.ref("topic", worldSize)}
	return slices.Compact(ids[:w.IntN(3)])
}

func (w *World) meta(kind string) content.Meta {
	m := Meta(kind, w.name(kind, worldSize))
	if w.IntN(4) == 0 {
		m.Slug = fmt.Sprint(m.Slug, "-", w.IntN(5))
	}
	return m
}

// document returns a random version of one of the documents.
func (w *World) document() content.Document {
	switch w.IntN(16) {
	case 0:
		return &catalog.Topic{Meta: w.meta("topic"), Name: w.text("Topic"), BroaderID: w.maybe("topic", worldSize)}
	case 1:
		return &catalog.Organisation{Meta: w.meta("organisation"), Name: w.text("Organisation")}
	case 2:
		return &catalog.Podcast{
			Meta: w.meta("podcast"), Title: w.text("Podcast"), Description: w.text("About"), Author: "P", OwnerEmail: "p@example.org",
			SpokenLanguage: "da", Category: "News", Artwork: w.picture(), Link: "https://example.org/p",
		}
	case 3, 4:
		return w.person()
	case 5, 6:
		return w.conference()
	case 7:
		p := &catalog.PolicyProposal{
			Meta: w.meta("policyProposal"), Title: w.text("Proposal"), Kind: catalog.ProposalProposal,
			Measures: []catalog.Measure{{Number: 1, Title: w.text("Law"), Kind: catalog.MeasureOther}},
		}
		for _, a := range w.cast() {
			p.PresentedBy = append(p.PresentedBy, catalog.Presenter{SpeakerID: a.SpeakerID, Office: a.Title})
		}
		return p
	case 8, 14:
		conference, session := w.stage()
		return &catalog.Video{
			Meta: w.meta("video"), Title: w.text("Video"), Description: w.optional("About"), Cast: w.cast(), Notice: w.optional("Own notice"),
			Sources: []catalog.Source{{URL: "/media/v.mp4", MIMEType: "video/mp4"}}, WithoutCaptionsReason: "Nobody speaks.",
			ConferenceID: conference, SessionID: session,
		}
	case 9:
		conference, session := w.stage()
		return &catalog.PodcastEpisode{
			Meta: w.meta("podcastEpisode"), PodcastID: w.ref("podcast", worldSize), Title: w.text("Episode"), GUID: fmt.Sprint(w.Uint64()),
			EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/a.mp3", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: Epoch,
			Cast: w.cast(), WithoutTranscriptReason: "Music.", ConferenceID: conference, SessionID: session,
		}
	case 10, 15:
		conference, session := w.stage()
		p := &catalog.Photo{
			Meta: w.meta("photo"), Asset: &content.Image{URL: w.picture()}, Decorative: true, ConferenceID: conference, SessionID: session,
			People: []catalog.PhotoPerson{{Name: "Somebody"}},
		}
		for _, a := range w.cast() {
			p.People = append(p.People, catalog.PhotoPerson{SpeakerID: a.SpeakerID})
		}
		return p
	}
	return w.session()
}

// stage returns a random origin of a media item.
func (w *World) stage() (conference, session content.ID) {
	n := w.IntN(worldSize)
	conference, session = ID("conference", fmt.Sprint("conference-", n)), ID("session", fmt.Sprint("session-", n))
	switch w.IntN(5) {
	case 0:
		conference = ""
	case 1, 2:
		session = ""
	case 3:
		return "", ""
	}
	return conference, session
}

func (w *World) session() content.Document {
	n := w.IntN(2 * worldSize)
	s := Session(fmt.Sprint("session-", n), fmt.Sprint("conference-", n%worldSize), n%6)
	if w.IntN(6) == 0 {
		s.ConferenceID = w.ref("conference", worldSize)
	}
	moved := time.Duration(w.IntN(3)) * time.Hour
	s.StartsAt, s.EndsAt = s.StartsAt.Add(moved), s.EndsAt.Add(moved)
	s.Title, s.ContentNotice, s.Cast, s.TopicIDs = w.text("Session"), w.optional("Notice of the session"), w.cast(), w.topics()
	s.Room, s.RecordingAllowed = fmt.Sprint("Room ", n, w.IntN(2)), true
	if w.IntN(4) == 0 {
		s.DiscussesIDs = []content.ID{w.ref("policyProposal", worldSize)}
	}
	if w.IntN(6) == 0 {
		s.Status, s.StatusReason = []catalog.SessionStatus{catalog.SessionCancelled, catalog.SessionPostponed}[w.IntN(2)], w.optional("Reason")
	}
	if w.IntN(4) == 0 {
		s.LiveStreamURL = "https://live.example.org/"
	}
	return s
}

func (w *World) conference() content.Document {
	c := Conference(w.name("conference", worldSize))
	c.Title, c.ContentNotice, c.TopicIDs, c.OrganiserID = w.text("Conference"), w.optional("Notice of the conference"), w.topics(), w.maybe("organisation", worldSize)
	if w.IntN(2) == 0 {
		c.Helpline = &content.Helpline{Name: w.text("Line"), Phone: "+45 12 34 56 78"}
	}
	if w.IntN(4) == 0 {
		c.PreviousID = w.ref("conference", worldSize)
	}
	return c
}

func (w *World) person() content.Document {
	s := Speaker(w.name("speaker", worldSize))
	s.OrganisationID = w.maybe("organisation", worldSize)
	if w.IntN(3) == 0 {
		s.Pseudonym = fmt.Sprint("Pseudonym ", w.IntN(9))
	}
	consent := catalog.Consent{To: content.ConsentToPhoto, Scope: "All", GivenOn: "2021-01-01"}
	if w.IntN(3) == 0 {
		consent.To = content.ConsentToName
	}
	if w.IntN(2) == 0 {
		consent.ExpiresOn = locale.Date(w.Now.AddDate(0, 0, w.IntN(20)).Format(time.DateOnly))
	}
	s.Consents = []catalog.Consent{consent}
	if consent.To == content.ConsentToPhoto {
		s.PhotoURL = w.picture()
	}
	return s
}

// Edit makes the next edit. A refusal by the rules is not an error.
func (w *World) Edit(ctx context.Context, store content.Store) error {
	w.step++
	w.Now = w.Now.Add(time.Duration(1+w.IntN(3*3600)) * time.Second)
	o := Options()
	o.Now, o.Actor.Role = w.Now, content.RoleAdmin
	o.Entropy = func(b []byte) (int, error) {
		for i := range b {
			b[i] = byte(w.Uint32())
		}
		return len(b), nil
	}
	if w.IntN(10) == 0 {
		done, _, err := content.RunDue(ctx, store, site, w.Now, o.Entropy)
		w.Kept += len(done)
		return err
	}
	if w.IntN(60) == 0 {
		_, err := catalog.ErasePerson(ctx, store, o, w.ref("speaker", worldSize))
		if err == nil && w.IntN(2) == 0 {
			w.people += worldSize
		}
		return w.unless(err)
	}
	_, err := content.Edit(ctx, store, o, func(tx *content.Transaction) error {
		for range 1 + w.IntN(3) {
			if err := w.unless(w.act(tx)); err != nil {
				return err
			}
		}
		return nil
	})
	return w.unless(err)
}

// act stages one random step.
func (w *World) act(tx *content.Transaction) error {
	d := w.document()
	id := d.Base().ID
	if err := w.keepWithdrawals(tx, d); err != nil {
		return err
	}
	switch w.IntN(20) {
	case 0:
		return tx.Unpublish(id)
	case 1:
		return tx.Archive(id)
	case 2:
		return catalog.HideSpeaker(tx, w.ref("speaker", worldSize))
	case 3, 4:
		return catalog.ShowSpeaker(tx, w.ref("speaker", worldSize))
	case 5:
		return catalog.WithdrawAllConsents(tx, w.ref("speaker", worldSize))
	case 6:
		return schedule.Unpublish(tx, id, w.Now.Add(time.Duration(1+w.IntN(40))*time.Hour).Truncate(time.Second))
	case 7:
		return errors.Join(tx.Save(d), schedule.Publish(tx, id, w.Now.Add(time.Duration(1+w.IntN(40))*time.Hour).Truncate(time.Second)))
	case 8, 14:
		return tx.Save(d)
	case 9:
		return tx.Publish(id)
	case 10:
		return w.consenting(tx)
	case 11:
		return content.DiscardDraft(tx, id)
	}
	if err := tx.Save(d); err != nil {
		return err
	}
	return tx.Publish(id)
}

// RecordedScope is the scope of consents that a World records, and of no others.
const RecordedScope = "Recorded"

// consenting records a consent, states that a person can't be recognised in a photo, or
// restores a former version or a copy of a person.
func (w *World) consenting(tx *content.Transaction) error {
	id := w.ref("speaker", worldSize)
	switch w.IntN(5) {
	case 2:
		photo := w.ref("photo", worldSize)
		if s, err := tx.State(photo); err == nil && len(s.Hidden) > 0 {
			id = s.Hidden[0].For
		}
		return catalog.ShowPhoto(tx, photo, id, "Seen from behind.")
	case 0:
		return tx.Restore(id, 1+content.Revision(w.IntN(int(tx.Revision()))))
	case 1:
		_, err := tx.Duplicate(id)
		return err
	}
	to := content.ConsentsTo()[w.IntN(2)]
	return catalog.RecordConsent(tx, id, catalog.Consent{To: to, Scope: RecordedScope, GivenOn: locale.Date(w.Now.Format(time.DateOnly))}, "A letter.")
}

// keepWithdrawals usually puts a person's consents and withdrawals into the person's next
// version: without them it is refused.
func (w *World) keepWithdrawals(tx *content.Transaction, d content.Document) error {
	s, ok := d.(*catalog.Speaker)
	if !ok || w.IntN(4) == 0 {
		return nil
	}
	working, err := tx.Working(s.ID)
	if err != nil {
		if content.IsNotFound(err) {
			return nil
		}
		return err
	}
	former, withdrawn := working.(*catalog.Speaker).Consents, map[content.ConsentTo]bool{}
	for _, c := range former {
		withdrawn[c.To] = withdrawn[c.To] || c.WithdrawnOn != ""
	}
	s.Consents = slices.DeleteFunc(s.Consents, func(c catalog.Consent) bool { return withdrawn[c.To] })
	for _, c := range former {
		if withdrawn[c.To] {
			s.Consents = append(s.Consents, c)
		}
	}
	return nil
}

// unless ignores refusals by the rules.
func (w *World) unless(err error) error {
	switch content.CodeOf(err) {
	case "":
		w.Kept++
		return nil
	case content.CodeInvalid, content.CodeNotFound, content.CodeBadInput, content.CodeConflict:
		return nil
	}
	return err
}
