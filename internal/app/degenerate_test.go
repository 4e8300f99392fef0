package app

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// degenerate are texts that show nothing, or little, or are not Markdown.
var degenerate = []string{
	"<p>Velkommen til salen.</p>", "<!-- kommer snart -->", "<br>", "[1]: https://x.dk", "---", "&nbsp;", "#", "-", "> ", "![](https://x.dk/a.png)",
	"\u00A0", "\u200B", "\u00AD", "\uFEFF", "\u2028", "\u0301", "*", "**", "``", "```", "[]()", "[^1]: x", "|\n|-|", "| |\n|-|", "\\", "&#0;", "<", "<!--", "<>", "***\n\n***",
	"- \n- ", "> \n> ", "[](https://x.dk)", "![]()", "&lt;br&gt;", "\u202E", "😀", "<img src=x onerror=alert(1)>", "x[^1]\n\n[^1]: ", "a\tb", ".", "  -  ",
}

// TestDegenerateTexts: every query at every door has a response for readers and editors,
// however little the texts of documents show.
func TestDegenerateTexts(t *testing.T) {
	t.Parallel()
	seeds := 1
	if n, err := strconv.Atoi(os.Getenv("LECTERN_TEST_SEEDS")); err == nil {
		seeds = n
	}
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { degenerateTexts(t, seed) })
	}
}

func degenerateTexts(t *testing.T, seed uint64) {
	a, token := seeded(t)
	d := &degrader{t: t, app: a, random: rand.New(rand.NewPCG(seed, 3)), texts: degenerate}
	published := d.degradeAll()
	if published < len(d.ids)*3/4 {
		t.Errorf("only %d of %d documents were published", published, len(d.ids))
	}
	d.emptied() // some drafts lack required values
	nothing := map[string]bool{}
	q := newQuestions(t, a, token, func(field, text string) { nothing[field] = nothing[field] || text == "" })
	q.documents(d.ids)
	q.doors()
	if !nothing["plain"] {
		t.Error("no rich text shows nothing")
	}
}

// seeded returns a service with the seed content that accepts any operation, and a token for
// it.
func seeded(t *testing.T) (a *App, token string) {
	t.Helper()
	c := small(t)
	c.Seed, c.Listen, c.Website, c.PublicURL = true, "", "https://example.org/{kind}/{slug}", "https://api.example.org"
	c.Limits.Public.Cost, c.Limits.Public.Depth, c.Limits.Public.Fields, c.Limits.Public.Tokens = 1<<40, 100, 1<<20, 1<<20
	c.Limits.Editor = c.Limits.Public
	c.FirstToken = func(secret string) { token = secret }
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, token
}

// degrader puts degenerate texts into documents.
type degrader struct {
	t      *testing.T
	app    *App
	random *rand.Rand
	texts  []string
	ids    []content.ID
}

// degradeAll changes the texts of all documents, publishes them, and returns their number.
func (d *degrader) degradeAll() (published int) {
	v, err := content.OpenView(d.t.Context(), d.app.Store(), content.ViewOptions{Actor: contenttest.Publisher, Preview: true})
	if err != nil {
		d.t.Fatal(err)
	}
	defer v.Close()
	drafts, err := v.Drafts()
	if err != nil {
		d.t.Fatal(err)
	}
	for _, kind := range catalog.Kinds() {
		ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
		if err != nil {
			d.t.Fatal(err)
		}
		d.ids = append(d.ids, ids...)
	}
	for _, id := range d.ids {
		stored, err := drafts.Get(id)
		if err != nil {
			d.t.Fatal(err)
		}
		if d.degrade(content.Clone(stored)) {
			published++
		}
	}
	return published
}

// degrade changes as many texts of a document as its rules allow, and publishes it.
func (d *degrader) degrade(doc content.Document) bool {
	places := texts(reflect.ValueOf(doc).Elem())
	d.random.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	former := make([]reflect.Value, len(places))
	for i, place := range places {
		former[i] = reflect.New(place.Type()).Elem()
		former[i].Set(place)
		d.set(place)
	}
	if d.publish(doc, false) {
		return true
	}
	for i, place := range places { // one at a time, otherwise
		changed := reflect.New(place.Type()).Elem()
		changed.Set(place)
		for j := i; j < len(places); j++ {
			places[j].Set(former[j])
		}
		place.Set(changed)
		if !d.publish(doc, true) {
			place.Set(former[i])
		}
		for j := i + 1; j < len(places); j++ {
			d.set(places[j])
		}
	}
	return d.publish(doc, false)
}

// publish reports whether a document's rules allow publishing.
func (d *degrader) publish(doc content.Document, dryRun bool) bool {
	options := contenttest.Options()
	options.Site, options.DryRun, options.Now = d.app.site, dryRun, time.Now()
	_, err := content.Edit(d.t.Context(), d.app.Store(), options, func(tx *content.Transaction) error {
		if err := tx.Save(content.Clone(doc)); err != nil {
			return err
		}
		return tx.Publish(doc.Base().ID)
	})
	if err != nil && content.CodeOf(err) != content.CodeInvalid {
		d.t.Fatal(err)
	}
	return err == nil
}

// set sets a text to a degenerate one.
func (d *degrader) set(place reflect.Value) {
	text := func() string { return d.texts[d.random.IntN(len(d.texts))] }
	switch place.Interface().(type) {
	case locale.Text:
		place.Set(reflect.ValueOf(locale.NewText("da", text(), "en", text())))
	case *locale.RichText:
		place.Set(reflect.ValueOf(locale.NewRichText("da", text(), "en", text())))
	case []locale.Text:
		place.Set(reflect.ValueOf([]locale.Text{locale.NewText("da", text()), locale.NewText("da", text(), "en", text())}))
	case []string:
		place.Set(reflect.ValueOf([]string{text(), text()}))
	default:
		place.SetString(text())
	}
}

// texts returns the texts in a structure.
func texts(v reflect.Value) (places []reflect.Value) {
	switch v.Interface().(type) {
	case content.Meta:
		return nil
	case locale.Text, *locale.RichText, []locale.Text, []string:
		return []reflect.Value{v}
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			return []reflect.Value{v}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return texts(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			places = append(places, texts(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Field(i).CanSet() {
				places = append(places, texts(v.Field(i))...)
			}
		}
	}
	return places
}

// emptied removes texts from some drafts, so that they can't be published.
func (d *degrader) emptied() {
	v, err := content.OpenView(d.t.Context(), d.app.Store(), content.ViewOptions{Actor: contenttest.Publisher, Preview: true})
	if err != nil {
		d.t.Fatal(err)
	}
	defer v.Close()
	drafts, err := v.Drafts()
	if err != nil {
		d.t.Fatal(err)
	}
	for _, id := range d.ids {
		stored, err := drafts.Get(id)
		if err != nil {
			d.t.Fatal(err)
		}
		doc := content.Clone(stored)
		for _, place := range texts(reflect.ValueOf(doc).Elem()) {
			if d.random.IntN(4) == 0 {
				place.SetZero()
			}
		}
		options := contenttest.Options()
		options.Site, options.Now = d.app.site, time.Now()
		_, err = content.Edit(d.t.Context(), d.app.Store(), options, func(tx *content.Transaction) error { return tx.Save(doc) })
		if err != nil && content.CodeOf(err) != content.CodeInvalid { // some rules apply to drafts, too
			d.t.Fatal(err)
		}
	}
}
