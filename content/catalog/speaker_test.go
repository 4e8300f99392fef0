package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

func TestSpeaker(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleSpeaker, []rule[*Speaker]{
		{name: "no name", edit: func(s *Speaker) { s.Name, s.Pseudonym = "", "" }, publish: []string{"REQUIRED name"}},
		{name: "only a pseudonym", edit: func(s *Speaker) { s.Name = "" }, publish: []string{"REQUIRED name"}},
		{
			name:   "consent that ends before it was given",
			edit:   func(s *Speaker) { s.Consents[0].ExpiresOn, s.Consents[0].WithdrawnOn = "2019-12-31", "2019-12-31" },
			always: []string{"END_BEFORE_START consents.0.expiresOn", "END_BEFORE_START consents.0.withdrawnOn"},
		},
		{
			name:   "consent that is to be given",
			edit:   func(s *Speaker) { s.Consents[1].GivenOn = "2021-09-03" },
			always: []string{"OUT_OF_RANGE consents.1.givenOn"}, soft: []string{"CONSENT_WITHDRAWN photo"},
		},
		{
			name: "no consent and no reason",
			edit: func(s *Speaker) { s.Pseudonym, s.Consents, s.WithoutConsentReason, s.Slug = "", nil, "", "k" },
			soft: []string{"CONSENT_MISSING name", "CONSENT_MISSING photo"},
		},
		{
			name: "consents in the place of a reason",
			edit: func(s *Speaker) {
				s.Pseudonym, s.WithoutConsentReason = "", ""
				s.Consents = append(s.Consents, Consent{To: content.ConsentToName, Scope: "Alt", GivenOn: "2020-01-01", ExpiresOn: "2021-09-01"})
			},
		},
		{
			name: "no consent to the name beside a pseudonym",
			edit: func(s *Speaker) { s.WithoutConsentReason = "" },
		},
		{
			name: "consent to something, some time", edit: func(s *Speaker) { s.Consents[0] = Consent{ExpiresOn: "2030-01-01"} },
			publish: []string{"REQUIRED consents.0.to", "REQUIRED consents.0.scope", "REQUIRED consents.0.givenOn"},
		},
		{
			name: "consent to the name was withdrawn",
			edit: func(s *Speaker) {
				s.Pseudonym = ""
				s.Consents = []Consent{{To: content.ConsentToName, Scope: "Alt", GivenOn: "2020-01-01", WithdrawnOn: "2020-02-01"}}
			},
			soft: []string{"CONSENT_WITHDRAWN name"},
		},
		{
			name: "consent to the name was withdrawn, there is a pseudonym",
			edit: func(s *Speaker) {
				s.Consents = []Consent{{To: content.ConsentToName, Scope: "Alt", GivenOn: "2020-01-01", WithdrawnOn: "2020-02-01"}}
			},
		},
	})
}

