package limit

import (
	"strings"
	"testing"
)

// TestOneOfLiterals pins what this package leaves to gqlparser: literals, and variables in
// them.
func TestOneOfLiterals(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	for query, valid := range map[string]bool{
		`{anything(choice: {id: "a"}) {id}}`:                                               true,
		`query ($v: ID!) {anything(choice: {id: $v}) {id}}`:                                true,
		`{anything(choice: {}) {id}}`:                                                      false,
		`{anything(choice: {id: null}) {id}}`:                                              false,
		`{anything(choice: {id: "a", slug: "b"}) {id}}`:                                    false,
		`{anything(choice: {nested: {id: "a", slug: "b"}}) {id}}`:                          false,
		`query ($v: ID) {anything(choice: {id: $v}) {id}}`:                                 false,
		`query ($v: ID = "a") {anything(choice: {id: $v}) {id}}`:                           false,
		`query ($v: ID!) {anything(choice: {id: $v, slug: "a"}) {id}}`:                     false,
		`query ($v: ID) {...F} fragment F on Query {anything(choice: {id: $v}) {id}}`:      false,
		`query ($v: Choice = {id: "a", slug: "b"}) {anything(choice: $v) {id}}`:            false,
		`query ($v: String!, $w: ID!) {anything(choice: {id: $w, slug: $v}) {id}}`:         false,
		`query ($v: ID) {sessions(filter: {choices: [{id: $v}]}, first: 1) {totalCount}}`:  false,
		`query ($v: ID!) {sessions(filter: {choices: [{id: $v}]}, first: 1) {totalCount}}`: true,
	} {
		_, errs := chain(schema, query, `{"v": "a", "w": "b"}`, Public())
		if strings.Contains(query, "Choice =") {
			_, errs = chain(schema, query, `{}`, Public())
		}
		if valid != (len(errs) == 0) {
			t.Errorf("%s: %v", query, errs)
		}
	}
}
