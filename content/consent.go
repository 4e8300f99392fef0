package content

import (
	"slices"
	"strconv"
	"time"
)

// A consent holds by days, and a day is one of UTC: the service has no place of
// its own. What follows from consents is decided by the change that makes them
// so, and is kept in the State of the person and of the recordings.

// Consent is what a person has agreed to: that the name, photo, voice or a
// recording is shown, for how much and how long (promise 7).
type Consent struct {
	To          ConsentTo `json:"to,omitempty" rule:"required"`
	Scope       string    `json:"scope,omitempty" rule:"required"` // in the words of the agreement
	GivenOn     Date      `json:"givenOn,omitempty" rule:"required"`
	ExpiresOn   Date      `json:"expiresOn,omitempty"`   // the last day on which it holds
	WithdrawnOn Date      `json:"withdrawnOn,omitempty"` // the first day on which it does not
}

// ConsentTo is what a consent is about.
type ConsentTo string

// What a person can consent to.
const (
	ConsentToName      ConsentTo = "NAME"
	ConsentToPhoto     ConsentTo = "PHOTO"
	ConsentToVoice     ConsentTo = "VOICE"
	ConsentToRecording ConsentTo = "RECORDING"
)

// consentsTo lists what a person can consent to, in the order of State.Refused.
func consentsTo() []ConsentTo {
	return []ConsentTo{ConsentToName, ConsentToPhoto, ConsentToVoice, ConsentToRecording}
}

// Valid tells whether it is one of those above.
func (t ConsentTo) Valid() bool { return slices.Contains(consentsTo(), t) }

// today is the day of an instant.
func today(now time.Time) Date { return Date(now.UTC().Format(time.DateOnly)) }

// inForce tells whether a consent holds on a day.
func (c Consent) inForce(day Date) bool {
	return c.GivenOn != "" && c.GivenOn <= day && !c.over(day)
}

// over tells whether it held no longer, or never did, on a day.
func (c Consent) over(day Date) bool {
	return c.WithdrawnOn != "" && c.WithdrawnOn <= day || c.ExpiresOn != "" && c.ExpiresOn < day
}

// ends is the instant from which a consent holds no longer, if there is one.
func (c Consent) ends() (end time.Time, ok bool) {
	if c.ExpiresOn != "" {
		end, ok = c.ExpiresOn.In(time.UTC).AddDate(0, 0, 1), true
	}
	if c.WithdrawnOn != "" {
		if withdrawn := c.WithdrawnOn.In(time.UTC); !ok || withdrawn.Before(end) {
			end, ok = withdrawn, true
		}
	}
	return end, ok
}

// allows tells whether a consent to something is in force on a day.
func (s *Speaker) allows(to ConsentTo, day Date) bool {
	return slices.ContainsFunc(s.Consents, func(c Consent) bool { return c.To == to && c.inForce(day) })
}

// refuses tells whether the person consented to something once and does no
// longer. No reason to go without a consent outweighs that.
func (s *Speaker) refuses(to ConsentTo, day Date) bool {
	given := slices.ContainsFunc(s.Consents, func(c Consent) bool { return c.To == to && c.GivenOn != "" && c.GivenOn <= day })
	return given && !s.allows(to, day)
}

// checkConsents reports consents whose dates contradict each other, and what
// the document shows without one.
func (s *Speaker) checkConsents(c *Check) {
	Each(c, "consents", s.Consents, func(consent *Consent) {
		if consent.ExpiresOn != "" && consent.ExpiresOn < consent.GivenOn {
			c.Problem(EndBeforeStart, "expiresOn")
		}
		if consent.WithdrawnOn != "" && consent.WithdrawnOn < consent.GivenOn {
			c.Problem(EndBeforeStart, "withdrawnOn")
		}
		// Nobody has consented who will: an expiry is found by what was given
		// (consentExpiries). Elsewhere it may be tomorrow already.
		if tomorrow := today(c.now.AddDate(0, 0, 1)); consent.GivenOn > tomorrow {
			c.Problem(OutOfRange, "givenOn", "0001-01-01", tomorrow)
		}
	})
	if s.Pseudonym == "" && s.Name != "" {
		s.checkConsent(c, "name", ConsentToName)
	}
	if s.PhotoURL != "" {
		s.checkConsent(c, "photo", ConsentToPhoto)
	}
}

