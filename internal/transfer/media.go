package transfer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/content/mediatype"
)

// readMedia stores the files of the folders media, before the documents that refer to them are
// read. If the documents are then refused, the files are unused, and deleted as such.
func (im *importer) readMedia(ctx context.Context) error {
	assumed := &assumedAssets{known: map[content.AssetID]*content.Asset{}, now: im.options.Now}
	im.site = &content.Site{Assets: assumed}
	if im.options.Library != nil {
		assumed.rest = im.options.Library
	}
	take := assumed.add
	if im.keeps() {
		take = im.options.Library.Add
	}
	for _, source := range im.options.Sources {
		folder := path.Join(source.Path, mediaFolder)
		entries, err := fs.ReadDir(source.FS, folder)
		if err != nil {
			continue // there is none, or the source is one file
		}
		for _, entry := range entries {
			if ctx.Err() != nil {
				return content.Wrap(content.CodeTimeout, ctx.Err(), "The import was stopped; no document was written.")
			}
			if strings.HasPrefix(entry.Name(), ".") || entry.IsDir() || strings.HasSuffix(entry.Name(), ".md") {
				continue
			}
			if err := im.takeFile(source, path.Join(folder, entry.Name()), take); err != nil {
				return err
			}
		}
	}
	return nil
}

// keeps reports whether files are stored.
func (im *importer) keeps() bool { return im.options.Library != nil && !im.options.DryRun }

// takeFile stores one file. Its faults are problems of the import.
func (im *importer) takeFile(source Source, p string, take func(content.AssetUpload, io.Reader) (*content.Asset, error)) error {
	report := func(code content.ProblemCode, message string) {
		im.problems.add(-1, 0, Problem{File: source.named(p), Code: code, Message: message})
	}
	f, err := source.open(p)
	if err != nil {
		report(Unreadable, reason(err))
		return nil
	}
	defer func() { _ = f.Close() }() // it was only read
	name := path.Base(p)
	stem := strings.TrimSuffix(name, path.Ext(name))
	upload := content.AssetUpload{Name: name}
	_, err = locale.ParseURL(locale.AssetScheme + stem)
	exported := err == nil
	if exported && im.keeps() {
		upload.Name = "" // digits are not an original name
	}
	a, err := take(upload, f)
	if content.CodeOf(err) == content.CodeBadInput {
		report(content.BadFile, messageOf(err))
		return nil
	}
	if err != nil {
		return fmt.Errorf("transfer: adding %s: %w", source.named(p), err)
	}
	names := []string{name}
	if exported {
		names = append(names, stem)
	}
	for _, n := range names {
		if other, ok := im.files[n]; ok && other != a.ID {
			report(content.Duplicate, "Another file has this name.")
			return nil
		}
		im.files[n] = a.ID
	}
	return nil
}

// mediaFile resolves the name of a file in media, if a value is one.
func (d *decoder) mediaFile(n *yaml.Node, u *locale.URL) bool {
	name, ok := strings.CutPrefix(n.Value, locale.AssetScheme)
	if !ok {
		return false
	}
	if id, ok := d.media[name]; ok {
		*u = id.URL()
		return true
	}
	if _, err := locale.ParseURL(n.Value); err == nil {
		return false // the library may have it
	}
	d.failAt(n, content.UnknownAsset, "There is no file with this name in the folder %s.", mediaFolder)
	return true
}

// assumedAssets are files that are not stored: their types follow from their names.
type assumedAssets struct {
	known map[content.AssetID]*content.Asset
	rest  content.Assets // the stored ones; nil for none
	now   time.Time
}

// Asset implements content.Assets.
func (s *assumedAssets) Asset(id content.AssetID) (*content.Asset, error) {
	switch a, ok := s.known[id]; {
	case ok:
		return a, nil
	case s.rest != nil:
		return s.rest.Asset(id)
	}
	return nil, content.Errorf(content.CodeNotFound, "There is no such file.")
}

// Captions implements content.Assets. The texts of files that are not stored are unknown: they
// stay files.
func (s *assumedAssets) Captions(id content.AssetID) (string, error) {
	if s.rest == nil {
		return "", content.Errorf(content.CodeNotFound, "There is no such file.")
	}
	return s.rest.Captions(id)
}

func (s *assumedAssets) add(u content.AssetUpload, file io.Reader) (*content.Asset, error) {
	h := sha256.New()
	n, err := io.Copy(h, file)
	if err != nil {
		return nil, content.Wrap(content.CodeBadInput, err, "The file can't be read.")
	}
	a := &content.Asset{ID: content.NewAssetID([32]byte(h.Sum(nil))), Name: u.Name, CreatedAt: s.now, Bytes: n}
	if s.rest != nil {
		if kept, err := s.rest.Asset(a.ID); err == nil {
			return kept, nil // more is known than the name tells
		}
	}
	if a.Kind, a.MIMEType = typeOfExtension(path.Ext(u.Name)); a.Kind == "" {
		return nil, content.Errorf(content.CodeBadInput, "Files with this extension are not supported.")
	}
	s.known[a.ID] = a
	return a, nil
}

// names records the files that a document refers to.
func (e *exporter) names(d content.Document) {
	for _, id := range content.AssetsOf(d) {
		e.named[id] = true
	}
}

// writeMedia writes the files that documents refer to, with the history also those of former
// versions.
func (e *exporter) writeMedia(ctx context.Context) error {
	if e.options.Assets == nil {
		return nil
	}
	if e.options.History {
		former, err := listing.NamedAssets(ctx, e.store)
		if err != nil {
			return err
		}
		maps.Copy(e.named, former)
	}
	if len(e.named) == 0 {
		return nil
	}
	folder := filepath.Join(e.dir, mediaFolder)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return unwritable(err, folder)
	}
	for _, id := range slices.Sorted(maps.Keys(e.named)) {
		a, err := e.options.Assets.Asset(id)
		if err == nil {
			err = e.copyFile(ctx, a, filepath.Join(folder, path.Base(a.Path())))
		}
		switch {
		case content.IsNotFound(err):
			e.missing = append(e.missing, id)
		case err != nil:
			return err
		default:
			e.files++
		}
	}
	return nil
}

func (e *exporter) copyFile(ctx context.Context, a *content.Asset, name string) (err error) {
	from, err := e.options.Open(ctx, a.ID)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	to, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return unwritable(err, name)
	}
	_, err = io.Copy(to, from)
	if err := errors.Join(err, to.Close()); err != nil {
		return unwritable(err, name)
	}
	return nil
}

// typeOfExtension returns the media type of an extension, or "" if it is not supported.
func typeOfExtension(extension string) (kind content.AssetKind, mimeType string) {
	mimeType = mediatype.OfExtension(extension)
	switch base, _, _ := strings.Cut(mimeType, "/"); {
	case base == "image":
		kind = content.AssetImage
	case base == "audio":
		kind = content.AssetAudio
	case base == "video":
		kind = content.AssetVideo
	case mimeType == "text/vtt":
		kind = content.AssetCaptions
	case mimeType != "":
		kind = content.AssetDocument
	}
	return kind, mimeType
}
