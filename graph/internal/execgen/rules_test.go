package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The schema below has names of kinds of package content, whose attributes define the
// references, and its own Go types.
const (
	documents = `
interface Document { id: ID! }
interface Draft { id: ID! }
type Image { url: ID }
type Topic implements Document { id: ID! note: String broader: Topic sessions(ARGS): SessionConnection! }
type TopicDraft implements Draft { id: ID! broader: TopicDraft }
type Session implements Document {
	id: ID! title: String conference: ID topics: [Topic!]! appearances: [Appearance!]! logo: Image
}
type SessionDraft implements Draft {
	id: ID! title: String conference: ID topics: [TopicDraft!]! appearances: [AppearanceDraft!]! logo: Image
}
type Appearance { speaker: Topic }
type AppearanceDraft { speaker: TopicDraft }
type SessionConnection { nodes: [Session!]! }
type SessionDraftConnection { nodes: [SessionDraft!]! }
type SessionPayload { document: SessionDraft }
input SessionFilter { kind: ID }
input SessionInput { title: String }
input CreateSessionInput { fields: SessionInput! reason: String }
input UpdateSessionInput {
	id: ID! fields: SessionInput! expectedRevision: Int mergeDisjoint: Boolean! = false removeLanguages: [ID!] reason: String
}
type Query {
	session(slug: ID!): Session
	sessions(ARGS): SessionConnection!
	sessionDraft(id: ID, slug: ID): SessionDraft
	sessionDrafts(ARGS): SessionDraftConnection!
}
type Mutation {
	createSession(input: CreateSessionInput!): SessionPayload
	updateSession(input: UpdateSessionInput!): SessionPayload
}
`
	arguments = "first: Int, after: String, last: Int, before: String, filter: SessionFilter, orderBy: String!"

	documentValues = `package values
type Topic struct {
	ID        string
	BroaderID string ` + "`json:\"broader,omitempty\" ref:\"topic\"`" + `
}
func (*Topic) IsDocument() {}
func (*Topic) IsDraft() {}
type TopicDraft = Topic
type Session struct {
	ID     string
	Called string ` + "`json:\"title\"`" + `
	Held   string ` + "`json:\"conference\"`" + `
	Topics []string ` + "`json:\"topics\" ref:\"topic\"`" + `
	Cast   []Appearance ` + "`json:\"appearances\"`" + `
	Logo   string ` + "`json:\"logo\" asset:\"IMAGE\"`" + `
}
func (*Session) IsDocument() {}
func (*Session) IsDraft() {}
type SessionDraft = Session
type Appearance struct {
	Who string ` + "`json:\"speaker\" ref:\"topic\"`" + `
}
type AppearanceDraft = Appearance
`
	verbs = `package resolve
import ("context"; "lectern/model"; "lectern/values")
type Document interface { IsDocument() }
type Page struct { First *int; After *string; Last *int; Before *string }
type Edit struct {}
func BySlug[D any](context.Context, string) (d D, err error) { return }
func SessionConference(context.Context, *values.Session) (*string, error) { return nil, nil }
func DocumentNote(context.Context, Document) (*string, error) { return nil, nil }
var _ model.Query
`
)

