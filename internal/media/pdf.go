package media

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"

	"lectern/content"
)

const (
	pdfWindow  = 4 << 10 // the searched part of a file, in bytes
	pdfStreams = 50_000  // the maximum number of searched streams; real documents have some hundreds
	// pdfOverlap is the overlap of two windows, longer than any searched word.
	pdfOverlap = 64
	// pdfDictionary is the maximum distance of a stream from the beginning of its dictionary.
	pdfDictionary = 4 << 10
	// pdfObjects is the maximum size of an unpacked object stream.
	pdfObjects = 64 << 20
	// pdfEnd is the maximum distance of the end mark from the end of the file.
	pdfEnd = 1 << 10
)

// What a PDF must not have outside of its pages' streams: scripts, actions that open or send
// something, embedded files, and encryption, which hides the content. A # can encode any
// letter of a name, so no name may have one.
var (
	pdfActive    = regexp.MustCompile(`/(JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFiles?|RichMedia|XFA|Encrypt)[^A-Za-z0-9]`)
	pdfDisguised = regexp.MustCompile(`/[A-Za-z]*#[0-9A-Fa-f]{2}`)
	pdfHeader    = regexp.MustCompile(`^%PDF-(1\.[0-7]|2\.0)[\r\n ]`)
)

// cleanPDF copies a PDF unchanged, and refuses one with active content. It also checks the
// names in compressed object streams. A file that is made to deceive can still hide active
// content, so PDFs are served as downloads (Files).
func cleanPDF(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
	head := make([]byte, min(size, pdfEnd))
	if _, err := file.ReadAt(head, 0); err != nil && !isEOF(err) {
		return content.Asset{}, err
	}
	end := make([]byte, min(size, pdfEnd))
	if _, err := file.ReadAt(end, size-int64(len(end))); err != nil && !isEOF(err) {
		return content.Asset{}, err
	}
	if !pdfHeader.Match(head) || !bytes.Contains(end, []byte("%%EOF")) {
		return content.Asset{}, content.Errorf(content.CodeBadInput, "The PDF is damaged: its beginning or end is missing.")
	}
	if err := searchPDF(file, size); err != nil {
		return content.Asset{}, err
	}
	_, err := io.Copy(to, io.NewSectionReader(file, 0, size))
	return content.Asset{Kind: content.AssetDocument, MIMEType: "application/pdf"}, err
}

// searchPDF searches a file from stream to stream.
func searchPDF(file io.ReaderAt, size int64) error {
	streams := 0
	for at := int64(0); at < size; streams++ {
		if streams > pdfStreams {
			return content.Errorf(content.CodeBadInput, "The PDF can't be checked: it has too many parts.")
		}
		begin, err := find(file, at, size, "stream")
		if err != nil {
			return err
		}
		if err := refuseActive(io.NewSectionReader(file, at, min(begin+1, size)-at)); err != nil || begin == size {
			return err
		}
		end, err := find(file, begin, size, "endstream")
		if err != nil {
			return err
		}
		from := max(at, begin-pdfDictionary)
		described := make([]byte, begin-from)
		if _, err := file.ReadAt(described, from); err != nil {
			return err
		}
		if i := bytes.LastIndex(described, []byte(" obj")); i >= 0 {
			described = described[i:]
		}
		if bytes.Contains(described, []byte("/ObjStm")) {
			if err := searchObjects(io.NewSectionReader(file, begin+int64(len("stream")), end-begin-int64(len("stream")))); err != nil {
				return err
			}
		}
		at = end + int64(len("endstream"))
	}
	return nil
}

// searchObjects searches an object stream, compressed or not.
func searchObjects(stream *io.SectionReader) error {
	skipped := int64(0)
	for b := [1]byte{}; ; skipped++ {
		if _, err := stream.ReadAt(b[:], skipped); err != nil || (b[0] != '\r' && b[0] != '\n') {
			break
		}
	}
	body := func() io.Reader { return io.NewSectionReader(stream, skipped, stream.Size()-skipped) }
	unpacked, err := zlib.NewReader(body())
	if err != nil {
		return refuseActive(body())
	}
	objects := &io.LimitedReader{R: unpacked, N: pdfObjects + 1}
	if err := refuseActive(objects); content.CodeOf(err) == content.CodeBadInput {
		return err
	}
	if objects.N == 0 {
		return content.Errorf(content.CodeBadInput, "The PDF can't be checked: a part of it is too large.")
	}
	return nil // readers see nothing after the damage either
}

// refuseActive searches a text for active content.
func refuseActive(r io.Reader) error {
	return windows(r, func(window []byte, _ int64) error {
		if found := pdfActive.FindSubmatch(window); found != nil {
			return content.Wrap(content.CodeBadInput, errFormat, fmt.Sprintf("The PDF has automatic actions or parts that can't be checked (%s). Print it to a new PDF, and upload that.", found[1]))
		}
		if pdfDisguised.Match(window) {
			return content.Wrap(content.CodeBadInput, errFormat, "The PDF has obfuscated names. Print it to a new PDF, and upload that.")
		}
		return nil
	})
}

// errFound ends a search.
var errFound = errors.New("found")

// find returns the next position of a word, or size if there is none.
func find(file io.ReaderAt, from, size int64, word string) (int64, error) {
	found := size
	err := windows(io.NewSectionReader(file, from, size-from), func(window []byte, at int64) error {
		if i := bytes.Index(window, []byte(word)); i >= 0 {
			found = from + at + int64(i)
			return errFound
		}
		return nil
	})
	if err != nil && !errors.Is(err, errFound) {
		return 0, err
	}
	return found, nil
}

// windows yields overlapping pieces of a file with their offsets.
func windows(r io.Reader, each func(window []byte, at int64) error) error {
	buffer := make([]byte, pdfWindow)
	kept, at := 0, int64(0)
	for {
		n, err := io.ReadFull(r, buffer[kept:])
		window := buffer[:kept+n]
		if failed := each(window, at); failed != nil {
			return failed
		}
		if isEOF(err) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at += int64(len(window) - pdfOverlap)
		kept = copy(buffer, window[len(window)-pdfOverlap:])
	}
}
