package media

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/content"
	"lectern/internal/sharedfile"
)

const (
	stateEnding = ".json"
	uploadBytes = 16 // of an upload's random id
)

// unfinished stores resumable uploads (tus): the received bytes and a state each. When all
// bytes are received, the file is added to the library and the state has its asset, for a
// client that missed the response.
//
// The last byte counts as received only then, because a client that finds all bytes received
// assumes that the upload is finished.
type unfinished struct {
	dir     string
	library *Library
}

// uploadState is the stored state of an upload.
type uploadState struct {
	Size  int64             `json:"size"`
	Name  string            `json:"name,omitempty"`
	Kind  content.AssetKind `json:"kind,omitempty"`
	Asset content.AssetID   `json:"asset,omitempty"` // when it is done
}

// upload is an upload in use.
type upload struct {
	store *unfinished
	id    string
	state uploadState
	in    int64 // bytes that are there
}

func (u *unfinished) begin(state uploadState) (*upload, error) {
	id := make([]byte, uploadBytes)
	if _, err := rand.Read(id); err != nil {
		return nil, err
	}
	made := &upload{store: u, id: hex.EncodeToString(id), state: state}
	f, err := os.OpenFile(made.path(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, room(err)
	}
	if err := errors.Join(sharedfile.GiveTo(f, u.dir), f.Close(), made.save()); err != nil {
		return nil, errors.Join(room(err), made.remove())
	}
	return made, nil
}

// get returns NOT_FOUND for an unknown upload.
func (u *unfinished) get(id string) (*upload, error) {
	if b, err := hex.DecodeString(id); err != nil || len(b) != uploadBytes || strings.ToLower(id) != id {
		return nil, errNoFile()
	}
	found := &upload{store: u, id: id}
	b, err := os.ReadFile(found.path() + stateEnding)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoFile()
	}
	if err == nil {
		err = strictly(b, &found.state)
	}
	if err != nil || found.state.Asset != "" {
		return found, err
	}
	info, err := os.Stat(found.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoFile()
	}
	if err == nil {
		found.in = info.Size()
	}
	return found, err
}

// expire removes the uploads without data since a time.
func (u *unfinished) expire(before time.Time) error {
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return err
	}
	touched := map[string]time.Time{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue // it has ended since
		}
		id, _, _ := strings.Cut(e.Name(), ".")
		if info.ModTime().After(touched[id]) {
			touched[id] = info.ModTime()
		}
	}
	var errs []error
	for _, e := range entries {
		if id, _, _ := strings.Cut(e.Name(), "."); touched[id].Before(before) {
			if err := os.Remove(filepath.Join(u.dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

func (u *upload) path() string { return filepath.Join(u.store.dir, u.id) }

// save stores the state.
func (u *upload) save() error {
	b, err := json.Marshal(u.state)
	if err != nil {
		return err
	}
	f, err := u.store.library.spool.create()
	if err != nil {
		return err
	}
	defer func() { _ = discard(f) }() // what is left is swept
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), u.path()+stateEnding); err != nil {
		return err
	}
	return sharedfile.SyncDir(u.store.dir)
}

func (u *upload) remove() error {
	var errs []error
	for _, path := range []string{u.path() + stateEnding, u.path()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// offset returns the number of bytes that count as received.
func (u *upload) offset() int64 {
	if u.state.Asset != "" {
		return u.state.Size
	}
	return min(u.in, u.state.Size-1)
}

// write writes and syncs bytes: bytes that are reported as received are durable. If a piece
// does not fit on the disk, none of it remains, so that others have the space.
func (u *upload) write(offset int64, src io.Reader) (n int64, err error) {
	f, err := os.OpenFile(u.path(), os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	n, err = io.Copy(io.NewOffsetWriter(f, offset), src)
	if err == nil {
		err = f.Sync()
	}
	if err = room(err); errors.Is(err, errNoRoom) {
		return 0, errors.Join(err, f.Truncate(offset))
	}
	return n, err
}

// finish adds the file to the library. A refused file is removed; after an internal error it
// remains, and the client can send its last byte again.
func (u *upload) finish(ctx context.Context) error {
	f, err := os.Open(u.path())
	if err != nil {
		return err
	}
	asset, err := u.store.library.addFile(ctx, content.AssetUpload{Name: u.state.Name, Kind: u.state.Kind}, f, u.state.Size)
	_ = f.Close() // only read
	if content.CodeOf(err) == content.CodeBadInput {
		return errors.Join(err, u.remove())
	}
	if err != nil {
		return err
	}
	u.state.Asset = asset.ID
	if err := u.save(); err != nil {
		return err
	}
	return os.Remove(u.path())
}
