package catalog

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/content"
)

// WordsReceipt lists the places from which words were removed, or would be. It does not contain
// them.
type WordsReceipt struct {
	Revision content.Revision `json:"revision"` // of the change
	At       time.Time        `json:"at"`
	Places   []content.Place  `json:"places"`   // in the order of the log
	Versions int              `json:"versions"` // that were rewritten
	Changes  int              `json:"changes"`  // whose entry in the log was rewritten
	// Files are the uploaded captions that had the words. They were deleted; versions that
	// referred to one now refer to a copy without the words.
	Files []content.AssetID `json:"files"`
	// Renamed are the files whose names had the words.
	Renamed []content.AssetID `json:"renamed"`
}

// RemoveWords stages that words are replaced by a placeholder in all versions of all documents,
// in the log, in uploaded captions and in the names of uploaded files: words about a person who
// is not a speaker. It can't be undone, and must be the only edit of its change. If the name of
// a speaker has them now, it is CodeInvalid with the names. The batch is nil if the words are
// nowhere. The library may be nil.
//
// It requires the role admin. No limit on documents and no rule prevents it.
func RemoveWords(ctx context.Context, t *content.Transaction, words *Words, library content.AssetLibrary) (*WordsReceipt, error) {
	if err := t.Options().Actor.Require(content.RoleAdmin); err != nil {
		return nil, err
	}
	r := &removal{ctx: ctx, words: words, library: library}
	if err := content.Rewrite(t, func(base content.Snapshot) (*content.Batch, error) { return r.run(base, t.Options()) }); err != nil {
		return nil, err
	}
	return r.receipt, nil
}

// RemoveWordsFrom is an Edit that only removes words. The batch is nil if they are nowhere, and
// in a dry run is not committed.
func RemoveWordsFrom(ctx context.Context, store content.Store, o content.EditOptions, words *Words, library content.AssetLibrary) (receipt *WordsReceipt, batch *content.Batch, err error) {
	batch, err = content.Edit(ctx, store, o, func(t *content.Transaction) (err error) {
		receipt, err = RemoveWords(ctx, t, words, library)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return receipt, batch, nil
}

// RemoveWordsAgain removes words again from what was written after a revision: by an import, or
// from everything after the restore of an older store. Names of speakers that did not have the
// words when they were removed stay, since another person may have the name. The batch is nil
// if the words are nowhere. It requires the role admin.
func RemoveWordsAgain(ctx context.Context, store content.Store, o content.EditOptions, words *Words, library content.AssetLibrary, after content.Revision) (*content.Batch, error) {
	r := &removal{ctx: ctx, words: words, library: library, after: after, again: true}
	return content.Edit(ctx, store, o, func(t *content.Transaction) error {
		if err := t.Options().Actor.Require(content.RoleAdmin); err != nil {
			return err
		}
		return content.Rewrite(t, func(base content.Snapshot) (*content.Batch, error) { return r.run(base, t.Options()) })
	})
}

// removal is a removal of words in progress.
type removal struct {
	ctx     context.Context
	words   *Words
	library content.AssetLibrary
	after   content.Revision // the last change that is not searched
	again   bool
	receipt *WordsReceipt
}

func (r *removal) run(base content.Snapshot, o content.EditOptions) (*content.Batch, error) {
	e := newRewriter(base, o)
	e.after = r.after
	e.scrubber = newWordsScrubber(r.words)
	if r.again {
		e.keepsName = func(id content.ID) bool { return !r.words.named[id] }
	}
	renamed, err := r.searchFiles(e)
	if err != nil {
		return nil, err
	}
	if err := e.walk(r.ctx); err != nil {
		return nil, err
	}
	if problems, err := r.namesOf(e); err != nil || len(problems) > 0 {
		if err == nil {
			err = &content.Error{Code: content.CodeInvalid, Message: "The words are a speaker's name.", Problems: problems}
		}
		return nil, err
	}
	r.receipt = &WordsReceipt{
		Revision: e.receipt.Revision, At: e.receipt.At, Places: append([]content.Place{}, e.places...), Versions: e.receipt.Versions, Changes: e.receipt.Changes,
		Files: append([]content.AssetID{}, slices.Sorted(maps.Keys(e.scrubber.files))...), Renamed: renamed,
	}
	if len(e.places)+len(r.receipt.Files)+len(renamed) == 0 {
		r.receipt.Revision = 0
		return nil, nil
	}
	e.erasure.Words = []content.RemovedWords{{Text: r.words.text, Hash: r.words.hash, Letters: r.words.letters, Places: e.places}}
	for _, file := range r.receipt.Files {
		e.files[file] = true
	}
	return e.finish()
}

// namesOf returns the speakers whose names would be changed now, as problems.
func (r *removal) namesOf(e *eraser) (problems []content.Problem, err error) {
	if r.again {
		return nil, nil
	}
	for _, p := range e.places {
		if !isNameOfSpeaker(p) {
			continue
		}
		state, err := e.base.State(p.DocumentID)
		if err != nil {
			return nil, err
		}
		if p.Revision == state.Draft || p.Revision == state.Published {
			problems = append(problems, content.NewProblem(p.DocumentID, WordsInName, p.Path))
		}
	}
	return problems, nil
}

func isNameOfSpeaker(p content.Place) bool {
	return p.DocumentID != "" && p.DocumentID.Kind() == speakerKind && (p.Path == "name" || p.Path == "sortName" || p.Path == "pseudonym")
}

// searchFiles adds copies of the captions files that have the words, without them, and renames
// the files whose names have them.
func (r *removal) searchFiles(e *eraser) (renamed []content.AssetID, err error) {
	e.scrubber.files, renamed = map[content.AssetID]content.AssetID{}, []content.AssetID{}
	if r.library == nil {
		return renamed, nil
	}
	const page = 1000
	for after := content.AssetID(""); ; {
		assets, err := r.library.List(after, page)
		if err != nil {
			return nil, err
		}
		for _, a := range assets {
			after = a.ID
			name := e.text(a.Name, e.says.address)
			replaced, err := r.replaceFile(e, a, name)
			if err != nil {
				return nil, err
			}
			if replaced || name == a.Name {
				continue
			}
			if renamed = append(renamed, a.ID); !e.options.DryRun {
				if err := r.library.Rename(a.ID, name); err != nil {
					return nil, err
				}
			}
		}
		if len(assets) < page {
			return renamed, nil
		}
	}
}

// replaceFile replaces a captions file that has the words by a copy without them.
func (r *removal) replaceFile(e *eraser, a *content.Asset, name string) (bool, error) {
	if a.Kind != content.AssetCaptions {
		return false, nil
	}
	text, err := r.library.Captions(a.ID)
	if err != nil {
		return false, err
	}
	without := e.text(text, e.says.english)
	if without == text {
		return false, nil
	}
	e.scrubber.files[a.ID] = digestOf(without)
	if !e.options.DryRun {
		other, err := r.library.Add(content.AssetUpload{Name: name, Kind: content.AssetCaptions}, strings.NewReader(without))
		if err != nil {
			return false, err
		}
		e.scrubber.files[a.ID] = other.ID
	}
	return true, nil
}
