package graph

import (
	"context"
	"net/http"
	"strings"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/content/locale"
	"lectern/graph/internal/exec"
	"lectern/graph/scalar"
	"lectern/internal/response"
)

const (
	// contextDirective is carried out by Handler before the operation runs.
	contextDirective = "inContext"
	// dryRunDirective is carried out by Handler, too.
	dryRunDirective = "dryRun"
	// maxLanguageTag is the length of a language tag that is looked at, far above that of any
	// in use.
	maxLanguageTag = 64
	// maxKeptHeader is the length of an Accept-Language header whose meaning is kept.
	maxKeptHeader = 128
)

// readContext decides in which languages documents are served and whether drafts are shown:
// by @inContext(language:, preview:), then by the header Accept-Language, then the default.
func (h *Handler) readContext(ctx context.Context, op *operation, header http.Header) *result {
	var asked any
	if directive := op.definition.Directives.ForName(contextDirective); directive != nil {
		arguments := directive.ArgumentMap(op.variables)
		op.Preview, _ = arguments["preview"].(bool)
		asked = arguments["language"]
		if refusal := h.readInstant(ctx, op, arguments["at"]); refusal != nil {
			return refusal
		}
	}
	var ofSync any
	var refusal *result
	if op.document.policies[op.definition].syncs {
		ofSync, refusal = syncLanguage(op)
	}
	switch {
	case refusal != nil:
		return refusal
	case asked == nil:
		asked = ofSync
	case ofSync != nil && !sameText(ofSync, asked):
		return refuseLanguages()
	}
	op.Writes = locale.DefaultLanguage
	if asked == nil {
		op.byLanguage = true
		op.Languages = h.languages.ofHeader(strings.Join(header["Accept-Language"], ","))
		return nil
	}
	tag, _ := asked.(string)
	languages, err := h.languages.ofTag(tag)
	if err != nil {
		refusal := refuseAll(gqlerror.List{h.translate(ctx, err)})
		refusal.errs[0].Extensions["field"] = "language"
		return refusal
	}
	op.Languages, op.Writes = languages, languages[0]
	return nil
}

// readInstant reads the instant that a query looks at.
func (h *Handler) readInstant(ctx context.Context, op *operation, asked any) *result {
	if asked == nil {
		return nil
	}
	at, err := scalar.UnmarshalDateTime(asked)
	if err == nil && op.definition.Operation != ast.Query {
		err = content.Errorf(content.CodeBadInput, "Only queries may use at.")
	}
	if err != nil {
		refusal := refuseAll(gqlerror.List{h.translate(ctx, err)})
		refusal.errs[0].Extensions["field"] = "at"
		return refusal
	}
	op.at = at
	return nil
}

// languageCache keeps what clients' wishes for languages mean. There are few of them, and to
// read one costs as much as a small operation.
type languageCache struct {
	cache *otter.Cache[languageKey, []locale.Language]
}

type languageKey struct {
	text   string
	header bool // rather than a tag
}

func newLanguageCache() (*languageCache, error) {
	cache, err := otter.New(&otter.Options[languageKey, []locale.Language]{MaximumSize: 1000})
	if err != nil {
		return nil, err
	}
	return &languageCache{cache}, nil
}

// ofHeader is the order of languages that an Accept-Language header asks for.
func (c *languageCache) ofHeader(header string) []locale.Language {
	if len(header) > maxKeptHeader { // so that the cache is bounded in bytes, too
		return response.Languages([]string{header})
	}
	if known, ok := c.cache.GetIfPresent(languageKey{header, true}); ok {
		return known
	}
	languages := response.Languages([]string{header})
	c.cache.Set(languageKey{strings.Clone(header), true}, languages)
	return languages
}

// ofTag is the order of languages for a reader who wants one.
func (c *languageCache) ofTag(tag string) ([]locale.Language, error) {
	if known, ok := c.cache.GetIfPresent(languageKey{tag, false}); ok {
		return known, nil
	}
	if len(tag) > maxLanguageTag {
		tag = "" // which is none
	}
	language, err := locale.ParseLanguage(tag)
	if err != nil {
		return nil, content.InputError(err)
	}
	languages := locale.Preferences(language)
	c.cache.Set(languageKey{strings.Clone(tag), false}, languages)
	return languages, nil
}

const syncField = "sync"

// syncLanguage is the language that an operation's sync asks for, nil where it asks for none:
// it is that of the whole operation.
func syncLanguage(op *operation) (asked any, refusal *result) {
	for f := range exec.FieldsAt(op.definition.SelectionSet, syncField) {
		language := f.ArgumentMap(op.variables)["language"]
		if language == nil {
			continue
		}
		if asked != nil && !sameText(asked, language) {
			return nil, refuseLanguages()
		}
		asked = language
	}
	return asked, nil
}

// sameText tells whether two values are the same string: nothing else is a language, and
// lists and objects can't be compared.
func sameText(a, b any) bool {
	s, isText := a.(string)
	return isText && b == any(s)
}

func refuseLanguages() *result {
	refusal := refuseAll(gqlerror.List{newError(content.CodeBadInput, "An operation has one language, but this one requests several.")})
	refusal.errs[0].Extensions["field"] = "language"
	return refusal
}
