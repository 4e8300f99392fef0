package resolve

import (
	"context"

	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// ConferenceNextEdition is the conference that names another as the edition before it: nil
// where there is none that is for this reader.
func ConferenceNextEdition(ctx context.Context, c *catalog.Conference) (*catalog.Conference, error) {
	one := 1
	found, err := List[*catalog.Conference](ctx, Page{First: &one}, nil, model.ConferenceOrderStartDateAsc, By("previousEdition", c))
	if err != nil || len(found.Nodes()) == 0 {
		return nil, err
	}
	return found.Nodes()[0], nil
}

// HelplineLanguage is the language of a helpline's texts.
func HelplineLanguage(_ context.Context, h *catalog.Helpline) (locale.Language, error) {
	return h.Name.Language(), nil
}
