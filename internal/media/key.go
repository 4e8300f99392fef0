package media

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lectern/content"
	"lectern/internal/sharedfile"
)

const (
	// KeyName is the file in the data directory with the key that signs the URLs of variants.
	KeyName  = "media.key"
	keyBytes = 32
)

// Key returns the key of a data directory, and creates it if there is none. Two programs that
// do so at once get the same key. It returns CORRUPT if the file is damaged.
func Key(dir string) ([]byte, error) {
	path := filepath.Join(dir, KeyName)
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	made := make([]byte, keyBytes)
	if _, err := rand.Read(made); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, KeyName+".*") // with mode 0600
	if err != nil {
		return nil, err
	}
	defer func() { _ = discard(f) }()
	_, err = f.WriteString(hex.EncodeToString(made) + "\n")
	if err = errors.Join(err, sharedfile.GiveTo(f, dir), f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	// Unlike a rename, a link does not replace an existing file.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := sharedfile.SyncDir(dir); err != nil {
		return nil, err
	}
	return readKey(path)
}

func readKey(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSuffix(string(b), "\n"))
	if err != nil || len(key) != keyBytes {
		return nil, content.Errorf(content.CodeCorrupt, "%s is damaged. Restore a copy, or delete it: the service then creates another, and URLs of variants that clients have stored become invalid.", path)
	}
	return key, nil
}
