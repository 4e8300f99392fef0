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

	// recordsAtOnce is the number of records that are read concurrently: in S3, each is a
	// request.
	recordsAtOnce = 16
	// recordWait is the timeout of reading one record for a waiting request.
	recordWait = 10 * time.Second
)

// record is the stored metadata of an asset. The checksum is the CRC-32C of the asset's JSON,
// since a flipped bit could make another valid asset of it.
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

// decodeRecord returns CORRUPT if the record is damaged, or of another name.
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

// readRecord returns NOT_FOUND if there is no record.
func (l *Library) readRecord(ctx context.Context, name string) (*content.Asset, error) {
	b, err := l.read(ctx, name, maxRecord)
	if err != nil {
		return nil, err
	}
	return decodeRecord(name, b)
}

// read reads a file of at most limit bytes. It returns NOT_FOUND if there is none.
func (l *Library) read(ctx context.Context, name string, limit int64) ([]byte, error) {
	f, err := l.blobs.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 0, limit))
	return b, errors.Join(err, f.Close())
}

// eachRecord reads all records, and yields each with its error, in no order.
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
