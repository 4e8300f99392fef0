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
	URL    string        `help:"Address of the service." default:"http://localhost:8080" env:"LECTERN_URL"`
	Token  string        `help:"Token to sign in with; any role will do. Better given in the environment, where other users of the machine don't see it: LECTERN_TOKEN." env:"LECTERN_TOKEN"`
	Since  uint64        `help:"Revision after which to begin: the last one that was printed before." default:"0" env:"-"`
	Follow bool          `help:"Go on, and print each change as it comes." env:"-"`
	Rest   time.Duration `help:"With --follow, the pause after the service could not be reached." default:"5s" env:"-"`
}

// Help is shown by "lectern purge-feed --help".
func (purgeFeedCommand) Help() string {
	return `Prints what a cache in front of the service has to drop, a line for some changes: the revision of the last of them, and the tags of the answers that they may have spoiled (serve --cache-tags puts them on answers). The tag "all" stands for all answers. It asks the running service, and needs a token.

  lectern purge-feed --follow --since=$(cat revision) | while read revision tags; do
    curl -X POST -H "Fastly-Key: $KEY" -H "Surrogate-Key: $tags" https://cdn.example.org/purge && echo $revision > revision
  done`
}

// Run prints the feed.
func (c *purgeFeedCommand) Run(p *program) error {
	base, err := url.Parse(c.URL)
	if err != nil || !isHTTP(base) {
		return fmt.Errorf("--url: %q is not an address, as in http://localhost:8080", c.URL)
	}
	if c.Token == "" {
		return errors.New("--token: it is missing; lectern token create makes one, and LECTERN_TOKEN in the environment hands it over")
	}
	at := c.Since
	for {
		page, err := c.ask(p.ctx, base, at)
		var refused *refusedError
		switch {
		case p.ctx.Err() != nil:
			return nil
		case err != nil && (!c.Follow || errors.As(err, &refused)):
			return err
		case err != nil:
			p.log.Warn("the service can't be reached; trying again", "error", err)
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

// purgePage is an answer of /changes.
type purgePage struct {
	Revision uint64   `json:"revision"`
	Complete bool     `json:"complete"`
	Tags     []string `json:"tags"`
}

// refusedError is an answer that would be the same the next time.
type refusedError struct{ status, detail string }

func (e *refusedError) Error() string { return "the service says " + e.status + ": " + e.detail }

const (
	purgeWait     = 20 * time.Second // that the service waits for a change
	purgeTimeout  = purgeWait + 10*time.Second
	maxPurgeBytes = 64 << 20 // of an answer: 500 changes of 100 documents each have less
)

func (c *purgeFeedCommand) ask(ctx context.Context, base *url.URL, since uint64) (page purgePage, err error) {
	ctx, cancel := context.WithTimeout(ctx, purgeTimeout)
	defer cancel()
	u := base.JoinPath("changes")
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
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return page, err
	}
	defer func() { _ = answer.Body.Close() }()
	body := io.LimitReader(answer.Body, maxPurgeBytes)
	if answer.StatusCode == http.StatusOK {
		return page, json.NewDecoder(body).Decode(&page)
	}
	var problem struct{ Detail string }
	_ = json.NewDecoder(body).Decode(&problem) // the status says it too
	if answer.StatusCode < http.StatusInternalServerError {
		return page, &refusedError{answer.Status, problem.Detail}
	}
	return page, fmt.Errorf("the service says %s: %s", answer.Status, problem.Detail)
}
