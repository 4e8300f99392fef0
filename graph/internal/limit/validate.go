package limit

import (
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxMessage is the maximum length of a validation message in bytes. Those messages quote
// names and literals of the document, and a literal can be as long as the body.
const maxMessage = 200

// Validate runs gqlparser's validation with [Rules] on a document that has passed [Document].
// It returns at most l.Errors errors, each with a code and a message of bounded length. It
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

// Rules returns gqlparser's rules without their "Did you mean" suggestions. For those,
// gqlparser measures the edit distance of the client's text to every name of the type, which
// takes a tenth of a second for a string of a megabyte in place of one of three enum values.
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

// shorten cuts a message at the boundary of a character.
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
