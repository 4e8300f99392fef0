package app

import (
	"cmp"
	"context"
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
	"lectern/internal/feed/webpage"
	"lectern/internal/httpd/cache"
	"lectern/internal/response"
)

// feedRoutes are the feeds of the service, all of them.
func feedRoutes() feed.Routes {
	return slices.Concat(
		podcast.Routes(), calendar.Routes(), schedule.Routes(), jsonld.Routes(), atom.Routes(), sitemap.Routes(),
		oembed.Routes(),
	)
}

// pages are those of documents that have none on a website.
func (c *Config) pages() feed.Routes {
	if c.Website != "" {
		return nil
	}
	return webpage.Routes(func(kind *content.Kind) bool { return c.Pages[kind.Name] == "" })
}

func paths(routes feed.Routes) (all []string) {
	for _, r := range routes {
		all = append(all, r.Path)
	}
	return all
}

// feeds is package feed for package cache. Everybody sees in them what readers
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
	return &feeds{append(feedRoutes(), c.pages()...), store, site, c.Log, l.Timeout, semaphore.NewWeighted(int64(l.Concurrent)), l.Wait}
}

// handler sends what is cached, or writes the feed.
func (f *feeds) handler(c *cache.Cache) http.Handler {
	cached := cache.Serve(c, f.prepare)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route, _ := f.routes.Match(r.URL.Path); route != nil {
			r.Pattern = route.Path // for the log
		}
		cached.ServeHTTP(w, r)
	})
}

// prepare reads what is asked.
func (f *feeds) prepare(_ http.ResponseWriter, r *http.Request) *preparedFeed {
	p := &preparedFeed{feeds: f, asked: r}
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
	asked   *http.Request
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

// Run writes the feed. A refusal is not cached: to find it out costs less than to
// have whatever somebody may ask for.
func (p *preparedFeed) Run() *response.Response {
	r, err := p.run()
	if err != nil {
		return response.ErrorProblem(p.asked, err, p.feeds.log, "a feed failed")
	}
	return r
}

func (p *preparedFeed) run() (*response.Response, error) {
	if p.err != nil {
		return nil, p.err
	}
	feed, reuse, err := p.feeds.encode(p.asked.Context(), p.route, p.request)
	if err != nil {
		return nil, err
	}
	body, err := feed.Body()
	if err != nil {
		return nil, err
	}
	reuse.MaxAge = cmp.Or(p.route.MaxAge, response.MaxAge)
	return &response.Response{
		Status: http.StatusOK, Body: body, Reuse: reuse,
		Header: http.Header{"Content-Type": {feed.Type}, "Vary": {"Accept-Encoding"}},
	}, nil
}

// encode has the feed read through a view of its own.
func (f *feeds) encode(ctx context.Context, route *feed.Route, r *feed.Request) (*feed.Representation, *response.Reuse, error) {
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
	found, err := route.Encode(view, r)
	if err != nil {
		return nil, nil, err
	}
	return found, &response.Reuse{Revision: view.Revision(), Reads: view.Reads()}, nil
}
