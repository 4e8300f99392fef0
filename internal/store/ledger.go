package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lectern/content"
)

// LedgerName is the file beside the store that lists erased documents. It outlives the store:
// after an older backup is restored, they must be erased from it again.
const LedgerName = "erasures.jsonl"

// erased is a line of the ledger. It contains nothing of the person but an id that no longer
// leads to anyone. Of removed words it contains a hash with a key that is not in the ledger,
// and the places where they were.
type erased struct {
	ID   content.ID `json:"id,omitempty"`
	Time time.Time  `json:"time"` // of the change

	Words   string          `json:"words,omitempty"`   // the hash
	Letters int             `json:"letters,omitempty"` // of the words
	Places  []content.Place `json:"places,omitempty"`
}

// Erasures returns the ids of all documents that had to be erased, each once, in the order of
// their erasures. One that the store still has was interrupted, or came back with a backup, and
// must be erased again. It is CodeCorrupt if the ledger is damaged; an incomplete last line
// does not count as damage.
func (s *Store) Erasures() ([]content.ID, error) {
	lines, err := s.ledger()
	if err != nil {
		return nil, err
	}
	var ids []content.ID
	for _, e := range lines {
		if e.ID != "" && !slices.Contains(ids, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// ledger reads the lines of the ledger.
func (s *Store) ledger() (lines []erased, err error) {
	path := filepath.Join(s.dir, LedgerName)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: reading the ledger of erasures: %w", err)
	}
	for line := range bytes.Lines(b) {
		if !bytes.HasSuffix(line, []byte{'\n'}) {
			break // interrupted: its erasure was not begun
		}
		var e erased
		if err := json.Unmarshal(line, &e); err != nil || (e.ID == "") == (e.Words == "") {
			return nil, content.Wrap(content.CodeCorrupt, err, fmt.Sprintf("A line of %s can't be read.", path))
		}
		lines = append(lines, e)
	}
	return lines, nil
}

// appendLedger writes the ids that a batch erases and the hashes of the words that it removes,
// and syncs them.
func appendLedger(dir string, b *content.Batch, words []content.RemovedWords) error {
	var news []erased
	for _, w := range words {
		news = append(news, erased{Time: b.Time, Words: w.Hash, Letters: w.Letters, Places: w.Places})
	}
	for _, e := range b.Entries {
		if e.State.Erased && len(words) == 0 {
			news = append(news, erased{ID: e.ID, Time: b.Time})
		}
	}
	var lines []byte
	for _, e := range news {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("store: writing the ledger of erasures: %w", err)
		}
		lines = append(append(lines, line...), '\n')
	}
	if lines == nil {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(dir, LedgerName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("store: writing the ledger of erasures: %w", err)
	}
	end, err := wholeLines(file)
	if err == nil {
		_, err = file.WriteAt(lines, end)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("store: writing the ledger of erasures: %w", err)
	}
	return syncDir(dir)
}

// wholeLines removes an incomplete last line, and returns the end of the file.
func wholeLines(file *os.File) (end int64, err error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	b := make([]byte, info.Size())
	if _, err := file.ReadAt(b, 0); err != nil && len(b) > 0 {
		return 0, err
	}
	end = int64(bytes.LastIndexByte(b, '\n') + 1)
	if end < info.Size() {
		err = file.Truncate(end)
	}
	return end, err
}
