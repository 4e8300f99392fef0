package transfer

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lectern/content"
)

// Source is where an import reads from: a folder with all below it, or one
// file.
type Source struct {
	FS   fs.FS
	Path string // of the folder or file in FS; "." for all of it
	// Name is what messages call it: names of files begin with it. Where it is
	// empty they are those in FS.
	Name string
}

// Local is the source of a folder or a file on disk.
func Local(name string) (Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Source{}, content.Wrap(content.CodeNotFound, err, "There is no folder or file "+name+".")
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return Source{}, content.Wrap(content.CodeBadInput, err, "The name "+name+" can't be used.")
	}
	// From so far up that the name of the folder that a file is in, which says
	// the kind, is in the path.
	top := filepath.Dir(full)
	if !info.IsDir() {
		top = filepath.Dir(top)
	}
	below, err := filepath.Rel(top, full)
	if err != nil {
		return Source{}, content.Wrap(content.CodeBadInput, err, "The name "+name+" can't be used.")
	}
	return Source{FS: os.DirFS(top), Path: filepath.ToSlash(below), Name: name}, nil
}

// file is one that documents are read from.
type file struct {
	source    Source
	path      string // in the source's FS
	name      string // in messages
	place     int    // in the order of reading
	folder    string // that it is in
	stem      string // its name without what it ends in
	draft     bool   // its name ends in .draft.yaml
	documents int    // that it has; known when it was read
}

const (
	extension      = ".yaml"
	draftExtension = ".draft" + extension
	historyFolder  = "history"
	historyFile    = "changes.jsonl"
	mediaFolder    = "media"
)

// named tells how messages name a path of the source.
func (s Source) named(p string) string {
	if s.Name == "" {
		return p
	}
	return path.Join(filepath.ToSlash(s.Name), strings.TrimPrefix(strings.TrimPrefix(p, s.Path), "/"))
}

// files lists the files of a source that documents are in, in order. What is
// no document (a README, a picture) is passed over. A problem comes with the
// number of files before it.
func (s Source) files(found func(before int, p Problem)) (files []*file) {
	report := func(p Problem) { found(len(files), p) }
	root := path.Clean(s.Path)
	err := fs.WalkDir(s.FS, root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			report(Problem{File: s.named(p), Code: Unreadable, Message: reason(err)})
			return nil
		case entry.IsDir() && p != root && (strings.HasPrefix(entry.Name(), ".") || p == path.Join(root, historyFolder) || p == path.Join(root, mediaFolder)):
			return fs.SkipDir
		case entry.IsDir() || strings.HasPrefix(entry.Name(), "."):
			return nil
		case strings.HasSuffix(p, ".yml"):
			report(Problem{File: s.named(p), Code: content.BadFormat, Message: "The name of a document's file must end in .yaml."})
			return nil
		case !strings.HasSuffix(p, extension) && p != root:
			return nil
		}
		f := &file{source: s, path: p, name: s.named(p), folder: path.Base(path.Dir(p)), stem: strings.TrimSuffix(path.Base(p), extension)}
		if f.draft = strings.HasSuffix(p, draftExtension); f.draft {
			f.stem = strings.TrimSuffix(path.Base(p), draftExtension)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		report(Problem{File: s.named(root), Code: Unreadable, Message: reason(err)})
	}
	return files
}

// open opens a file to read it. What is no ordinary file is refused before it
// is opened: reading a pipe would wait for ever.
func (s Source) open(p string) (fs.File, error) {
	info, err := fs.Stat(s.FS, p)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return s.FS.Open(p)
}

// reason is why a file can't be read, without its name.
func reason(err error) string {
	switch {
	case os.IsNotExist(err):
		return "There is no such file."
	case os.IsPermission(err):
		return "There is no permission to read the file."
	}
	return "The file can't be read."
}
