package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/internal/response"
)

// result is the outcome of a request: that of an operation, or only errors.
type result struct {
	errs gqlerror.List
	// data is JSON. It is empty if the operation did not run.
	data []byte

	// For results without data: the status, and whether it holds for plain JSON, too.
	status int
	always bool
	allow  response.Methods // for status 405

	revision   content.Revision // 0 if no view was opened
	reads      content.Reads    // of the view
	byLanguage bool             // the header Accept-Language affected it
	incomplete []incompleteDraft
	replayed   bool // a mutation that had already run under its idempotency key
	showCost   bool
	cost       int
	maxCost    int
}

// refuse returns a result that has only an error.
func refuse(code content.Code, message string) *result {
	return refuseAll(gqlerror.List{newError(code, message)})
}

// refuseAll returns a result that has only errors; the first decides the status.
func refuseAll(errs gqlerror.List) *result {
	c := codeOf(errs[0])
	if c.status == 0 { // a code that should occur only with data
		c.status = http.StatusBadRequest
	}
	return &result{errs: errs[:min(len(errs), maxErrors)], status: c.status, always: c.always}
}

// Values of headers that all responses share. They must not be changed.
var (
	vary           = []string{"Accept"}
	varyByLanguage = []string{"Accept, Accept-Language"}
)

// response returns the result as a response of a media type.
func (a *result) response(media mediaType) *response.Response {
	body := a.encode()
	r := &response.Response{Status: http.StatusOK, Body: body, Header: http.Header{
		"Content-Type":   media.header(),
		"Content-Length": {strconv.Itoa(len(body))},
		"Vary":           vary,
	}}
	if a.byLanguage {
		r.Header["Vary"] = varyByLanguage
	}
	if a.revision > 0 {
		r.Header[response.RevisionHeader] = []string{strconv.FormatUint(uint64(a.revision), 10)}
	}
	if a.replayed {
		r.Header[response.ReplayedHeader] = []string{"true"}
	}
	if len(a.data) == 0 && (media == graphQLJSON || a.always) {
		r.Status = a.status
	}
	switch r.Status {
	case http.StatusMethodNotAllowed:
		r.Header["Allow"] = []string{a.allow.String()}
	case http.StatusUnauthorized:
		r.Header["Www-Authenticate"] = []string{response.Challenge}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		r.Header["Retry-After"] = []string{response.RetryAfter(codeOf(a.errs[0]).name)}
	}
	return r
}

// encode writes the result's JSON: the errors first, as the GraphQL specification suggests,
// and the data as the executor wrote it.
func (a *result) encode() []byte {
	const around = 128 // size of everything but the data, without errors
	b := bytes.NewBuffer(make([]byte, 0, len(a.data)+around))
	b.WriteByte('{')
	if len(a.errs) > 0 {
		b.WriteString(`"errors":`)
		encoder := json.NewEncoder(b)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(a.errs) // strings, numbers, maps and lists always encode
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

// encodeExtensions writes the extensions of the response.
func (a *result) encodeExtensions(b *bytes.Buffer) {
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
		_ = encoder.Encode(a.incomplete) // strings and lists always encode
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
