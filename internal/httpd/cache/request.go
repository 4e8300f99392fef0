package cache

import (
	"bytes"
	"io"
	"net/http"
	"unsafe"
)

// request reads a request into bytes: everything that a response to a reader can depend on.
type request struct {
	bytes []byte // the key
	body  restored
	known bool
}

// maxRawKey is the maximum size of a request that is looked up by its bytes.
const maxRawKey = 64 << 10

// readRequest reads a request to the end and then restores its body. free must be called when
// the body is no longer read.
func (c *Cache) readRequest(r *http.Request) *request {
	q, ok := c.requests.Get().(*request)
	if !ok {
		q = new(request)
	}
	q.bytes, q.known = q.bytes[:0], false
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if len(r.URL.RawQuery) > maxRawKey {
			return q
		}
		q.start('G', r)
		q.bytes = append(q.bytes, r.URL.RawQuery...)
		q.known = true
	case http.MethodPost:
		if r.ContentLength < 0 || r.ContentLength > maxRawKey || len(r.Header["Content-Encoding"]) > 0 {
			return q
		}
		q.start('P', r)
		q.header(r.Header["Content-Type"])
		q.readBody(r)
	}
	return q
}

func (q *request) start(method byte, r *http.Request) {
	q.bytes = append(append(q.bytes, method), r.URL.Path...)
	q.header(r.Header["Accept"])
	q.header(r.Header["Accept-Language"])
}

// header adds the lines of a header. No line contains a line feed, so different requests have
// different bytes.
func (q *request) header(lines []string) {
	q.bytes = append(q.bytes, '\n')
	for _, line := range lines {
		q.bytes = append(append(q.bytes, line...), '\n')
	}
	q.bytes = append(q.bytes, '\n')
}

// readBody adds the body, and replaces it by what was read.
func (q *request) readBody(r *http.Request) {
	at := len(q.bytes)
	q.bytes = append(q.bytes, make([]byte, r.ContentLength)...)
	n, err := io.ReadFull(r.Body, q.bytes[at:])
	q.known = err == nil
	q.body.read.Reset(q.bytes[at : at+n])
	q.body.rest, q.body.failed = r.Body, err
	r.Body = &q.body
}

// key returns the request's bytes, or "" if they are not known. It is valid until free.
func (q *request) key() string {
	if !q.known {
		return ""
	}
	return unsafe.String(unsafe.SliceData(q.bytes), len(q.bytes))
}

func (c *Cache) free(q *request) {
	q.body = restored{}
	c.requests.Put(q)
}

// restored is a body that was already read.
type restored struct {
	read   bytes.Reader
	rest   io.ReadCloser
	failed error // the error at the end of reading
}

func (b *restored) Read(p []byte) (int, error) {
	n, err := b.read.Read(p)
	if err == io.EOF && b.failed != nil {
		err = b.failed
	}
	return n, err
}

func (b *restored) Close() error {
	if b.rest == nil {
		return nil
	}
	return b.rest.Close()
}
