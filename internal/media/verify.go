package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"lectern/content"
)

// Finding is an error or a leftover in a library.
type Finding struct {
	Where   string // a file, or a record
	Problem string
	// Leftover is a remainder of an interrupted upload. It does no harm, and is removed by
	// Collect, at the next start, or when it expires.
	Leftover bool
}

// Summary counts what Verify has checked.
type Summary struct {
	Assets    int
	Bytes     int64
	Findings  int
	Leftovers int
}

// Verify reads every file and every record, and reports damaged and missing files, files
// without a record, and damaged records. It returns an error if it could not finish.
func (l *Library) Verify(ctx context.Context, named Named, report func(Finding)) (Summary, error) {
	v := &verification{library: l, report: report, assets: map[string]*content.Asset{}}
	missing, err := named.Named(ctx)
	if err != nil {
		return v.summary, err
	}
	err = l.eachRecord(ctx, func(name string, asset *content.Asset, e Entry, err error) error {
		file := strings.TrimSuffix(e.Name, recordEnding)
		v.assets[file] = asset
		if err != nil {
			v.found(name, err.Error())
			return nil
		}
		v.summary.Assets++
		v.summary.Bytes += asset.Bytes
		delete(missing, asset.ID)
		return nil
	})
	if err != nil {
		return v.summary, err
	}
	if err := v.files(ctx); err != nil {
		return v.summary, err
	}
	if err := v.leftOnTheWay(); err != nil {
		return v.summary, err
	}
	for _, id := range sortedIDs(missing) {
		if _, recorded := v.assets[id.Digits()]; !recorded { // else its record is reported already
			v.found(string(id), "documents refer to this asset, but it is missing")
		}
	}
	return v.summary, nil
}

// leftOnTheWay reports the incoming files of an ended program, and uploads that may continue.
// The library's own are neither.
func (v *verification) leftOnTheWay() error {
	root := v.library.options.Dir
	for folder, problem := range map[string]string{incomingFolder: "an upload was interrupted when a process ended", uploadsFolder: "its upload is not finished"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return err
			case v.library.spool != nil && path == v.library.spool.dir:
				return fs.SkipDir
			case d.IsDir() || d.Name() == spoolLock || filepath.Ext(path) == stateEnding:
				return nil
			}
			name, err := filepath.Rel(root, path)
			v.summary.Leftovers++
			v.report(Finding{filepath.ToSlash(name), problem, true})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func sortedIDs(set map[content.AssetID]bool) []content.AssetID {
	ids := make([]content.AssetID, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

type verification struct {
	library *Library
	report  func(Finding)
	summary Summary
	assets  map[string]*content.Asset // by the file's name; nil if the record is damaged
}

func (v *verification) found(where, problem string) {
	v.summary.Findings++
	v.report(Finding{Where: where, Problem: problem})
}

// files compares the files with the records.
func (v *verification) files(ctx context.Context) error {
	there := map[string]bool{}
	err := v.library.blobs.List(ctx, filesFolder, func(e Entry) error {
		there[e.Name] = true
		name := filesFolder + "/" + e.Name
		asset, recorded := v.assets[e.Name]
		if !recorded {
			v.summary.Leftovers++
			v.report(Finding{name, "it has no record: an upload was interrupted", true})
			return nil
		}
		if asset != nil && asset.Bytes != e.Bytes {
			v.found(name, fmt.Sprintf("it has %d bytes, but its record says %d", e.Bytes, asset.Bytes))
			return nil
		}
		sum, err := v.sum(ctx, name, e.Bytes)
		if err == nil && sum != e.Name {
			v.found(name, "its content differs from what was uploaded: its SHA-256 is "+sum)
		}
		return err
	})
	if err != nil {
		return err
	}
	for file := range v.assets {
		if !there[file] {
			v.found(recordsFolder+"/"+file+recordEnding, "its file is missing")
		}
	}
	return nil
}

func (v *verification) sum(ctx context.Context, name string, size int64) (string, error) {
	f, err := v.library.blobs.Open(ctx, name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(f, 0, size)); err != nil {
		return "", fmt.Errorf("media: reading %s: %w", name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
