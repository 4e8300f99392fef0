package content

// Scan appends to into up to limit keys of a range of this reader's index, from its start or
// its end.
func (v *View) Scan(into []string, r Range, reverse bool, limit int) ([]string, error) {
	return v.scan(into, v.space, r, reverse, limit)
}

// ScanCurrent returns up to limit keys of a range of this reader's index, for a view of Drafts
// also of the public index: those of documents whose published version is in the range.
func ScanCurrent(v *View, r Range, limit int) ([]string, error) {
	keys, err := v.Scan(nil, r, false, limit)
	if err != nil || !v.whole {
		return keys, err
	}
	return v.scan(keys, PublicIndex, r, false, limit)
}

// scan is Scan in any space.
func (v *View) scan(into []string, space Space, r Range, reverse bool, limit int) ([]string, error) {
	before := len(into)
	keys, err := v.snapshot.Scan(into, space, r.From, r.To, reverse, limit)
	if err != nil {
		return nil, err
	}
	return keys, v.noteScan(space, r, keys[before:], reverse, limit)
}

// CountKeys returns the number of keys of this reader's index in a range: one of IndexRanges,
// or its part with the same value of the index's By.
func CountKeys(v *View, r Range) (int, error) {
	if err := v.noteScan(v.space, r, nil, false, 0); err != nil {
		return 0, err
	}
	return v.snapshot.Count(v.space, r.From)
}

// JoinKey concatenates the parts in the memory of the view's read set, for the bounds of a
// Scan, which are recorded.
func JoinKey(v *View, parts ...string) string { return v.reads.join(parts...) }

// noteScan is noteDocument for the keys of a scan.
func (v *View) noteScan(space Space, r Range, keys []string, reverse bool, limit int) error {
	if v.ctx.Err() != nil {
		return errTooLong()
	}
	return v.bounded(v.reads.span(space, r, keys, reverse, limit))
}
