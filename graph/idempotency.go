package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/resolve"
	"lectern/internal/response"
)

// A mutation with the header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) runs
// at most once: if it has already run, its root fields get what they had named then, and their
// payloads are resolved from that, as for any other reader of the present revision.

const idempotencyHeader = "Idempotency-Key"

// readIdempotencyKey returns the key of a request, or "" if it has none.
func readIdempotencyKey(header http.Header) (string, *result) {
	lines := header[idempotencyHeader]
	if len(lines) == 0 {
		return "", nil
	}
	key, ok := "", len(lines) == 1
	if ok {
		key, ok = resolve.ParseIdempotencyKey(lines[0])
	}
	if !ok {
		refusal := refuse(response.CodeBadRequest, resolve.BadIdempotencyKey)
		refusal.errs[0].Extensions["field"] = idempotencyHeader
		return "", refusal
	}
	return key, nil
}

// once returns what makes the operation run at most once, or nil. A dry run changes nothing,
// so it may run again.
func (op *operation) once(e *resolve.Editing) (*content.Once, error) {
	if op.key == "" || e.DryRun {
		return nil, nil
	}
	variables, err := json.Marshal(op.variables) // with its members in order
	if err != nil {
		return nil, err
	}
	// The digest has a fixed length, and a name no zero byte.
	request := strings.Join([]string{op.document.digest + op.definition.Name, string(variables)}, "\x00")
	once := content.NewOnce(op.Actor, op.key, []byte(request))
	once.Encode = e.Encode
	return once, nil
}

// again responds to a mutation that has already run.
func (h *Handler) again(ctx context.Context, op *operation, found *content.MutationOutcome) *result {
	if err := op.Editing.Replay(found); err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	op.run.Stage(ctx)
	a := h.over(ctx, op, h.viewOptions(op))
	a.replayed = true
	return a
}