// TestRules: the code for a content type follows from its schema.
func TestRules(t *testing.T) {
	// Not parallel: it sets the output of log.
	module(t, map[string]string{
		"gqlgen.yml":       strings.Replace(settings, "omit_root_models: true\n", "", 1) + "autobind: [lectern/values]\nomit_getters: true\n",
		"schema.graphqls":  strings.ReplaceAll(documents, "ARGS", arguments),
		"values/values.go": documentValues,
		"resolve/r.go":     verbs,
	})
	if err := generate(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("gen/generated.go")
	if err != nil {
		t.Fatal(err)
	}
	const page = "resolve.Page{First: a.First, After: a.After, Last: a.Last, Before: a.Before}, a.Filter, a.OrderBy"
	for field, want := range map[string]string{
		"Topic.note":               "resolve.DocumentNote(r.Ctx, o)",
		"Topic.broader":            "resolve.Reference[*values.Topic](r.Ctx, o.BroaderID)",
		"Topic.sessions":           "resolve.List[*values.Session](r.Ctx, " + page + `, resolve.By("topic", o))`,
		"TopicDraft.broader":       "resolve.Draft[*values.Topic](r.Ctx, o.BroaderID)",
		"Session.title":            "(r, f, o.Called)",
		"Session.conference":       "resolve.SessionConference(r.Ctx, o)",
		"Session.topics":           "resolve.References[*values.Topic](r.Ctx, o.Topics)",
		"Session.appearances":      "resolve.Shown(r.Ctx, o.Cast, func(p *values.Appearance) string { return p.Who })",
		"Session.logo":             "resolve.Picture(r.Ctx, o.Logo)",
		"SessionDraft.conference":  "(r, f, o.Held)",
		"SessionDraft.topics":      "resolve.Drafts[*values.Topic](r.Ctx, o.Topics)",
		"SessionDraft.appearances": "return writeAppearanceDraftList(r, f, o.Cast)",
		"Appearance.speaker":       "resolve.Reference[*values.Topic](r.Ctx, o.Who)",
		"AppearanceDraft.speaker":  "resolve.Draft[*values.Topic](r.Ctx, o.Who)",
		"Query.session":            "resolve.BySlug[*values.Session](r.Ctx, a.Slug)",
		"Query.sessions":           "resolve.List[*values.Session](r.Ctx, " + page + ")",
		"Query.sessionDraft":       "resolve.DraftBy[*values.Session](r.Ctx, a.ID, a.Slug)",
		"Query.sessionDrafts":      "resolve.DraftList[*values.Session](r.Ctx, " + page + ")",
		"Mutation.createSession":   "resolve.Create[*values.Session](r.Ctx, a.Input.Fields, a.Input.Reason)",
		"Mutation.updateSession": "resolve.Update[*values.Session](r.Ctx, resolve.Edit{ID: a.Input.ID, Fields: a.Input.Fields, " +
			"ExpectedRevision: a.Input.ExpectedRevision, MergeDisjoint: a.Input.MergeDisjoint, RemoveLanguages: a.Input.RemoveLanguages, Reason: a.Input.Reason})",
	} {
		if got := generatedFor(string(text), field); !strings.Contains(got, want) {
			t.Errorf("%s is\n%s, want\n%s", field, got, want)
		}
	}
}

// generatedFor returns the code that is generated for a field.
func generatedFor(text, field string) string {
	typ, name, _ := strings.Cut(field, ".")
	_, text, _ = strings.Cut(text, fmt.Sprintf("func fieldOf%s(", typ))
	text, _, _ = strings.Cut(text, "\n}\n")
	_, text, _ = strings.Cut(text, "// "+name+"\n")
	text, _, _ = strings.Cut(text, "\tcase ")
	return strings.TrimSpace(text)
}

// TestRulesRefuse: what does not follow from the schema is refused, with what is missing.
func TestRulesRefuse(t *testing.T) {
	// Not parallel: it sets the output of log.
	values := documentValues + "type Speaker struct { ID string }\nfunc (*Speaker) IsDocument() {}\ntype Photo struct { ID string }\nfunc (*Photo) IsDocument() {}\n" +
		"type Part struct { ID string }\n"
	schema := documents + "type Photo implements Document { id: ID! sessions(ARGS): SessionConnection! }\ntype Part { id: ID! sessions(ARGS): SessionConnection! }\n" +
		"extend type Session { also(ARGS, more: Int): SessionConnection! }\nextend input UpdateSessionInput { more: Int }\n"
	module(t, map[string]string{
		"gqlgen.yml":       strings.Replace(settings, "omit_root_models: true\n", "", 1) + "autobind: [lectern/values]\nomit_getters: true\n",
		"schema.graphqls":  strings.ReplaceAll(schema, "ARGS", arguments),
		"values/values.go": values,
		"resolve/r.go":     verbs,
	})
	err := generate()
	if err == nil {
		t.Fatal("it is not refused")
	}
	got := strings.Split(err.Error(), "\n")
	slices.Sort(got)
	want := []string{
		"Mutation.updateSession: nothing gives it a value",
		"Part.sessions: only documents refer to each other",
		"Photo.sessions: no attribute of the kind session refers to a photo; write",
		"Session.also: nothing gives it a value",
	}
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("it says\n%s", err)
	}
}
