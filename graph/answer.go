package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
)

// revisionHeader has the revision that an answer is of.
const revisionHeader = "Lectern-Revision"

// answer is what came of a request: what an operation gave, or only errors.
type answer struct {
	errs gqlerror.List
	// data is JSON. It is empty where the operation did not run.
	data []byte

	// For answers without data: the status, and whether it holds for plain JSON also.
	status int
	always bool
	allow  string // of status 405

	revision   content.Revision // 0 where no view was opened
	reads      content.Reads    // of the view
	byLanguage bool             // the header Accept-Language had a say
	incomplete []incompleteDraft
	showCost   bool
	cost       int
	maxCost    int
}

// Response is an answer as it goes out. Everything is in memory by then, and no view is open.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	// Kept is there where the answer may be given to others too.
	Kept *Kept
}

// Kept is what must be known of an answer that is given again: it is good for as long as
// nothing that it depends on has changed.
type Kept struct {
	Revision content.Revision // that it is of
	Reads    content.Reads    // what it depends on
	// MaxAge is how long a client may keep it without asking.
	MaxAge time.Duration
}

// refuse is an answer that has only an error.
func refuse(code, message string) *answer {
	return refuseAll(gqlerror.List{newError(code, message)})
}

// refuseAll is an answer that has only errors; the first decides about the status.
func refuseAll(errs gqlerror.List) *answer {
	c := codeOf(errs[0])
	if c.status == 0 { // a code that should come with data
		c.status = http.StatusBadRequest
	}
	return &answer{errs: errs[:min(len(errs), maxErrors)], status: c.status, always: c.always}
}

// response is the answer as it goes out, in a media type.
func (a *answer) response(media mediaType) *Response {
	body := a.encode()
	r := &Response{Status: http.StatusOK, Body: body, Header: http.Header{
		"Content-Type":   {media.contentType()},
		"Content-Length": {strconv.Itoa(len(body))},
		"Cache-Control":  {"no-store"},
		"Vary":           {"Accept"},
	}}
	if a.byLanguage {
		r.Header["Vary"] = []string{"Accept, Accept-Language"}
	}
	if a.revision > 0 {
		r.Header[revisionHeader] = []string{strconv.FormatUint(uint64(a.revision), 10)}
	}
	if len(a.data) == 0 && (media == graphQLJSON || a.always) {
		r.Status = a.status
	}
	switch r.Status {
	case http.StatusMethodNotAllowed:
		r.Header["Allow"] = []string{a.allow}
	case http.StatusUnauthorized:
		r.Header["Www-Authenticate"] = []string{"Bearer"}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		r.Header["Retry-After"] = []string{"1"}
	}
	return r
}

// Send writes the response.
func (r *Response) Send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range r.Header {
		if name == "Vary" { // others have their say in it
			values = append(header[name], values...)
		}
		header[name] = values
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body) // an error means that nobody listens any more
}

// encode writes the answer's JSON: the errors first, as the GraphQL specification suggests,
// and the data as the executor wrote it.
func (a *answer) encode() []byte {
	const around = 128 // what stands round the data, where there are no errors
	b := bytes.NewBuffer(make([]byte, 0, len(a.data)+around))
	b.WriteByte('{')
	if len(a.errs) > 0 {
		b.WriteString(`"errors":`)
		encoder := json.NewEncoder(b)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(a.errs) // of strings, numbers, and maps and lists of them
		b.Truncate(b.Len() - 1)    // the encoder's newline
	}
	if len(a.data) > 0 {
		comma(b)
		b.WriteString(`"data":`)
		b.Write(a.data)
	}
	if a.showCost || len(a.incomplete) > 0 {
		comma(b)
		a.encodeExtensions(b)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// encodeExtensions writes what the response says besides errors and data.
func (a *answer) encodeExtensions(b *bytes.Buffer) {
	b.WriteString(`"extensions":{`)
	if a.showCost {
		b.WriteString(`"cost":{"cost":`)
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(a.cost), 10))
		b.WriteString(`,"limit":`)
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(a.maxCost), 10))
		b.WriteByte('}')
		if a.revision > 0 {
			b.WriteString(`,"revision":`)
			b.Write(strconv.AppendUint(b.AvailableBuffer(), uint64(a.revision), 10))
		}
	}
	if len(a.incomplete) > 0 {
		comma(b)
		b.WriteString(`"incompleteDrafts":`)
		encoder := json.NewEncoder(b)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(a.incomplete) // of strings, and lists of them
		b.Truncate(b.Len() - 1)          // the encoder's newline
	}
	b.WriteByte('}')
}

// comma separates a member from the one before it, if there is one.
func comma(b *bytes.Buffer) {
	if b.Bytes()[b.Len()-1] != '{' {
		b.WriteByte(',')
	}
}
