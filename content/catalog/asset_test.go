package catalog_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// mediaWorld is a store with a site and files of its own.
type mediaWorld struct {
	*testing.T
	store   *contenttest.Memory
	library *contenttest.Library
	site    *content.Site
}

func newMediaWorld(t *testing.T) *mediaWorld {
	l := contenttest.NewLibrary()
	return &mediaWorld{t, contenttest.NewMemory(), l, contenttest.Site(l)}
}

// file uploads a file of a kind; each name is a different file.
func (w *mediaWorld) file(kind content.AssetKind, mimeType, name string) *content.Asset {
	return w.library.Put(content.Asset{
		Kind: kind, MIMEType: mimeType, Name: name, Width: 1200, Height: 800, Duration: locale.Duration(90 * time.Second),
		Colour: "#2f6f8f", Placeholder: "LEHV6nWB2yk8",
	}, []byte(name))
}

func (w *mediaWorld) picture(name string) *content.Asset {
	return w.file(content.AssetImage, "image/jpeg", name)
}

func (w *mediaWorld) edit(fn func(*content.Transaction) error) error {
	o := contenttest.Options()
	o.Site, o.Actor.Role = w.site, content.RoleAdmin
	_, err := content.Edit(w.Context(), w.store, o, fn)
	return err
}

func (w *mediaWorld) must(fn func(*content.Transaction) error) {
	w.Helper()
	if err := w.edit(fn); err != nil {
		w.Fatal(err)
	}
}

func (w *mediaWorld) publish(documents ...content.Document) {
	w.Helper()
	w.must(published(documents...))
}

func published(documents ...content.Document) func(*content.Transaction) error {
	return func(t *content.Transaction) error {
		for _, d := range documents {
			if err := t.Save(d); err != nil {
				return err
			}
			if err := t.Publish(d.Base().ID); err != nil {
				return err
			}
		}
		return nil
	}
}

func (w *mediaWorld) view(o content.ViewOptions) *content.View {
	w.Helper()
	o.Site = w.site
	v, err := content.OpenView(w.Context(), w.store, o)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = v.Close() })
	return v
}

func (w *mediaWorld) drafts() *content.View {
	w.Helper()
	v, err := w.view(content.ViewOptions{Actor: contenttest.Publisher}).Drafts()
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// shows reports whether readers may see a file, and whether a preview would.
func (w *mediaWorld) shows(a *content.Asset) (public, preview bool) {
	w.Helper()
	var seen [2]bool
	for i, o := range []content.ViewOptions{{}, {Actor: contenttest.Publisher, Preview: true}} {
		var err error
		if seen[i], err = listing.ShowsAsset(w.view(o), a.ID); err != nil {
			w.Fatal(err)
		}
		if _, err := listing.ReadAsset(w.view(o), a.ID); (err == nil) != seen[i] || err != nil && !content.IsNotFound(err) {
			w.Errorf("shown: %v, and asked for: %v", seen[i], err)
		}
	}
	return seen[0], seen[1]
}

func photo(name string, picture locale.URL, people ...string) *catalog.Photo {
	p := &catalog.Photo{Meta: contenttest.Meta("photo", name), Asset: &content.Image{URL: picture}, Decorative: true, Caption: locale.NewText("da", name)}
	for _, s := range people {
		p.People = append(p.People, catalog.PhotoPerson{SpeakerID: contenttest.ID("speaker", s)})
	}
	return p
}

func episode(name string, audio *catalog.Audio) *catalog.PodcastEpisode {
	return &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", name), PodcastID: contenttest.ID("podcast", "p"), Title: locale.NewText("da", name),
		GUID: name, EpisodeType: catalog.EpisodeFull, Audio: audio, ReleasedAt: contenttest.Epoch, WithoutTranscriptReason: "Music.",
	}
}

func podcast(artwork locale.URL) *catalog.Podcast {
	return &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "p"), Title: locale.NewText("da", "P"), Description: locale.NewText("da", "Om"), Author: "P",
		SpokenLanguage: "da", Category: "News", Artwork: artwork, Link: "https://example.org/p",
	}
}

