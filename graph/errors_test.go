package graph

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestErrorsInRootFields: docs/errors.md describes the effect of an error in one root field on
// the others, and lists the non-null root fields of queries.
func TestErrorsInRootFields(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(documentation)
	if err != nil {
		t.Fatal(err)
	}
	var nullable, must []string
	for _, f := range Schema().AST.Query.Fields {
		switch of := Schema().AST.Types[f.Type.Name()]; {
		case strings.HasPrefix(f.Name, "__"):
		case f.Type.NonNull && !strings.HasSuffix(f.Type.Name(), "Connection") && !strings.HasSuffix(f.Name, "Sheet"):
			must = append(must, f.Name)
		case !f.Type.NonNull && of.Name != "Node" && of.Name != "Draft" && !slices.Contains(of.Interfaces, "Document") && !slices.Contains(of.Interfaces, "Draft"):
			nullable = append(nullable, f.Name)
		}
	}
	slices.Sort(must)
	if fmt.Sprint(must, nullable) != "[nodes suggest sync viewer] [asset mutationOutcome richText programmeChanges]" {
		t.Errorf("docs/errors.md tells of other fields than %v, which may not be null, and %v, which may", must, nullable)
	}
	if !strings.Contains(string(text), "the lists, `nodes`, `search`, `suggest`, `sync`, `viewer` and the spreadsheets") {
		t.Error("docs/errors.md does not say which fields may not be null")
	}
	d := newDesk(t, contenttest.NewMemory())
	d.now = d.now.Add(time.Hour)
	const kept = `document { id } userErrors { code }`
	for _, tt := range []struct{ query, data, code string }{
		{`{ topics(first: 1) { totalCount } programmeChanges(conference: "x", since: {revision: 0}) { documentId } topic(slug: "x") { id } }`, `map[programmeChanges:<nil> topic:<nil> topics:map[totalCount:0]]`, ""},
		{`{ viewer { role } topicDraft { id } }`, `map[topicDraft:<nil> viewer:map[role:PUBLISHER]]`, "BAD_INPUT"},
		{`{ viewer { role } topics(first: 1, after: "x") { totalCount } }`, `map[]`, "BAD_CURSOR"},
		{
			`mutation { a: createTopic(input: {fields: {name: "a"}}) { ` + kept + ` } b: createTopic(input: {fields: {name: "b", slug: "Æ"}}) { ` + kept + ` } }`,
			`map[a:map[document:<nil> userErrors:[map[code:NOT_KEPT]]] b:map[document:<nil> userErrors:[map[code:BAD_FORMAT]]]]`, "",
		},
		{
			`mutation { a: publish(input: {id: "x"}) { ` + kept + ` } b: createTopic(input: {fields: {name: "b"}}) { ` + kept + ` } }`,
			`map[a:<nil> b:map[document:<nil> userErrors:[map[code:NOT_KEPT]]]]`, "NOT_FOUND",
		},
		{
			`mutation { a: createTopic(input: {fields: {name: "a"}}) { revision document { history(first: 1000) { nodes { revision } } } } b: createTopic(input: {fields: {name: "b"}}) { revision } }`,
			`map[a:map[document:<nil> revision:1] b:map[revision:1]]`, "BAD_INPUT",
		},
	} {
		data, errs := d.ask(tt.query, nil)
		code := ""
		if len(errs) > 0 {
			code = codeOfAnswer(errs[0])
		}
		if fmt.Sprint(data) != tt.data || code != tt.code {
			t.Errorf("%s\n%v %v\nwant %s %s", tt.query, data, errs, tt.data, tt.code)
		}
	}
}

// TestCostsAreDocumented: docs/errors.md has the default bounds of the cost.
func TestCostsAreDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(documentation)
	if err != nil {
		t.Fatal(err)
	}
	for flag, limits := range map[string]Limits{"--limit-cost": PublicLimits(), "--editor-limit-cost": EditorLimits()} {
		if number := strconv.Itoa(limits.Cost/1000) + ",000"; !strings.Contains(string(text), "`"+flag+"` ("+number+")") {
			t.Errorf("the default of %s is %s", flag, number)
		}
	}
}

