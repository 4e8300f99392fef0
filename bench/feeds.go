package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"lectern/content"
	"lectern/internal/feed"
	"lectern/internal/feed/podcast"
	"lectern/internal/store"
)

// feedEpisodes is the number of episodes of the measured podcast.
const feedEpisodes = 2000

// feeds measures an uncached feed against the time that encoding/xml takes for the same
// structs, in turns.
func (o options) feeds(out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "lectern-bench-feeds-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	data := filepath.Join(dir, "data")
	if err := importAs(out, dir, data, writeFeedData); err != nil {
		return err
	}
	st, err := store.Open(data, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	site := &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}"}
	fmt.Fprintf(out, "%-36s %8s %12s %12s %12s %7s\n", "feed (uncached)", "MB", "all ms", "bare ms", "reads", "ratio")
	if err := o.feed(out, st, site, fmt.Sprintf("podcast of %d episodes", feedEpisodes), podcast.Routes()[0], "podcast-0"); err != nil {
		return err
	}
	return o.calendars(out, st, site)
}

// fed is the cost of writing a feed once.
type fed struct {
	all, bare time.Duration
	bytes     int
	reads     int // of the page with the most reads
}

// feed measures one feed with all its pages.
func (o options) feed(out io.Writer, st content.Store, site *content.Site, name string, route *feed.Route, slug string) error {
	var rounds []fed
	for range 1 + 5*o.rounds {
		var sum fed
		for page := 1; ; page++ {
			f, err := writeFeed(st, site, route, map[string]string{"slug": slug, "page": strconv.Itoa(page)}, encodeAgain)
			if content.IsNotFound(err) && page > 1 {
				break // no further pages
			}
			if err != nil {
				return err
			}
			sum = fed{sum.all + f.all, sum.bare + f.bare, sum.bytes + f.bytes, max(sum.reads, f.reads)}
		}
		rounds = append(rounds, sum)
	}
	reportFeed(out, name, rounds[1:]) // the first round is a warm-up
	return nil
}

// reportFeed prints the median round.
func reportFeed(out io.Writer, name string, rounds []fed) {
	ratio := func(f fed) float64 { return float64(f.all) / float64(f.bare) }
	r := median(rounds, func(a, b fed) int { return cmp.Compare(ratio(a), ratio(b)) })
	fmt.Fprintf(out, "%-36s %8.1f %12.1f %12.1f %12d %7.2f\n", name, float64(r.bytes)/1e6, r.all.Seconds()*1000, r.bare.Seconds()*1000, r.reads, ratio(r))
}

// against prepares the comparison for a feed.
type against func(*content.View, *feed.Representation) (run func() error, err error)

// encodeAgain encodes the same structs once more.
func encodeAgain(_ *content.View, a *feed.Representation) (func() error, error) {
	return func() error {
		_, err := a.Body()
		return err
	}, nil
}

// writeFeed writes a feed as the service does, through a view of its own, and runs its
// comparison.
func writeFeed(st content.Store, site *content.Site, route *feed.Route, names map[string]string, bare against) (f fed, err error) {
	begin := time.Now()
	r, err := feed.NewRequest(route, names, nil, site)
	if err != nil {
		return f, err
	}
	v, err := content.OpenView(context.Background(), st, content.ViewOptions{Languages: r.Languages(), Site: site})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	answer, err := route.Encode(v, r)
	if err != nil {
		return f, err
	}
	body, err := answer.Body()
	if err != nil {
		return f, err
	}
	f.all, f.bytes = time.Since(begin), len(body)
	reads := v.Reads()
	f.reads = len(reads.Documents) + reads.Entries
	run, err := bare(v, answer)
	if err != nil {
		return f, err
	}
	begin = time.Now()
	err = run()
	f.bare = time.Since(begin)
	return f, err
}

func writeFeedData(dir string) error {
	for _, f := range []struct {
		kind  string
		n     int
		write func(w io.Writer, n int)
	}{
		{"podcast", 1, func(w io.Writer, n int) { writePodcast(w, size{}, n) }},
		{"speaker", 40, func(w io.Writer, n int) { writeSpeaker(w, size{sessions: 500}, n) }},
		{"organisation", 5, func(w io.Writer, n int) { writeOrganisation(w, size{}, n) }},
		{"podcastEpisode", feedEpisodes, writeFullEpisode},
		{"topic", topics, func(w io.Writer, n int) { writeTopic(w, size{}, n) }},
		{"conference", 1, writeLongConference},
		{"session", calendarSessions, writeLongSession},
	} {
		if err := writeKind(filepath.Join(dir, f.kind+".yaml"), f.kind, f.n, f.write); err != nil {
			return err
		}
	}
	return nil
}

// writeFullEpisode writes an episode with people, chapters, a notice, and notes with some
// Markdown.
func writeFullEpisode(w io.Writer, n int) {
	writeEpisode(w, size{}, n)
	text(w, "", "contentNotice", n, 8)
	fmt.Fprintf(w, "season: %d\nappearances:\n  - speaker: %s\n    role: HOST\n  - speaker: %s\n    role: PANELIST\nchapters:\n", 1+n/100, id("speaker", n%40), id("speaker", (n+7)%40))
	for c := range 5 {
		fmt.Fprintf(w, "  - startsAt: PT%dM\n    title:\n      da: Kapitel %d\n      en: Chapter %d\n", c, c, c)
	}
}
