package cache

import (
	"context"

	"lectern/internal/response"
)

// made is a response that was just built. Its bytes stay valid for the requests that wait for
// it, even if the entry has been dropped.
type made struct {
	entry *entry
	forms *forms
}

// flight is a response that is being built, for which other requests may wait.
type flight struct {
	done   chan struct{}
	result made // set at the end; empty if the response is for one request only
}

// share builds a response, or waits for one that is being built. The result can be shared, or
// is for this request only.
func (c *Cache) share(ctx context.Context, key string, p Prepared) (made, *response.Response) {
	c.mu.Lock()
	f, waits := c.flights[key]
	if !waits {
		f = &flight{done: make(chan struct{})}
		c.flights[key] = f
	}
	c.mu.Unlock()
	if waits {
		select {
		case <-f.done:
			if f.result.entry != nil {
				return f.result, nil
			}
		case <-ctx.Done():
		}
		return c.run(key, p)
	}
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.flights[key] == f {
			delete(c.flights, key)
		}
		close(f.done)
	}()
	var own *response.Response
	f.result, own = c.run(key, p)
	return f.result, own
}

func (c *Cache) run(key string, p Prepared) (made, *response.Response) {
	r := p.Run()
	if r.Reuse == nil {
		return made{}, r
	}
	e, f := c.newEntry(key, r)
	c.keep(e, f)
	return made{e, f}, nil
}
