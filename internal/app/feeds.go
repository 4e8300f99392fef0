package app

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"

	"lectern/content"
	"lectern/internal/feed"
	"lectern/internal/feed/atom"
	"lectern/internal/feed/calendar"
	"lectern/internal/feed/jsonld"
	"lectern/internal/feed/oembed"
	"lectern/internal/feed/podcast"
	"lectern/internal/feed/schedule"
	"lectern/internal/feed/sitemap"
	"lectern/internal/httpd"
	"lectern/internal/httpd/answers"
)

// feedRoutes are the feeds of the service, all of them.
func feedRoutes() feed.Routes {
	return slices.Concat(
		podcast.Routes(), calendar.Routes(), schedule.Routes(), jsonld.Routes(), atom.Routes(), sitemap.Routes(),
		oembed.Routes(),
	)
}

// feeds is package feed for package answers. Everybody sees in them what readers
// see: no credential is looked at.
type feeds struct {
	routes  feed.Routes
	store   content.Store
	site    *content.Site
	log     *slog.Logger
	timeout time.Duration // of one feed
	slots   *semaphore.Weighted
	wait    time.Duration // for a slot
}

func newFeeds(c Config, store content.Store, site *content.Site) *feeds {
	l := c.Limits
	return &feeds{feedRoutes(), store, site, c.Log, l.Timeout, semaphore.NewWeighted(int64(l.Concurrent)), l.Wait}
}

// handler answers with what is kept, or from the feeds.
func (f *feeds) handler(cache *answers.Cache) http.Handler {
	kept := cache.Serve(f)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route, _ := f.routes.Match(r.URL.Path); route != nil {
			r.Pattern = route.Path // for the log
		}
		kept.ServeHTTP(w, r)
	})
}

// Prepare reads what is asked.
func (f *feeds) Prepare(_ http.ResponseWriter, r *http.Request) answers.Prepared {
	p := &preparedFeed{feeds: f, ctx: r.Context()}
	var names map[string]string
	if p.route, names = f.routes.Match(r.URL.Path); p.route == nil {
		p.err = content.Errorf(content.CodeNotFound, "There is no feed at this URL.")
		return p
	}
	p.request, p.err = feed.NewRequest(p.route, names, r.URL.Query(), f.site)
	return p
}

type preparedFeed struct {
	feeds   *feeds
	ctx     context.Context
	route   *feed.Route
	request *feed.Request
	err     error
}

// Key is the feed's own address, with the parameters that it heeds.
func (p *preparedFeed) Key() string {
	if p.err != nil {
		return ""
	}
	return p.request.Key()
}

// Operation is none: feeds are in no register.
func (p *preparedFeed) Operation() (id string, registered bool) { return "", false }

// Run writes the feed. What can't be given is not kept: to find that out costs
// less than to keep whatever somebody may ask for.
func (p *preparedFeed) Run() *answers.Response {
	if p.err != nil {
		return p.feeds.refuse(p.ctx, p.err)
	}
	answer, kept, err := p.feeds.encode(p.ctx, p.route, p.request)
	if err != nil {
		return p.feeds.refuse(p.ctx, err)
	}
	body, err := answer.Body()
	if err != nil {
		return p.feeds.refuse(p.ctx, err)
	}
	kept.MaxAge = cmp.Or(p.route.MaxAge, feed.DefaultMaxAge)
	return &answers.Response{
		Status: http.StatusOK, Body: body, Kept: kept,
		Header: http.Header{"Content-Type": {answer.Type}, "Vary": {"Accept-Encoding"}},
	}
}

// encode has the feed read through a view of its own.
func (f *feeds) encode(ctx context.Context, route *feed.Route, r *feed.Request) (*feed.Answer, *answers.Kept, error) {
	waiting, cancel := context.WithTimeout(ctx, f.wait)
	defer cancel()
	if f.slots.Acquire(waiting, 1) != nil {
		return nil, nil, content.Errorf(content.CodeTimeout, "The service has too many requests at the moment. Try again later.")
	}
	defer f.slots.Release(1)
	ctx, cancel = context.WithTimeout(ctx, f.timeout)
	defer cancel()
	view, err := content.OpenView(ctx, f.store, content.ViewOptions{Actor: content.Anonymous, Languages: r.Languages(), Site: f.site})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = view.Close() }() // only read
	answer, err := route.Encode(view, r)
	if err != nil {
		return nil, nil, err
	}
	return answer, &answers.Kept{Revision: view.Revision(), Reads: view.Reads()}, nil
}

// refuse says what is wrong, and nothing of a fault.
func (f *feeds) refuse(ctx context.Context, err error) *answers.Response {
	status, code, detail := http.StatusInternalServerError, content.CodeInternal, "Internal error. The service's log has the request id."
	header := http.Header{"Content-Type": {httpd.ProblemType}, "Cache-Control": {"no-store"}}
	switch content.CodeOf(err) {
	case content.CodeNotFound:
		status = http.StatusNotFound
	case content.CodeBadInput, content.CodeTooComplex:
		status = http.StatusBadRequest
	case content.CodeTimeout:
		status = http.StatusServiceUnavailable
		header.Set("Retry-After", "1")
	default:
		f.log.ErrorContext(ctx, "a feed failed", "error", err)
	}
	var domain *content.Error
	if status != http.StatusInternalServerError && errors.As(err, &domain) {
		code, detail = domain.Code, domain.Message
	}
	return &answers.Response{Status: status, Header: header, Body: httpd.Problem(ctx, status, string(code), detail)}
}
