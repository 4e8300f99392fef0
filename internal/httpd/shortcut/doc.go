// Package shortcut answers requests whose head is known past most of net/http.
//
// A client of a website or an app says the same head thousands of times, and
// reading it, making a request of it and writing an answer's header is most of
// what an answer from a cache costs. So a connection compares, byte by byte, what
// it has read while it waited for a request with the heads that net/http read
// before, and where it knows one, it gives the handler a copy of the request that
// net/http made of it then. All else goes to net/http: a head that is not known,
// what has not come whole in one read, requests with a credential.
//
// It never reads a head itself. Whether a connection stands at the beginning of a
// request it knows by its own count of bytes: one on which that can't be told, as
// after a chunked body, is net/http's from then on.
//
// It knows HTTP/1.1 and nothing of what is served. The handlers that it is given
// answer in full: their writer does not flush, and their context does not end when
// the client goes away.
package shortcut
