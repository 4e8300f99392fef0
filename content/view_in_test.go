package content_test

import (
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// TestViewInAnotherLanguage: views of one operation share what they have read, but not the
// language that it is served in.
func TestViewInAnotherLanguage(t *testing.T) {
	store := contenttest.NewMemory()
	topic := &content.Topic{Meta: content.Meta{ID: contenttest.ID("topic", "emne")}}
	topic.Name = content.NewText("da", "Skolen", "en", "The school")
	contenttest.Publish(t, store, topic)
	view, err := content.OpenView(t.Context(), store, content.ViewOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	for range 2 {
		for l, want := range map[content.Language]string{"da": "Skolen", "en": "The school"} {
			got, err := content.Get[*content.Topic](view.In(l), topic.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.Language != l || got.Name.String() != want {
				t.Errorf("in %s: %s, %q", l, got.Language, got.Name.String())
			}
		}
	}
}
