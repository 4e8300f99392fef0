package media

import (
	"io"
	"net/http"
	"time"
)

// The service's timeouts are for a whole request and a whole response, but a video takes
// longer than any of them. Here each piece has its own timeout.
const (
	// patience is the maximum time for a piece of a file, in either direction.
	patience = time.Minute
	// patienceRenewed is the minimum age of a deadline before it is renewed, since that has a
	// cost.
	patienceRenewed = time.Second
)

// deadline returns a function that extends a deadline to patience from now.
func deadline(set func(time.Time) error) (more func()) {
	var last time.Time
	return func() {
		if now := time.Now(); now.Sub(last) > patienceRenewed {
			last = now
			_ = set(now.Add(patience)) // a connection without deadlines needs none
		}
	}
}

// patientWriter extends the deadline with each piece of a response.
type patientWriter struct {
	http.ResponseWriter
	more func()
}

func patient(w http.ResponseWriter) *patientWriter {
	return &patientWriter{w, deadline(http.NewResponseController(w).SetWriteDeadline)}
}

func (w *patientWriter) Write(p []byte) (int, error) {
	w.more()
	return w.ResponseWriter.Write(p)
}

// Unwrap supports http.ResponseController.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// patientReader extends the deadline with each piece of a request's body.
type patientReader struct {
	io.Reader
	more func()
	err  error // caused by the client
}

func (r *patientReader) Read(p []byte) (int, error) {
	r.more()
	n, err := r.Reader.Read(p)
	if err != nil && !isEOF(err) {
		r.err = err
	}
	return n, err
}
