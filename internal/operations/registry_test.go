package operations

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
)

var (
	website14 = Client{"website", "1.4.0"}
	website15 = Client{"website", "1.5.0"}
	app2      = Client{"app", "2"}

	front   = NewDocument("FrontPage", "query FrontPage { viewer { name } }")
	session = NewDocument("SessionPage", "query SessionPage { viewer { name } }")
	photos  = NewDocument("Photos", "query Photos { viewer { name } }")
)

// clock is a clock that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// open returns a registry whose clock is at noon, and its log.
func open(t *testing.T, dir string) (*Registry, *clock, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	r, err := Open(dir, slog.New(slog.NewTextHandler(log, nil)))
	requireNoError(t, err)
	c := &clock{now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	r.now = c.Now
	return r, c, log
}

func requireNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, r *Registry, client Client, documents ...Document) []Document {
	t.Helper()
	added, err := r.Register(client, documents)
	requireNoError(t, err)
	return added
}

func header(name, version string) http.Header {
	h := http.Header{}
	h.Set("GraphQL-Client-Name", name)
	h.Set("GraphQL-Client-Version", version)
	return h
}

// shown returns a list as lines.
func shown(t *testing.T, r *Registry) []string {
	t.Helper()
	list, err := r.List()
	requireNoError(t, err)
	var lines []string
	for _, o := range list {
		lines = append(lines, fmt.Sprint(o.Name, " ", o.Clients))
		for _, u := range o.Uses {
			lines = append(lines, fmt.Sprint(o.Name, " ", u.Client, " ", u.Count, " ", u.Last))
		}
	}
	return lines
}

func requireLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestIDIsTheSHA256(t *testing.T) {
	t.Parallel()
	// The example of the GraphQL-over-HTTP specification.
	const text = "query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}"
	if got := NewDocument("", text).ID; got != "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e" {
		t.Error(got)
	}
}

func TestRegister(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "var")
	service, _, _ := open(t, dir)
	command, _, _ := open(t, dir)
	if _, registered := service.Text(front.ID); registered {
		t.Fatal("nothing is registered yet")
	}
	if added := add(t, command, website14, session, front); len(added) != 2 {
		t.Errorf("%v", added)
	}
	if added := add(t, command, website14, front); len(added) != 0 {
		t.Errorf("again: %v", added)
	}
	// The service has it at once, although it has just read the file.
	if text, registered := service.Text(front.ID); !registered || text != front.Text {
		t.Errorf("%q, %v", text, registered)
	}
	if added := add(t, command, website15, front, photos, photos); !slices.Equal(added, []Document{front, photos}) {
		t.Errorf("%v", added)
	}
	requireLines(t, shown(t, service),
		"FrontPage [website 1.4.0 website 1.5.0]", "Photos [website 1.5.0]", "SessionPage [website 1.4.0]")
}

func TestRegisterRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, _, _ := open(t, dir)
	for _, client := range []Client{
		{},
		{"website", ""},
		{"", "1"},
		{"unknown", "1"},
		{"a b", "1"},
		{"ø", "1"},
		{"a", "1\n"},
		{strings.Repeat("a", 101), "1"},
		{"a", strings.Repeat("1", 101)},
	} {
		if _, err := r.Register(client, []Document{front}); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%q: %v", client, err)
		}
	}
	if _, err := r.Register(website14, []Document{NewDocument("A", "query A {\xff}")}); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("%v", err)
	}
	large := NewDocument("Large", strings.Repeat(" ", maxFile))
	if _, err := r.Register(website14, []Document{large}); content.CodeOf(err) != content.CodeTooLarge {
		t.Errorf("%v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, FileName+"*")); len(left) > 0 {
		t.Errorf("%v was made", left)
	}
}

func TestRetire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	service, clock, _ := open(t, dir)
	r, _, _ := open(t, dir)
	add(t, r, website14, front, session)
	add(t, r, website15, front, photos)
	if _, registered := service.Text(session.ID); !registered {
		t.Fatal("it is registered")
	}
	gone, err := r.RetireClient(website14, false)
	if err != nil || !slices.Equal(gone, []Document{session}) {
		t.Errorf("%v, %v", gone, err)
	}
	requireLines(t, shown(t, r), "FrontPage [website 1.5.0]", "Photos [website 1.5.0]")
	clock.turn(looks)
	if _, registered := service.Text(session.ID); registered || service.Used(session.ID, nil) {
		t.Error("Retire it")
	}
	gone, err = r.RetireOperations([]string{front.ID}, false)
	if err != nil || !slices.Equal(gone, []Document{front}) {
		t.Errorf("%v, %v", gone, err)
	}
	if gone, err = r.RetireClient(website15, false); err != nil || !slices.Equal(gone, []Document{photos}) {
		t.Errorf("%v, %v", gone, err)
	}
	if _, err := r.RetireClient(website15, true); content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("%v", err)
	}
	if _, err := r.RetireOperations([]string{front.ID}, true); content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("%v", err)
	}
	requireLines(t, shown(t, r))
}

