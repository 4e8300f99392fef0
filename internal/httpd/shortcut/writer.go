package shortcut

import (
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// writer writes an answer to a connection. One is used again and again.
type writer struct {
	conn    *conn
	header  http.Header
	status  int  // 0 before there is one
	toHead  bool // the request was a HEAD
	bare    bool // there is no body
	now     time.Time
	head    []byte // as it goes out
	kept    []byte // of a body whose length is not known yet
	length  int    // that the header tells, -1 where it does not
	written int    // of the body, to the client
	parts   [2][]byte
	err     error
}

func (w *writer) begin(c *conn, toHead bool, now time.Time) {
	clear(w.header)
	w.conn, w.status, w.toHead, w.bare, w.now = c, 0, toHead, false, now
	w.kept, w.length, w.written, w.err = w.kept[:0], -1, 0, nil
}

// Header implements http.ResponseWriter.
func (w *writer) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter. What goes ahead of an answer is not
// sent.
func (w *writer) WriteHeader(status int) {
	if w.status != 0 || status < http.StatusOK {
		return
	}
	w.status = status
	if w.bare = status == http.StatusNoContent || status == http.StatusNotModified; w.bare {
		delete(w.header, "Content-Length")
		if status == http.StatusNotModified {
			delete(w.header, "Content-Type") // the client has it, and net/http takes it away, too
		}
	}
	if v := w.header["Content-Length"]; len(v) == 1 {
		w.length, _ = strconv.Atoi(v[0])
	}
}

// Write implements http.ResponseWriter. A body whose length the header tells goes
// out at once, with the header: it needs no copy.
func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.bare:
		return 0, http.ErrBodyNotAllowed
	case w.err != nil:
		return 0, w.err
	case w.toHead:
		w.written += len(p)
		return len(p), nil
	case w.length < 0:
		w.kept = append(w.kept, p...)
		return len(p), nil
	case w.written+len(p) > w.length:
		return 0, http.ErrContentLength
	}
	w.send(p)
	return len(p), w.err
}

// maxCopied is up to which length a copy costs less than telling the kernel of two
// parts.
const maxCopied = 16 << 10

// send writes the header, where it is still to come, and a part of the body.
func (w *writer) send(p []byte) {
	if w.written == 0 {
		w.makeHead()
		if len(p) <= maxCopied {
			w.head = append(w.head, p...)
			_, w.err = w.conn.Conn.Write(w.head)
		} else {
			w.parts = [2][]byte{w.head, p}
			parts := net.Buffers(w.parts[:])
			_, w.err = parts.WriteTo(w.conn.Conn)
			w.parts = [2][]byte{}
		}
	} else {
		_, w.err = w.conn.Conn.Write(p)
	}
	w.written += len(p)
}

// maxKept bounds the memory that a connection keeps for the next answer.
const maxKept = 64 << 10

// finish sends what is not sent yet.
func (w *writer) finish() error {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.err != nil:
	case w.bare, w.length == 0:
		w.send(nil)
	case w.toHead:
		if w.length < 0 {
			w.header["Content-Length"] = []string{strconv.Itoa(w.written)}
		}
		w.written = 0
		w.send(nil)
	case w.length < 0:
		w.header["Content-Length"] = []string{strconv.Itoa(len(w.kept))}
		w.send(w.kept)
	case w.written < w.length:
		return http.ErrContentLength // the client waits for more: it must see that the connection ends
	}
	if cap(w.kept) > maxKept {
		w.kept = nil
	}
	return w.err
}

func (w *writer) makeHead() {
	b := append(w.head[:0], "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(w.status), 10)
	b = append(append(append(b, ' '), http.StatusText(w.status)...), "\r\n"...)
	for name, values := range w.header {
		for _, v := range values {
			b = append(append(b, name...), ": "...)
			b = append(append(b, oneLine(v)...), "\r\n"...)
		}
	}
	if _, ok := w.header["Date"]; !ok {
		b = append(b, w.conn.shortcut.dateLine(w.now)...)
	}
	w.head = append(b, "\r\n"...)
}

// oneLine is a header's value, which can't begin another header.
func oneLine(v string) string {
	if strings.IndexByte(v, '\n') < 0 && strings.IndexByte(v, '\r') < 0 {
		return v
	}
	return strings.NewReplacer("\n", " ", "\r", " ").Replace(v)
}