// checkConsent reports a field that shows of a person what needs consents, and
// does not have them (promise 7).
func (s *Speaker) checkConsent(c *Check, field string, needs ...ConsentTo) {
	day := today(c.now)
	for _, to := range needs {
		if s.refuses(to, day) {
			c.Soft(ConsentWithdrawn, field)
			return
		}
	}
	if s.WithoutConsentReason != "" {
		return
	}
	for _, to := range needs {
		if !s.allows(to, day) {
			c.Soft(ConsentMissing, field, to)
			return
		}
	}
}

// checkConsentOf is checkConsent for a person that another document refers to.
func checkConsentOf(c *Check, field string, id ID, needs ...ConsentTo) {
	if s, ok := Working[*Speaker](c, id); ok {
		s.checkConsent(c, field, needs...)
	}
}

// refusals is what a person consents to no longer. The newest version's
// consents count; the name counts only where a version has no pseudonym in its
// place.
func refusals(published, working Document, day Date) (refused []ConsentTo) {
	s, ok := working.(*Speaker)
	if !ok {
		return nil
	}
	for _, to := range consentsTo() {
		if s.refuses(to, day) && (to != ConsentToName || showsName(published, working)) {
			refused = append(refused, to)
		}
	}
	return refused
}

// showsName tells whether one of a person's versions has no pseudonym.
func showsName(versions ...Document) bool {
	return slices.ContainsFunc(versions, func(d Document) bool {
		s, ok := d.(*Speaker)
		return ok && s.Pseudonym == ""
	})
}

// consentExpiries are the instants at which a person will consent to something
// no longer, by nobody's doing. What is refused already has none, so that each
// instant goes when it was acted upon (applyExpiries).
func consentExpiries(published, working Document, s State) (instants []time.Time) {
	speaker, ok := working.(*Speaker)
	if !ok {
		return nil
	}
	for _, to := range consentsTo() {
		if slices.Contains(s.Refused, to) || to == ConsentToName && !showsName(published, working) {
			continue
		}
		var last time.Time
		for _, c := range speaker.Consents {
			if c.To != to || c.GivenOn == "" {
				continue
			}
			end, ends := c.ends()
			if !ends {
				last = time.Time{}
				break
			}
			if end.After(last) {
				last = end
			}
		}
		if !last.IsZero() {
			instants = append(instants, last)
		}
	}
	slices.SortFunc(instants, time.Time.Compare)
	return slices.CompactFunc(instants, time.Time.Equal)
}

// applyExpiries decides what a person refuses anew, when a consent has expired.
func (t *Transaction) applyExpiries(id ID) error { return t.decideRefused(id) }

// WithdrawConsent stages that a person takes back what is in force of the
// consents to some things, from today on: it takes effect with the change, at
// every door, and needs nobody to publish. Other edits of a draft stay drafts.
// For editors and above. It is CodeNotFound where there is no such speaker, and
// CodeBadInput where nothing was consented to: that person is hidden
// (HideSpeaker). What was taken back before is no error.
func (t *Transaction) WithdrawConsent(id ID, to []ConsentTo) error {
	if err := t.options.Actor.Require(RoleEditor); err != nil {
		return err
	}
	s, err := t.speaker(id)
	if err != nil {
		return err
	}
	day := today(t.options.Now)
	consents := slices.Clone(s.Consents)
	for i, what := range to {
		if !what.Valid() {
			return Errorf(CodeBadInput, "This is not a consent. The consents are NAME, PHOTO, VOICE and RECORDING.").At("to", strconv.Itoa(i))
		}
		given := false
		for i := range consents {
			c := &consents[i]
			if c.To != what || c.GivenOn == "" {
				continue
			}
			given = true
			if !c.over(day) {
				c.WithdrawnOn = max(day, c.GivenOn)
			}
		}
		if !given {
			return Errorf(CodeBadInput, "The person has not given this consent, so it can't be withdrawn. Hide the person instead.").At("to", strconv.Itoa(i))
		}
	}
	if len(to) == 0 {
		return Errorf(CodeBadInput, "Give at least one consent to withdraw.").At("to")
	}
	if slices.Equal(consents, s.Consents) {
		return nil
	}
	return t.setConsents(id, consents)
}

