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
func eraseAgain(ctx context.Context, s *store.Store, log *slog.Logger) error {
	ids, err := s.Erasures()
	if err != nil || len(ids) == 0 {
		return err
	}
	err = catalog.EraseAgain(ctx, s, content.EditOptions{
		Actor:  content.Actor{Name: "lectern", Role: content.RoleAdmin},
		Reason: "Erased again after an older store was restored.",
		Now:    time.Now(), Entropy: rand.Read,
	}, ids)
	if err != nil {
		return fmt.Errorf("app: repeating the erasures of the ledger: %w", err)
	}
	log.Info("checked the ledger of erasures", "people", len(ids))
	return nil
}
