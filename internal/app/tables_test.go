package app

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/content"
)

// tableResult is the result of an import of a table.
type tableResult struct {
	Created, Updated, Unchanged int
	UserErrors, Warnings        []struct {
		Path          []string
		Code, Message string
	}
}

// loadTable imports sessions of a conference.
func loadTable(d *careDesk, conference, csv, directives string) (r tableResult) {
	d.t.Helper()
	body := d.ask(content.RolePublisher, `mutation($csv: String!, $c: ID!) `+directives+` { importSessions(input: {csv: $csv, conference: $c}) { created updated unchanged
		userErrors { path code message } warnings { path code message } } }`, map[string]any{"csv": csv, "c": conference})
	var answer struct {
		Data   struct{ ImportSessions *tableResult }
		Errors []any
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Data.ImportSessions == nil || len(answer.Errors) > 0 {
		d.t.Fatalf("%q: %v %s", csv, err, body)
	}
	return *answer.Data.ImportSessions
}

// told returns the errors and warnings, as "line.column CODE".
func (r tableResult) told() (errors, warnings string) {
	var all [2][]string
	for _, p := range r.UserErrors {
		all[0] = append(all[0], strings.Join(p.Path, ".")+" "+p.Code)
	}
	for _, p := range r.Warnings {
		all[1] = append(all[1], strings.Join(p.Path, ".")+" "+p.Code)
	}
	return strings.Join(all[0], ", "), strings.Join(all[1], ", ")
}

// TestTablesOfExcel: a table as a Danish Excel writes it.
func TestTablesOfExcel(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	r := loadTable(d, conference, "\ufeffsep=;\r\nslug;title[da];kind;startsAt;endsAt;recordingAllowed;;;\r\n"+
		"a;Åbning;WELCOME;01-06-2027 10:00;1/6/2027 10.45;SAND;;;\r\nb;Frokost;BREAK;2.6.2027 kl. 12.00;2027-06-02 13:00;FALSK\r\nc;Fest;SOCIAL;1/6/2027;1/6/2027;;;;\r\n;;;;;;;;\r\n", "")
	if errors, warnings := r.told(); r.Created != 3 || errors != "" || warnings != "5.startsAt NO_TIME_OF_DAY, 5.endsAt NO_TIME_OF_DAY" {
		t.Fatalf("%d new, %q, %q", r.Created, errors, warnings)
	}
	for slug, want := range map[string]string{
		"a": `{"startsAt":"2027-06-01T10:00:00+02:00","endsAt":"2027-06-01T10:45:00+02:00","recordingAllowed":true}`,
		"b": `{"startsAt":"2027-06-02T12:00:00+02:00","endsAt":"2027-06-02T13:00:00+02:00","recordingAllowed":false}`,
		"c": `{"startsAt":"2027-06-01T00:00:00+02:00","endsAt":"2027-06-01T00:00:00+02:00","recordingAllowed":false}`,
	} {
		if body := d.ask(content.RoleEditor, `query($s: Slug!) { sessionDraft(slug: $s) { startsAt endsAt recordingAllowed } }`, map[string]any{"s": slug}); !strings.Contains(body, want) {
			t.Errorf("%s: %s, want %s", slug, body, want)
		}
	}
	for csv, want := range map[string]string{
		"title[da];startsAt\nA;6/13/2027 10:00\n":  "2.startsAt BAD_FORMAT",
		"title[da];startsAt\nA;01-06-27 10:00\n":   "2.startsAt BAD_FORMAT",
		"title[da];startsAt\nA;28-03-2027 02:30\n": "2.startsAt TIME_SKIPPED",
		"title[da];startsAt\nA;31-10-2027 02:30\n": "2.startsAt TIME_REPEATED",
		"title[da];;\nA;;x\n":                      "2 TOO_MANY_ITEMS",
		"title[da];;kind\nA;x;TALK\n":              "2 TOO_MANY_ITEMS",
	} {
		if errors, _ := loadTable(d, conference, csv, "").told(); errors != want {
			t.Errorf("%q: %q, want %q", csv, errors, want)
		}
	}
	if errors, _ := loadTable(d, conference, "title[da];startsAt\nA;2027-10-31T02:30:00+01:00\n", "@dryRun").told(); errors != "2.startsAt OUTSIDE_CONFERENCE" && errors != "" {
		t.Errorf("with an offset: %q", errors)
	}
}

// TestTableTwice: new lines that resemble existing documents are reported before they are
// saved.
func TestTableTwice(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	const csv = "title[da];title[en];kind;startsAt;endsAt\nVelkomst;Welcome;WELCOME;2027-06-01 10:00;2027-06-01 10:30\nKaffe;;BREAK;;\n"
	if _, warnings := loadTable(d, conference, csv, "").told(); warnings != "" {
		t.Fatalf("the first time: %q", warnings)
	}
	r := loadTable(d, conference, csv, `@dryRun @inContext(language: "en")`)
	if errors, warnings := r.told(); errors != "" || warnings != "2 POSSIBLE_DUPLICATE, 3 POSSIBLE_DUPLICATE" || r.Created != 2 {
		t.Fatalf("the second time: %q, %q", errors, warnings)
	}
	if got := r.Warnings[0].Message; got != "The line becomes a new document that looks like velkomst. If it is the same one, write its id or slug in the line." {
		t.Error(got)
	}
	r = loadTable(d, conference, "title[da];kind\nNy;TALK\nPause;BREAK\nNy\u00a0;TALK\n", "@dryRun")
	if _, warnings := r.told(); warnings != "4 POSSIBLE_DUPLICATE" || r.Warnings[0].Message != "Linjen bliver til et nyt dokument, der ligner linje 2. Er det det samme, så skriv dets id eller slug på linjen." {
		t.Errorf("twice in a table: %+v", r.Warnings)
	}
	for _, other := range []string{"slug;title[da];startsAt\nvelkomst;Velkomst;2027-06-01 10:00\n", "title[da];startsAt;endsAt\nVelkomst;2027-06-01 11:00;2027-06-01 11:30\n", "title[da]\nTe\n"} {
		if _, warnings := loadTable(d, conference, other, "@dryRun").told(); strings.Contains(warnings, "DUPLICATE") {
			t.Errorf("%q: %q", other, warnings)
		}
	}
	const people = `mutation($csv: String!) { importSpeakers(input: {csv: $csv}) { created warnings { path code } userErrors { code } } }`
	for _, want := range []string{`"warnings":[{"path":["2","name"],"code":"CONSENT_MISSING"}]`, `"warnings":[{"path":["2"],"code":"POSSIBLE_DUPLICATE"},`} {
		if body := d.ask(content.RolePublisher, people, map[string]any{"csv": "name\nÅse Holm\n"}); !strings.Contains(body, want) {
			t.Errorf("want %s: %s", want, body)
		}
	}
}

// TestAllProblemsOfATable: the problems of cells, references and documents are reported
// together, in the order of the lines, and those of an enum list its values.
func TestAllProblemsOfATable(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	r := loadTable(d, conference, "slug;title[da];kind;startsAt;endsAt;topics;capacity\n"+
		"a;A;SANG;2027-06-01 10:00;2027-06-01 09:00;ukendt;mange\nb b;B;TALK;i morgen;;;-1\nc;C;TALK;;;;3\nd;"+strings.Repeat("x", 201)+";TALK;;;andet;\n", "")
	errors, _ := r.told()
	if want := "2.capacity BAD_FORMAT, 2.topics UNKNOWN_REFERENCE, 2.kind BAD_VALUE, 2.endsAt END_BEFORE_START, 3.slug BAD_FORMAT, 3.startsAt BAD_FORMAT, 3.capacity OUT_OF_RANGE, 5.topics UNKNOWN_REFERENCE, 5.title TOO_LONG"; errors != want {
		t.Errorf("%s\nwant %s", errors, want)
	}
	for _, p := range r.UserErrors {
		if p.Code == "BAD_VALUE" && p.Message != "Er ikke en af de tilladte værdier: KEYNOTE, TALK, PANEL, WORKSHOP, QUESTIONS, WELCOME, BREAK, SOCIAL." {
			t.Error(p.Message)
		}
	}
	if body := d.ask(content.RoleEditor, `{ sessionDrafts(first: 5) { totalCount } }`, nil); !strings.Contains(body, `"totalCount":0`) {
		t.Errorf("something was saved: %s", body)
	}
}