// TestDamagedRegister: a service does not start with a damaged file, and a running one
// continues with the former register.
func TestDamagedRegister(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, clock, log := open(t, dir)
	add(t, r, website14, front)
	if _, registered := r.Text(front.ID); !registered {
		t.Fatal("it is registered")
	}
	path := filepath.Join(dir, FileName)
	whole, err := os.ReadFile(path)
	requireNoError(t, err)
	requireNoError(t, os.WriteFile(path, []byte(strings.Replace(string(whole), "viewer", "Viewer", 1)), 0o600))
	for range 3 {
		clock.turn(looks)
		if _, registered := r.Text(front.ID); !registered {
			t.Error("it was registered")
		}
	}
	if n := strings.Count(log.String(), "can't be read"); n != 1 {
		t.Errorf("the log has %d lines: %s", n, log)
	}
	_, openErr := Open(dir, slog.New(slog.DiscardHandler))
	_, listErr := r.List()
	_, registerErr := r.Register(website14, []Document{photos})
	_, retireErr := r.RetireClient(website14, true)
	for _, err := range []error{openErr, listErr, registerErr, retireErr} {
		if content.CodeOf(err) != content.CodeCorrupt || !strings.Contains(err.Error(), "lectern operations register") {
			t.Errorf("%v", err)
		}
	}
	requireNoError(t, os.WriteFile(path, whole, 0o600))
	clock.turn(looks)
	add(t, r, website14, photos)
	if _, registered := r.Text(photos.ID); !registered {
		t.Error("it is registered")
	}
}

// TestAnyTextIsKept: a text is stored byte for byte, since its id depends on it.
func TestAnyTextIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, _, _ := open(t, dir)
	text := "query A { # <&>\u2028 \x00 \"\"\" æøå 😀\r\n\t}"
	add(t, r, website14, NewDocument("A", text))
	again, _, _ := open(t, dir)
	if got, registered := again.Text(NewDocument("", text).ID); !registered || got != text {
		t.Errorf("%q, %v", got, registered)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	good, err := encodeRegister(must(newRegister(nil, nil).with(website14, []Document{front}, time.Now())))
	requireNoError(t, err)
	if _, err := decodeRegister(good); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][2]string{
		"an operation of nobody":    {`"operations":[{`, `"operations":[{"name":"X","text":"{x}"},{`},
		"an operation twice":        {`"operations":[{`, `"operations":[{"name":"FrontPage","text":"` + front.Text + `"},{`},
		"another text":              {"viewer", "Viewer"},
		"a client without a name":   {"website", ""},
		"a client with a bad name":  {"website", "web site"},
		"a client twice":            {`"clients":[`, `"clients":[{"name":"website","version":"1.4.0","registered":"2026-11-25T12:00:00Z","operations":[]},`},
		"something that is unknown": {`"clients"`, `"more":1,"clients"`},
	} {
		text := strings.Replace(string(good), bad[0], bad[1], 1)
		if r, err := decodeRegister([]byte(text)); err == nil || text == string(good) {
			t.Errorf("%s: %v", name, r)
		}
	}
}

func FuzzDecodeRegister(f *testing.F) {
	f.Add([]byte(`{"operations":[{"name":"A","text":"{a}"}],"clients":[{"name":"a","version":"1","registered":"2026-11-25T12:00:00Z","operations":["` + NewDocument("A", "{a}").ID + `"]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRegister(b)
		if err != nil {
			return
		}
		again, err := encodeRegister(r)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := decodeRegister(again); err != nil || len(same.documents) != len(r.documents) || len(same.releases) != len(r.releases) {
			t.Errorf("%s: %v", again, err)
		}
	})
}

func must(r *register, _ []Document) *register { return r }

// TestManyAtOnce: uses are counted, saved and read while commands register, and none is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, _, _ := open(t, dir)
	add(t, r, website14, front)
	r.Text(front.ID) // only operations in the cached register are counted, which is up to a second old
	const goroutines, times = 4, 100
	var all sync.WaitGroup
	for i := range goroutines {
		all.Go(func() {
			for range times {
				r.Used(front.ID, header("website", "1.4.0"))
				r.Text(fmt.Sprint(i))
			}
		})
		all.Go(func() {
			command, err := Open(dir, slog.New(slog.DiscardHandler))
			if err == nil {
				_, err = command.Register(Client{"app", fmt.Sprint(i)}, []Document{front})
			}
			if err == nil {
				err = r.Flush()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	requireNoError(t, r.Flush())
	list, err := r.List()
	if err != nil || len(list) != 1 || len(list[0].Clients) != goroutines+1 || len(list[0].Uses) != 1 || list[0].Uses[0].Count != goroutines*times {
		t.Errorf("%+v, %v", list, err)
	}
}
