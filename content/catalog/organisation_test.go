package catalog

import (
	"strings"
	"testing"
)

func TestOrganisation(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleOrganisation, []rule[*Organisation]{
		{name: "no name", edit: func(o *Organisation) { o.Name = nil }, publish: []string{"REQUIRED name", "NO_COMPLETE_LANGUAGE "}},
		{name: "only a name", edit: func(o *Organisation) { *o = Organisation{Meta: o.Meta, Name: o.Name} }},
		{name: "unknown kind", edit: func(o *Organisation) { o.Kind = "CLUB" }, always: []string{"BAD_VALUE kind"}},
		{
			name:   "long abbreviation",
			edit:   func(o *Organisation) { o.Abbreviation = strings.Repeat("ø", 41) },
			always: []string{"TOO_LONG abbreviation"},
		},
		{name: "no address", edit: func(o *Organisation) { o.WebsiteURL = "example.org" }, always: []string{"BAD_FORMAT websiteUrl"}},
	})
}
