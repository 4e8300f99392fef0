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

// feedRoutes returns all feeds of the service.
func feedRoutes() feed.Routes {
	return slices.Concat(
		podcast.Routes(), calendar.Routes(), schedule.Routes(), jsonld.Routes(), atom.Routes(), sitemap.Routes(),
		oembed.Routes(),
	)
}

// pages returns the pages of documents that have none on a website.
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

// feeds adapts package feed to package cache. Credentials are ignored: everyone gets what
// readers see.
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

// handler serves feeds, from the cache if possible.
func (f *feeds) handler(c *cache.Cache) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, names := f.routes.Match(r.URL.Path)
		if route == nil {
			response.Refuse(w, r, content.CodeNotFound, "There is no feed at this URL.")
			return
		}
		r.Pattern = route.Path // for the log
		cache.Respond(c, w, r, func(_ http.ResponseWriter, r *http.Request) *preparedFeed {
			p := &preparedFeed{feeds: f, asked: r, route: route}
			p.request, p.err = feed.NewRequest(route, names, r.URL.Query(), f.site)
			return p
		})
	})
}

type preparedFeed struct {
	feeds   *feeds
	asked   *http.Request
	route   *feed.Route
	request *feed.Request
	err     error
}

// Key returns the feed's URL, with the parameters that affect it.
func (p *preparedFeed) Key() string {
	if p.err != nil {
		return ""
	}
	return p.request.Key()
}

// Operation returns none: feeds are not registered.
func (p *preparedFeed) Operation() (id string, registered bool) { return "", false }

// Run writes the feed. Refusals are not cached: they are cheap, and requests for them could
// fill the cache.
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

// encode writes the feed through a view of its own.
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
