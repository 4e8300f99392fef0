package limit

import (
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxMessage is how much of a validation message goes out, in bytes. Those messages quote
// names and literals of the document, and a literal can be as long as the body.
const maxMessage = 200

// Validate is gqlparser's validation of a document that has passed [Document], by [Rules].
// At most l.Errors errors come back, each with a code and a message of bounded length. It
// writes into doc what the later steps need.
func Validate(schema *ast.Schema, doc *ast.QueryDocument, l Limits) gqlerror.List {
	var errs gqlerror.List
	for _, err := range validator.ValidateWithRules(schema, doc, Rules()) {
		if l.full(errs) {
			break
		}
		errs = append(errs, &gqlerror.Error{
			Message:    shorten(err.Message),
			Locations:  err.Locations,
			Rule:       err.Rule,
			Extensions: map[string]any{"code": CodeValidationFailed},
		})
	}
	return errs
}

// Rules are gqlparser's rules without their "Did you mean" suggestions: to find those it
// measures the edit distance of what the client wrote to every name of the type, which takes
// a tenth of a second for a string of a megabyte where one of three enum values should stand.
func Rules() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, plain := range []validator.Rule{
		rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		r.RemoveRule(strings.TrimSuffix(plain.Name, "WithoutSuggestions"))
		r.AddRule(plain.Name, plain.RuleFunc)
	}
	return r
}

// shorten cuts a message at a character's border.
func shorten(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	cut := maxMessage
	for cut > 0 && !utf8.RuneStart(message[cut]) {
		cut--
	}
	return message[:cut] + "…"
}
