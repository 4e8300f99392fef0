package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"lectern/content"
	"lectern/data"
	"lectern/internal/transfer"
)

// seed fills an empty store with the seed content, and the library with its files: all of it or
// nothing, so an interrupted start leaves no partial content.
func seed(ctx context.Context, s content.Store, library content.AssetLibrary, log *slog.Logger) error {
	empty, err := isEmpty(ctx, s)
	if err != nil || !empty {
		return err
	}
	report, err := transfer.Import(ctx, s, transfer.ImportOptions{
		Sources: []transfer.Source{{FS: data.Seed(), Path: ".", Name: "data/seed"}},
		Actor:   content.Actor{Name: "seed", Role: content.RoleAdmin},
		Reason:  "Seed content of a new store.",
		Now:     time.Now(),
		Entropy: rand.Read,
		Atomic:  true,
		Library: library,
	})
	for _, p := range report.Problems {
		log.Error("the seed content has a problem", "problem", p.String())
	}
	if err != nil {
		return fmt.Errorf("app: loading the seed content (--seed=false skips it): %w", err)
	}
	log.Info("loaded the seed content into the empty store", "documents", report.Created)
	return nil
}

func isEmpty(ctx context.Context, s content.Store) (bool, error) {
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	defer snapshot.Close()
	return snapshot.Revision() == 0, nil
}
