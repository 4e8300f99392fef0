package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	fetchTimeout = 5 * time.Second
	// fetchEvery is the minimum interval between requests to the same URL. Anyone can make up
	// tokens, and each with an unknown key makes the service read the keys again.
	fetchEvery = time.Second
	maxFetched = 1 << 20
)

// fetcher is the http.RoundTripper that reads the documents of a provider: JSON of a bounded
// size, in a bounded time, from a trusted URL, without redirects. Within fetchEvery it returns
// the previous result, also if that is an error.
type fetcher struct {
	next http.RoundTripper
	now  func() time.Time
	mu   sync.Mutex // held during the request: the others wait for the same result
	seen map[string]fetched
}

type fetched struct {
	at   time.Time
	body []byte
	err  error
}

// newFetcher returns a fetcher with a clock.
func newFetcher(now func() time.Time) *fetcher {
	return &fetcher{next: http.DefaultTransport, now: now, seen: map[string]fetched{}}
}

// RoundTrip implements http.RoundTripper.
func (f *fetcher) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	address := r.URL.String()
	got, ok := f.seen[address]
	if !ok || f.now().Sub(got.at) >= fetchEvery {
		got.body, got.err = f.fetch(r)
		got.at = f.now() // after the request, which can take longer than fetchEvery
		f.seen[address] = got
	}
	if got.err != nil {
		return nil, got.err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(got.body)),
		ContentLength: int64(len(got.body)),
		Request:       r,
	}, nil
}

// fetch sends the request. It is not cancelled with the request that caused it, since its
// result is shared.
func (f *fetcher) fetch(r *http.Request) ([]byte, error) {
	if !trusted(r.URL) {
		return nil, errors.New("the URL must use https")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), fetchTimeout)
	defer cancel()
	response, err := f.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it responded with %s", response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxFetched+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxFetched || !json.Valid(body) {
		return nil, fmt.Errorf("its response is not JSON of at most %d bytes", maxFetched)
	}
	return body, nil
}