var updateGolden = flag.Bool("update", false, "write docs/errors.md anew")

const documentation = "../docs/errors.md"

// TestDocumentation compares docs/errors.md with the list of codes. go test ./graph -run
// TestDocumentation -update rewrites it.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	const begin, end = "<!-- codes: made by go test ./graph -run TestDocumentation -update -->\n", "<!-- end of codes -->\n"
	text, err := os.ReadFile(documentation)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, foundEnd := strings.Cut(rest, end)
	if !found || !foundEnd {
		t.Fatalf("%s has no place for the codes", documentation)
	}
	var b strings.Builder
	b.WriteString("| code | status without data | meaning |\n|---|---|---|\n")
	for _, c := range codes {
		status := "—"
		switch {
		case c.always:
			status = strconv.Itoa(c.status)
		case c.status > 0:
			status = strconv.Itoa(c.status) + " (200)"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, status, c.meaning)
	}
	want := before + begin + b.String() + end + after
	if *updateGolden {
		if err := os.WriteFile(documentation, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s is out of date", documentation)
	}
}

// TestCodesAreComplete: each code of the domain and the limits is in the list, exactly once.
func TestCodesAreComplete(t *testing.T) {
	t.Parallel()
	var names []string
	for _, c := range codes {
		names = append(names, string(c.name))
	}
	slices.Sort(names)
	if n := len(names); len(slices.Compact(slices.Clone(names))) != n {
		t.Errorf("a code is there twice: %v", names)
	}
	for _, file := range []string{"../content/error.go", "internal/limit/refusal.go", "errors.go"} {
		for _, code := range constants(t, file) {
			// Clients can't act on damage, so they see INTERNAL.
			if code != string(content.CodeCorrupt) && !slices.Contains(names, code) {
				t.Errorf("%s of %s is missing", code, file)
			}
		}
	}
	if codes[len(codes)-1].name != content.CodeInternal {
		t.Error("codeOf counts on INTERNAL as the last")
	}
}

// constants returns the string constants of a file whose names start with Code or code.
func constants(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(strings.ToLower(spec.Names[0].Name), "code") {
			return true
		}
		for _, v := range spec.Values {
			if literal, ok := v.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				value, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, value)
			}
		}
		return true
	})
	if len(values) < 4 {
		t.Fatalf("%s has only the codes %v", file, values)
	}
	return values
}

