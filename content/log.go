package content

// Version is a document as one change left it, with the actor, time and reason of the change.
type Version struct {
	*Change
	Entry
	view *View
}

// DocumentID returns the id of the document.
func (e *Version) DocumentID() ID { return e.ID }

// Document is the version itself; nil if the person that it was about has been erased since.
func (e *Version) Document() (Document, error) {
	if e.State.Erased {
		return nil, nil
	}
	return e.view.Version(e.ID, e.Revision)
}

// Fields are the differences from the previous version.
func (e *Version) Fields() ([]FieldChange, error) {
	is, err := e.Document()
	if err != nil || is == nil {
		return nil, err
	}
	former, err := e.view.snapshot.History(e.ID, e.Revision, 1)
	if err != nil || len(former) == 0 {
		return Diff(nil, is), err
	}
	was, err := e.view.Version(e.ID, former[0])
	if err != nil {
		return nil, err
	}
	return Diff(was, is), nil
}

// VersionsOf returns what a change did to each document, for a view of Drafts.
func VersionsOf(v *View, c *Change) []*Version {
	versions := make([]*Version, len(c.Entries))
	for i, e := range c.Entries {
		versions[i] = &Version{c, e, v}
	}
	return versions
}

// ChangesBefore returns up to limit changes before another one, the newest first; before 0
// means from the newest. With a document, it returns only changes of that document. It is for
// a view of Drafts: CodeForbidden for others.
func ChangesBefore(v *View, id ID, before Revision, limit int) ([]Change, error) {
	if !v.whole {
		return nil, Errorf(CodeForbidden, "This requires role editor or above.")
	}
	changes, err := changesBefore(v.snapshot, id, before, limit)
	if err != nil {
		return nil, err
	}
	return changes, v.noteEntries(len(changes))
}

func changesBefore(s Snapshot, id ID, before Revision, limit int) ([]Change, error) {
	if id == "" {
		return s.Log(before, limit)
	}
	revisions, err := s.History(id, before, limit)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, 0, len(revisions))
	for _, r := range revisions {
		one, err := s.Log(r+1, 1)
		if err != nil {
			return nil, err
		}
		changes = append(changes, one...)
	}
	return changes, nil
}