func TestPseudonym(t *testing.T) {
	t.Parallel()
	shown := func(paths ...string) (problems []string) {
		for _, p := range paths {
			problems = append(problems, "LEGAL_NAME_SHOWN "+p)
		}
		return problems
	}
	checkRules(t, exampleSpeaker, []rule[*Speaker]{
		{name: "slug of the last name", edit: func(s *Speaker) { s.Slug = "anna-hviid" }, soft: shown("slug")},
		{name: "file of the first name", edit: func(s *Speaker) { s.PhotoURL = "/media/hviid/Karen_2.jpg" }, soft: shown("photo")},
		{name: "file of the whole name", edit: func(s *Speaker) { s.PhotoURL = "/media/karen-hviid.jpg" }, soft: shown("photo")},
		{name: "biography", edit: func(s *Speaker) { s.Bio = rich("Jeg hedder\nKaren  Margrethe HVIID.") }, soft: shown("bio")},
		{name: "one translation", edit: func(s *Speaker) { s.Bio = locale.NewRichText("da", "Ja.", "en", "I am Karen Hviid.") }, soft: shown("bio")},
		{name: "job", edit: func(s *Speaker) { s.JobTitle = both("Hviid, Karen Margrethe") }, soft: shown("jobTitle")},
		{
			name: "links",
			edit: func(s *Speaker) { s.Links = []Link{{both("Karen Hviid"), "https://example.org/karen%20hviid/"}} },
			soft: shown("links.0.title", "links.0.url"),
		},
		{name: "pseudonym", edit: func(s *Speaker) { s.Pseudonym = "Karen Hviid (Anna)" }, soft: shown("pseudonym")},
		{name: "pseudonym of the first name", edit: func(s *Speaker) { s.Pseudonym, s.Slug = "Karen X", "karen-x" }},
		{
			name: "last name beside a pseudonym of the first", edit: func(s *Speaker) { s.Pseudonym, s.Slug = "Karen X", "karen-hviid-x" },
			soft: shown("slug"),
		},
		{
			name: "name in letters that no slug has",
			edit: func(s *Speaker) {
				s.Name, s.JobTitle = "Анна Иванова", both("АННА ИВАНОВА, рådgiver")
			},
			soft: shown("jobTitle"),
		},
		{name: "words that the name has too", edit: func(s *Speaker) { s.Bio = rich("Karen er hvid, siger Margrethe.") }},
		{name: "no pseudonym", edit: func(s *Speaker) { s.Pseudonym, s.Slug = "", "karen-margrethe-hviid" }},
	})
}

// TestPseudonymHidesName searches for the legal name in everything that readers and lists get
// of a published speaker.
func TestPseudonymHidesName(t *testing.T) {
	t.Parallel()
	s := exampleSpeaker()
	s.FormerSlugs = []string{"karen-margrethe-hviid"} // from before there was a pseudonym
	d := served(t, s, "da").(*Speaker)
	if d.Name != "Anna K." || d.SortName != "Anna K." {
		t.Errorf("served as %q, %q", d.Name, d.SortName)
	}
	hidden(t, d, "karen", "margrethe", "hviid", "pseudonym", "consent", "embeds")

	// Sort keys are not readable text: they must not depend on the name.
	other := exampleSpeaker()
	other.Name, other.SortName, other.FormerSlugs = "Bo Lund", "Lund, Bo", nil
	if !slices.Equal(content.IndexKeys(s, content.State{}), content.IndexKeys(other, content.State{})) {
		t.Error("index keys tell legal names apart")
	}
	if got := speakerKind.Title(s).String(); got != "Anna K." {
		t.Errorf("slugs are made of %q", got)
	}
	if s.Name != legalName || len(s.Consents) == 0 {
		t.Error("the stored version was changed")
	}
}

func TestSpeakerWithoutPseudonym(t *testing.T) {
	t.Parallel()
	s := exampleSpeaker()
	s.Pseudonym, s.SortName = "", ""
	d := served(t, s, "da").(*Speaker)
	if d.Name != legalName || d.SortName != legalName || len(d.FormerSlugs) != 1 {
		t.Errorf("served as %q, %q, %q", d.Name, d.SortName, d.FormerSlugs)
	}
	hidden(t, d, "consents")
}

