package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/locale"
)

// ProblemMessage returns the message of a problem, in the best of the operation's languages.
func ProblemMessage(ctx context.Context, p *content.Problem) (string, error) {
	languages := locale.Preferences()
	if op := OperationFrom(ctx); op != nil && len(op.Languages) > 0 {
		languages = op.Languages
	}
	for _, l := range languages {
		if message := p.Message.In(l); message != "" {
			return message, nil
		}
	}
	return p.Message.String(), nil
}
