package listing

import "lectern/content"

// IDs returns the documents of a whole list, in its order, without reading them: for feeds,
// which show a part of a list and its length. An index must serve all conditions. The bounds of
// a page are ignored.
func IDs(v *content.View, q Query) ([]content.ID, error) {
	p, err := NewPlan(q.list())
	if err != nil {
		return nil, err
	}
	var l list
	if err := l.open(v, p, ""); err != nil {
		return nil, err
	}
	if len(l.route.rest) > 0 {
		return nil, content.Errorf(content.CodeBadInput, "No index of %s has these conditions and this order.", q.Kind.Folder)
	}
	const chunk = 1000
	w := l.walk(false, chunk)
	defer w.release()
	var ids []content.ID
	for {
		suffix, err := w.step()
		if err != nil || suffix == "" {
			return ids, w.explain(err)
		}
		ids = append(ids, content.KeyID(suffix))
	}
}
