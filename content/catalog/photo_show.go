package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// A photo is hidden because of each person in it who is hidden or no longer consents to photos.
// It is visible again with the consent, with another file, or with the statement that the
// person can't be recognised in this one.

// file returns the URL of the picture, in its stored form; "" if there is none.
func (p *Photo) file() string {
	if p.Asset == nil {
		return ""
	}
	return string(p.Asset.URL)
}

// states reports whether there is a statement that a person can't be recognised in a file.
func (p *Photo) states(person content.ID, file string) bool {
	return slices.ContainsFunc(p.Unrecognisable, func(u Unrecognisable) bool { return u.SpeakerID == person && u.File == file })
}

// Redact removes what is for editors only.
func (p *Photo) Redact(content.State) { p.Unrecognisable = nil }

// shownIn returns the people in the current versions of a document. The newest version has the
// statements about who can't be recognised in a photo.
func shownIn(published, working content.Document) (people []content.ID) {
	statements, _ := working.(*Photo)
	for _, version := range []content.Document{published, working} {
		for _, person := range castOf(version) {
			if p, ok := version.(*Photo); !ok || !statements.states(person, p.file()) {
				people = append(people, person)
			}
		}
	}
	return people
}

// withholdsPhotos reports whether no photo of a person may be shown.
func withholdsPhotos(t *content.Transaction, person content.ID) bool {
	s, err := t.State(person)
	return err == nil && withholds(s, person)
}

// checkSameFile reports another photo of the same uploaded file that is hidden because of a person
// who is not in this one.
func (p *Photo) checkSameFile(c *content.Check) {
	file, uploaded := content.AssetIn(locale.URL(p.file()))
	if !uploaded {
		return
	}
	for _, d := range c.Related(content.DraftIndex, photoKind, content.UsesOfAsset, string(file), "", content.Beyond) {
		o := d.(*Photo)
		if o.ID == p.ID || o.file() != p.file() {
			continue
		}
		for _, person := range o.speakerIDs() {
			if person != "" && !slices.Contains(p.speakerIDs(), person) && !o.states(person, o.file()) && !p.states(person, p.file()) && withholds(c.StateOf(person), person) {
				c.SoftText(PhotoWithheld, "asset", locale.NewText(
					"da", fmt.Sprintf("Filen er skjult i et andet foto (%s) af hensyn til en person. Vælg en anden fil, eller sæt personen i people, og begrund med showPhoto, at personen ikke kan genkendes.", o.Slug),
					"en", fmt.Sprintf("The file is hidden in another photo (%s) for the sake of a person. Use another file, or add the person to people and state with showPhoto why the person can't be recognised.", o.Slug),
				))
				return
			}
		}
	}
}

// withholds reports whether a state of a person allows no photo to be shown.
func withholds(s content.State, person content.ID) bool {
	return slices.Contains(s.Refused, content.ConsentToPhoto) || slices.Contains(s.Hidden, content.Hiding{For: person, Why: content.HiddenByEditor})
}

// succeedsPhoto reports a saved version that omits a person who is the reason why a former one
// with the same picture is hidden: that would show the picture again. If the picture is not that
// of the version before, it may be that of an older one.
func succeedsPhoto(t *content.Transaction, d, before content.Document, _ bool) ([]content.Problem, error) {
	p, former := d.(*Photo), before.(*Photo)
	p.Unrecognisable = slices.Clone(former.Unrecognisable)
	if p.file() == former.file() {
		return p.omitted(t, former), nil
	}
	const some = 100
	for before := content.Revision(0); ; {
		revisions, err := content.HistoryIn(t, p.ID, before, some)
		if err != nil {
			return nil, err
		}
		for _, before = range revisions {
			older, err := content.VersionIn(t, p.ID, before)
			if err != nil {
				return nil, err
			}
			if former := older.(*Photo); former.file() == p.file() {
				if problems := p.omitted(t, former); len(problems) > 0 {
					return problems, nil
				}
			}
		}
		if len(revisions) < some {
			return nil, nil
		}
	}
}

// omitted returns a problem for each person who hides a former version with the same picture, and
// is not in this one.
func (p *Photo) omitted(t *content.Transaction, former *Photo) (problems []content.Problem) {
	for i, place := range former.People {
		person := place.SpeakerID
		if person != "" && !slices.Contains(p.speakerIDs(), person) && !p.states(person, p.file()) && withholdsPhotos(t, person) {
			problems = append(problems, content.ProblemAt([]string{"people", strconv.Itoa(i)}, PhotoWithheld, false))
		}
	}
	return problems
}

// ShowPhoto stages the statement that a person can't be recognised in a photo, in its published
// version and its draft. The photo is then shown again, unless something else hides it. For
// publishers and above. It is CodeNotFound for an unknown photo, CodeBadInput if the person is
// not in it, and CodeInvalid if the reason is empty.
func ShowPhoto(t *content.Transaction, id, person content.ID, reason string) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	state, err := t.State(id)
	if err != nil {
		return err
	}
	if id.Kind() != photoKind {
		return content.NotFound(id)
	}
	if strings.TrimSpace(reason) == "" {
		p := content.NewProblem(id, content.Required, "reason")
		return &content.Error{Code: content.CodeInvalid, Message: "The statement has no reason.", Problems: []content.Problem{p}}
	}
	working, published, err := content.CurrentIn(t, id, state)
	if err != nil {
		return err
	}
	var files []string // files that show the person and have no statement yet
	inRow := false
	for _, version := range []content.Document{published, working} {
		if p, ok := version.(*Photo); ok && slices.Contains(p.speakerIDs(), person) {
			inRow = true
			if !working.(*Photo).states(person, p.file()) && !slices.Contains(files, p.file()) {
				files = append(files, p.file())
			}
		}
	}
	hidden := slices.ContainsFunc(state.Hidden, func(h content.Hiding) bool { return h.For == person })
	switch {
	case !inRow && !hidden:
		return content.Errorf(content.CodeBadInput, "This person is not in the photo.").At("speaker")
	case inRow && len(files) == 0:
		return nil
	}
	return t.Touch(id, content.Show, func(s *content.State, d content.Document) {
		if !inRow { // an erased person
			s.Hidden = slices.DeleteFunc(s.Hidden, func(h content.Hiding) bool { return h.For == person })
			return
		}
		p := d.(*Photo)
		p.Unrecognisable = slices.Clone(p.Unrecognisable)
		for _, file := range files {
			p.Unrecognisable = append(p.Unrecognisable, Unrecognisable{SpeakerID: person, File: file, Reason: reason})
		}
	})
}
