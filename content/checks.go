package content

// checkOnce reports the items of a list that share a value of a field; the
// empty one may come more often.
func checkOnce[T any](c *Check, list, field string, items []T, value func(*T) string) {
	seen := map[string]bool{}
	Each(c, list, items, func(item *T) {
		v := value(item)
		if v != "" && seen[v] {
			c.Problem(Duplicate, field)
		}
		seen[v] = true
	})
}

// allRelated lists those at any place of the order.
func allRelated(c *Check, kind *Kind, index Index, by string) []Document {
	return c.related(kind, index, by, "", Beyond)
}

// noCircle reports where following a reference from a document leads back to
// it: up a tree of topics, back through the editions of a series.
func noCircle[D Document](c *Check, from D, fieldName string, next func(D) ID) {
	const longest = 100
	self := from.Base().ID
	at := from
	for range longest {
		id := next(at)
		if id == "" {
			return
		}
		if id == self {
			c.Problem(Cycle, fieldName)
			return
		}
		var ok bool
		if at, ok = Working[D](c, id); !ok {
			return
		}
	}
	c.Problem(Cycle, fieldName)
}
