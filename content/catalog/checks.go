package catalog

import (
	"lectern/content"
)

// checkOnce reports the items of a list that share a value of a field; empty values may repeat.
func checkOnce[T any](c *content.Check, list, field string, items []T, value func(*T) string) {
	seen := map[string]bool{}
	content.Each(c, list, items, func(item *T) {
		v := value(item)
		if v != "" && seen[v] {
			c.Problem(content.Duplicate, field)
		}
		seen[v] = true
	})
}

// noCircle reports a reference that leads back to its own document, among what readers will see
// or among drafts: up a tree of topics, or back through the editions of a series.
func noCircle[D content.Document](c *content.Check, from D, fieldName string, next func(D) content.ID) {
	const longest = 100
	look := content.Working[D]
	if c.Publishing {
		look = content.Published[D]
	}
	self := from.Base().ID
	at := from
	for range longest {
		id := next(at)
		if id == "" {
			return
		}
		if id == self && from.Base().ID == at.Base().ID {
			c.Problem(content.Cycle, fieldName)
			return
		}
		if id == self {
			c.Soft(content.Cycle, fieldName)
			return
		}
		var ok bool
		if at, ok = look(c, id); !ok {
			return
		}
	}
	c.Soft(content.Cycle, fieldName)
}
