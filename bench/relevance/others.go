package main

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/da" // the analysers of the comparison
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
)

// stock is bleve with its own analyser for each language.
type stock struct{ indexes map[string]bleve.Index }

func openStock(_ context.Context, s *suite) (engine, error) {
	e := &stock{map[string]bleve.Index{}}
	for _, l := range []string{"da", "en"} {
		m := bleve.NewIndexMapping()
		m.DefaultAnalyzer = l
		index, err := bleve.NewMemOnly(m)
		if err != nil {
			return nil, err
		}
		e.indexes[l] = index
		batch := index.NewBatch()
		for _, d := range s.documents {
			t := d.in[l]
			if err := batch.Index(d.id, map[string]string{"title": t.title, "summary": t.summary, "body": t.body}); err != nil {
				return nil, err
			}
		}
		if err := index.Batch(batch); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (*stock) name() string { return "bleve, stock" }

func (e *stock) find(ctx context.Context, language, query string, limit int) (ids []string, err error) {
	found, err := e.indexes[language].SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewMatchQuery(query), limit, 0, false))
	if err != nil {
		return nil, err
	}
	for _, hit := range found.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

func (e *stock) close() (err error) {
	for _, index := range e.indexes {
		err = errors.Join(err, index.Close())
	}
	return err
}

// hasSQLite reports whether SQLite is built in. Only the build tag sqlite does that: it takes
// longer to compile than all of Lectern.
func hasSQLite() bool { return slices.Contains(sql.Drivers(), sqliteDriver) }

const sqliteDriver = "sqlite"

// fts5 is SQLite's full text index, as a typical CMS uses it: words in any position, ranked by
// BM25.
type fts5 struct{ db *sql.DB }

func openFTS5(ctx context.Context, s *suite) (engine, error) {
	db, err := sql.Open(sqliteDriver, ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would get a database of its own
	for _, l := range []string{"da", "en"} {
		if _, err := db.ExecContext(ctx, "CREATE VIRTUAL TABLE "+l+" USING fts5(id UNINDEXED, title, summary, body)"); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		for _, d := range s.documents {
			t := d.in[l]
			if _, err := db.ExecContext(ctx, "INSERT INTO "+l+" VALUES (?, ?, ?, ?)", d.id, t.title, t.summary, t.body); err != nil {
				return nil, errors.Join(err, db.Close())
			}
		}
	}
	return &fts5{db}, nil
}

func (*fts5) name() string { return "SQLite FTS5" }

func (e *fts5) find(ctx context.Context, language, query string, limit int) (ids []string, err error) {
	words := strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		words[i] = `"` + w + `"*` // a prefix query
	}
	rows, err := e.db.QueryContext(ctx, "SELECT id FROM "+language+" WHERE "+language+" MATCH ? ORDER BY rank LIMIT ?", strings.Join(words, " "), limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func (e *fts5) close() error { return e.db.Close() }
