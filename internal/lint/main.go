// Command lint runs go vet's analyzers, staticcheck's, and nilness, which follows
// nil through branches, over packages:
//
//	go run ./internal/lint -tags browser,peers ./...
//
// One command loads and type-checks a package once for all of them. It is
// staticcheck's own (its flags, its //lint:ignore, its cache), with more analyzers.
// It must not know what the packages do.
package main

import (
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/nilness"
	"golang.org/x/tools/go/analysis/suite/vet"
	"honnef.co/go/tools/lintcmd"
	"honnef.co/go/tools/simple"
	"honnef.co/go/tools/staticcheck"
	"honnef.co/go/tools/stylecheck"
	"honnef.co/go/tools/unused"
)

func main() {
	command := lintcmd.NewCommand("lint")
	command.ParseFlags(os.Args[1:])
	command.AddAnalyzers(simple.Analyzers...)
	command.AddAnalyzers(staticcheck.Analyzers...)
	command.AddAnalyzers(stylecheck.Analyzers...)
	command.AddAnalyzers(unused.Analyzer)
	for _, a := range append(slices.Clone(vet.Suite), nilness.Analyzer) {
		command.AddBareAnalyzers(named(a))
	}
	command.Run()
}

// named returns an analyzer with its name as the category of its findings: lintcmd drops
// findings of unknown categories.
func named(a *analysis.Analyzer) *analysis.Analyzer {
	same := *a
	same.Run = func(pass *analysis.Pass) (any, error) {
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			d.Category = a.Name
			report(d)
		}
		return a.Run(pass)
	}
	return &same
}
