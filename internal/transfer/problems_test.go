package transfer_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/internal/transfer"
)

const conferenceFile = `slug: fagdag
title: Fagdag
status: HELD
startDate: 2021-09-01
endDate: 2021-09-02
timeZone: Europe/Copenhagen
`

// sessionFile returns a valid session with more lines.
func sessionFile(more ...string) string {
	return "title:\n  da: Velkomst\nconference: fagdag\nkind: WELCOME\n" + strings.Join(more, "\n") + "\n"
}

func TestProblems(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"unknown and doubled keys": {
			map[string]string{"sessions/a.yaml": sessionFile("Room: 1", "spoken_language: [da]", "kind: TALK", "abstract:", "  da: a", "  da: b", "  DA: c")},
			`sessions/a.yaml:5: Room: UNKNOWN_FIELD: Unknown field. Did you mean room?
sessions/a.yaml:6: spoken_language: UNKNOWN_FIELD: Unknown field. Did you mean spokenLanguages?
sessions/a.yaml:7: kind: DUPLICATE: This key occurs twice.
sessions/a.yaml:10: abstract.da: DUPLICATE: This key occurs twice.
sessions/a.yaml:11: abstract.DA: DUPLICATE: This language occurs twice.
`,
		},
		"wrong types": {
			map[string]string{"sessions/a.yaml": sessionFile(
				"room: [1]", "topics: stalking", "appearances:", "  - rolle", "  -", "  - speaker: {id: x}", "capacity: mange", "recordingAllowed: yes",
				"startsAt: 2021-09-01 09:00", "spokenLanguages: [dansk!]", "contentNotice: [a]", "discusses: [Et navn]", "attachments:", "  - url: ftp://x", "    title:", "      english?: x",
			)},
			`sessions/a.yaml:5: room: WRONG_TYPE: A single value is expected here.
sessions/a.yaml:6: topics: WRONG_TYPE: A list is expected here.
sessions/a.yaml:8: appearances.0: WRONG_TYPE: Keys with values are expected here.
sessions/a.yaml:9: appearances.1: WRONG_TYPE: The list has an item without a value.
sessions/a.yaml:10: appearances.2.speaker: WRONG_TYPE: A single value is expected here.
sessions/a.yaml:11: capacity: WRONG_TYPE: A whole number is expected here.
sessions/a.yaml:12: recordingAllowed: WRONG_TYPE: This must be true or false.
sessions/a.yaml:13: startsAt: BAD_FORMAT: This is not a time such as 2021-09-01T09:00:00+02:00 (RFC 3339, with an offset).
sessions/a.yaml:14: spokenLanguages.0: BAD_FORMAT: This is not a language tag such as da, en or nb-NO (BCP 47).
sessions/a.yaml:15: contentNotice: WRONG_TYPE: Expected a text, or a mapping of languages to texts.
sessions/a.yaml:16: discusses.0: BAD_FORMAT: A reference must be an id or a slug.
sessions/a.yaml:18: attachments.0.url: BAD_FORMAT: This is not an https or http address such as https://example.org/page.
sessions/a.yaml:20: attachments.0.title.english?: UNSUPPORTED_LANGUAGE: This is not a language tag such as da, en or nb-NO (BCP 47).
`,
		},
		"YAML that is not supported": {
			map[string]string{
				"sessions/a.yaml": sessionFile("room: &r Sal", "track: *r", "abstract: !!binary aGVq", "<<: {capacity: 1}", "? [a]", ": b"),
				"sessions/b.yaml": "&a {title: x}",
				"sessions/c.yaml": "- title: x",
				"sessions/d.yaml": sessionFile("room: a: b"),
				"sessions/e.yaml": sessionFile("room: \x01"),
				"sessions/f.yaml": sessionFile("room: \xff"),
				"sessions/g.yaml": "# kun en kommentar\n",
				"sessions/h.yml":  sessionFile(),
				"sessions/i.yaml": "%YAML 1.2\n---\n" + sessionFile(),
			},
			`sessions/a.yaml:5: room: NOT_SUPPORTED: Anchors and aliases are not supported. Write the value out.
sessions/a.yaml:6: track: NOT_SUPPORTED: Anchors and aliases are not supported. Write the value out.
sessions/a.yaml:7: abstract: NOT_SUPPORTED: Tags such as !!binary are not supported.
sessions/a.yaml:8: <<: UNKNOWN_FIELD: Unknown field.
sessions/a.yaml:9: WRONG_TYPE: A key must be a single word.
sessions/b.yaml:1: NOT_SUPPORTED: Anchors and aliases are not supported. Write the value out.
sessions/c.yaml:1: WRONG_TYPE: A document must be a mapping of keys to values.
sessions/d.yaml:5: SYNTAX: This is not YAML: mapping values are not allowed in this context.
sessions/e.yaml:5: BAD_ENCODING: The line is not UTF-8, or has control characters.
sessions/f.yaml:5: BAD_ENCODING: The line is not UTF-8, or has control characters.
sessions/g.yaml: REQUIRED: There is no document in the file.
sessions/h.yml: BAD_FORMAT: The name of a document's file must end in .yaml.
sessions/i.yaml:1: SYNTAX: This is not YAML: found incompatible YAML document.
`,
		},
		"too large": {
			map[string]string{
				"sessions/a.yaml": sessionFile("room: " + strings.Repeat("x", transfer.MaxFileDocument)),
				"sessions/b.yaml": sessionFile("abstract:", "  da: "+strings.Repeat("x ", 300_000)),
			},
			`sessions/a.yaml:1: TOO_LARGE: The document has more than 1048576 bytes.
sessions/b.yaml:1: TOO_LARGE: The document has 600170 bytes; at most 524288 are allowed.
sessions/b.yaml:5: abstract: TOO_LONG: This is too long: 599999 characters; at most 10000 are allowed.
`,
		},
		"what the document is": {
			map[string]string{
				"andet/a.yaml":              sessionFile(),
				"sessions/b.yaml":           "type: foredrag\ntitle: B\n",
				"sessions/c.yaml":           "id: speaker_00000000000000000000000000\nname: C\n",
				"sessions/d.yaml":           sessionFile("id: d", "slug: D!", "state: klar", "formerSlugs: [Før]"),
				"sessions/e.yaml":           sessionFile("state: draft", "publishedAt: 2021-09-01T00:00:00Z"),
				"sessions/f.draft.yaml":     sessionFile("state: draft"),
				"sessions/g.draft.yaml":     sessionFile() + "---\n" + sessionFile("slug: g2"),
				"sessions/ikke gyldig.yaml": "conference: fagdag\nkind: TALK\nstate: draft\n",
			},
			`andet/a.yaml:1: UNKNOWN_KIND: The kind of the document is unknown. Put it into the folder FOLDERS, or give it an id or the key "type".
sessions/b.yaml:1: UNKNOWN_KIND: The kind of the document is unknown. Put it into the folder FOLDERS, or give it an id or the key "type".
sessions/c.yaml:1: WRONG_KIND: A speaker belongs in the folder speakers.
sessions/d.yaml:5: id: BAD_FORMAT: This is not an id of this service.
sessions/d.yaml:6: slug: BAD_FORMAT: A slug must be words of a–z and 0–9 with single hyphens between them.
sessions/d.yaml:7: state: BAD_VALUE: The state must be published, draft or archived.
sessions/d.yaml:8: formerSlugs: BAD_FORMAT: A slug must be words of a–z and 0–9 with single hyphens between them.
sessions/e.yaml:6: publishedAt: CONTRADICTION: The document is not published.
sessions/f.draft.yaml:5: state: CONTRADICTION: The file name already marks this as a draft besides the published version.
sessions/g.draft.yaml: CONTRADICTION: A file of a draft besides a published version must have exactly one document.
sessions/ikke gyldig.yaml:1: REQUIRED: The document needs an id, a slug or a title.
`,
		},
		"references": {
			map[string]string{
				"sessions/a.yaml": sessionFile("topics: [ukendt]", "appearances:", "  - role: SPEAKER", "    speaker: speaker_00000000000000000000000000", "  - {role: HOST, speaker: "+string(contenttest.ID("session", "x"))+"}"),
			},
			`sessions/a.yaml:5: topics.0: UNKNOWN_REFERENCE: There is no topic with the slug ukendt, in the files or in the store.
sessions/a.yaml:8: appearances.0.speaker: UNKNOWN_REFERENCE: There is no speaker with the id speaker_00000000000000000000000000, in the files or in the store.
sessions/a.yaml:9: appearances.1.speaker: WRONG_KIND: This must refer to a speaker; OTHER_ID is a session.
`,
		},
		"a reference to what could not be read": {
			map[string]string{
				"sessions/a.yaml":  sessionFile("topics: [emne]"),
				"topics/emne.yaml": "name: a: b\n",
			},
			`topics/emne.yaml:1: SYNTAX: This is not YAML: mapping values are not allowed in this context.
`,
		},
		"circles": {
			map[string]string{
				"topics/a.yaml": "name: A\nbroader: b\n",
				"topics/b.yaml": "name: B\nbroader: c\n",
				"topics/c.yaml": "name: C\nbroader: a\n",
				"topics/d.yaml": "name: D\nbroader: d\n",
			},
			`topics/a.yaml:2: broader: CYCLE: This refers back to itself.
topics/b.yaml:2: broader: CYCLE: This refers back to itself.
topics/c.yaml:2: broader: CYCLE: This refers back to itself.
topics/d.yaml:2: broader: CYCLE: This refers back to itself.
`,
		},
		"the same document twice": {
			map[string]string{
				"sessions/a.yaml": sessionFile("slug: velkomst"),
				"sessions/b.yaml": sessionFile("slug: velkomst"),
				"sessions/c.yaml": sessionFile("slug: c", "id: "+string(contenttest.ID("session", "c"))),
				"sessions/d.yaml": sessionFile("slug: d", "id: "+string(contenttest.ID("session", "c"))),
				"sessions/e.yaml": sessionFile("slug: c", "id: "+string(contenttest.ID("session", "e"))),
				"sessions/f.yaml": sessionFile("formerSlugs: [c]"),
			},
			`sessions/b.yaml:5: slug: DUPLICATE: This document is also in sessions/a.yaml.
sessions/d.yaml:6: id: DUPLICATE: This document is also in sessions/c.yaml.
sessions/e.yaml:5: slug: SLUG_TAKEN: Another document has or had this slug: C, in sessions/c.yaml.
sessions/f.yaml:5: formerSlugs: SLUG_TAKEN: Another document has or had this slug: C, in sessions/c.yaml.
`,
		},
		"content's rules": {
			map[string]string{
				"sessions/a.yaml": "conference: fagdag\ntitle: A\nroom: Sal\nstartsAt: 2021-09-01T09:00:00+02:00\nendsAt: 2021-09-01T10:00:00+02:00\n",
				"sessions/b.yaml": "conference: fagdag\nkind: TALK\ntitle: B\nroom: \"\\u00a0Sal \"\nstartsAt: 2021-09-01T09:30:00+02:00\nendsAt: 2021-09-01T10:00:00+02:00\n",
				"sessions/c.yaml": "conference: fagdag\nkind: SANG\ntitle: C\nstartsAt: 2021-09-03T09:30:00+02:00\nendsAt: 2021-09-03T10:00:00+02:00\n",
			},
			`conferences/fagdag.yaml:5: endDate: SESSION_OUTSIDE: The session “C” (c) is outside the conference's days: 2021-09-03 09:30.
sessions/a.yaml:1: kind: REQUIRED: This is required.
sessions/a.yaml:3: room: ROOM_TAKEN: The room is taken at that time by B.
sessions/b.yaml:4: room: ROOM_TAKEN: The room is taken at that time by A.
sessions/c.yaml:2: kind: BAD_VALUE: This is not one of the allowed values: KEYNOTE, TALK, PANEL, WORKSHOP, QUESTIONS, WELCOME, BREAK, SOCIAL.
sessions/c.yaml:4: startsAt: OUTSIDE_CONFERENCE: This is outside the conference's days.
`,
		},
		"control characters": {
			map[string]string{"sessions/a.yaml": sessionFile(`room: "Sal\x07"`, "abstract:", `  en: "One\n\e"`)},
			`sessions/a.yaml:5: room: CONTROL_CHARACTER: Line 1, character 4: the control character U+0007 is not allowed in a text. Delete it.
sessions/a.yaml:7: abstract.en: CONTROL_CHARACTER: Line 2, character 1: the control character U+001B is not allowed in a text. Delete it.
`,
		},
		"a document among many": {
			map[string]string{
				"alt.yaml": "# program\n---\ntype: session\n" + sessionFile("slug: a") + "--- # den anden\ntype: session\nslug: b\n...\n\n---\ntype: session\n" + sessionFile("slug: c", "room: {}") + "---\n# slut\n",
			},
			`alt.yaml:10: conference: REQUIRED: This is required.
alt.yaml:10: title: REQUIRED: This is required.
alt.yaml:10: kind: REQUIRED: This is required.
alt.yaml:10: NO_COMPLETE_LANGUAGE: At least one language must have all required texts; Danish lacks: title.
alt.yaml:21: room: WRONG_TYPE: A single value is expected here.
`,
		},
	}
	var folders []string
	for _, kind := range catalog.Kinds() {
		folders = append(folders, kind.Folder)
	}
	names := strings.NewReplacer(
		"FOLDERS", strings.Join(folders[:len(folders)-1], ", ")+" or "+folders[len(folders)-1],
		"OTHER_ID", string(contenttest.ID("session", "x")), "slug: C,", "slug: "+string(contenttest.ID("session", "c"))+",",
	)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			all := maps.Clone(test.files)
			all["conferences/fagdag.yaml"] = conferenceFile
			store := contenttest.NewMemory()
			report, err := transfer.Import(t.Context(), store, options(in(all)))
			if content.CodeOf(err) != content.CodeInvalid {
				t.Errorf("error: %v", err)
			}
			if got, want := lines(report.Problems), names.Replace(test.want); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if r := revision(t, store); r != 0 {
				t.Errorf("it wrote %d changes", r)
			}
			if want := fmt.Sprintf("The files have %d problems; nothing was written.", len(report.Problems)); !strings.Contains(fmt.Sprint(err), want) {
				t.Errorf("error: %v", err)
			}
		})
	}
}
