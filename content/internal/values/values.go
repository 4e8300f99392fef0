// Package values compares two versions of something, as texts by path: "title", "da". It must
// not know documents.
package values

import (
	"maps"
	"slices"
	"strings"
)

const separator = "\x00"

// Join returns the path with these elements: field names, list indexes, languages.
func Join(elements ...string) string { return strings.Join(elements, separator) }

// Split returns the elements of a path.
func Split(path string) []string { return strings.Split(path, separator) }

// Paths returns the paths of several sets of values, items of lists by their indexes.
func Paths(sets ...map[string]string) []string {
	all := map[string]string{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return slices.SortedFunc(maps.Keys(all), compare)
}

// Units groups values by what an edit sets as a whole: a field, or a text in one language.
func Units(values map[string]string, isText func(field string) bool) map[string]string {
	out := map[string]string{}
	for _, path := range Paths(values) {
		name, rest, below := strings.Cut(path, separator)
		if !below || isText(name) {
			out[path] = values[path]
			continue
		}
		if out[name] != "" {
			out[name] += "\n"
		}
		out[name] += strings.ReplaceAll(rest, separator, ".") + ": " + values[path]
	}
	return out
}

// OrNil returns a pointer to a value, or nil for none.
func OrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// compare sorts the items of a list by their indexes.
func compare(a, b string) int {
	x, y := Split(a), Split(b)
	for i := range min(len(x), len(y)) {
		if len(x[i]) != len(y[i]) && isNumber(x[i]) && isNumber(y[i]) {
			return len(x[i]) - len(y[i])
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return len(x) - len(y)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
