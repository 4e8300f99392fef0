package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/search"
)

const ours = "lectern"

// lectern is our own search, over a store with the documents.
type lectern struct {
	index *search.Index
	store content.Store
	dir   string
}

func openOurs(ctx context.Context, s *suite) (engine, error) {
	store := contenttest.NewMemory()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	parent := &catalog.Conference{
		Meta: meta("conference", "ramme"), Title: locale.NewText("da", "Ramme", "en", "Frame"), Status: catalog.ConferencePlanned, Year: 2026,
	}
	_, err := content.Edit(ctx, store, content.EditOptions{
		Actor: content.Actor{Name: "bench", Role: content.RoleAdmin}, Now: now, MaxDocuments: 1 << 20,
		Entropy: func(b []byte) (int, error) { return len(b), nil },
	}, func(t *content.Transaction) error {
		all := []content.Document{parent}
		for i, d := range s.documents {
			all = append(all, document(d, i, parent.ID))
		}
		for _, d := range all {
			if err := t.Save(d); err != nil {
				return err
			}
			if err := t.Publish(d.Base().ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "relevance-")
	if err != nil {
		return nil, err
	}
	index, err := search.New(dir, search.Options{})
	if err != nil {
		return nil, err
	}
	if err := index.Follow(ctx, store, nil); err != nil {
		return nil, err
	}
	for index.Revision() == 0 {
		time.Sleep(time.Millisecond)
	}
	return &lectern{index, store, dir}, nil
}

func meta(kind, name string) content.Meta {
	sum := sha256.Sum256([]byte(name))
	return content.Meta{ID: content.NewID(content.KindNamed(kind), time.Unix(0, 0), [10]byte(sum[:10])), Slug: locale.Slugify(name)}
}

// document returns an item as a session, a proposal or a video: the body of one is the
// transcript of another.
func document(d *item, i int, conference content.ID) content.Document {
	both := func(of func(text) string) locale.Text {
		return locale.NewText("da", of(d.in["da"]), "en", of(d.in["en"]))
	}
	title := both(func(t text) string { return t.title })
	summary := both(func(t text) string { return t.summary })
	body := both(func(t text) string { return t.body })
	if d.context == topicContext {
		return &catalog.Topic{Meta: meta("topic", d.id), Name: locale.NewText("da", d.in["da"].title), Synonyms: []locale.Text{locale.NewText("da", d.in["da"].body)}}
	}
	switch i % 3 {
	case 0:
		return &catalog.Session{
			Meta: meta("session", d.id), Title: title, Kind: catalog.SessionTalk, ConferenceID: conference,
			Abstract: &locale.RichText{Text: both(func(t text) string { return t.summary + "\n\n" + t.body })},
		}
	case 1:
		return &catalog.PolicyProposal{
			Meta: meta("policyProposal", d.id), Title: title, Kind: catalog.ProposalProposal, Summary: summary, Body: &locale.RichText{Text: body},
		}
	}
	v := &catalog.Video{
		Meta: meta("video", d.id), Title: title, Description: summary,
		Sources: []catalog.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4"}},
	}
	for _, l := range []string{"da", "en"} {
		v.Captions = append(v.Captions, catalog.Captions{
			Language: locale.Language(l), Kind: catalog.CaptionsCaptions,
			Text: fmt.Sprintf("WEBVTT\n\n00:05.000 --> 00:09.000\n%s\n", d.in[l].body),
		})
	}
	return v
}

func (*lectern) name() string { return ours }

func (l *lectern) find(ctx context.Context, language, query string, limit int) (ids []string, err error) {
	view, err := content.OpenView(ctx, l.store, content.ViewOptions{
		Actor: content.Anonymous, Languages: locale.Preferences(locale.Language(language)),
	})
	if err != nil {
		return nil, err
	}
	defer func() { _ = view.Close() }() // only read
	found, err := l.index.Search(ctx, view, catalog.SearchQuery{Text: query, First: limit})
	if err != nil {
		return nil, err
	}
	for _, n := range found.Nodes() {
		ids = append(ids, n.Base().Slug)
	}
	return ids, nil
}

func (l *lectern) close() error {
	if err := l.index.Close(); err != nil {
		return err
	}
	return os.RemoveAll(l.dir)
}