// TestErrorsOfResolvers: what a client sees of each kind of error.
func TestErrorsOfResolvers(t *testing.T) {
	t.Parallel()
	problems := []content.Problem{
		{Path: []string{"appearances", "0", "speaker"}, Code: content.Required, Message: locale.NewText("da", "Skal udfyldes.", "en", "This is <required>.")},
		{Code: content.TooLong, Message: locale.NewText("da", "Er for lang & bred.")},
	}
	for _, test := range []struct {
		name   string
		err    error
		want   string // of message and extensions
		logged bool
	}{
		{name: "domain", err: content.Errorf(content.CodeNotFound, "There is no such thing."), want: `"There is no such thing."|"code":"NOT_FOUND"`},
		{name: "wrapped", err: fmt.Errorf("secret: %w", content.Errorf(content.CodeBadCursor, "This is no cursor.")), want: `"This is no cursor."|"code":"BAD_CURSOR"`},
		{name: "cause", err: content.Wrap(content.CodeReadOnly, errors.New("secret"), "No writes now."), want: `"No writes now."|"code":"READ_ONLY"`},
		{name: "field", err: content.Errorf(content.CodeBadInput, "Too many.").At("filter", "slug", "in"), want: `"Too many."|"code":"BAD_INPUT","field":"filter.slug.in"`},
		{name: "problems", err: &content.Error{Code: content.CodeInvalid, Message: "It has problems.", Problems: problems}, want: `"It has problems."|"code":"INVALID","problems":[{"path":["appearances","0","speaker"],"code":"REQUIRED","message":"This is <required>."},{"path":[],"code":"TOO_LONG","message":"Er for lang & bred."}]`},
		{name: "timeout", err: content.Errorf(content.CodeTimeout, "It took long."), want: `"It took long."|"code":"TIMEOUT"`},
		{name: "timeout inside", err: content.Wrap(content.CodeInternal, context.DeadlineExceeded, "secret"), want: `"The operation took too long."|"code":"TIMEOUT"`},
		{name: "internal", err: content.Wrap(content.CodeInternal, errors.New("secret"), "secret"), want: `"Internal error. The service's log has this id."|"code":"INTERNAL","id":"<id>"`, logged: true},
		{name: "damage", err: content.Wrap(content.CodeCorrupt, errors.New("secret"), "secret"), want: `"Internal error. The service's log has this id."|"code":"INTERNAL","id":"<id>"`, logged: true},
		{name: "outcome unknown", err: content.Wrap(content.CodeOutcomeUnknown, errors.New("secret"), "secret"), want: `"The edit may or may not have been saved. The service's log has this id."|"code":"OUTCOME_UNKNOWN","id":"<id>"`, logged: true},
		{name: "other", err: errors.New("secret"), want: `"Internal error. The service's log has this id."|"code":"INTERNAL","id":"<id>"`, logged: true},
	} {
		for _, field := range []string{"hello", "world"} { // without arguments and with
			t.Run(test.name+" in "+field, func(t *testing.T) {
				s := newService(t)
				s.schema.resolvers["a"] = func(context.Context) (any, error) { return nil, test.err }
				w := s.post(`{"query":"query Q @inContext(language: \"en-GB\") {a: ` + field + `}"}`)
				id := requireLog(t, s, test.logged, `operation=Q field=Query.`+field)
				message, extensions, _ := strings.Cut(test.want, "|")
				requireBody(t, w, 200, `{"errors":[{"message":`+message+`,"path":["a"],"locations":[{"line":1,"column":40}],"extensions":{`+
					strings.Replace(extensions, "<id>", id, 1)+`}}],"data":{"a":null}}`)
			})
		}
	}
}

// requireLog fails unless there is one entry with a cause and the given text, or none. It
// returns the id.
func requireLog(t *testing.T, s *service, logged bool, want string) string {
	t.Helper()
	if !logged {
		if s.log.Len() > 0 {
			t.Errorf("logged: %s", s.log)
		}
		return ""
	}
	id := regexp.MustCompile(` id=([A-Z2-7]{10}) `).FindStringSubmatch(s.log.String())
	if strings.Count(s.log.String(), "\n") != 1 || id == nil || !strings.Contains(s.log.String(), "secret") || !strings.Contains(s.log.String(), want) {
		t.Fatalf("logged: %s", s.log)
	}
	return id[1]
}

func TestPanicInAField(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.schema.resolvers["hello"] = func(context.Context) (any, error) { panic("secret") }
	w := s.post(`{"query":"query Q {hello world}"}`)
	id := requireLog(t, s, true, "operation=Q field=Query.hello stack=")
	requireBody(t, w, 200, `{"errors":[{"message":"Internal error. The service's log has this id.","path":["hello"],"locations":[{"line":1,"column":10}],"extensions":{"code":"INTERNAL","id":"`+id+`"}}],"data":{"hello":null,"world":"hello"}}`)
	if !strings.Contains(s.log.String(), "errors_test.go") {
		t.Error("the log does not say where")
	}
}

// TestPanicOutsideOfFields: the response has no data, and is a 5xx for every client.
func TestPanicOutsideOfFields(t *testing.T) {
	t.Parallel()
	for _, media := range []string{modern, legacy} {
		s := newService(t)
		s.store.panics = "secret"
		r := newPost(`{"query":"query Q {hello}"}`)
		r.Header.Set("Accept", media)
		w := s.do(r)
		id := requireLog(t, s, true, "operation=Q stack=")
		requireBody(t, w, 500, `{"errors":[{"message":"Internal error. The service's log has this id.","extensions":{"code":"INTERNAL","id":"`+id+`"}}]}`)
	}
}

