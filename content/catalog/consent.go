package catalog

import (
	"slices"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Consents are valid by days in UTC, since the service has no location. The effects of consents
// are decided by the change that causes them, and stored in the State of the person and of the
// recordings.

// Consent is an agreement of a person that the name, photo, voice or a recording is shown, with
// its scope and dates (promise 7).
type Consent struct {
	To          content.ConsentTo `json:"to,omitempty" rule:"required"`
	Scope       string            `json:"scope,omitempty" rule:"required"` // the words of the agreement
	GivenOn     locale.Date       `json:"givenOn,omitempty" rule:"required"`
	ExpiresOn   locale.Date       `json:"expiresOn,omitempty"`   // the last day on which it is valid
	WithdrawnOn locale.Date       `json:"withdrawnOn,omitempty"` // the first day on which it is not
}

// today returns the day of an instant.
func today(now time.Time) locale.Date { return locale.Date(now.UTC().Format(time.DateOnly)) }

// inForce reports whether a consent is valid on a day.
func (c Consent) inForce(day locale.Date) bool {
	return c.GivenOn != "" && c.GivenOn <= day && !c.over(day)
}

// over reports whether a consent is no longer valid on a day, or never was.
func (c Consent) over(day locale.Date) bool {
	return c.WithdrawnOn != "" && c.WithdrawnOn <= day || c.ExpiresOn != "" && c.ExpiresOn < day
}

// ends returns the instant from which a consent is no longer valid, if there is one.
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

// allows reports whether a consent to something is in force on a day.
func (s *Speaker) allows(to content.ConsentTo, day locale.Date) bool {
	return slices.ContainsFunc(s.Consents, func(c Consent) bool { return c.To == to && c.inForce(day) })
}

// refuses reports whether the person once consented to something and no longer does. A reason
// to go without a consent does not override that.
func (s *Speaker) refuses(to content.ConsentTo, day locale.Date) bool {
	given := slices.ContainsFunc(s.Consents, func(c Consent) bool { return c.To == to && c.GivenOn != "" && c.GivenOn <= day })
	return given && !s.allows(to, day)
}

// checkConsents reports consents with contradictory dates, and what the document shows without
// a consent.
func (s *Speaker) checkConsents(c *content.Check) {
	content.Each(c, "consents", s.Consents, func(consent *Consent) {
		if consent.ExpiresOn != "" && consent.ExpiresOn < consent.GivenOn {
			c.Problem(content.EndBeforeStart, "expiresOn")
		}
		if consent.WithdrawnOn != "" && consent.WithdrawnOn < consent.GivenOn {
			c.Problem(content.EndBeforeStart, "withdrawnOn")
		}
		// A consent can't begin in the future: an expiry is computed from those that were given
		// (consentExpiries). In other time zones it may be tomorrow already.
		if tomorrow := today(c.Now.AddDate(0, 0, 1)); consent.GivenOn > tomorrow {
			c.Problem(content.OutOfRange, "givenOn", "0001-01-01", tomorrow)
		}
	})
	if s.Pseudonym == "" && s.Name != "" {
		s.checkConsent(c, "name", content.ConsentToName)
	}
	if s.PhotoURL != "" {
		s.checkConsent(c, "photo", content.ConsentToPhoto)
	}
}

// checkConsent reports a field that shows something of a person without the required consents
// (promise 7).
func (s *Speaker) checkConsent(c *content.Check, field string, needs ...content.ConsentTo) {
	day := today(c.Now)
	for _, to := range needs {
		if s.refuses(to, day) {
			c.Lapse(ConsentWithdrawn, field)
			return
		}
	}
	if s.WithoutConsentReason != "" {
		return
	}
	for _, to := range needs {
		if !s.allows(to, day) {
			c.Lapse(ConsentMissing, field, to)
			return
		}
	}
}

// checkConsentOf is checkConsent for a person that another document refers to.
func checkConsentOf(c *content.Check, field string, id content.ID, needs ...content.ConsentTo) {
	if s, ok := content.Working[*Speaker](c, id); ok {
		s.checkConsent(c, field, needs...)
	}
}

// refusals returns what a person no longer consents to. The newest version's consents count;
// the name counts only if a version has no pseudonym.
func refusals(published, working content.Document, day locale.Date) (refused []content.ConsentTo) {
	s, ok := working.(*Speaker)
	if !ok {
		return nil
	}
	for _, to := range content.ConsentsTo() {
		if s.refuses(to, day) && (to != content.ConsentToName || showsName(published, working)) {
			refused = append(refused, to)
		}
	}
	return refused
}

// showsName reports whether one of a person's versions has no pseudonym.
func showsName(versions ...content.Document) bool {
	return slices.ContainsFunc(versions, func(d content.Document) bool {
		s, ok := d.(*Speaker)
		return ok && s.Pseudonym == ""
	})
}

// consentExpiries returns the instants at which a person's consents expire. What is already
// refused has none, so each instant disappears once it was acted upon (decideRefused).
func consentExpiries(published, working content.Document, s content.State) (instants []time.Time) {
	speaker, ok := working.(*Speaker)
	if !ok {
		return nil
	}
	for _, to := range content.ConsentsTo() {
		if slices.Contains(s.Refused, to) || to == content.ConsentToName && !showsName(published, working) {
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

// speakerIn returns a person as the next publish would show it, or CodeNotFound.
func speakerIn(t *content.Transaction, id content.ID) (*Speaker, error) {
	d, err := t.Working(id)
	if err != nil {
		return nil, err
	}
	s, ok := d.(*Speaker)
	if !ok {
		return nil, content.NotFound(id)
	}
	return s, nil
}

// followConsents stages the effects of a staged person: what the person refuses from now on. It
// returns the recordings and photos that may have to be hidden or shown again as a result. They
// do not count towards the bound on the documents of a change.
func followConsents(t *content.Transaction, id content.ID) (also []content.ID, err error) {
	if err := decideRefused(t, id); err != nil {
		return nil, err
	}
	if s := content.StagedIn(t, id); slices.Equal(s.Before.Refused, s.After.Refused) && slices.Equal(s.Before.Hidden, s.After.Hidden) {
		return nil, nil
	}
	return content.ReferringIn(t, id, videoKind, podcastEpisodeKind, photoKind)
}

// decideRefused stages what a person refuses, by the newest version.
func decideRefused(t *content.Transaction, id content.ID) error {
	state, err := t.State(id)
	if err != nil || state.Erased {
		return err
	}
	working, published, err := content.CurrentIn(t, id, state)
	if err != nil {
		return err
	}
	refused := refusals(published, working, today(t.Options().Now))
	if slices.Equal(refused, state.Refused) {
		return nil
	}
	return t.Touch(id, content.Consenting, func(s *content.State, _ content.Document) { s.Refused = refused })
}
