package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/graph/internal/resolve"
	"lectern/internal/response"
)

// Prepared is a request that has been read and checked, but has no response yet.
type Prepared struct {
	handler *Handler
	ctx     context.Context
	op      *operation
	media   mediaType
	refused *result // nil where the operation can run
	policy  policy
}

// Prepare reads and checks a request. If it is refused, Run returns the errors. Prepare needs
// the writer to close the connection when the body is too long to read; it writes nothing to
// it.
func (h *Handler) Prepare(w http.ResponseWriter, r *http.Request) (p *Prepared) {
	actor := ActorFrom(r.Context())
	op := &operation{Operation: resolve.Operation{Actor: actor, Services: h.services}, class: h.classOf(actor)}
	p = &Prepared{handler: h, op: op, media: negotiate(r.Header["Accept"]), ctx: resolve.WithOperation(r.Context(), &op.Operation)}
	defer func() {
		if panicked := recover(); panicked != nil {
			p.refused = h.panicked(p.ctx, panicked)
		}
	}()
	p.refused = h.read(&op.request, w, r, p.media, op.class.maxBody)
	if p.refused == nil {
		p.refused = h.prepare(p.ctx, op, r.Header)
	}
	if p.refused == nil {
		p.policy = op.document.policies[op.definition]
	}
	return p
}

// Key identifies the response: requests with the same key get the same bytes, as long as
// nothing changes that the response depends on. It is empty if the response is not for others:
// for a mutation, a refused request, and a reader who sees more than the public.
func (p *Prepared) Key() string {
	op := p.op
	switch {
	case p.refused != nil, op.definition.Operation != ast.Query, op.Actor.May(content.RolePreviewer),
		op.Preview, !op.at.IsZero(), op.request.showCost, !p.policy.isShared():
		return ""
	}
	var b strings.Builder
	b.WriteByte(byte('0' + p.media))
	if op.byLanguage { // the header Vary says so
		b.WriteByte('*')
	}
	for _, l := range op.Languages {
		b.WriteString(string(l))
		b.WriteByte(' ')
	}
	b.WriteString(op.document.digest)
	b.WriteString(op.definition.Name)
	if len(op.variables) > 0 {
		variables, err := json.Marshal(op.variables) // with its members in order
		if err != nil {
			return ""
		}
		b.WriteByte(' ')
		b.Write(variables)
	}
	return b.String()
}

// Operation returns the id of the document, and whether it is registered. A cache that replays
// a response reports the use to [Operations], and asks whether the document is still
// registered.
func (p *Prepared) Operation() (id string, registered bool) {
	return p.op.request.id, p.op.registered
}

// Run returns the response. It must be called only once.
func (p *Prepared) Run() *response.Response {
	a := p.refused
	if a == nil {
		a = p.execute()
	}
	a.showCost = p.op.request.showCost && p.op.cost > 0
	a.cost, a.maxCost = p.op.cost, p.op.class.limits.Cost
	r := a.response(p.media)
	if p.op.run != nil {
		p.op.run.Release() // the body was copied from it
	}
	if len(a.errs) == 0 && a.revision > 0 && p.policy.isShared() {
		r.Reuse = &response.Reuse{Revision: a.revision, Reads: a.reads, MaxAge: p.policy.maxAge}
	}
	return r
}

func (p *Prepared) execute() (a *result) {
	defer func() {
		if panicked := recover(); panicked != nil {
			a = p.handler.panicked(p.ctx, panicked)
		}
	}()
	return p.handler.execute(p.ctx, p.op)
}
