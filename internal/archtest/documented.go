package archtest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// docLines is the number of lines of a package comment that must suffice.
const docLines = 20

var (
	mustNot = regexp.MustCompile(`\bmust not\b`)
	// starts names a file of the package, or one of its declarations.
	starts = regexp.MustCompile(`\bStart (?:with|at) \[?(\w+(?:\.\w+)*)`)
)

// documented checks the first lines of package comments: what the package is for, what it must
// not know, and, where there is a choice, where to start, which must exist. Go's tools want the
// purpose in the first sentence; the order of the rest is free.
func documented(packages []*Package) (found []string) {
	for _, p := range packages {
		if !p.Built || len(p.Files) == 0 { // only tests, or generated
			continue
		}
		for _, wrong := range p.undocumented() {
			found = append(found, p.Path+" "+wrong)
		}
	}
	return found
}

func (p *Package) undocumented() (wrong []string) {
	if p.Doc == "" {
		return []string{"has no package comment"}
	}
	if len(p.Files) > 1 && p.DocFile != "doc.go" && p.Name != "main" {
		wrong = append(wrong, "has its package comment in "+p.DocFile+": put it into doc.go")
	}
	lines := strings.Split(strings.ReplaceAll(p.Doc, "\t", " "), "\n")
	begin := strings.Join(lines[:min(docLines, len(lines))], " ")
	if !mustNot.MatchString(begin) {
		wrong = append(wrong, fmt.Sprintf("does not say in the first %d lines of its comment what it must not know", docLines))
	}
	if code := slices.DeleteFunc(slices.Clone(p.Files), func(f *File) bool { return path.Base(f.Name) == "doc.go" }); len(code) < 2 {
		return wrong // no choice of where to start
	}
	start := starts.FindStringSubmatch(begin)
	switch {
	case start == nil:
		wrong = append(wrong, fmt.Sprintf("does not say in the first %d lines of its comment where to start", docLines))
	case strings.HasSuffix(start[1], ".go") && !slices.ContainsFunc(p.Files, func(f *File) bool { return path.Base(f.Name) == start[1] }),
		!strings.HasSuffix(start[1], ".go") && !slices.Contains(p.Declared, start[1]):
		wrong = append(wrong, "says to start with "+start[1]+", which it does not have")
	}
	return wrong
}
