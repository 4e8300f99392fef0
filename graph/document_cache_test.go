package graph

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// TestDocumentCacheIsBounded: ten thousand different valid documents take no more than the
// bound, and a document larger than the bound does no harm.
func TestDocumentCacheIsBounded(t *testing.T) {
	t.Parallel()
	const bound = 1 << 20
	s := newService(t, func(cfg *Config) { cfg.DocumentCacheBytes = bound })
	for i := range 10_000 {
		if w := s.post(fmt.Sprintf(`{"query":"{a%d: hello b%d: hello}"}`, i, i)); w.Code != 200 {
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
	}
	s.documents.cache.CleanUp() // otherwise it does so later by itself
	weight, n := s.documents.cache.WeightedSize(), s.documents.cache.EstimatedSize()
	if weight > bound || n < 100 {
		t.Errorf("%d documents of %d bytes", n, weight)
	}

	s = newService(t, func(cfg *Config) { cfg.DocumentCacheBytes = 1000 })
	large := `{"query":"{` + strings.Repeat("hello ", 20) + `}"}`
	for range 2 {
		requireBody(t, s.post(large), 200, hello)
	}
	s.documents.cache.CleanUp()
	if weight := s.documents.cache.WeightedSize(); weight > 1000 {
		t.Errorf("%d bytes", weight)
	}
}

// TestWeighIsEnough: the computed weight of a document is its memory, or somewhat more.
func TestWeighIsEnough(t *testing.T) {
	// Not parallel: it measures memory.
	many := func(n int, before, each, after string) string { return before + strings.Repeat(each, n) + after }
	for name, text := range map[string]string{
		"one":        `{a}`,
		"fields":     many(900, "{", "a ", "}"),
		"aliases":    many(450, "{", "a:b ", "}"),
		"nested":     many(100, "{", "a{", "a") + strings.Repeat("}", 101),
		"arguments":  many(200, "{a(", "a:1 ", ")}"),
		"lists":      many(900, "{a(a:[", "1 ", "])}"),
		"objects":    many(300, "{a(a:{", "a:1 ", "})}"),
		"directives": many(300, "{a ", "@a ", "}"),
		"spreads":    many(300, "{a ", "...a ", "}"),
		"inline":     many(200, "{a ", "...{a} ", "}"),
		"fragments":  many(100, "{a}", "fragment a on b{c}", ""),
		"variables":  many(150, "query(", "$a:[[a]] ", "){a}"),
		"comments":   many(450, "{", "#\na ", "}"),
		"operations": many(200, "", "query a{b}", ""),
	} {
		t.Run(name, func(t *testing.T) {
			const n = 100
			keep := make([]*ast.QueryDocument, n)
			texts := make([]string, n)
			before := heap()
			for i := range keep {
				texts[i] = strings.Clone(text)
				doc, err := parser.ParseQuery(&ast.Source{Input: texts[i]})
				if err != nil {
					t.Fatal(err)
				}
				keep[i] = doc
			}
			taken := int(heap()-before) / n
			said := int(weigh(text, keep[0]))
			if said < taken || said > 3*taken+3*entryBytes {
				t.Errorf("said to be %d bytes, takes %d", said, taken)
			}
			runtime.KeepAlive(keep)
			runtime.KeepAlive(texts)
		})
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // the first may still be sweeping other garbage
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
