package resolve

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
)

// maxIdempotencyKey is the maximum length of a key in bytes, without its quotes.
const maxIdempotencyKey = 255

// BadIdempotencyKey explains which keys are valid.
const BadIdempotencyKey = `The header Idempotency-Key must have one key of 1 to 255 visible ASCII characters, as a string in quotes or without them: "8e03978e-40d5-43dd-bc93-6894a57f9324".`

// ParseIdempotencyKey returns the key in a header's value: a string of RFC 9651, in quotes, or
// the same characters without quotes if they have no comma, semicolon, quote or backslash.
func ParseIdempotencyKey(value string) (key string, ok bool) {
	value = strings.Trim(value, " \t")
	inner, quoted := strings.CutPrefix(value, `"`)
	if quoted {
		if inner, ok = strings.CutSuffix(inner, `"`); !ok {
			return "", false
		}
	}
	var b strings.Builder
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		switch {
		case c < ' ' || c > '~', c == ' ' && !quoted:
			return "", false
		case c == '\\' && quoted && i+1 < len(inner) && (inner[i+1] == '"' || inner[i+1] == '\\'):
			i++
			c = inner[i]
		case c == '"' || c == '\\', !quoted && (c == ',' || c == ';'):
			return "", false
		}
		b.WriteByte(c)
	}
	key = b.String()
	return key, key != "" && len(key) <= maxIdempotencyKey
}

// keptField is the result of a root field of a mutation, without texts. A later response to the
// same request is made from it.
type keptField struct {
	ID       content.ID               `json:"id,omitempty"`
	Merged   []string                 `json:"merged,omitempty"`
	Receipt  *catalog.Receipt         `json:"receipt,omitempty"` // without titles
	Removed  *catalog.WordsReceipt    `json:"removed,omitempty"`
	Imported *keptImport              `json:"imported,omitempty"`
	Moved    *catalog.MovedConference `json:"moved,omitempty"`
	Asset    content.AssetID          `json:"asset,omitempty"`
}

// keptImport counts what an import did.
type keptImport struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
}

// Encode returns what the root fields have named, for Replay.
func (e *Editing) Encode() ([]byte, error) {
	fields := make([]keptField, len(e.outcomes))
	for i, o := range e.outcomes {
		f := keptField{ID: o.id, Merged: o.merged, Removed: o.removed, Moved: o.moved}
		if o.receipt != nil {
			f.Receipt = o.receipt.Untitled()
		}
		if o.imported != nil {
			f.Imported = &keptImport{o.imported.Created, o.imported.Updated, o.imported.Unchanged}
		}
		if o.asset != nil {
			f.Asset = o.asset.ID
		}
		fields[i] = f
	}
	return json.Marshal(fields)
}

// Replay makes the root fields return what they returned when the mutation ran, instead of
// running again.
func (e *Editing) Replay(found *content.MutationOutcome) error {
	var fields []keptField
	if err := json.Unmarshal(found.Data, &fields); err != nil {
		return content.Wrap(content.CodeCorrupt, err, "The outcome of an operation with an Idempotency-Key can't be read.")
	}
	e.found, e.outcomes = found, nil
	for _, f := range fields {
		o := &outcome{id: f.ID, merged: f.Merged, receipt: f.Receipt, removed: f.Removed, moved: f.Moved}
		if f.Imported != nil {
			o.imported = &catalog.Imported{Created: f.Imported.Created, Updated: f.Imported.Updated, Unchanged: f.Imported.Unchanged}
		}
		if f.Asset != "" {
			o.asset = &content.Asset{ID: f.Asset}
		}
		e.replayed = append(e.replayed, o)
	}
	return nil
}

// next returns the outcome of the next root field.
func (e *Editing) next() (*outcome, error) {
	if len(e.replayed) == 0 {
		return nil, errors.New("graph: a replayed mutation has more root fields than it had")
	}
	o := e.replayed[0]
	e.replayed = e.replayed[1:]
	return o, nil
}

// warningsNow returns the warnings about a document as it is now.
func warningsNow(ctx context.Context, d content.Document) (warnings []content.Problem, err error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	found, err := content.PublishingProblems(view, d, OperationFrom(ctx).Now)
	for _, p := range found {
		if p.Warning {
			warnings = append(warnings, p)
		}
	}
	return warnings, err
}

// QueryMutationOutcome returns what is known of the actor's mutation with a key, or nil.
func QueryMutationOutcome(ctx context.Context, idempotencyKey string) (*content.MutationOutcome, error) {
	key, ok := ParseIdempotencyKey(idempotencyKey)
	if !ok {
		return nil, content.Errorf(content.CodeBadInput, "The key must have 1 to 255 visible ASCII characters, as in the header Idempotency-Key.").At("idempotencyKey")
	}
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.OutcomeOf(view, key, OperationFrom(ctx).Now)
}
