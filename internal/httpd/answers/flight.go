package answers

import "context"

// made is an answer that was just made: the bytes stay good for those who waited
// for them, though the entry may be dropped by now.
type made struct {
	entry *entry
	forms *forms
}

// flight is an answer in the making, for which others may wait.
type flight struct {
	done   chan struct{}
	result made // once it is done; nothing, where the answer is for one request only
}

// answer makes an answer, or waits for one that is in the making. It is one to
// share, or a response that is for this request only.
func (c *Cache) answer(ctx context.Context, key string, p Prepared) (made, *Response) {
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
	var response *Response
	f.result, response = c.run(key, p)
	return f.result, response
}

func (c *Cache) run(key string, p Prepared) (made, *Response) {
	r := p.Run()
	if r.Kept == nil {
		return made{}, r
	}
	e, f := c.newEntry(key, r)
	c.keep(e, f)
	return made{e, f}, nil
}
