package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// The names of the erased person, in all possible spellings. Each has one of the two markers.
var (
	victim        = contenttest.ID("speaker", "offer")
	namesInTexts  = []string{"Karla Mærkesen Quist", "karla mærkesen quist", "KARLA  MÆRKESEN\nQUIST", "Quist, Karla Mærkesen", "Karla Quist", "Karla Maerkesen Quists", "**Karla** Quist", "Anna Pseudesen", "ANNA\u00a0PSEUDESEN"}
	namesInSlugs  = []string{"karla-maerkesen-quist", "quist-karla-maerkesen", "karla-quist", "anna-pseudesen"}
	namesInURLs   = append([]string{"Karla%20M%C3%A6rkesen%20Quist", "KarlaQuist", "karla_quist", "m/Karla+M%c3%a6rkesen+Quist", "%4Barla%20Quist"}, namesInSlugs...)
	eraserOptions = func() content.EditOptions {
		o := contenttest.Options()
		o.Actor.Role = content.RoleAdmin
		return o
	}
)

func hasMarker(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, "quist") || strings.Contains(s, "pseudesen") || strings.Contains(s, "karla")
}

// scribe writes random documents, with the name in random places.
type scribe struct {
	*rand.Rand
	step int
}

func (r *scribe) pick(from []string) string { return from[r.IntN(len(from))] }

// sprinkle puts the name into texts, strings and URLs.
func (r *scribe) sprinkle(v reflect.Value, name string) {
	switch t := v.Type(); {
	case t == reflect.TypeFor[locale.Text]():
		text := v.Interface().(locale.Text)
		for _, l := range []locale.Language{"da", "en"} {
			if len(text) > 0 && r.IntN(3) == 0 {
				text = text.With(l, fmt.Sprintf("Før %s efter %d.", r.pick(namesInTexts), r.step))
			}
		}
		v.Set(reflect.ValueOf(text))
	case t == reflect.TypeFor[locale.URL]():
		if r.IntN(3) == 0 {
			v.SetString("/media/" + r.pick(namesInURLs) + ".jpg?x=1")
		}
	case t == reflect.TypeFor[string]():
		switch name {
		case "mimeType", "timeZone", "country", "guid", "ownerEmail":
		default:
			if v.Len() > 0 && r.IntN(3) == 0 {
				v.SetString(r.pick(namesInTexts))
			}
		}
	case t == reflect.TypeFor[content.Meta]():
		if r.IntN(3) == 0 {
			v.FieldByName("Slug").SetString(fmt.Sprintf("a-%s-%d", r.pick(namesInSlugs), r.step))
		}
	case t.Kind() == reflect.Pointer && !v.IsNil():
		r.sprinkle(v.Elem(), name)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			r.sprinkle(v.Index(i), name)
		}
	case t.Kind() == reflect.Struct && t.PkgPath() == reflect.TypeFor[content.Meta]().PkgPath():
		for i := range v.NumField() {
			r.sprinkle(v.Field(i), content.FieldName(t.Field(i)))
		}
	}
}

func (r *scribe) cast() (cast []catalog.Appearance) {
	for _, name := range []string{"offer", "bo"} {
		if r.IntN(2) == 0 {
			cast = append(cast, catalog.Appearance{SpeakerID: contenttest.ID("speaker", name), Role: catalog.RoleSpeaker, Title: locale.NewText("da", "Taler"), Organisation: "Huset"})
		}
	}
	return cast
}

