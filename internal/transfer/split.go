package transfer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// MaxFileDocument bounds one document's text in a file, in bytes. It is above
// content.MaxDocumentBytes, which bounds the stored document: with many indented lines, the
// same document is longer in a file.
const MaxFileDocument = 1 << 20

// part is one document's text in a file.
type part struct {
	number   int // from 0
	line     int // the first line in the file
	text     []byte
	tooLarge bool // the text is incomplete
}

// splitDocuments reads a file's documents one at a time. They are separated by lines of --- and
// ..., which YAML allows nowhere else at the beginning of a line. Parts with only comments are
// skipped. yield may keep the text.
func splitDocuments(r io.Reader, yield func(part) error) error {
	s := splitter{yield: yield}
	lines := bufio.NewReaderSize(r, 64<<10)
	begins := true
	for {
		line, err := lines.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return err
		}
		if e := s.add(line, begins); e != nil {
			return e
		}
		if errors.Is(err, io.EOF) {
			return s.end()
		}
		begins = err == nil
	}
}

type splitter struct {
	yield   func(part) error
	current part
	line    int // in the file, of the line that is being added
	content bool
	after   bool // after a line of ...
}

// add adds a line, or a further piece of it.
func (s *splitter) add(line []byte, begins bool) error {
	if begins && len(line) > 0 {
		s.line++
		if s.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if s.after || marks(line, "---") {
			if err := s.end(); err != nil {
				return err
			}
		}
		if s.current.line == 0 {
			s.current.line = s.line
		}
		s.after = marks(line, "...")
	}
	if len(s.current.text)+len(line) > MaxFileDocument {
		s.current.tooLarge, s.content = true, true
		return nil
	}
	s.current.text = append(s.current.text, line...)
	s.content = s.content || !begins || hasContent(line)
	return nil
}

// end yields the document that was read so far.
func (s *splitter) end() error {
	p, ok := s.current, s.content
	s.current, s.content, s.after = part{number: p.number}, false, false
	if !ok {
		return nil
	}
	s.current.number++
	return s.yield(p)
}

func marks(line []byte, marker string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(marker))
	return ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}

// hasContent reports whether a line belongs to a document, and is not only a comment or a
// marker.
func hasContent(line []byte) bool {
	if marks(line, "---") || marks(line, "...") {
		line = line[len("---"):]
	}
	line = bytes.TrimSpace(line)
	return len(line) > 0 && line[0] != '#'
}
