package resolve

import (
	"context"

	"lectern/content/catalog"
)

// PhotoPeopleText names those in a photo that are for this reader, as one text.
func PhotoPeopleText(ctx context.Context, p *catalog.Photo) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.PeopleText(view, p)
}

// PhotoPersonSpeaker is the speaker at a place in a photo: nil where it is nobody's, or that of
// somebody who is not for this reader.
func PhotoPersonSpeaker(ctx context.Context, p *catalog.PhotoPerson) (*catalog.Speaker, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.PersonIn(view, p)
}
