package content

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content/locale"
)

// Check collects the problems of one document.
type Check struct {
	// Publishing reports whether the document is about to be published. Of a draft only the
	// present values are checked.
	Publishing bool
	// Published is the version that readers see now, or nil.
	Published Document

	// Elsewhere means that readers saw the document before it was imported: what has lapsed
	// since does not prevent the import.
	Elsewhere bool

	// Now is the time of the change.
	Now time.Time

	// former is, for a kind that Remembers, the last version that readers saw, if they see none
	// now; nil if they never did.
	former Document

	site     *Site // with the files of documents
	others   Lookup
	path     []string
	problems []Problem
	err      error // that prevented a rule from reading: the document has no result then
}

// Lookup is the access of rules to other documents, as they will be after the checked change.
type Lookup interface {
	// Working returns the version of a document that the next publish would show.
	Working(id ID) (Document, error)
	// Published returns the version of a document that readers will see, or CodeNotFound.
	Published(id ID) (Document, error)
	// Related returns the documents of a kind whose attribute By has a value, with the order
	// attribute in [from, to), by an index of the kind; an index without By has all documents.
	// The space is PublicIndex for the versions that readers will see, or DraftIndex for
	// working versions.
	Related(space Space, kind *Kind, index Index, by Key, from, to Key) ([]Document, error)
	// Referrers returns the documents that refer to another, as readers will see them, by id.
	Referrers(id ID) ([]Document, error)
	// State returns the state of a document, or CodeNotFound.
	State(id ID) (State, error)
}

// Problems returns the problems that were reported so far.
func (c *Check) Problems() []Problem { return c.problems }

// Problem reports a problem that prevents publishing, in the field at a path with dots below
// the current one.
func (c *Check) Problem(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, false, args...))
}

// Soft reports a problem that prevents publishing, and is a warning in a draft.
func (c *Check) Soft(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, !c.Publishing, args...))
}

// SoftText is Soft with its own message instead of the code's.
func (c *Check) SoftText(code ProblemCode, field string, message locale.Text) {
	p := newProblem(c.pathTo(field), code, !c.Publishing)
	p.Message = message
	c.problems = append(c.problems, p)
}

// Lapse reports, as Soft does, what may lapse by itself after publishing, such as a consent. It
// does not prevent the import of what was public before (Elsewhere).
func (c *Check) Lapse(code ProblemCode, field string, args ...any) {
	c.problems = append(c.problems, newProblem(c.pathTo(field), code, !c.Publishing || c.Elsewhere, args...))
}

// Clash is Lapse for a conflict with another document. If a step is only planned, it is a
// warning, since the other document may have changed by then.
func (c *Check) Clash(code ProblemCode, field string, args ...any) {
	c.Lapse(code, field, args...)
	c.problems[len(c.problems)-1].Clash = true
}

// Warn reports a problem that never prevents publishing.
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

// Missing reports Required if a document is about to be published without something.
func (c *Check) Missing(field string, missing bool) {
	if missing && c.Publishing {
		c.Problem(Required, field)
	}
}

// Working returns another document, as it will be. It is the zero value if there is none, or it
// is of another kind: that is reported elsewhere.
func Working[D Document](c *Check, id ID) (doc D, ok bool) { return look[D](c, id, c.others.Working) }

// Published is Working for the version that readers will see.
func Published[D Document](c *Check, id ID) (doc D, ok bool) {
	return look[D](c, id, c.others.Published)
}

// Relevant returns the version of another document to compare with: for a draft its working
// version; for a publication the version that readers will see, or its draft if they will see
// none.
func Relevant[D Document](c *Check, id ID) (doc D, ok bool) {
	if c.Publishing {
		if doc, ok = Published[D](c, id); ok {
			return doc, true
		}
	}
	return Working[D](c, id)
}

// WasPublic reports whether readers have ever seen another document, or will see it.
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

// Related returns documents of a kind by an index, as in Lookup.
func (c *Check) Related(space Space, kind *Kind, index Index, by string, from, to Key) []Document {
	documents, err := c.others.Related(space, kind, index, Key(by), from, to)
	if err != nil {
		c.err = err
	}
	return documents
}

// Space returns the space of the documents to compare with: those that readers will see for a
// publication, otherwise all working versions.
func (c *Check) Space() Space {
	if c.Publishing {
		return PublicIndex
	}
	return DraftIndex
}

// Referrers returns the documents that refer to another, as readers will see them.
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
