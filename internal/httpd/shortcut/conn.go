package shortcut

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// conn is a connection that answers what it knows while net/http waits for a
// request. All but Close is called by one goroutine at a time.
type conn struct {
	net.Conn
	shortcut *Shortcut
	ctx      context.Context
	writer   writer
	body     body

	// asked is what was read first since the connection stood at the beginning of a
	// request, of which net/http has taken `taken` bytes or more by now. Whether all
	// of that was one request, `whole` says: the length of it, 0 where it is not known.
	asked []byte
	head  int // its head's length, 0 where it is not known
	taken int
	whole int
	state state

	mu     sync.Mutex
	busy   bool
	closed bool
}

// state is where a connection stands.
type state int

const (
	atStart state = iota // of its first request, which is net/http's
	waiting              // for a request, at its beginning
	taking               // net/http has begun to take one
	lost                 // nobody knows where the next one begins: it is net/http's for good
)

func newConn(c net.Conn, s *Shortcut) *conn {
	n := &conn{Conn: c, shortcut: s, ctx: context.Background()}
	n.writer.header = http.Header{}
	return n
}

// Read gives net/http what was read, unless it was a request that could be
// answered here.
func (c *conn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if n == 0 {
			return n, err
		}
		if c.state == waiting && err == nil {
			if h, body := c.shortcut.known(p[:n]); h != nil {
				if err := c.answer(h, body); err != nil {
					return 0, err
				}
				continue
			}
		}
		c.take(p[:n])
		return n, err
	}
}

// take notes what net/http gets.
func (c *conn) take(p []byte) {
	switch c.state {
	case atStart, waiting:
		c.asked, c.head, c.taken, c.whole = append(c.asked[:0], p...), 0, len(p), 0
		c.state = taking
	case taking:
		c.taken += len(p)
	}
}

// began is told of a request that net/http has read the head of.
func (c *conn) began(r *http.Request) {
	second := c.whole != 0 // within what was taken
	if c.head = framed(c.asked, r); c.head == 0 || c.state != taking || second {
		c.lose()
		return
	}
	c.whole = c.head + int(r.ContentLength)
}

// idle is told that net/http is done with a request and waits for the next one.
func (c *conn) idle() {
	if c.state == taking && c.whole != 0 && c.taken == c.whole {
		c.state = waiting
		return
	}
	c.lose()
}

func (c *conn) lose() { c.state, c.asked, c.head = lost, nil, 0 }

// answer has the handler answer a request.
func (c *conn) answer(h *head, p []byte) (err error) {
	if !c.begin() {
		return net.ErrClosed
	}
	defer c.end()
	defer func() {
		if p := recover(); p != nil { // the handler's way to cut the connection; others it has answered
			err = net.ErrClosed
		}
	}()
	now := time.Now()
	if c.shortcut.write > 0 {
		_ = c.SetWriteDeadline(now.Add(c.shortcut.write))
	}
	c.body.Reset(p)
	r := h.request.WithContext(c.ctx)
	r.RemoteAddr = c.RemoteAddr().String()
	r.Body = &c.body
	c.writer.begin(c, r.Method == http.MethodHead, now)
	c.shortcut.handler.ServeHTTP(&c.writer, r)
	if err := c.writer.finish(); err != nil {
		return err
	}
	if c.shortcut.idle > 0 {
		return c.SetReadDeadline(now.Add(c.shortcut.idle))
	}
	return nil
}

// begin notes that an answer is being made; false where the connection is closed.
func (c *conn) begin() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.busy = true
	c.shortcut.busy.Add(1)
	return true
}

func (c *conn) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = false
	c.shortcut.busy.Done()
	if c.closed {
		_ = c.Conn.Close()
	}
}

// Close closes the connection, after the answer that is being made: net/http takes
// it for idle.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.busy {
		return nil
	}
	return c.Conn.Close()
}

// ReadFrom lets net/http send files by the kernel.
func (c *conn) ReadFrom(r io.Reader) (int64, error) {
	if to, ok := c.Conn.(io.ReaderFrom); ok {
		return to.ReadFrom(r)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, r)
}

// CloseWrite lets net/http say that nothing more comes.
func (c *conn) CloseWrite() error {
	if to, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return to.CloseWrite()
	}
	return nil
}

// body is a request's body, which has been read.
type body struct{ bytes.Reader }

// Close is net/http's matter.
func (*body) Close() error { return nil }
