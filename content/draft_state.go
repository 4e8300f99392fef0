package content

import "slices"

// DraftState is a state of a document by which editors filter lists. A document may be in
// several.
type DraftState string

// The states of drafts.
const (
	DraftNeverPublished DraftState = "NEVER_PUBLISHED" // readers never saw it
	DraftUnpublished    DraftState = "UNPUBLISHED"     // readers saw it before, and do not now
	DraftPublished      DraftState = "PUBLISHED"       // readers see the latest version
	DraftChanged        DraftState = "CHANGED"         // published, with a draft beside it
	DraftScheduled      DraftState = "SCHEDULED"       // a step is planned
	DraftArchived       DraftState = "ARCHIVED"
	DraftHidden         DraftState = "HIDDEN" // from readers, to protect someone
)

// ByState is the By of the indexes for lists of drafts in a state: further indexes of each
// kind, one for each order, in the index for editors only.
const ByState = "state"

// StateIndex returns the index of a kind's documents by state, in an order.
func StateIndex(order string) Index { return Index{By: ByState, Order: order} }

// stateIndexes returns the indexes by state of a kind: one for each order of its lists. The
// index by slug is not for lists.
func stateIndexes(k *Kind) (all []Index) {
	for _, index := range k.Indexes {
		if index.By == "" && index.Order != "slug" {
			all = append(all, StateIndex(index.Order))
		}
	}
	return all
}

// DraftStates returns the states of a document, for a view of Drafts.
func DraftStates(v *View, id ID) ([]DraftState, error) {
	if err := v.noteDraft(id); err != nil {
		return nil, err
	}
	s, err := v.snapshot.State(id)
	if err != nil {
		return nil, err
	}
	return s.drafts(), nil
}

// drafts returns the states under which lists of drafts have the document.
func (s *State) drafts() (all []DraftState) {
	switch {
	case s.Gone():
		return nil
	case s.Archived:
		return []DraftState{DraftArchived}
	case s.Published == 0 && s.Seen == 0:
		all = append(all, DraftNeverPublished)
	case s.Published == 0:
		all = append(all, DraftUnpublished)
	case s.Draft == 0:
		all = append(all, DraftPublished)
	default:
		all = append(all, DraftChanged)
	}
	if slices.ContainsFunc(s.Steps, func(o Step) bool { return !o.Missed }) {
		all = append(all, DraftScheduled)
	}
	if !s.visible() {
		all = append(all, DraftHidden)
	}
	return all
}

// stateKeys returns the keys of a document's working version in the indexes by state.
func stateKeys(d Document, s State) []string {
	if d == nil || s.Gone() {
		return nil
	}
	return keysUnder(stateIndexes(KindOf(d)), d, s, func(string, Document) (states []Key) {
		for _, state := range s.drafts() {
			states = append(states, StringKey(state))
		}
		return states
	})
}
