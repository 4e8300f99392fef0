package media

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lectern/content"
)

const (
	recordEnding = ".json"
	recordFormat = 1
	maxRecord    = 16 << 10

	// recordsAtOnce is how many records are read at the same time: each is a
	// request, where they are in S3.
	recordsAtOnce = 16
	// recordWait bounds that request for one that somebody waits for.
	recordWait = 10 * time.Second
)

// record is what is written down of an asset. The checksum is the CRC-32C of the
// asset's JSON: a letter that flips could make it another.
type record struct {
	Format   int             `json:"format"`
	Checksum string          `json:"checksum"`
	Asset    json.RawMessage `json:"asset"`
}

func fileName(id content.AssetID) string   { return filesFolder + "/" + id.Digits() }
func recordName(id content.AssetID) string { return recordsFolder + "/" + id.Digits() + recordEnding }

func checksum(b []byte) string {
	return fmt.Sprintf("%08x", crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
}

func encodeRecord(asset *content.Asset) ([]byte, error) {
	b, err := json.Marshal(asset)
	if err != nil {
		return nil, err
	}
	return json.Marshal(record{Format: recordFormat, Checksum: checksum(b), Asset: b})
}

// decodeRecord is CORRUPT for what is damaged, or is not the record of that
// name.
func decodeRecord(name string, b []byte) (*content.Asset, error) {
	damaged := func(why string) error {
		return content.Errorf(content.CodeCorrupt, "The record is damaged or was edited by hand: %s.", why)
	}
	var r record
	if err := strictly(b, &r); err != nil {
		return nil, damaged(err.Error())
	}
	if r.Format != recordFormat {
		return nil, damaged(fmt.Sprintf("its format is %d, and this program knows %d", r.Format, recordFormat))
	}
	if checksum(r.Asset) != r.Checksum {
		return nil, damaged("its checksum is wrong")
	}
	var asset content.Asset
	if err := strictly(r.Asset, &asset); err != nil {
		return nil, damaged(err.Error())
	}
	if recordName(asset.ID) != name {
		return nil, damaged("it is that of another file")
	}
	return &asset, nil
}

func strictly(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !isEOF(err) {
		return errors.New("it goes on after its end")
	}
	return nil
}

// readRecord is NOT_FOUND where there is none.
func (l *Library) readRecord(ctx context.Context, name string) (*content.Asset, error) {
	b, err := l.read(ctx, name, maxRecord)
	if err != nil {
		return nil, err
	}
	return decodeRecord(name, b)
}

// read reads a file, up to limit bytes of it. It is NOT_FOUND where there is none.
func (l *Library) read(ctx context.Context, name string, limit int64) ([]byte, error) {
	f, err := l.blobs.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 0, limit))
	return b, errors.Join(err, f.Close())
}

// eachRecord reads all records, and hands over one after the other, in no
// order, each with the error that it has.
func (l *Library) eachRecord(ctx context.Context, each func(name string, asset *content.Asset, entry Entry, err error) error) error {
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(recordsAtOnce)
	listed := l.blobs.List(ctx, recordsFolder, func(entry Entry) error {
		group.Go(func() error {
			name := recordsFolder + "/" + entry.Name
			asset, err := l.readRecord(ctx, name)
			switch {
			case content.IsNotFound(err): // removed since
				return nil
			case err != nil && content.CodeOf(err) != content.CodeCorrupt:
				return fmt.Errorf("media: reading %s: %w", name, err)
			}
			mu.Lock()
			defer mu.Unlock()
			return each(name, asset, entry, err)
		})
		return nil
	})
	return errors.Join(group.Wait(), listed)
}
