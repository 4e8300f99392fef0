package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/internal/store"
)

// disk is a bbolt file of the size of the data set. The records of an edit are put into it and
// committed, with nothing around it.
type disk struct {
	db   *bbolt.DB
	edit *content.Batch
	// The encoded records of the edit: the entry of the log and the state of the document.
	change, state []byte
	n             int
}

// recently is the number of documents that the edits rotate through.
const recently = 100

// sum is the length of a record's checksum.
const sum = 4

// openBare makes the file from a copy of the data set. The store edits a title in it, to show
// which records that writes. The first edit of a published session creates its draft, so the
// second one counts.
func openBare(data, dir string) (*disk, error) {
	if err := os.CopyFS(dir, os.DirFS(data)); err != nil {
		return nil, err
	}
	st, err := store.Open(dir, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	d := &disk{}
	for _, title := range []string{"Session number 1", "Session number 2"} {
		d.edit, err = content.Edit(context.Background(), st, content.EditOptions{
			Actor: content.Actor{Name: "bench", Role: content.RoleAdmin}, Now: time.Now(), Entropy: rand.Read,
		}, func(t *content.Transaction) error {
			_, err := t.Update(content.DraftEdit{ID: id("session", 0), Fields: content.Patch{"title": title}, Language: "da"})
			return err
		})
		if err != nil {
			return nil, errors.Join(err, st.Close())
		}
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	if d.change, err = json.Marshal(d.edit.Change); err != nil {
		return nil, err
	}
	if d.state, err = json.Marshal(d.edit.Entries[0].State); err != nil {
		return nil, err
	}
	d.db, err = bbolt.Open(filepath.Join(dir, store.FileName), 0o600, &bbolt.Options{NoFreelistSync: true, FreelistType: bbolt.FreelistMapType, InitialMmapSize: 1 << 30, NoStatistics: true})
	return d, err
}

// commit puts the records of an edit of the next session. Each key gets that session's number
// in place of its last bytes, so it has the length of the real key and lies in the same part of
// its bucket.
func (d *disk) commit() error {
	d.n++
	of := id("session", d.n%recently)
	numbered := func(key string, n int) []byte {
		return binary.BigEndian.AppendUint64([]byte(key[:len(key)-8]), uint64(n))
	}
	return d.db.Update(func(tx *bbolt.Tx) error {
		put := func(bucket string, key, value []byte) error {
			return tx.Bucket([]byte(bucket)).Put(key, slices.Concat(make([]byte, sum), value))
		}
		err := errors.Join(
			put("changes", binary.BigEndian.AppendUint64(nil, uint64(d.edit.Revision)+uint64(d.n)), d.change),
			put("current", []byte(of), d.state),
			put("versions", binary.BigEndian.AppendUint64(append([]byte(of), 0), uint64(d.edit.Revision)+uint64(d.n)), d.edit.Documents[d.edit.Entries[0].ID]),
			put("meta", []byte("revision"), make([]byte, 8)),
		)
		for _, key := range d.edit.Put[content.DraftIndex] {
			err = errors.Join(err,
				tx.Bucket([]byte("draft_index")).Delete(numbered(key, d.n-recently)),
				put("draft_index", numbered(key, d.n), nil))
		}
		return err
	})
}

// tell describes a commit.
func (d *disk) tell() string {
	n := sum*(4+2*len(d.edit.Put[content.DraftIndex])) + len(d.change) + len(d.state) + len(d.edit.Documents[d.edit.Entries[0].ID])
	return fmt.Sprintf("a title's edit writes %d records and removes %d keys, %d bytes of values",
		4+len(d.edit.Put[content.DraftIndex]), len(d.edit.Delete[content.DraftIndex]), n)
}

// fileSystem returns the type of a directory's file system, if the system reports it: on one in
// memory a sync costs nothing.
func fileSystem(dir string) string {
	mounts, err := os.Open("/proc/mounts")
	if err != nil {
		return "a file system of unknown kind"
	}
	defer func() { _ = mounts.Close() }()
	if dir, err = filepath.Abs(dir); err != nil {
		return "a file system of unknown kind"
	}
	best, kind := -1, "unknown"
	for lines := bufio.NewScanner(mounts); lines.Scan(); {
		f := strings.Fields(lines.Text()) // device, place, kind, …
		if len(f) < 3 {
			continue
		}
		below := strings.TrimSuffix(f[1], "/") + "/"
		if strings.HasPrefix(dir+"/", below) && len(below) > best {
			best, kind = len(below), f[2]
		}
	}
	if kind == "tmpfs" || kind == "ramfs" {
		kind += ", which is memory: these figures say NOTHING about a disk; choose another directory with -data"
	}
	return kind
}