// stored returns a version as the log has it.
func (w *mediaWorld) stored(id content.ID) string {
	w.Helper()
	d, err := w.drafts().Get(id)
	if err != nil {
		w.Fatal(err)
	}
	b, err := json.Marshal(d)
	if err != nil {
		w.Fatal(err)
	}
	return string(b)
}

// TestAssetAddresses: whatever form of a reference an editor uses, documents store one form.
func TestAssetAddresses(t *testing.T) {
	t.Parallel()
	digits := strings.Repeat("0123456789abcdef", 4)
	asset := locale.URL("asset:" + digits)
	for given, want := range map[string]locale.URL{
		"asset:" + digits:           asset,
		"asset_" + digits:           asset,
		"/media/" + digits + ".jpg": asset,
		"/media/" + digits:          asset,
		"/media/" + digits + "/c2lnbmVk-640x480-COVER.webp":        asset,
		"https://api.example.org/media/" + digits + ".jpg":         asset,
		"https://other.example.org/media/" + digits + ".jpg":       locale.URL("https://other.example.org/media/" + digits + ".jpg"),
		"https://api.example.org.evil/media/" + digits + ".jpg":    locale.URL("https://api.example.org.evil/media/" + digits + ".jpg"),
		"/media/" + digits + "0.jpg":                               locale.URL("/media/" + digits + "0.jpg"),
		"/media/placeholder/film.mp4":                              "/media/placeholder/film.mp4",
		"https://api.example.org/captions/" + digits + "/da/c.vtt": locale.URL("https://api.example.org/captions/" + digits + "/da/c.vtt"),
	} {
		u, err := locale.ParseURL(given)
		if err != nil {
			t.Errorf("%s: %v", given, err)
		}
		if got := contenttest.Site(nil).Stored(u); got != want {
			t.Errorf("%s is stored as %s, want %s", given, got, want)
		}
	}
	for _, bad := range []string{"asset:", "asset_", "asset:" + digits[1:], "asset:" + digits + "0", "asset:" + strings.ToUpper(digits), "asset:" + digits + "/x", "asset:g" + digits[1:]} {
		if u, err := locale.ParseURL(bad); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%s: %q, %v", bad, u, err)
		}
	}
}