// WithdrawAllConsents stages WithdrawConsent of all that a person has consented
// to.
func (t *Transaction) WithdrawAllConsents(id ID) error {
	s, err := t.speaker(id)
	if err != nil {
		return err
	}
	var to []ConsentTo
	for _, c := range s.Consents {
		if c.GivenOn != "" && !slices.Contains(to, c.To) {
			to = append(to, c.To)
		}
	}
	if len(to) == 0 {
		return Errorf(CodeBadInput, "The person has given no consent, so none can be withdrawn. Hide the person instead.").At("to")
	}
	return t.WithdrawConsent(id, to)
}

// setConsents writes the version of a person that counts anew, with other
// consents. No rule can stand in the way: nothing else is edited.
func (t *Transaction) setConsents(id ID, consents []Consent) error {
	if err := t.touch(id, Consenting, func(*State) {}); err != nil {
		return err
	}
	// A copy of its own; consents are in no index.
	t.staged[id].written.(*Speaker).Consents = consents
	return nil
}

// speaker is a person as the next publish would show it: CodeNotFound where
// there is none of this id.
func (t *Transaction) speaker(id ID) (*Speaker, error) {
	d, err := t.Working(id)
	if err != nil {
		return nil, err
	}
	s, ok := d.(*Speaker)
	if !ok {
		return nil, errNotFound(id)
	}
	return s, nil
}

// followConsents stages what follows from the people and recordings that are
// staged: what a person refuses from now on, and which recordings are hidden
// for somebody's sake or shown again. No bound on the documents of a change
// holds for these.
func (t *Transaction) followConsents() error {
	var recordings []ID
	for _, id := range slices.Clone(t.order) {
		if id.Kind() != speakerKind {
			continue
		}
		if err := t.keepConsents(id); err != nil {
			return err
		}
		if err := t.decideRefused(id); err != nil {
			return err
		}
		if s := t.staged[id]; slices.Equal(s.before.Refused, s.after.Refused) && slices.Equal(s.before.Hidden, s.after.Hidden) {
			continue
		}
		found, err := t.referring(id, videoKind, podcastEpisodeKind)
		if err != nil {
			return err
		}
		recordings = append(recordings, found...)
	}
	for _, id := range append(slices.Clone(t.order), recordings...) {
		if isRecording(id) {
			if err := t.followHidings(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepConsents sees to it that a former version which comes back brings no
// consent along that was withdrawn since.
func (t *Transaction) keepConsents(id ID) error {
	s := t.staged[id]
	if !slices.Contains(s.actions, Restore) || slices.Contains(s.actions, Update) || s.before.Working() == 0 {
		return nil
	}
	before, err := t.version(id, s.before.Working())
	if err != nil {
		return err
	}
	consents := before.(*Speaker).Consents
	if slices.Equal(consents, s.written.(*Speaker).Consents) {
		return nil
	}
	return t.setConsents(id, slices.Clone(consents))
}

// decideRefused stages what a person refuses, by the newest version.
func (t *Transaction) decideRefused(id ID) error {
	state, err := t.State(id)
	if err != nil || state.Erased {
		return err
	}
	working, published, err := t.current(id, state)
	if err != nil {
		return err
	}
	refused := refusals(published, working, today(t.options.Now))
	if slices.Equal(refused, state.Refused) {
		return nil
	}
	return t.touch(id, Consenting, func(s *State) { s.Refused = refused })
}

// current are the versions of a document that count, nil where there is none.
func (t *Transaction) current(id ID, s State) (working, published Document, err error) {
	if s.Published != 0 {
		if published, err = t.version(id, s.Published); err != nil {
			return nil, nil, err
		}
	}
	if s.Draft == 0 {
		return published, published, nil
	}
	working, err = t.version(id, s.Draft)
	return working, published, err
}
