package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/limit"
	"lectern/internal/response"
)

// prepare makes a request ready to run, or refuses it. Each step is cheap for input that the
// earlier steps accepted (see internal/limit), so their order matters.
func (h *Handler) prepare(ctx context.Context, op *operation, header http.Header) *result {
	if refusal := h.identify(op); refusal != nil {
		return refusal
	}
	if refusal := h.loadDocument(op); refusal != nil {
		return refusal
	}
	if op.definition.Operation == ast.Mutation {
		key, refusal := readIdempotencyKey(header)
		if refusal != nil {
			return refusal
		}
		op.key = key
	}
	op.registered = h.operations.Used(op.request.id, header)
	if op.document.policies[op.definition].introspects && !h.mayIntrospect(op.Actor) {
		return refuseAll(gqlerror.List{h.translate(ctx, op.Actor.Require(content.RoleEditor))})
	}
	if refusal := h.coerceVariables(op); refusal != nil {
		return refusal
	}
	cost, err := limit.Cost(op.definition, op.variables, op.class.limits)
	op.cost = cost
	if err != nil {
		return refuseAll(asList(err))
	}
	return h.readContext(ctx, op, header)
}

// loadDocument parses and checks the document, or finds it in the cache, and selects the
// operation.
func (h *Handler) loadDocument(op *operation) *result {
	limits, q := op.class.limits, &op.request
	doc, cached := h.documents.get(op.class, q.id)
	if !cached && q.query == "" && q.persisted {
		return refuse(codePersistedNotFound, persistedNotFound)
	}
	if !cached {
		// The document refers to its text. In a URL, the text is part of a longer string, so
		// it is cloned.
		text := strings.Clone(q.query)
		parsed, errs := limit.Parse(text, limits)
		if len(errs) > 0 {
			return refuseAll(errs)
		}
		doc = &document{QueryDocument: parsed, text: text}
	}
	op.document, op.definition = doc, doc.Operations.ForName(op.request.operationName)
	// This precedes validation, which would refuse a mutation by GET for another reason, or
	// accept it.
	if refusal := refuseKind(op.definition, op.request.safe); refusal != nil {
		return refusal
	}
	if !cached {
		if errs := limit.Document(doc.QueryDocument, limits); len(errs) > 0 {
			return refuseAll(errs)
		}
		if errs := limit.Validate(h.schema, doc.QueryDocument, limits); len(errs) > 0 {
			return refuseAll(errs)
		}
		doc.examine(h.schema)
		doc.plans.MaxBytes = planBytes + countNodes(doc.QueryDocument)*planNodeBytes
		h.documents.put(op.class, q.id, doc)
	}
	if op.definition == nil {
		return refuse(codeUnknownOperation, "The parameter operationName must name one of the document's operations.")
	}
	op.Name = op.definition.Name // a Name by the grammar, and as long as the limits allow
	return nil
}

// refuseKind refuses subscriptions, and mutations by GET. If the operation is not known yet,
// validation comes first.
func refuseKind(definition *ast.OperationDefinition, safe bool) *result {
	switch {
	case definition == nil || definition.Operation == ast.Query:
		return nil
	case definition.Operation == ast.Mutation && safe:
		refusal := refuse(response.CodeMethodNotAllowed, "Send mutations by POST.")
		refusal.allow = response.PostMethods
		return refusal
	case definition.Operation == ast.Mutation:
		return nil
	default:
		return refuse(limit.CodeBadInput, "Subscriptions are not supported.")
	}
}

// numbersAsWritten decodes numbers without loss, so that ids and large integers stay exact.
var numbersAsWritten = jsonv2.WithUnmarshalers(jsonv2.UnmarshalFromFunc(func(d *jsontext.Decoder, v *any) error {
	if d.PeekKind() != '0' {
		return jsonv2.SkipFunc
	}
	number, err := d.ReadValue()
	*v = json.Number(number)
	return err
}))

// coerceVariables coerces the variables that the operation declares. Others are ignored.
func (h *Handler) coerceVariables(op *operation) *result {
	if len(op.definition.VariableDefinitions) == 0 {
		return nil
	}
	var raw map[string]any
	if len(op.request.variables) > 0 {
		if err := jsonv2.Unmarshal(op.request.variables, &raw, lastCounts, numbersAsWritten); err != nil {
			return refuse(response.CodeBadRequest, "The parameter variables must be an object.")
		}
	}
	if errs := limit.Variables(raw, op.class.limits); len(errs) > 0 {
		return refuseAll(errs)
	}
	variables, errs := exec.Variables(h.schema, op.definition, raw, op.class.limits.Errors)
	if len(errs) > 0 {
		return refuseAll(variableErrors(errs))
	}
	op.variables = variables
	return nil
}
