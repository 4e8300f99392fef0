package cli

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/internal/store"
)

type logCommand struct {
	Document []string `help:"Only changes of this document, by id or slug. Repeatable." placeholder:"ID" env:"-"`
	Actor    string   `help:"Only changes under this name." placeholder:"NAME" env:"-"`
	Since    string   `help:"Only changes since then: a duration (24h, 7d) or a day (2026-11-21)." placeholder:"TIME" env:"-"`
	Fields   bool     `help:"Also print the changed fields with their old and new values." env:"-"`
	Limit    int      `help:"Maximum number of changes." default:"50" env:"-"`
	JSON     bool     `help:"Print one JSON object per line." name:"json" env:"-"`

	since time.Time
}

// Help is shown by "lectern log --help".
func (logCommand) Help() string {
	return `Prints the changes, newest first: revision, time, name and reason, and below them the documents. With --fields the output contains everything that editors see, including legal names behind pseudonyms. The service must be stopped; while it runs, use the GraphQL query changes.

Example:

  lectern log --since=7d --document=fagkonference-om-stalking-2021 --fields`
}

// Validate checks the flags; kong calls it.
func (c *logCommand) Validate() (err error) {
	if c.Limit < 1 {
		return errors.New("--limit must be at least 1")
	}
	c.since, err = since(c.Since, time.Now())
	return err
}

// logLine is a change in the command's output.
type logLine struct {
	Revision content.Revision `json:"revision"`
	Time     time.Time        `json:"time"`
	Actor    string           `json:"actor"`
	Reason   string           `json:"reason,omitempty"`
	Entries  []logEntry       `json:"documents"`
}

type logEntry struct {
	ID      content.ID            `json:"id"`
	Slug    string                `json:"slug,omitempty"`
	Actions []content.Action      `json:"actions"`
	Fields  []content.FieldChange `json:"fields,omitempty"`
}

// Run prints the log.
func (c *logCommand) Run(p *program) (err error) {
	filter := listing.LogFilter{Actor: c.Actor, Since: c.since}
	s, err := store.Open(p.data, store.Options{Log: p.log, ReadOnly: true})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	view, err := content.OpenView(p.ctx, s, content.ViewOptions{Actor: operator(), MaxReads: 1 << 30})
	if err != nil {
		return err
	}
	defer func() { _ = view.Close() }() // only read
	drafts, err := view.Drafts()
	if err != nil {
		return err
	}
	changes, err := c.changes(drafts, filter)
	if err != nil {
		return err
	}
	for _, change := range changes {
		line, err := c.line(drafts, change)
		if err != nil {
			return err
		}
		if err := c.print(p, line); err != nil {
			return err
		}
	}
	return nil
}

// changes returns the changes that the flags select, newest first.
func (c *logCommand) changes(drafts *content.View, filter listing.LogFilter) (all []*content.Change, err error) {
	if len(c.Document) == 0 {
		return c.pages(drafts, filter)
	}
	for _, name := range c.Document {
		ids, err := documentsCalled(drafts, name)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			filter.Document = id
			found, err := c.pages(drafts, filter)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	slices.SortFunc(all, func(a, b *content.Change) int { return cmp.Compare(b.Revision, a.Revision) })
	all = slices.CompactFunc(all, func(a, b *content.Change) bool { return a.Revision == b.Revision })
	return all[:min(len(all), c.Limit)], nil
}

// documentsCalled returns the documents with an id or a slug. One document of each type may
// have the slug. The log has the ids of erased documents too.
func documentsCalled(drafts *content.View, name string) (ids []content.ID, err error) {
	if id, err := content.GivenID(name); err == nil {
		return []content.ID{id}, nil
	}
	for _, kind := range catalog.Kinds() {
		d, err := drafts.BySlug(kind, name)
		switch {
		case err == nil:
			ids = append(ids, d.Base().ID)
		case !content.IsNotFound(err):
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("--document: no document has the slug %q", name)
	}
	return ids, nil
}

// pages reads the log up to the limit.
func (c *logCommand) pages(drafts *content.View, filter listing.LogFilter) (all []*content.Change, err error) {
	var after *string
	for len(all) < c.Limit {
		page, err := listing.ReadLog(drafts, min(c.Limit-len(all), listing.MaxPage), after, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Nodes()...)
		if more, _ := page.PageInfo().HasNextPage(); !more {
			break
		}
		after = page.PageInfo().EndCursor()
	}
	return all, nil
}

// since returns the instant of the flag, the zero time without one.
func since(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil {
		return day, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, fmt.Errorf("--since: %q must be a duration such as 24h or 7d, or a day such as 2026-11-21", s)
}

func (c *logCommand) line(drafts *content.View, change *content.Change) (*logLine, error) {
	line := &logLine{Revision: change.Revision, Time: change.Time, Actor: change.Actor.Name, Reason: change.Reason}
	for _, v := range content.VersionsOf(drafts, change) {
		entry := logEntry{ID: v.ID, Actions: v.Actions}
		d, err := v.Document()
		if err != nil {
			return nil, err
		}
		if d != nil {
			entry.Slug = d.Base().Slug
		}
		if c.Fields {
			if entry.Fields, err = v.Fields(); err != nil {
				return nil, err
			}
		}
		line.Entries = append(line.Entries, entry)
	}
	return line, nil
}

func (c *logCommand) print(p *program, line *logLine) error {
	if c.JSON {
		return json.NewEncoder(p.out).Encode(line)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d  %s  %s", line.Revision, line.Time.Local().Format("2006-01-02 15:04:05 -0700"), line.Actor)
	if line.Reason != "" {
		fmt.Fprintf(&b, "  %s", line.Reason)
	}
	b.WriteString("\n")
	for _, e := range line.Entries {
		actions := make([]string, len(e.Actions))
		for i, a := range e.Actions {
			actions[i] = strings.ToLower(string(a))
		}
		fmt.Fprintf(&b, "    %s  %s  %s\n", strings.Join(actions, ", "), e.ID, e.Slug)
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "        %s: %s -> %s\n", strings.Join(f.Path, "."), shown(f.Before), shown(f.After))
		}
	}
	_, err := fmt.Fprint(p.out, b.String())
	return err
}

// shown returns a value on one line.
func shown(s *string) string {
	const longest = 80
	if s == nil {
		return "(nothing)"
	}
	runes := []rune(*s)
	if len(runes) > longest {
		return strconv.Quote(string(runes[:longest])) + "…"
	}
	return strconv.Quote(*s)
}
