package locale

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// TextTimes are instants by language, in the order of the languages. In memory, a list takes a
// fifth of a map, in each cached version.
type TextTimes []TextTime

// TextTime is an instant for one language.
type TextTime struct {
	Language Language
	At       time.Time
}

// In returns the instant for a language, if there is one.
func (t TextTimes) In(l Language) (at time.Time, known bool) {
	for i := range t {
		if t[i].Language == l {
			return t[i].At, true
		}
	}
	return at, false
}

// With returns a copy with another instant for a language.
func (t TextTimes) With(l Language, at time.Time) TextTimes {
	out := slices.DeleteFunc(slices.Clone(t), func(t TextTime) bool { return t.Language == l })
	out = append(out, TextTime{l, at})
	slices.SortFunc(out, func(a, b TextTime) int { return strings.Compare(string(a.Language), string(b.Language)) })
	return out
}

// MarshalJSON returns an object with a member for each language.
func (t TextTimes) MarshalJSON() ([]byte, error) {
	m := make(map[Language]time.Time, len(t))
	for _, one := range t {
		m[one.Language] = one.At
	}
	return json.Marshal(m)
}

// UnmarshalJSON parses the result of MarshalJSON.
func (t *TextTimes) UnmarshalJSON(b []byte) error {
	var m map[Language]time.Time
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	*t = TextTimes{}
	for l, at := range m {
		*t = t.With(l, at)
	}
	return nil
}
