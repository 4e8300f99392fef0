package main

import (
	"reflect"
	"testing"

	"lectern/content/locale"
)

func TestEditorsText(t *testing.T) {
	t.Parallel()
	for readers, want := range map[string]string{
		"The organiser. Null when it is not public.":                        "The organiser.",
		"Who takes part. Only public people are listed.":                    "Who takes part.",
		"A warning. Show it first. For readers, the first of\nthree.":       "A warning. Show it first.",
		"Where it is: `kl. 10.15`, `15. sep.` or `1. Null`. Not Null here.": "Where it is: `kl. 10.15`, `15. sep.` or `1. Null`. Not Null here.",
		"A field\nin two lines. And more.":                                  "A field in two lines. And more.",
	} {
		if got := editorsText(readers); got != want {
			t.Errorf("%q becomes %q instead of %q", readers, got, want)
		}
	}
}

func TestRulesText(t *testing.T) {
	t.Parallel()
	type fields struct {
		Title locale.Text      `rule:"required,max=200"`
		Body  *locale.RichText `rule:"max=10000"`
		Name  string           `rule:"key,max=40"`
		Year  int              `rule:"min=1900"`
		Items []struct{}       `rule:"required,max=7"`
		Plain string
	}
	for name, want := range map[string]string{
		"Title": " Required for publishing. At most 200 characters.",
		"Body":  " At most 10000 characters.",
		"Name":  " At most 40 characters.",
		"Year":  " At least 1900.",
		"Items": " Required for publishing.",
		"Plain": "",
	} {
		f, _ := reflect.TypeFor[fields]().FieldByName(name)
		if got := rulesText(f); got != want {
			t.Errorf("%s: %q instead of %q", name, got, want)
		}
	}
}

func TestDescribed(t *testing.T) {
	t.Parallel()
	const short = `  "Says \"hello\"."` + "\n"
	if got := described(`Says "hello".`, "  "); got != short {
		t.Errorf("%q instead of %q", got, short)
	}
	long := "A description that is so long that it does not fit into one line, and is broken after the last word that does."
	long += " The rest."
	want := "  \"\"\"\n  A description that is so long that it does not fit into one line, and is broken after the\n  last word that does. The rest.\n  \"\"\"\n"
	if got := described(long, "  "); got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}