// TestAssetRoundTrip: an editor saves a URL from a response, and readers get the file's URL and
// its metadata.
func TestAssetRoundTrip(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	picture, sound := w.picture("a"), w.file(content.AssetAudio, "audio/mpeg", "b")
	p := photo("Billede", picture.ID.URL())
	p.FocalPoint = &content.FocalPoint{X: 0.25, Y: 0.75}
	w.publish(p, podcast(picture.ID.URL()), episode("Afsnit", &catalog.Audio{URL: sound.ID.URL(), MIMEType: "audio/wrong", Bytes: 1}))

	v := w.view(content.ViewOptions{})
	shown, err := content.Get[*catalog.Photo](v, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	address := locale.URL("https://api.example.org/media/" + strings.TrimPrefix(string(picture.ID), "asset_") + ".jpg")
	image := *shown.Asset
	if image.Focus == nil || *image.Focus != *p.FocalPoint {
		t.Errorf("the focal point is %v", image.Focus)
	}
	image.Focus = nil
	if want := (content.Image{URL: address, Width: 1200, Height: 800, MIMEType: "image/jpeg", Bytes: 1, Colour: "#2f6f8f", Placeholder: "LEHV6nWB2yk8"}); image != want {
		t.Errorf("readers see %+v, want %+v", image, want)
	}
	e, err := content.Get[*catalog.PodcastEpisode](v, contenttest.ID("podcastEpisode", "Afsnit"))
	if err != nil || e.Audio.MIMEType != "audio/mpeg" || e.Audio.Bytes != 1 || e.Duration != locale.Duration(90*time.Second) || !strings.HasSuffix(string(e.Audio.URL), ".mp3") {
		t.Errorf("readers hear %+v for %v, %v", e.Audio, e.Duration, err)
	}

	before := w.stored(p.ID)
	if !strings.Contains(before, `"url":"`+string(picture.ID.URL())+`"`) || !strings.Contains(before, `"width":1200`) || strings.Contains(before, "2f6f8f") {
		t.Errorf("stored is %s", before)
	}
	w.must(func(tx *content.Transaction) error {
		_, err := tx.Update(content.DraftEdit{ID: p.ID, Language: "da", Fields: content.Patch{"asset": content.Patch{"url": address}}})
		return err
	})
	if after := w.stored(p.ID); after != before {
		t.Errorf("stored was %s and is %s", before, after)
	}
}

// TestAttachmentKeepsTranslations: a list identifies its items by the file, in any form.
func TestAttachmentKeepsTranslations(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	slides := w.file(content.AssetDocument, "application/pdf", "slides")
	s := contenttest.Session("Oplæg", "c", 0)
	s.Attachments = []catalog.Attachment{{Title: locale.NewText("da", "Slides", "en", "Slides (en)"), URL: slides.ID.URL()}}
	w.publish(contenttest.Conference("c"), s)
	d, err := content.Get[*catalog.Session](w.view(content.ViewOptions{}), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.must(func(tx *content.Transaction) error {
		_, err := tx.Update(content.DraftEdit{ID: s.ID, Language: "da", Fields: content.Patch{"attachments": []any{
			content.Patch{"title": "Præsentation", "url": d.Attachments[0].URL},
		}}})
		return err
	})
	draft, err := content.Get[*catalog.Session](w.drafts(), s.ID)
	if err != nil || draft.Attachments[0].Title.In("en") != "Slides (en)" || draft.Attachments[0].URL != slides.ID.URL() {
		t.Errorf("the attachment is %+v, %v", draft.Attachments, err)
	}
}

// TestAssetProblems: a file must exist, and have a kind that fits.
func TestAssetProblems(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	picture, sound := w.picture("a"), w.file(content.AssetAudio, "audio/mpeg", "b")
	unknown := content.NewAssetID([32]byte{1}).URL()
	withLink := contenttest.Conference("c")
	withLink.WebsiteURL = picture.ID.URL()
	person := contenttest.Speaker("Anna")
	person.PhotoURL = sound.ID.URL()
	filmed := &catalog.Video{
		Meta: contenttest.Meta("video", "v"), Title: locale.NewText("da", "V"), WithoutCaptionsReason: "Ingen taler.",
		Sources: []catalog.Source{{URL: picture.ID.URL()}},
	}
	for _, tt := range []struct {
		d    content.Document
		want string
	}{
		{photo("there", picture.ID.URL()), ""},
		{photo("missing", unknown), "asset.url UNKNOWN_ASSET"},
		{photo("sound", sound.ID.URL()), "asset.url WRONG_ASSET"},
		{withLink, "websiteUrl BAD_FORMAT"},
		{person, "photo WRONG_ASSET"},
		{filmed, "sources.0.url WRONG_ASSET, sources.0.mimeType BAD_FORMAT"},
		{podcast(unknown), "artwork UNKNOWN_ASSET"},
		{podcast(picture.ID.URL()), ""},
		{episode("heard", &catalog.Audio{URL: sound.ID.URL()}), ""}, // its type and size are filled in
		{episode("linked", &catalog.Audio{URL: "https://example.org/a.mp3"}), "audio.mimeType REQUIRED, audio.bytes REQUIRED"},
	} {
		var domain *content.Error
		got, err := []string{}, w.edit(published(tt.d))
		if err != nil && !asInvalid(err, &domain) {
			t.Errorf("%s: %v", tt.d.Base().ID, err)
			continue
		}
		if domain != nil {
			for _, p := range domain.Problems {
				got = append(got, strings.Join(p.Path, ".")+" "+string(p.Code))
			}
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.d.Base().Slug, s, tt.want)
		}
	}
}

func asInvalid(err error, domain **content.Error) bool {
	e, ok := err.(*content.Error)
	*domain = e
	return ok && e.Code == content.CodeInvalid
}