// TestConsentHolds: consents are valid by days; of several, one valid consent is enough.
func TestConsentHolds(t *testing.T) {
	t.Parallel()
	given := Consent{To: content.ConsentToPhoto, GivenOn: "2021-01-01"}
	taken := Consent{To: content.ConsentToPhoto, GivenOn: "2020-01-01", WithdrawnOn: "2020-06-01"}
	retaken := Consent{To: content.ConsentToPhoto, GivenOn: "2021-01-01", WithdrawnOn: "2021-01-01"}
	until := Consent{To: content.ConsentToPhoto, GivenOn: "2021-01-01", ExpiresOn: "2021-09-01"}
	expired := Consent{To: content.ConsentToPhoto, GivenOn: "2021-01-01", ExpiresOn: "2021-08-31"}
	later := Consent{To: content.ConsentToPhoto, GivenOn: "2021-09-02"}
	voice := Consent{To: content.ConsentToVoice, GivenOn: "2020-01-01", WithdrawnOn: "2020-02-01"}
	for _, test := range []struct {
		consents         []Consent
		allowed, refused bool
	}{
		{nil, false, false},
		{[]Consent{given}, true, false},
		{[]Consent{taken}, false, true},
		{[]Consent{given, taken}, true, false},
		{[]Consent{taken, given}, true, false},
		{[]Consent{taken, retaken}, false, true},
		{[]Consent{until}, true, false},
		{[]Consent{expired}, false, true},
		{[]Consent{expired, until}, true, false},
		{[]Consent{later}, false, false},
		{[]Consent{taken, later}, false, true},
		{[]Consent{voice}, false, false},
		{[]Consent{{To: content.ConsentToPhoto}}, false, false},
	} {
		s := exampleSpeaker()
		s.Consents = test.consents
		if a, r := s.allows(content.ConsentToPhoto, today(morning)), s.refuses(content.ConsentToPhoto, today(morning)); a != test.allowed || r != test.refused {
			t.Errorf("%v: allowed %t, refused %t", test.consents, a, r)
		}
		refused := slices.Contains(refusals(s, s, today(morning)), content.ConsentToPhoto)
		if refused != test.refused {
			t.Errorf("%v: the state has it refused: %t", test.consents, refused)
		}
		d := content.Clone(s)
		if d.Redact(content.State{Refused: refusals(s, s, today(morning))}); (d.PhotoURL == "") != test.refused {
			t.Errorf("%v: the portrait is %q", test.consents, d.PhotoURL)
		}
	}
}

func TestVenue(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		precision VenuePrecision
		hidden    []string
	}{
		{VenuePublic, nil},
		{VenueRegistered, []string{"salen", "stillevej"}},
		{VenueHidden, []string{"salen", "stillevej", "odense", `"dk"`}},
		{"", []string{"salen", "stillevej", "odense", `"dk"`}},
	} {
		c := exampleConference()
		c.Venue.Precision = test.precision
		d := served(t, c, "da")
		hidden(t, d, test.hidden...)
		for _, s := range []string{"salen", "stillevej", "odense", `"dk"`} {
			if !slices.Contains(test.hidden, s) && !strings.Contains(lowerJSON(t, d), s) {
				t.Errorf("precision %q hides %s", test.precision, s)
			}
		}
		other := exampleConference()
		other.Venue = nil
		if !slices.Equal(content.IndexKeys(c, content.State{}), content.IndexKeys(other, content.State{})) {
			t.Errorf("precision %q: index keys tell venues apart", test.precision)
		}
	}
}

// served returns a stored version as a reader of a language gets it.
func served(t *testing.T, d content.Document, languages ...locale.Language) content.Document {
	t.Helper()
	b, err := content.Encode(d)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := content.Decode(b, 1)
	if err != nil {
		t.Fatal(err)
	}
	return stored.In(locale.Preferences(languages...), &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}"}, content.State{})
}

// hidden reports secrets in a served document, its index keys and its search texts.
func hidden(t *testing.T, d content.Document, secrets ...string) {
	t.Helper()
	places := map[string]string{
		"document": lowerJSON(t, d),
		"keys":     strings.ToLower(strings.Join(content.IndexKeys(d, content.State{}), "\n")),
		"texts":    strings.ToLower(joinedTexts(content.KindOf(d).Texts(d))),
		"address":  strings.ToLower(string(d.Base().URL)),
	}
	for place, text := range places {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s: has %q: %s", place, secret, text)
			}
		}
	}
}

func lowerJSON(t *testing.T, d content.Document) string {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ToLower(string(b))
}
