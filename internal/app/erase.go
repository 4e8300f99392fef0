package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/store"
)

// eraseAgain erases the people in the ledger who are still in the store: it is an older backup
// then, or an erasure was interrupted (promise 9).
func eraseAgain(ctx context.Context, s *store.Store, library content.AssetLibrary, log *slog.Logger) error {
	o := content.EditOptions{
		Actor:  content.Actor{Name: "lectern", Role: content.RoleAdmin},
		Reason: "Erased again after an older store was restored.",
		Now:    time.Now(), Entropy: rand.Read,
	}
	if _, err := RemoveWordsAgain(ctx, s, library, o); err != nil {
		return fmt.Errorf("app: repeating the removals of words of the ledger: %w", err)
	}
	ids, err := s.Erasures()
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := catalog.EraseAgain(ctx, s, o, ids); err != nil {
		return fmt.Errorf("app: repeating the erasures of the ledger: %w", err)
	}
	log.Info("checked the ledger of erasures", "people", len(ids))
	return nil
}

// RemoveWordsAgain removes the words of the ledger from a store that may have them: it is an
// older backup, an import has brought them, or their removal was interrupted. It returns the
// uploaded files that no document uses any more.
func RemoveWordsAgain(ctx context.Context, s *store.Store, library content.AssetLibrary, o content.EditOptions) (files []content.AssetID, err error) {
	removals, err := s.Removals()
	if err != nil {
		return nil, err
	}
	for _, r := range removals {
		if !r.Due {
			continue
		}
		batch, err := catalog.RemoveWordsAgain(ctx, s, o, catalog.WordsOfHash(r.Hash, r.Letters, r.Same, r.Places), library, r.After)
		switch {
		case err != nil:
			return nil, err
		case batch != nil:
			files = append(files, batch.Erasure.Files...)
			continue
		}
		if err := s.FreeOfWords(r.Hash); err != nil {
			return nil, err
		}
	}
	return files, nil
}
