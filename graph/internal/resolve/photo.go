package resolve

import (
	"context"

	"lectern/content/catalog"
)

// PhotoPeopleText returns the names of the people in a photo who are visible to this reader,
// as one text.
func PhotoPeopleText(ctx context.Context, p *catalog.Photo) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.PeopleText(view, p)
}

// PhotoPersonSpeaker returns the speaker at a place in a photo, or nil if there is none or
// this reader may not see them.
func PhotoPersonSpeaker(ctx context.Context, p *catalog.PhotoPerson) (*catalog.Speaker, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.PersonIn(view, p)
}
