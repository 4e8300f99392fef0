package transfer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lectern/content"
)

// Problem is a problem in a file that prevents its import.
type Problem struct {
	File    string // its name by Source
	Line    int    // from 1; 0 for the whole file
	Path    string // of the field: "appearances.0.speaker"; may be empty
	Code    content.ProblemCode
	Message string // in English
}

// String returns the problem for a terminal: file:line: field: code: message.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	if p.Path != "" {
		b.WriteString(": " + p.Path)
	}
	return b.String() + ": " + string(p.Code) + ": " + p.Message
}

// The codes of problems with files, beside those of content.
const (
	Unreadable   content.ProblemCode = "UNREADABLE"    // the file can't be opened or read
	BadEncoding  content.ProblemCode = "BAD_ENCODING"  // not UTF-8, or control characters
	Syntax       content.ProblemCode = "SYNTAX"        // not YAML, or not JSON
	NotSupported content.ProblemCode = "NOT_SUPPORTED" // YAML features that documents don't need
	TooLarge     content.ProblemCode = "TOO_LARGE"
	UnknownKind  content.ProblemCode = "UNKNOWN_KIND" // the type of the document is unknown
	UnknownField content.ProblemCode = "UNKNOWN_FIELD"
	WrongType    content.ProblemCode = "WRONG_TYPE" // such as a list instead of a text
	Conflict     content.ProblemCode = "CONFLICT"   // with the store
)

// maxProblems bounds the stored problems: no one reads more.
const maxProblems = 10_000

// problems collects problems from several goroutines.
type problems struct {
	mu   sync.Mutex
	all  []located
	more int
}

// located is a problem with its position in the order of reading.
type located struct {
	Problem
	file, part int
}

func (p *problems) add(file, part int, problem Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) >= maxProblems {
		p.more++
		return
	}
	p.all = append(p.all, located{problem, file, part})
}

func (p *problems) none() bool { return len(p.all) == 0 }

// sorted returns the problems in the order of files and lines.
func (p *problems) sorted() []Problem {
	slices.SortStableFunc(p.all, func(a, b located) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.part, b.part), cmp.Compare(a.Line, b.Line))
	})
	var out []Problem
	for i := range p.all {
		out = append(out, p.all[i].Problem)
	}
	return slices.Compact(out)
}

func (p *problems) err() error {
	if p.none() {
		return nil
	}
	return content.Errorf(content.CodeInvalid, "The files have %d problems; nothing was written.", len(p.all)+p.more)
}