func TestStoreThatFails(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.store.err = errors.New("secret")
	w := s.post(`{"query":"query Q {hello}"}`)
	id := requireLog(t, s, true, "operation=Q")
	requireBody(t, w, 500, `{"errors":[{"message":"Internal error. The service's log has this id.","extensions":{"code":"INTERNAL","id":"`+id+`"}}]}`)
}

// TestArgumentsThatDoNotFit: they are the client's fault. Errors of parsers may quote the
// client's values, which must not be in the response.
func TestArgumentsThatDoNotFit(t *testing.T) {
	t.Parallel()
	const unfit = "The value does not fit the argument's type."
	for query, want := range map[string]string{
		`{a: world(first: 3000000000)}`:     unfit + `","path":["a"],"locations":[{"line":1,"column":2}],"extensions":{"code":"BAD_INPUT","field":"first"`,
		`{a: world(slug: "a b")}`:           `A slug has no spaces.","path":["a"],"locations":[{"line":1,"column":2}],"extensions":{"code":"BAD_INPUT","field":"slug"`,
		`{a: world(filter: {slug: "a b"})}`: `A slug has no spaces.","path":["a"],"locations":[{"line":1,"column":2}],"extensions":{"code":"BAD_INPUT","field":"filter.slug"`,
	} {
		s := newService(t)
		w := s.do(newPost(fmt.Sprintf(`{"query":%q}`, query)))
		requireLog(t, s, false, "")
		requireBody(t, w, 200, `{"errors":[{"message":"`+want+`}}],"data":{"a":null}}`)
	}
}

// TestTenErrors: more errors are neither returned nor logged.
func TestTenErrors(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]resolver{
		"domain":   func(context.Context) (any, error) { return nil, content.Errorf(content.CodeNotFound, "no") },
		"internal": func(context.Context) (any, error) { return nil, errors.New("oh") },
		"panic":    func(context.Context) (any, error) { panic("oh") },
	} {
		s := newService(t)
		var query strings.Builder
		for i := range 20 {
			alias := fmt.Sprintf("a%d", i)
			s.schema.resolvers[alias] = fail
			query.WriteString(alias + ": hello ")
		}
		w := s.post(`{"query":"{` + query.String() + `}"}`)
		if told, logged := strings.Count(w.Body.String(), `"message"`), strings.Count(s.log.String(), "operation failed"); told != 10 || logged > 10 {
			t.Errorf("%s: told %d, logged %d", name, told, logged)
		}
		if !strings.HasSuffix(w.Body.String(), `"a19":null}}`) {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	// Also for errors before the operation runs.
	w := newService(t, func(cfg *Config) {
		cfg.Public = PublicLimits()
		cfg.Public.Errors = 20
	}).post(`{"query":"{` + strings.Repeat("helo ", 20) + `}"}`)
	if told := strings.Count(w.Body.String(), `"message"`); told != 10 {
		t.Errorf("told %d", told)
	}
}

// TestLogHasNoPersonalData: for every error, the log has nothing of the client and the request.
func TestLogHasNoPersonalData(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.schema.resolvers["marker"] = func(context.Context) (any, error) { panic("oh") }
	s.schema.resolvers["marker2"] = func(context.Context) (any, error) { return nil, errors.New("oh") }
	r := newPost(`{"query":"query ($s: Slug) {marker: world(slug: $s) marker2: world(slug: \"marker\")} # marker","variables":{"s":"marker"}}`)
	r.RemoteAddr = "192.0.2.7:1234"
	r.Header.Set("User-Agent", "marker")
	r.Header.Set("Authorization", "Bearer marker")
	r = r.WithContext(WithActor(r.Context(), content.Actor{Name: "marker", Role: content.RoleAdmin}))
	s.do(r)
	if logged := s.log.String(); strings.Count(logged, "cause=oh ") != 2 || strings.Contains(logged, "marker") || strings.Contains(logged, "192.0.2") {
		t.Errorf("logged: %s", logged)
	}
}
