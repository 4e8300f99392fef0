package graph

import (
	"testing"

	"lectern/content/contenttest"
)

// TestMessagesAreInTheLanguage: messages of problems are in the operation's language, in a
// payload, beside a draft and among warnings.
func TestMessagesAreInTheLanguage(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	for language, want := range map[string][2]string{
		"en": {"This is required.", "This ends before it begins."},
		"da": {"Skal udfyldes.", "Slutter, før det begynder."},
		"sv": {"Skal udfyldes.", "Slutter, før det begynder."}, // Danish is closer than English
		"de": {"Skal udfyldes.", "Slutter, før det begynder."},
	} {
		d.wants(`mutation @inContext(language: "`+language+`") @dryRun {
			createSession(input: {fields: {title: "Panel", kind: PANEL}}) { document { problems { path message } } userErrors { message } }
		}`, nil, `{"createSession": {"document": {"problems": [{"path": ["conference"], "message": "`+want[0]+`"}]}, "userErrors": []}}`)
		d.wants(`mutation @inContext(language: "`+language+`") @dryRun {
			createConference(input: {fields: {title: "Dag", startDate: "2027-06-03", endDate: "2027-06-02"}}) { document { id } userErrors { path message } }
		}`, nil, `{"createConference": {"document": null, "userErrors": [{"path": ["endDate"], "message": "`+want[1]+`"}]}}`)
	}
}
