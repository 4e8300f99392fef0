package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

type purgeFeedCommand struct {
	URL    string        `help:"URL of the service." default:"http://localhost:8080" env:"LECTERN_URL"`
	Token  string        `help:"Token of any role. Prefer LECTERN_TOKEN in the environment, since other users of the machine can see a command line." placeholder:"TOKEN" env:"LECTERN_TOKEN"`
	Since  uint64        `help:"Start after this revision: the last one printed before." default:"0" env:"-"`
	Follow bool          `help:"Keep running, and print changes as they happen." env:"-"`
	Rest   time.Duration `help:"With --follow, time to wait after the service was unreachable." default:"5s" env:"-"`

	base *url.URL
}

// Help is shown by "lectern purge-feed --help".
func (purgeFeedCommand) Help() string {
	return `Each line covers one or more changes: the revision of the last one, and the tags of the responses that may be out of date (serve --cache-tags adds tags to responses). The tag "all" means all responses. The command asks the running service and needs a token. Before the first start of the example: echo 0 > revision.

Example:

  lectern purge-feed --follow --since=$(cat revision) | while read revision tags; do
    curl -X POST -H "Fastly-Key: $KEY" -H "Surrogate-Key: $tags" https://cdn.example.org/purge && echo $revision > revision
  done`
}

// Validate checks the flags; kong calls it.
func (c *purgeFeedCommand) Validate() (err error) {
	if c.base, err = url.Parse(c.URL); err != nil || !isHTTP(c.base) {
		return fmt.Errorf("--url: %q must be a URL such as http://localhost:8080", c.URL)
	}
	if c.Token == "" {
		return errors.New("--token or LECTERN_TOKEN is required; lectern token create makes a token")
	}
	if c.Rest < 0 {
		return errors.New("--rest must not be negative")
	}
	return nil
}

// Run prints the feed.
func (c *purgeFeedCommand) Run(p *program) error {
	at := c.Since
	for {
		page, err := c.ask(p.ctx, at)
		var refused *refusedError
		switch {
		case p.ctx.Err() != nil:
			return nil
		case err != nil && (!c.Follow || errors.As(err, &refused)):
			return err
		case err != nil:
			p.log.Warn("the service can't be reached; retrying", "error", err)
			select {
			case <-p.ctx.Done():
			case <-time.After(c.Rest):
			}
			continue
		}
		if at != page.Revision || len(page.Tags) > 0 {
			if _, err := fmt.Fprintln(p.out, strings.Join(append([]string{strconv.FormatUint(page.Revision, 10)}, page.Tags...), " ")); err != nil {
				return err
			}
		}
		at = page.Revision
		if page.Complete && !c.Follow {
			return nil
		}
	}
}

// purgePage is a response of /changes.
type purgePage struct {
	Revision uint64   `json:"revision"`
	Complete bool     `json:"complete"`
	Tags     []string `json:"tags"`
}

// refusedError is an error response that a retry would not change.
type refusedError struct{ status, detail string }

func (e *refusedError) Error() string {
	return "the service responded with " + e.status + ": " + e.detail
}

const (
	purgeWait     = 20 * time.Second // how long the service waits for a change
	purgeTimeout  = purgeWait + 10*time.Second
	maxPurgeBytes = 64 << 20 // of a response: 500 changes of 100 documents each need less
)

func (c *purgeFeedCommand) ask(ctx context.Context, since uint64) (page purgePage, err error) {
	ctx, cancel := context.WithTimeout(ctx, purgeTimeout)
	defer cancel()
	u := c.base.JoinPath("changes")
	parameters := url.Values{"since": {strconv.FormatUint(since, 10)}}
	if c.Follow {
		parameters.Set("wait", purgeWait.String())
	}
	u.RawQuery = parameters.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return page, err
	}
	r.Header.Set("Authorization", "Bearer "+c.Token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return page, err
	}
	defer func() { _ = response.Body.Close() }()
	body := io.LimitReader(response.Body, maxPurgeBytes)
	if response.StatusCode == http.StatusOK {
		return page, json.NewDecoder(body).Decode(&page)
	}
	var problem struct{ Detail string }
	_ = json.NewDecoder(body).Decode(&problem) // the status is reported in any case
	if response.StatusCode < http.StatusInternalServerError {
		return page, &refusedError{response.Status, problem.Detail}
	}
	return page, fmt.Errorf("the service responded with %s: %s", response.Status, problem.Detail)
}
