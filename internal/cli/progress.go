package cli

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress shows the progress of a command on one line of a terminal, which it
// overwrites. Without a terminal it shows nothing.
type progress struct {
	to    io.Writer // nil without a terminal
	what  string
	every time.Duration
	last  time.Time
}

func newProgress(to io.Writer, what string) *progress {
	p := &progress{what: what, every: 100 * time.Millisecond}
	if isTerminal(to) {
		p.to = to
	}
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show updates the line. A total of 0 is not known yet.
func (p *progress) show(done, total int) {
	if p.to == nil || (time.Since(p.last) < p.every && done != total) {
		return
	}
	p.last = time.Now()
	if total > 0 {
		fmt.Fprintf(p.to, "\r\x1b[K%d of %d %s", done, total, p.what)
		return
	}
	fmt.Fprintf(p.to, "\r\x1b[K%d %s", done, p.what)
}

// end clears the line.
func (p *progress) end() {
	if p.to != nil && !p.last.IsZero() {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
