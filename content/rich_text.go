package content

import (
	"context"
	"slices"

	"lectern/content/locale"
	"lectern/internal/richtext"
)

// richText reports everything in a rich text that readers would not see as intended, at the
// path of its translation. Too deep nesting prevents saving; the rest are warnings.
func (c *Check) richText(f TreeField, text locale.Text) {
	for _, tr := range text {
		faults, err := richtext.Faults(context.Background(), tr.Text, c.site.shows(tr.Language)) // in bounded time
		if err != nil {
			c.err = err
			return
		}
		path := append(slices.Clone(f.Path), string(tr.Language))
		for _, fault := range faults {
			code, bound := codeOf(fault.Kind)
			args := []any{fault.Line, fault.Column, fault.Text}
			if bound > 0 {
				args = append(args, bound)
			}
			c.problems = append(c.problems, newProblem(path, code, fault.Kind != richtext.TooDeep, args...))
		}
	}
}

// codeOf returns the code of a fault, and the limit in its message, or 0.
func codeOf(kind richtext.Kind) (code ProblemCode, bound int) {
	switch kind {
	case richtext.TooDeep:
		return TextTooDeep, richtext.MaxDepth
	case richtext.TooManyMarks:
		return TextTooDense, richtext.MaxMarks
	case richtext.CommentHidden:
		return CommentHidden, 0
	case richtext.TagShown:
		return TagShown, 0
	case richtext.PictureHidden:
		return PictureHidden, 0
	case richtext.LinkDropped:
		return LinkDropped, 0
	case richtext.AddressUnused:
		return AddressUnused, 0
	case richtext.NoteUnused:
		return NoteUnused, 0
	default:
		return CellsHidden, 0
	}
}
