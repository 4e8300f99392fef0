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
// request.
type conn struct {
	net.Conn
	shortcut *Shortcut
	ctx      context.Context
	remote   string
	writer   writer
	body     body

	mu sync.Mutex // for all below: net/http reads ahead while a handler runs
	// asked is what net/http has taken since a request began, as far as it is kept, and
	// taken how much that is in all. Of it the request is `whole` bytes long, and its
	// head `head` bytes; they are 0 before that is known. What is more is of the next.
	asked []byte
	taken int
	whole int
	head  int
	state state

	busy   bool // an answer is being made here
	closed bool
}

// state is where a connection stands.
type state int

const (
	taking  state = iota // net/http takes a request, or begins to
	waiting              // for a request, of which nothing is read
	lost                 // nobody knows where the next one begins: it is net/http's for good
)

func newConn(c net.Conn, s *Shortcut) *conn {
	n := &conn{Conn: c, shortcut: s, ctx: context.Background(), remote: c.RemoteAddr().String()}
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
		if err == nil && c.waits() {
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

func (c *conn) waits() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state == waiting
}

// maxAsked is how much of a request is kept; more than net/http reads at once.
const maxAsked = 8 << 10

// take notes what net/http gets.
func (c *conn) take(p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == lost {
		return
	}
	if c.state == waiting {
		c.state, c.asked, c.taken, c.whole, c.head = taking, c.asked[:0], 0, 0, 0
	}
	if c.taken == len(c.asked) && c.taken+len(p) <= maxAsked {
		c.asked = append(c.asked, p...)
	}
	c.taken += len(p)
}

// began is told of a request that net/http has read the head of.
func (c *conn) began(r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == lost {
		return
	}
	if c.head = framed(c.asked, r); c.head == 0 || c.whole != 0 {
		c.lose()
		return
	}
	c.whole = c.head + int(r.ContentLength)
}

// idle is told that net/http is done with a request and waits for the next one. It
// has a part of that already where the client was quick.
func (c *conn) idle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.state == lost:
	case c.whole != 0 && c.taken == c.whole:
		c.state = waiting
	case c.whole != 0 && c.taken > c.whole && c.taken == len(c.asked):
		c.asked = append(c.asked[:0], c.asked[c.whole:]...)
		c.taken, c.whole, c.head = len(c.asked), 0, 0
	default:
		c.lose()
	}
}

// learn has the head of the request learned that the handler has.
func (c *conn) learn(r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != 0 {
		c.shortcut.learn(c.asked[:c.head], r)
	}
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
	r.RemoteAddr = c.remote
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
