package catalog_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

func TestRequiredIsPublished(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference, session := contenttest.ID("conference", "fagdag"), contenttest.ID("session", "a")
	type edit = func(*content.Transaction) error
	try := func(name string, codes string, edits ...edit) {
		t.Helper()
		err := edited(t, store, contenttest.Epoch, func(tx *content.Transaction) error {
			for _, edit := range edits {
				if err := edit(tx); err != nil {
					return err
				}
			}
			return nil
		})
		var got []string
		if e, ok := err.(*content.Error); ok {
			for _, p := range e.Problems {
				got = append(got, fmt.Sprint(p.Code, " ", p.Document.Kind().Name, " ", strings.Join(p.Path, ".")))
			}
		}
		if strings.Join(got, ", ") != codes || codes == "" && err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	save := func(d content.Document) edit { return func(tx *content.Transaction) error { return tx.Save(d) } }
	publish := func(id content.ID) edit { return func(tx *content.Transaction) error { return tx.Publish(id) } }
	unpublish := func(id content.ID) edit { return func(tx *content.Transaction) error { return tx.Unpublish(id) } }
	archive := func(id content.ID) edit { return func(tx *content.Transaction) error { return tx.Archive(id) } }

	try("drafts", "", save(contenttest.Conference("fagdag")), save(contenttest.Session("a", "fagdag", 0)))
	try("a session before its conference", "REQUIRES_UNPUBLISHED session conference", publish(session))
	try("both in one change, in any order", "", publish(session), publish(conference))
	try("the conference's end", "STILL_REQUIRED conference ", unpublish(conference))
	try("the conference put away", "STILL_REQUIRED conference ", archive(conference))
	try("both ends", "", unpublish(conference), unpublish(session))
	try("both again", "", publish(conference), publish(session))
	try("another conference's draft", "", save(contenttest.Conference("anden")), save(contenttest.Session("a", "anden", 0)))
	try("what readers see requires the former", "STILL_REQUIRED conference ", unpublish(conference))
	try("a move to what is no more", "REQUIRES_UNPUBLISHED session conference", publish(session))
	try("a move, and the end of the former", "", publish(contenttest.ID("conference", "anden")), publish(session), unpublish(conference))
	try("the former's draft requires nothing", "", save(contenttest.Session("b", "fagdag", 3)), archive(conference))
}

func TestStillRequiredNamesThem(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	for i := range 23 {
		contenttest.Publish(t, store, contenttest.Session(fmt.Sprint("s", i), "fagdag", i))
	}
	err := edited(t, store, contenttest.Epoch, func(tx *content.Transaction) error { return tx.Unpublish(contenttest.ID("conference", "fagdag")) })
	e, ok := err.(*content.Error)
	if !ok || len(e.Problems) != 20 {
		t.Fatalf("%v", err)
	}
	for _, p := range e.Problems {
		if !strings.Contains(p.Message.In("da"), `"s`) {
			t.Errorf("the message is %q", p.Message.In("da"))
		}
	}
}

// TestRequirementsComeFirst: a kind is published after those that it requires (schedules rely
// on the order of Kinds).
func TestRequirementsComeFirst(t *testing.T) {
	t.Parallel()
	var before []string
	for _, kind := range catalog.Kinds() {
		s := reflect.TypeOf(kind.New()).Elem()
		for i := range s.NumField() {
			f := s.Field(i)
			ref := f.Tag.Get("ref")
			if ref != "" && slices.Contains(strings.Split(f.Tag.Get("rule"), ","), "required") && !slices.Contains(before, ref) {
				t.Errorf("%s requires %s, which comes later", kind.Name, ref)
			}
		}
		before = append(before, kind.Name)
	}
}
