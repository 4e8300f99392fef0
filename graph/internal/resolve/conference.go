package resolve

import (
	"context"

	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// ConferenceNextEdition returns the conference whose previous edition this one is, or nil if
// there is none for this reader.
func ConferenceNextEdition(ctx context.Context, c *catalog.Conference) (*catalog.Conference, error) {
	one := 1
	found, err := List[*catalog.Conference](ctx, Page{First: &one}, nil, model.ConferenceOrderStartDateAsc, By("previousEdition", c))
	if err != nil || len(found.Nodes()) == 0 {
		return nil, err
	}
	return found.Nodes()[0], nil
}

// HelplineLanguage returns the language of a helpline's texts.
func HelplineLanguage(_ context.Context, h *catalog.Helpline) (locale.Language, error) {
	return h.Name.Language(), nil
}
