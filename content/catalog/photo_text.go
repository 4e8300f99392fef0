package catalog

import (
	"strings"

	"lectern/content"
)

// rowWording is the way a language describes the people in a photo.
type rowWording struct {
	from   string // the introduction: from the left
	and    string // before the last person
	nobody string // an unnamed person
}

var rowWordings = map[string]*rowWording{
	"da": {"Fra venstre: ", " og ", "en person, som ikke er nævnt"},
	"en": {"From left: ", " and ", "a person who is not named"},
}

// PeopleText returns who is in a photo, from left to right, as far as the view names them: "Fra
// venstre: Anna K. og en person, som ikke er nævnt". It is computed for each reader, so a
// person who withdraws disappears at once, and one with a pseudonym has that. It is nil if no
// one can be named, and in a language without a wording.
func PeopleText(v *content.View, p *Photo) (*string, error) {
	base, _, _ := strings.Cut(string(p.Language), "-")
	words := rowWordings[base]
	if words == nil {
		return nil, nil
	}
	names, told := make([]string, len(p.People)), false
	for i := range p.People {
		name, err := nameAt(v, &p.People[i])
		if err != nil {
			return nil, err
		}
		if names[i] = name; name == "" {
			names[i] = words.nobody
		}
		told = told || name != ""
	}
	switch last := len(names) - 1; {
	case !told:
		return nil, nil
	case last == 0:
		return &names[0], nil
	default:
		return said(words.from + strings.Join(names[:last], ", ") + words.and + names[last]), nil
	}
}

// nameAt returns the name at a place in a photo; "" if there is none to show.
func nameAt(v *content.View, place *PhotoPerson) (string, error) {
	s, err := PersonIn(v, place)
	if err != nil || s == nil {
		return place.Name, err
	}
	return s.Name, nil
}
