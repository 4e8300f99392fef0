package content

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content/locale"
)

// Check collects what is wrong with one document.
type Check struct {
	// Publishing tells whether the document is about to be what readers see.
	// A draft is only checked in what is there.
	Publishing bool
	// Published is the version that readers see now, nil where there is none.
	Published Document

	// Elsewhere tells that readers saw the document before it was imported: what lapsed
	// meanwhile does not prevent that.
	Elsewhere bool

	// Now is the time of the change.
	Now time.Time

	// former is, of a kind that Remembers, the last version that readers saw, where
	// they see none now; nil where they never did.
	former Document

	site     *Site // whose files documents have
	others   Lookup
	path     []string
	problems []Problem
	err      error // that kept a rule from looking: nothing is said about the document then
}

// Lookup is how rules that span documents see the others: as they will be
// after the change that is being checked.
type Lookup interface {
	// Working is the version of a document that the next publish would show.
	Working(id ID) (Document, error)
	// Published is the version of a document that readers will see, CodeNotFound
	// where they will see none.
	Published(id ID) (Document, error)
	// Related lists the documents of a kind whose attribute By has a value, with
	// the order attribute in [from, to), by an index of the kind; an index without
	// By has them all. The space is PublicIndex for what readers will see, in that
	// version, or DraftIndex for working versions.
	Related(space Space, kind *Kind, index Index, by Key, from, to Key) ([]Document, error)
	// Referrers lists the documents that refer to another, as readers will see
	// them, by id.
	Referrers(id ID) ([]Document, error)
	// State is where a document stands: CodeNotFound where there is none.
	State(id ID) (State, error)
}

// Problems are those that were reported so far.
func (c *Check) Problems() []Problem { return c.problems }

// Problem reports that the field at a path with dots, below where the check
// stands, has a problem that stands in the way of publishing.
func (c *Check) Problem(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, false, args...))
}

// Soft reports what stands in the way of publishing, and is a warning in a
// draft.
func (c *Check) Soft(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, !c.Publishing, args...))
}

// SoftText is Soft with a message of its own in place of the code's.
func (c *Check) SoftText(code ProblemCode, field string, message locale.Text) {
	p := newProblem(c.pathTo(field), code, !c.Publishing)
	p.Message = message
	c.problems = append(c.problems, p)
}

// Lapse reports, as Soft does, what may be gone by itself after publishing, such as a
// consent. It does not prevent an import of what was public before (Elsewhere).
func (c *Check) Lapse(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, !c.Publishing || c.Elsewhere, args...))
}

// Clash is Lapse for another document that is in the way. If a step is only planned, it is a
// warning: the other document may be gone by then.
func (c *Check) Clash(code ProblemCode, field string, args ...any) {
	c.Lapse(code, field, args...)
	c.problems[len(c.problems)-1].Clash = true
}

// Warn reports what never stands in the way of publishing.
func (c *Check) Warn(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, true, args...))
}

// Each runs a check for each item of a list, at the item's path.
func Each[T any](c *Check, field string, items []T, check func(item *T)) {
	for i := range items {
		c.path = append(c.path, field, strconv.Itoa(i))
		check(&items[i])
		c.path = c.path[:len(c.path)-2]
	}
}

// In runs a check below a field.
func (c *Check) In(field string, check func()) {
	c.path = append(c.path, field)
	check()
	c.path = c.path[:len(c.path)-1]
}

// Missing reports Required where a document is about to be published without
// something.
func (c *Check) Missing(field string, missing bool) {
	if missing && c.Publishing {
		c.Problem(Required, field)
	}
}

// Working looks another document up, as it will be. It is the zero value
// where there is none, or it is of another kind: that is reported elsewhere.
func Working[D Document](c *Check, id ID) (doc D, ok bool) { return look[D](c, id, c.others.Working) }

// Published is Working for what readers will see.
func Published[D Document](c *Check, id ID) (doc D, ok bool) {
	return look[D](c, id, c.others.Published)
}

// Relevant is the version of another document that this one is compared with: in a draft
// its working version; where this one is published what readers will see of it, or its
// draft where they will see nothing.
func Relevant[D Document](c *Check, id ID) (doc D, ok bool) {
	if c.Publishing {
		if doc, ok = Published[D](c, id); ok {
			return doc, true
		}
	}
	return Working[D](c, id)
}

// WasPublic tells whether readers have ever seen another document, or will see it.
func (c *Check) WasPublic(id ID) bool {
	if _, ok := Published[Document](c, id); ok {
		return true
	}
	s, err := c.others.State(id)
	if err != nil && !IsNotFound(err) {
		c.err = err
	}
	return s.Seen != 0
}

func look[D Document](c *Check, id ID, at func(ID) (Document, error)) (doc D, ok bool) {
	if id == "" {
		return doc, false
	}
	d, err := at(id)
	if err != nil {
		if !IsNotFound(err) {
			c.err = err
		}
		return doc, false
	}
	doc, ok = d.(D)
	return doc, ok
}

// Scheduled reports whether the draft of another document is scheduled to be published.
func (c *Check) Scheduled(id ID) bool {
	s, err := c.others.State(id)
	if err != nil && !IsNotFound(err) {
		c.err = err
	}
	return slices.ContainsFunc(s.Steps, func(s Step) bool { return s.Action == Publish && !s.Missed })
}

// Related lists documents of a kind by an index, as Lookup says.
func (c *Check) Related(space Space, kind *Kind, index Index, by string, from, to Key) []Document {
	documents, err := c.others.Related(space, kind, index, Key(by), from, to)
	if err != nil {
		c.err = err
	}
	return documents
}

// Space is where the documents are that this one is compared with: those that readers will
// see where it is published, or all as they are worked on.
func (c *Check) Space() Space {
	if c.Publishing {
		return PublicIndex
	}
	return DraftIndex
}

// Referrers lists the documents that refer to another, as readers will see
// them.
func (c *Check) Referrers(id ID) []Document {
	documents, err := c.others.Referrers(id)
	if err != nil {
		c.err = err
	}
	return documents
}

func (c *Check) pathTo(field string) []string {
	if field == "" {
		return slices.Clone(c.path)
	}
	return append(slices.Clone(c.path), strings.Split(field, ".")...)
}
