package transfer

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lectern/content"
)

// Source is the source of an import: a folder with all its subfolders, or one file.
type Source struct {
	FS   fs.FS
	Path string // of the folder or file in FS; "." for all of it
	// Name is the prefix of file names in messages. If it is empty, messages have the names in
	// FS.
	Name string
}

// Local returns the source of a folder or a file on disk.
func Local(name string) (Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Source{}, content.Wrap(content.CodeNotFound, err, "There is no folder or file "+name+".")
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return Source{}, content.Wrap(content.CodeBadInput, err, "The name "+name+" can't be used.")
	}
	// FS begins above, so that the path includes the folder of a file, which gives the kind.
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

// file is a file with documents.
type file struct {
	source    Source
	path      string // in the source's FS
	name      string // in messages
	place     int    // in the order of reading
	folder    string // its folder
	stem      string // its name without the extensions
	draft     bool   // its name ends in .draft.yaml
	documents int    // their number; known after reading
}

const (
	extension      = ".yaml"
	draftExtension = ".draft" + extension
	historyFolder  = "history"
	historyFile    = "changes.jsonl"
	mediaFolder    = "media"
)

// named returns the name of a path in messages.
func (s Source) named(p string) string {
	if s.Name == "" {
		return p
	}
	return path.Join(filepath.ToSlash(s.Name), strings.TrimPrefix(strings.TrimPrefix(p, s.Path), "/"))
}

// files lists the files of a source that have documents, in order. Other files (a README, a
// picture) are skipped. A problem is passed with the number of files before it.
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

// open opens a file for reading. Anything but a regular file is refused before it is opened:
// reading a pipe would wait for ever.
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

// reason returns why a file can't be read, without its name.
func reason(err error) string {
	switch {
	case os.IsNotExist(err):
		return "There is no such file."
	case os.IsPermission(err):
		return "There is no permission to read the file."
	}
	return "The file can't be read."
}
