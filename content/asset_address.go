package content

import (
	"encoding/hex"
	"slices"
	"strings"

	"lectern/content/internal/record"
	"lectern/content/locale"
	"lectern/content/mediatype"
)

// MediaPath is the prefix of the paths of files.
const MediaPath = "/media/"

// Path returns the path of the file: its digits, and the extension of its type, which browsers
// and podcast apps use. It contains no name.
func (a *Asset) Path() string { return MediaPath + a.ID.Digits() + a.Extension() }

// Extension returns the extension of the asset's type: ".jpg".
func (a *Asset) Extension() string {
	return mediatype.Extension(a.MIMEType)
}

// Stored returns the stored form of a URL: a URL of this service for an asset, or for a
// picture in another size, becomes that asset. Editors may copy such URLs from a response or a
// page.
func (s *Site) Stored(u locale.URL) locale.URL {
	path := string(u)
	if !strings.HasPrefix(path, "/") {
		service := strings.TrimSuffix(string(s.Service), "/")
		under, ok := strings.CutPrefix(path, service)
		if service == "" || !ok {
			return u
		}
		path = under
	}
	name, ok := strings.CutPrefix(path, MediaPath)
	if !ok || len(name) < locale.AssetDigits || len(name) > locale.AssetDigits && !strings.ContainsRune("./", rune(name[locale.AssetDigits])) {
		return u
	}
	if sum, err := hex.DecodeString(name[:locale.AssetDigits]); err == nil {
		return NewAssetID([32]byte(sum)).URL()
	}
	return u
}

// storedPatch returns a patch with its URLs in their stored form.
func (s *Site) storedPatch(p Patch) Patch {
	out := make(Patch, len(p))
	for name, value := range p {
		out[name] = s.storedValue(value)
	}
	return out
}

func (s *Site) storedValue(value any) any {
	switch v := value.(type) {
	case locale.URL:
		return s.Stored(v)
	case Patch:
		return s.storedPatch(v)
	case []any:
		items := slices.Clone(v)
		for i := range items {
			items[i] = s.storedValue(items[i])
		}
		return items
	}
	return value
}

// Store converts the URLs of a document to their stored form, and fills in the metadata of its
// files.
func (s *Site) Store(d Document) {
	defer s.describe(d)
	d.(parted).Visit(&textTaker{site: s})
	EachField(d, func(f TreeField) {
		if u, ok := f.Value.Interface().(locale.URL); ok && u != "" {
			f.Value.SetString(string(s.Stored(u)))
		}
	})
}

// asset returns the metadata of the file at a URL in any form, or nil if the URL is of no file
// or the file does not exist.
func (s *Site) asset(u locale.URL) (*Asset, error) {
	id, ok := AssetIn(s.Stored(u))
	if !ok || s.Assets == nil {
		return nil, nil
	}
	a, err := s.Assets.Asset(id)
	if IsNotFound(err) {
		return nil, nil
	}
	return a, err
}

// public returns the URL that readers get for a stored one, and whether it will stay the same:
// a missing file may come back.
func (s *Site) public(u locale.URL) (_ locale.URL, lasting bool) {
	id, ok := AssetIn(u)
	if !ok {
		return u.Under(s.Service), true
	}
	if a, err := s.asset(u); a != nil && err == nil {
		return locale.URL(a.Path()).Under(s.Service), true
	}
	return locale.URL(MediaPath + id.Digits()).Under(s.Service), false
}

// Open fills in what a view's own copy of a document shows of its files, and converts their
// URLs to those of the service. It reports whether the result will stay the same.
func (s *Site) Open(d Document) (lasting bool) {
	s.describe(d)
	o := opener{site: s, lasting: true}
	d.(parted).Visit(&o)
	return o.lasting
}

// opener converts the URLs of a document for readers.
type opener struct {
	record.Nothing
	site    *Site
	lasting bool
}

func (o *opener) URL(u *locale.URL) {
	if *u != "" {
		address, same := o.site.public(*u)
		*u, o.lasting = address, o.lasting && same
	}
}
