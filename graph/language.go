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
	// Handler implements contextDirective before the operation runs.
	contextDirective = "inContext"
	// Handler implements dryRunDirective, too.
	dryRunDirective = "dryRun"
	// maxLanguageTag is the maximum length of a language tag in bytes, far above that of any
	// tag in use. Longer tags are ignored.
	maxLanguageTag = 64
	// maxKeptHeader is the maximum length of a cached Accept-Language header in bytes.
	maxKeptHeader = 128
)

// readContext reads the languages of documents and whether drafts are shown: from
// @inContext(language:, preview:), then from the header Accept-Language, then the default.
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

// readInstant reads the instant of a query (@inContext(at:)).
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

// languageCache caches parsed language preferences. Clients send few different ones, and
// parsing one costs as much as a small operation.
type languageCache struct {
	cache *otter.Cache[languageKey, []locale.Language]
}

type languageKey struct {
	text   string
	header bool // an Accept-Language header, not a tag
}

func newLanguageCache() (*languageCache, error) {
	cache, err := otter.New(&otter.Options[languageKey, []locale.Language]{MaximumSize: 1000})
	if err != nil {
		return nil, err
	}
	return &languageCache{cache}, nil
}

// ofHeader returns the order of languages for an Accept-Language header.
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

// ofTag returns the order of languages for a language tag.
func (c *languageCache) ofTag(tag string) ([]locale.Language, error) {
	if known, ok := c.cache.GetIfPresent(languageKey{tag, false}); ok {
		return known, nil
	}
	if len(tag) > maxLanguageTag {
		tag = "" // not a valid tag
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

// syncLanguage returns the language argument of an operation's sync, or nil if there is none.
// It applies to the whole operation.
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

// sameText reports whether two values are the same string. Other types are no languages, and
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
