package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
)

const (
	// FileName is the tokens' file in the data directory.
	FileName = "tokens.json"
	lockName = "tokens.lock"

	format    = 1
	maxTokens = 1000
	maxFile   = 1 << 20 // more than maxTokens need

	// settled is how old a file is before its time, size and number tell it
	// from one that was put in its place since: file systems count time in steps
	// of up to two seconds, and use a number again.
	settled = 3 * time.Second
)

// file is the form of the tokens' file. Its checksum is the CRC-32C, in hex, of
// the tokens without white space: one letter that flips could give a token more
// time.
type file struct {
	Format   int             `json:"format"`
	Checksum string          `json:"checksum"`
	Tokens   json.RawMessage `json:"tokens"`
}

func fileChecksum(tokens []byte) string {
	return fmt.Sprintf("%08x", crc32.Checksum(tokens, crc32.MakeTable(crc32.Castagnoli)))
}

// snapshot is what a file held when it was read, or why it couldn't be read.
type snapshot struct {
	info   fs.FileInfo // nil where there is no file
	sure   bool        // whether info tells a later file from this one
	tokens []Token     // in the order they were made
	byID   map[string]Token
	err    error
}

// holds tells whether the file is still as it was read.
func (s *snapshot) holds(info fs.FileInfo) bool {
	if info == nil || s.info == nil {
		return info == nil && s.info == nil
	}
	return s.sure && os.SameFile(info, s.info) && info.ModTime().Equal(s.info.ModTime()) && info.Size() == s.info.Size()
}

// load reads a file. A missing one has no tokens.
func load(path string) *snapshot {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &snapshot{}
	}
	if err != nil {
		return &snapshot{err: unreadable(err)}
	}
	defer f.Close()
	s := &snapshot{}
	if s.info, err = f.Stat(); err != nil {
		return &snapshot{err: unreadable(err)}
	}
	s.sure = time.Since(s.info.ModTime()).Abs() > settled
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return &snapshot{err: unreadable(err)}
	}
	if s.tokens, err = decode(b); err != nil {
		s.err = content.Wrap(content.CodeCorrupt, err, path+" is damaged, or was changed by hand. "+
			"Put a copy of it back; or move it away, make new tokens with lectern token create, and give them to those who had one.")
		return s
	}
	s.byID = make(map[string]Token, len(s.tokens))
	for _, t := range s.tokens {
		s.byID[t.ID] = t
	}
	return s
}

func unreadable(err error) error {
	return content.Wrap(content.CodeInternal, err, "The tokens' file can't be read.")
}

func decode(b []byte) ([]Token, error) {
	if len(b) > maxFile {
		return nil, fmt.Errorf("it has more than %d bytes", maxFile)
	}
	var f file
	if err := strictly(b, &f); err != nil {
		return nil, err
	}
	if f.Format != format {
		return nil, fmt.Errorf("its format is %d, and this program knows %d", f.Format, format)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, f.Tokens); err != nil {
		return nil, err
	}
	if fileChecksum(compact.Bytes()) != f.Checksum {
		return nil, errors.New("its checksum is wrong")
	}
	var records []record
	if err := strictly(f.Tokens, &records); err != nil {
		return nil, err
	}
	tokens, seen := make([]Token, len(records)), map[string]bool{}
	for i, r := range records {
		t, err := r.token()
		if err != nil {
			return nil, err
		}
		if seen[t.ID] {
			return nil, fmt.Errorf("it has token %s twice", t.ID)
		}
		tokens[i], seen[t.ID] = t, true
	}
	return tokens, nil
}

// strictly decodes one JSON value of which every field is known.
func strictly(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("it goes on after its end")
	}
	return nil
}

// save puts a new file in the place of the old one: after a crash there is the
// one or the other, whole.
func save(path string, tokens []Token) error {
	records := make([]record, len(tokens))
	for i, t := range tokens {
		records[i] = t.record()
	}
	list, err := json.Marshal(records)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(file{format, fileChecksum(list), list}, "", "\t")
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, FileName+".*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	if err == nil {
		err = giveTo(f, dir)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}
