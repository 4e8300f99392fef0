package contenttest

import (
	"bytes"
	"crypto/sha256"
	"image"
	_ "image/png" // for the pictures of tests
	"io"
	"slices"
	"sync"

	"lectern/content"
	"lectern/content/locale"
)

// Library is a content.AssetLibrary in memory, for tests: it recognises files by their first
// bytes, and cleans nothing. NewLibrary creates one.
type Library struct {
	mu     sync.RWMutex
	assets []*content.Asset // the newest last
	files  map[content.AssetID][]byte
}

// NewLibrary returns a library without files.
func NewLibrary() *Library { return &Library{files: map[content.AssetID][]byte{}} }

// Put stores a file with its metadata, except for the id and the size.
func (l *Library) Put(a content.Asset, file []byte) *content.Asset {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.ID, a.Bytes = content.NewAssetID(sha256.Sum256(file)), int64(len(file))
	if i := slices.IndexFunc(l.assets, func(b *content.Asset) bool { return b.ID == a.ID }); i >= 0 {
		return l.assets[i]
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = Epoch
	}
	l.assets, l.files[a.ID] = append(l.assets, &a), file
	return &a
}

// Asset implements content.Assets.
func (l *Library) Asset(id content.AssetID) (*content.Asset, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, a := range l.assets {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, content.Errorf(content.CodeNotFound, "There is no such file.")
}

// Captions implements content.Assets.
func (l *Library) Captions(id content.AssetID) (string, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	file, ok := l.files[id]
	if !ok {
		return "", content.Errorf(content.CodeNotFound, "There is no such file.")
	}
	return string(file), nil
}

// Read returns a file.
func (l *Library) Read(id content.AssetID) (io.ReadCloser, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	file, ok := l.files[id]
	if !ok {
		return nil, content.Errorf(content.CodeNotFound, "There is no such file.")
	}
	return io.NopCloser(bytes.NewReader(file)), nil
}

// Rename implements content.AssetLibrary.
func (l *Library) Rename(id content.AssetID, name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.assets, func(a *content.Asset) bool { return a.ID == id })
	if i < 0 {
		return content.Errorf(content.CodeNotFound, "There is no such file.")
	}
	renamed := *l.assets[i]
	renamed.Name = name
	l.assets[i] = &renamed
	return nil
}

// List implements content.AssetLibrary.
func (l *Library) List(after content.AssetID, limit int) (page []*content.Asset, err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	begun := after == ""
	for _, a := range slices.Backward(l.assets) {
		if begun && len(page) < limit {
			page = append(page, a)
		}
		begun = begun || a.ID == after
	}
	if !begun {
		return nil, content.Errorf(content.CodeNotFound, "There is no such file.")
	}
	return page, nil
}

// formats are the formats that a Library recognises, by their first bytes.
var formats = []struct {
	begins   string
	at       int
	kind     content.AssetKind
	mimeType string
}{
	{"\x89PNG", 0, content.AssetImage, "image/png"},
	{"\xff\xd8\xff", 0, content.AssetImage, "image/jpeg"},
	{"WEBVTT", 0, content.AssetCaptions, "text/vtt"},
	{"WAVE", 8, content.AssetAudio, "audio/wav"},
	{"ID3", 0, content.AssetAudio, "audio/mpeg"},
	{"\xff\xfb", 0, content.AssetAudio, "audio/mpeg"},
	{"\xff\xf3", 0, content.AssetAudio, "audio/mpeg"},
	{"ftypM4A", 4, content.AssetAudio, "audio/mp4"},
	{"ftyp", 4, content.AssetVideo, "video/mp4"},
	{"\x1aE\xdf\xa3", 0, content.AssetVideo, "video/webm"},
	{"%PDF", 0, content.AssetDocument, "application/pdf"},
}

// Add implements content.AssetLibrary.
func (l *Library) Add(u content.AssetUpload, file io.Reader) (*content.Asset, error) {
	b, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	for _, f := range formats {
		if len(b) < f.at || !bytes.HasPrefix(b[f.at:], []byte(f.begins)) {
			continue
		}
		if u.Kind != "" && u.Kind != f.kind {
			return nil, content.Errorf(content.CodeBadInput, "The file is of kind %s.", f.kind)
		}
		a := content.Asset{Name: u.Name, Kind: f.kind, MIMEType: f.mimeType}
		if config, _, err := image.DecodeConfig(bytes.NewReader(b)); err == nil {
			a.Width, a.Height = config.Width, config.Height
		}
		return l.Put(a, b), nil
	}
	return nil, content.Errorf(content.CodeBadInput, "The file is of no kind that is taken.")
}

// WorldAssets returns the files of a World.
func WorldAssets() *Library { return worldAssets }

// worldAssets are the files of a World, which exist from its start.
var worldAssets = func() *Library {
	l := NewLibrary()
	for _, name := range worldPictures {
		l.Put(content.Asset{Kind: content.AssetImage, MIMEType: "image/png", Width: 1400, Height: 1400, Colour: "#336699"}, []byte(name))
	}
	return l
}()

// worldPictures are the bytes of a World's pictures.
var worldPictures = []string{"a picture", "another picture"}

// picture returns the URL of one of them, or an external URL.
func (w *World) picture() locale.URL {
	if n := w.step % (len(worldPictures) + 1); n > 0 {
		return content.NewAssetID(sha256.Sum256([]byte(worldPictures[n-1]))).URL()
	}
	return "/media/p.png"
}
