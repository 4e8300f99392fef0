package e2e_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs the README's query, and gets the README's answers.
func TestReadme(t *testing.T) {
	readme := string(read(t, "../README.md"))
	query := regexp.MustCompile(`(?s)<<'QUERY'\n(.*?)\nQUERY\n`).FindStringSubmatch(readme)
	answers := regexp.MustCompile("(?s)```json\n(.*?)\n```").FindAllStringSubmatch(readme, -1)
	if query == nil || len(answers) != 2 {
		t.Fatalf("the README has a query (%t) and %d answers", query != nil, len(answers))
	}
	address := service(t)
	for i, language := range []string{"da", "en"} {
		var got, want any
		answer := ask(t, address, operation{consumer: "mobile", text: query[1]}, language)
		if err := json.Unmarshal(answer, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(answers[i][1]), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-README +answer):\n%s", language, diff)
		}
	}
}
