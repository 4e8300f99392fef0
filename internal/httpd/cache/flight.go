package cache

import (
	"context"

	"lectern/internal/response"
)

// made is a response that was just made: the bytes stay good for those who waited
// for them, though the entry may be dropped by now.
type made struct {
	entry *entry
	forms *forms
}

// flight is a response in the making, for which others may wait.
type flight struct {
	done   chan struct{}
	result made // once it is done; nothing, where the response is for one request only
}

// share makes a response, or waits for one that is in the making. It is one to
// share, or one that is for this request only.
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
