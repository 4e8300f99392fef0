package catalog

import (
	"slices"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// A withdrawal is final: no later version, however it is saved, can undo it. A new consent is
// recorded by a separate action, for publishers, since readers see the person again at once.

// WithdrawConsent stages that a person withdraws the valid consents to some things, from today
// on: it takes effect with the change, everywhere, without publishing. Other edits of a draft
// stay drafts. For editors and above. It is CodeNotFound for an unknown speaker, and
// CodeBadInput if there was no consent: that person must be hidden (HideSpeaker). What was
// withdrawn before is not an error.
func WithdrawConsent(t *content.Transaction, id content.ID, to []content.ConsentTo) error {
	s, err := speakerIn(t, id)
	if err != nil {
		return err
	}
	day := today(t.Options().Now)
	consents := slices.Clone(s.Consents)
	for i, what := range to {
		if !what.Valid() {
			return content.Errorf(content.CodeBadInput, "This is not a consent. The consents are NAME, PHOTO, VOICE and RECORDING.").At("to", strconv.Itoa(i))
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
			return content.Errorf(content.CodeBadInput, "The person has not given this consent, so it can't be withdrawn. Hide the person instead.").At("to", strconv.Itoa(i))
		}
	}
	if len(to) == 0 {
		return content.Errorf(content.CodeBadInput, "Give at least one consent to withdraw.").At("to")
	}
	if slices.Equal(consents, s.Consents) {
		return nil
	}
	return setConsents(t, id, consents)
}

// WithdrawAllConsents stages WithdrawConsent for everything that a person has consented to.
func WithdrawAllConsents(t *content.Transaction, id content.ID) error {
	s, err := speakerIn(t, id)
	if err != nil {
		return err
	}
	var to []content.ConsentTo
	for _, c := range s.Consents {
		if c.GivenOn != "" && !slices.Contains(to, c.To) {
			to = append(to, c.To)
		}
	}
	if len(to) == 0 {
		return content.Errorf(content.CodeBadInput, "The person has given no consent, so none can be withdrawn. Hide the person instead.").At("to")
	}
	return WithdrawConsent(t, id, to)
}

// setConsents saves the current version of a person with other consents. No rule can prevent
// it, since nothing else is edited.
func setConsents(t *content.Transaction, id content.ID, consents []Consent) error {
	content.AllowManyDocuments(t)
	return t.Touch(id, content.Consenting, func(_ *content.State, d content.Document) { d.(*Speaker).Consents = consents })
}

// RecordConsent stages that a person consents to something, from a day on: what was hidden for
// lack of that consent is shown again with the change, without publishing. It is the only way
// to a consent after a withdrawal. For publishers and above. It is CodeNotFound for an unknown
// speaker, and CodeInvalid, with a problem for each field, if the consent or the reason is
// incomplete, or the consent is older than the last withdrawal.
func RecordConsent(t *content.Transaction, id content.ID, c Consent, reason string) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	s, err := speakerIn(t, id)
	if err != nil {
		return err
	}
	if problems := s.checkRecorded(c, reason, today(t.Options().Now.AddDate(0, 0, 1))); len(problems) > 0 {
		for i := range problems {
			problems[i].Document = id
		}
		return &content.Error{Code: content.CodeInvalid, Message: "The consent has problems.", Problems: problems}
	}
	if slices.Contains(s.Consents, c) {
		return nil
	}
	return setConsents(t, id, append(slices.Clone(s.Consents), c))
}

// checkRecorded returns the problems of a new consent, which must be given on the day latest or
// earlier.
func (s *Speaker) checkRecorded(c Consent, reason string, latest locale.Date) (problems []content.Problem) {
	problem := func(field string, code content.ProblemCode, args ...any) {
		problems = append(problems, content.ProblemAt([]string{field}, code, false, args...))
	}
	earliest := locale.Date("0001-01-01")
	for _, former := range s.Consents {
		if former.To == c.To {
			earliest = max(earliest, former.WithdrawnOn)
		}
	}
	if !c.To.Valid() {
		problem("to", content.BadValue, strings.Join(c.To.Values(), ", "))
	}
	if strings.TrimSpace(c.Scope) == "" {
		problem("scope", content.Required)
	}
	switch {
	case c.GivenOn == "":
		problem("givenOn", content.Required)
	case c.GivenOn < earliest || c.GivenOn > latest:
		problem("givenOn", content.OutOfRange, earliest, latest)
	}
	if c.ExpiresOn != "" && c.ExpiresOn < c.GivenOn {
		problem("expiresOn", content.EndBeforeStart)
	}
	if strings.TrimSpace(reason) == "" {
		problem("reason", content.Required)
	}
	return problems
}

// succeedsSpeaker reports a saved version that undoes a withdrawal. Expired consents, too, are
// renewed only by publishers, since readers see the person again at once. A restored version
// gets the current consents.
func succeedsSpeaker(t *content.Transaction, d, before content.Document, restored bool) (problems []content.Problem) {
	s, former := d.(*Speaker), before.(*Speaker)
	if restored {
		s.Consents = slices.Clone(former.Consents)
		return nil
	}
	day := today(t.Options().Now)
	publisher := t.Options().Actor.Require(content.RolePublisher) == nil
	for _, to := range content.ConsentsTo() {
		lifts := former.refuses(to, day) && !s.refuses(to, day)
		if s.takesBack(former, to) || lifts && !publisher {
			problems = append(problems, content.ProblemAt([]string{"consents"}, ConsentEnded, false, to))
		}
	}
	return problems
}

// takesBack reports whether a version lacks a withdrawal that the former one has, or has a
// consent to the same thing that is new or lasts longer.
func (s *Speaker) takesBack(former *Speaker, to content.ConsentTo) bool {
	withdrawn := false
	for _, c := range former.Consents {
		if c.To == to && c.WithdrawnOn != "" {
			withdrawn = true
			if !slices.Contains(s.Consents, c) {
				return true
			}
		}
	}
	return withdrawn && slices.ContainsFunc(s.Consents, func(c Consent) bool {
		return c.To == to && !slices.ContainsFunc(former.Consents, c.within)
	})
}

// within reports whether a consent grants no more than a former one: it is to the same thing,
// from the same day, and does not last longer.
func (c Consent) within(former Consent) bool {
	if c.To != former.To || c.GivenOn != former.GivenOn {
		return false
	}
	end, ends := c.ends()
	formerEnd, formerEnds := former.ends()
	return !formerEnds || ends && !end.After(formerEnd)
}