// document returns a version of one of a few documents.
func (r *scribe) document() content.Document {
	text := func(s string) locale.Text { return locale.NewText("da", s, "en", s+" (en)") }
	var d content.Document
	switch r.IntN(8) {
	case 0:
		d = contenttest.Conference("konference")
	case 1:
		s := contenttest.Session("session", "konference", 0)
		s.RecordingAllowed, s.Cast, s.Room = true, r.cast(), "Sal"
		s.Attachments = []catalog.Attachment{{Title: text("Slides"), URL: "/media/slides.pdf"}}
		d = s
	case 2:
		d = &catalog.Video{
			Meta: contenttest.Meta("video", "film"), Title: text("Film"), Description: text("Om"), Cast: r.cast(),
			Sources: []catalog.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4"}}, WithoutCaptionsReason: "Ingen taler.",
		}
	case 3:
		d = &catalog.PodcastEpisode{
			Meta: contenttest.Meta("podcastEpisode", "afsnit"), PodcastID: contenttest.ID("podcast", "podcast"), Title: text("Afsnit"), GUID: "g-1",
			EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/a.mp3", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: contenttest.Epoch,
			ShowNotes: &locale.RichText{Text: text("Noter")}, Cast: r.cast(), WithoutTranscriptReason: "Kun musik.",
		}
	case 4:
		p := &catalog.Photo{
			Meta: contenttest.Meta("photo", "foto"), Asset: &content.Image{URL: "/media/foto.jpg"}, Alt: text("To"), Caption: text("Panel"), Credit: "Foto",
			People: []catalog.PhotoPerson{{SpeakerID: contenttest.ID("speaker", "bo")}, {Name: "Bo Lund"}, {}},
		}
		if r.IntN(2) == 0 {
			p.People[2].SpeakerID = victim
		}
		d = p
	case 5:
		p := &catalog.PolicyProposal{
			Meta: contenttest.Meta("policyProposal", "udspil"), Title: text("Udspil"), Kind: catalog.ProposalProposal, AlternativeTitles: []locale.Text{text("Også")},
			Measures: []catalog.Measure{{Number: 1, Title: text("Lov"), Kind: catalog.MeasureOther, ResponsibleAuthority: "Ministeriet"}},
		}
		for _, a := range r.cast() {
			p.PresentedBy = append(p.PresentedBy, catalog.Presenter{SpeakerID: a.SpeakerID, Office: text("Minister")})
		}
		d = p
	case 6:
		s := contenttest.Speaker("bo")
		s.Bio = &locale.RichText{Text: text("Er rådgiver.")}
		r.sprinkle(reflect.ValueOf(&s.Bio), "")
		r.sprinkle(reflect.ValueOf(&s.JobTitle), "")
		return s
	default:
		return r.victim()
	}
	r.sprinkle(reflect.ValueOf(d), "")
	return d
}

func (r *scribe) victim() content.Document {
	s := contenttest.Speaker("offer")
	s.Name = "Karla Mærkesen Quist"
	switch r.IntN(3) {
	case 0:
		s.Pseudonym = "Anna Pseudesen"
	case 1:
		s.SortName, s.Slug = "Quist, Karla Mærkesen", "karla-maerkesen-quist"
	}
	s.Consents = []catalog.Consent{{To: content.ConsentToPhoto, Scope: "Alt", GivenOn: "2021-01-01"}}
	return s
}

// write makes a random change; false if the rules refused it.
func (r *scribe) write(t *testing.T, store content.Store) bool {
	o := contenttest.Options()
	r.step++
	if o.Reason = "Rettet."; r.IntN(3) == 0 {
		o.Reason = "Efter ønske fra " + r.pick(namesInTexts)
	}
	if r.IntN(4) == 0 {
		o.Actor.Name = r.pick(namesInTexts)
	}
	_, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
		d := r.document()
		id := d.Base().ID
		if err := tx.Save(d); err != nil {
			return err
		}
		switch r.IntN(6) {
		case 0, 1, 2:
			return tx.Publish(id)
		case 3:
			if d.Base().ID != victim {
				return tx.Archive(id)
			}
		case 4:
			return schedule.Publish(tx, id, contenttest.Epoch.AddDate(0, 1, 0))
		}
		return nil
	})
	if err != nil && content.CodeOf(err) != content.CodeInvalid {
		t.Fatal(err)
	}
	return err == nil
}
