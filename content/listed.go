package content

// Listed are the documents of a whole list, in its order, without reading them: for
// feeds, which show a part of a list and say how long it is. An index must serve
// all of the conditions. What says where a page begins and ends is left aside.
func (v *View) Listed(q Query) ([]ID, error) {
	p, err := v.plan(q)
	if err != nil {
		return nil, err
	}
	if len(p.rest) > 0 {
		return nil, Errorf(CodeBadInput, "No index of %s has these conditions and this order.", q.Kind.Folder)
	}
	const chunk = 1000
	var ids []ID
	w := v.walk(p, p.segments(), false, chunk)
	for last := ""; ; {
		suffix, err := w.step()
		if err != nil || suffix == "" {
			return ids, w.explain(err)
		}
		if suffix != last {
			ids, last = append(ids, KeyID(suffix)), suffix
		}
	}
}
