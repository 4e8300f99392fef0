package media

import (
	"io"
	"net/http"
	"time"
)

// The service's time limits are for a whole request and a whole response, and a
// film takes longer than any of them. Here a client has time for each piece.
const (
	// patience is how long a client may take for a piece of a file, down or up.
	patience = time.Minute
	// patienceRenewed is how old a deadline may be: to set one costs something.
	patienceRenewed = time.Second
)

// deadline gives a function that puts off a deadline by patience, from when it
// is called.
func deadline(set func(time.Time) error) (more func()) {
	var last time.Time
	return func() {
		if now := time.Now(); now.Sub(last) > patienceRenewed {
			last = now
			_ = set(now.Add(patience)) // where there is none, none is needed
		}
	}
}

// patientWriter gives time for each piece of a response.
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

// Unwrap serves http.ResponseController.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// patientReader gives time for each piece of a request's body.
type patientReader struct {
	io.Reader
	more func()
	err  error // of the client's side
}

func (r *patientReader) Read(p []byte) (int, error) {
	r.more()
	n, err := r.Reader.Read(p)
	if err != nil && !isEOF(err) {
		r.err = err
	}
	return n, err
}
