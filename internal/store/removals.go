package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// RemovalKeyName is the file beside the store with the key of the hashes of removed words. The
// ledger without it reveals nothing of the words, and with both one can only check a guess.
const RemovalKeyName = "erasures.key"

// keyRemoved is the prefix of the records of meta for the words that were removed from the
// file. The value is 0, or above the revision after which the file must be searched: absent in
// an older backup.
const keyRemoved = "removed "

// Removal has words that were removed from the store, from the ledger.
type Removal struct {
	Hash    string
	Letters int
	// Due means that the file must be searched for the words again, from the change behind
	// After: it is an older backup, or something was imported.
	Due   bool
	After content.Revision
	// Places are the places where they were, of all removals.
	Places []content.Place

	key []byte
}

// Same reports whether normalised words are those of the removal.
func (r *Removal) Same(normalised string) bool {
	return hmac.Equal([]byte(hashWords(r.key, normalised)), []byte(r.Hash))
}

func hashWords(key []byte, normalised string) string {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte(normalised))
	return hex.EncodeToString(h.Sum(nil))
}

// Removals returns the removed words, each once. CodeCorrupt means that the ledger is damaged,
// or that its key is missing.
func (s *Store) Removals() ([]Removal, error) {
	lines, err := s.ledger()
	if err != nil {
		return nil, err
	}
	var removals []Removal
	var key []byte
	for _, line := range lines {
		if line.Words == "" {
			continue
		}
		if i := slices.IndexFunc(removals, func(r Removal) bool { return r.Hash == line.Words }); i >= 0 {
			removals[i].Places = append(removals[i].Places, line.Places...)
			continue
		}
		if key == nil {
			if key, err = s.removalKey(false); err != nil {
				return nil, err
			}
		}
		removals = append(removals, Removal{Hash: line.Words, Letters: line.Letters, Places: line.Places, key: key})
	}
	err = s.db.View(func(tx *bbolt.Tx) error {
		for i := range removals {
			if err := removals[i].read(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return removals, err
}

// read reads whether the file must be searched.
func (r *Removal) read(tx *bbolt.Tx) error {
	name := []byte(keyRemoved + r.Hash)
	sealed := tx.Bucket(bucketMeta).Get(name)
	if sealed == nil {
		r.Due = true
		return nil
	}
	after, err := unsealNumber("meta", name, sealed)
	if r.Due = after > 0; r.Due {
		r.After = content.Revision(after - 1)
	}
	return err
}

// ExpectWords makes all removed words due from the newest change on: before an import, so that
// the next start searches an interrupted one.
func (s *Store) ExpectWords() error {
	removals, err := s.Removals()
	if err != nil || len(removals) == 0 {
		return err
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		head, err := revisionOf(tx)
		if err != nil {
			return err
		}
		for _, r := range removals {
			if !r.Due {
				err = errors.Join(err, putRemoved(tx, r.Hash, uint64(head)+1))
			}
		}
		return err
	})
}

// FreeOfWords records that the file was searched for words and does not have them.
func (s *Store) FreeOfWords(hash string) error {
	return s.db.Update(func(tx *bbolt.Tx) error { return putRemoved(tx, hash, 0) })
}

func putRemoved(tx *bbolt.Tx, hash string, value uint64) error {
	name := []byte(keyRemoved + hash)
	return tx.Bucket(bucketMeta).Put(name, seal(name, number(value)))
}

// markRemoved records that the file is free of words.
func markRemoved(tx *bbolt.Tx, words []content.RemovedWords) (err error) {
	for _, w := range words {
		err = errors.Join(err, putRemoved(tx, w.Hash, 0))
	}
	return err
}

// hashed returns removed words with their hashes, and without the words.
func (s *Store) hashed(words []content.RemovedWords) ([]content.RemovedWords, error) {
	var all []content.RemovedWords
	for _, w := range words {
		if w.Text != "" {
			key, err := s.removalKey(true)
			if err != nil {
				return nil, err
			}
			w.Hash, w.Text = hashWords(key, w.Text), ""
		}
		all = append(all, w)
	}
	return all, nil
}

// removalKey reads the key of the hashes, and creates it if it may. Once the ledger has a hash,
// another key would be of no use.
func (s *Store) removalKey(create bool) ([]byte, error) {
	path := filepath.Join(s.dir, RemovalKeyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		if lines, err := s.ledger(); err != nil || hasWords(lines) {
			return nil, errors.Join(err, errNoRemovalKey(path))
		}
		return createRemovalKey(path)
	}
	key, bad := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || bad != nil || len(key) != sha256.Size {
		return nil, errNoRemovalKey(path)
	}
	return key, nil
}

func hasWords(lines []erased) bool {
	for _, line := range lines {
		if line.Words != "" {
			return true
		}
	}
	return false
}

func errNoRemovalKey(path string) error {
	return content.Errorf(content.CodeCorrupt, "%s is missing or damaged. Without it, words that were removed can't be found again. Put a copy of it back.", path)
}

func createRemovalKey(path string) ([]byte, error) {
	key := make([]byte, sha256.Size)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: creating the key of removed words: %w", err)
	}
	_, err = file.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, fmt.Errorf("store: creating the key of removed words: %w", err)
	}
	return key, syncDir(filepath.Dir(path))
}
