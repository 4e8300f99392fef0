//go:build browser

package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// browsing records what a browser did while it showed a page.
type browsing struct {
	mu         sync.Mutex
	requests   []string // URLs
	violations []string // of the content security policy
	console    []string // errors and warnings
}

func (b *browsing) see(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		b.requests = append(b.requests, e.URL)
	case *audits.EventIssueAdded:
		if csp := e.Issue.Details.ContentSecurityPolicyIssueDetails; csp != nil {
			b.violations = append(b.violations, csp.ViolatedDirective+" "+csp.BlockedURL)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.console = append(b.console, e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			b.console = append(b.console, said(e))
		}
	case *runtime.EventExceptionThrown:
		b.console = append(b.console, e.ExceptionDetails.Text)
	}
}

// said returns the text of a page's console message.
func said(e *runtime.EventConsoleAPICalled) string {
	text := string(e.Type)
	for _, argument := range e.Args {
		text += " " + string(argument.Value) + argument.Description
	}
	return text
}

// browse opens a page in a new browser and returns the record, and a context for inspecting the
// page.
func browse(t *testing.T, address string) (context.Context, *browsing) {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium as root refuses to use its sandbox
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	seen := &browsing{}
	if err := chromedp.Listen(ctx, seen.see); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); return err },
		func() error { _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); return err },
		func() error { _, err := chromedp.Call(ctx, audits.Enable, cdp.Empty{}); return err },
		func() error { return chromedp.Do(ctx, chromedp.Navigate(address)) },
	} {
		if err := enable(); err != nil {
			t.Fatal(err)
		}
	}
	return ctx, seen
}

// chromium returns the path of the browser. Tests with a browser are built only with the tag
// browser, as make test does.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Chromium: scripts/need-chromium.sh says how to get one")
	return ""
}

// strangers returns the requests to other origins.
func (b *browsing) strangers(t *testing.T, address string) (found []string) {
	t.Helper()
	home, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if u, err := url.Parse(r); err == nil && u.Scheme == "data" {
			continue // no request
		} else if err != nil || u.Host != home.Host || u.Scheme != home.Scheme {
			found = append(found, r)
		}
	}
	return found
}

// quiet fails if a page broke its policy or wrote to the console.
func (b *browsing) quiet(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.violations)+len(b.console) > 0 {
		t.Errorf("violations %v, console %v", b.violations, b.console)
	}
}

// forgetOffline removes the browser's own messages about requests without a network.
func (b *browsing) forgetOffline() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.console = slices.DeleteFunc(b.console, func(text string) bool { return strings.Contains(text, "ERR_INTERNET_DISCONNECTED") })
}

// keptScript returns what the browser stores after the page: cookies and storage.
const keptScript = `(async () => {
	const kept = [];
	if (document.cookie) kept.push("cookie " + document.cookie);
	if (localStorage.length) kept.push("local storage");
	if (sessionStorage.length) kept.push("session storage");
	if ((await indexedDB.databases()).length) kept.push("database");
	if ((await caches.keys()).length) kept.push("cache");
	if ((await navigator.serviceWorker.getRegistrations()).length) kept.push("service worker");
	return kept;
})()`

func kept(t *testing.T, ctx context.Context) []string {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](keptScript, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	cookies, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cookies.Cookies {
		found = append(found, "cookie "+c.Name)
	}
	return found
}

// Care promises 2 and 3: the page at / makes the browser contact no other origin, breaks no
// policy, and stores nothing.
func TestHomePageInABrowser(t *testing.T) {
	t.Parallel()
	address := service(t)
	ctx, seen := browse(t, address+"/")
	if s := seen.strangers(t, address); len(s) > 0 {
		t.Errorf("asked of other origins: %v", s)
	}
	if k := kept(t, ctx); len(k) > 0 {
		t.Errorf("left behind: %v", k)
	}
	page, err := chromedp.Run(ctx, chromedp.Evaluate[map[string]string](`({
		title: document.title,
		language: document.documentElement.lang,
		heading: document.querySelector("h1").textContent,
		font: getComputedStyle(document.body).fontFamily,
		referrer: document.querySelectorAll("a[href^='http']").length + " links out",
	})`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"title": "Lectern", "language": "en", "heading": "Lectern", "referrer": "0 links out"} {
		if page[name] != want {
			t.Errorf("%s is %q, want %q", name, page[name], want)
		}
	}
	if !strings.Contains(page["font"], "sans-serif") {
		t.Errorf("the style was not applied: the font is %q", page["font"])
	}
	seen.quiet(t)
	seen.mu.Lock()
	defer seen.mu.Unlock()
	if len(seen.requests) < 2 {
		t.Errorf("the watch saw only %v", seen.requests)
	}
}

// TestBrowserWatchBites shows a page that does everything that the others must not.
func TestBrowserWatchBites(t *testing.T) {
	t.Parallel()
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "watched", Value: "1"})
		if r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Security-Policy", "style-src 'none'")
			fmt.Fprintf(w, `<!DOCTYPE html><p style="color: red">Bad</p><img src="%s/pixel.gif" alt=""><script>console.error("oh"); localStorage.setItem("a", "1")</script>`, stranger.URL)
		}
	}))
	defer bad.Close()
	ctx, seen := browse(t, bad.URL+"/")
	if s := seen.strangers(t, bad.URL); len(s) != 1 {
		t.Errorf("the request to another origin was not seen: %v", s)
	}
	if k := kept(t, ctx); len(k) < 3 {
		t.Errorf("not all that was left behind was seen: %v", k)
	}
	seen.mu.Lock()
	defer seen.mu.Unlock()
	if len(seen.violations) == 0 || len(seen.console) == 0 {
		t.Errorf("violations %v, console %v", seen.violations, seen.console)
	}
}
