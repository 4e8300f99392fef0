package e2e_test

import (
	"encoding/json"
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"

	"lectern/internal/app"
)

// The command on the page at / is the first one that newcomers try: it must return content.
func TestQueryOnTheHomePage(t *testing.T) {
	t.Parallel()
	c := app.Default(t.TempDir())
	c.Listen = ""
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	page := httptest.NewRecorder()
	a.Handler().ServeHTTP(page, httptest.NewRequest("GET", "/", nil))
	command := regexp.MustCompile(`(?s)'query=(.*?)'`).FindStringSubmatch(html.UnescapeString(page.Body.String()))
	if command == nil {
		t.Fatalf("no query on the page:\n%s", page.Body)
	}
	answer := httptest.NewRecorder()
	a.Handler().ServeHTTP(answer, httptest.NewRequest("GET", "/graphql?query="+url.QueryEscape(command[1]), nil))
	var got struct {
		Data struct {
			Conferences struct {
				Nodes []struct {
					Title    string
					Sessions struct{ Nodes []struct{ Title string } }
				}
			}
		}
		Errors []any
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || answer.Code != 200 || len(got.Errors) > 0 {
		t.Fatalf("%d %v\n%s", answer.Code, err, answer.Body)
	}
	nodes := got.Data.Conferences.Nodes
	if len(nodes) == 0 {
		t.Fatalf("no conference:\n%s", answer.Body)
	}
	sessions := 0
	for _, n := range nodes {
		if n.Title == "" {
			t.Errorf("a conference has no title:\n%s", answer.Body)
		}
		sessions += len(n.Sessions.Nodes)
	}
	if sessions == 0 {
		t.Errorf("no session:\n%s", answer.Body)
	}
}
