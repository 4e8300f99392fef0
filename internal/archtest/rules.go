package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Rule is a rule for all packages.
type Rule struct {
	Name string
	// Check returns the violations, each with its place and what to do.
	Check func([]*Package) []string
}

const (
	maxLines        = 400
	maxMethods      = 10
	maxPackageLines = 8000
	maxDoorMethods  = 20

	contentPath    = Module + "/content"
	localePath     = contentPath + "/locale"
	recordPath     = contentPath + "/internal/record"
	outcomePath    = contentPath + "/internal/outcome"
	captionPath    = contentPath + "/caption"
	listingPath    = contentPath + "/listing"
	catalogPath    = contentPath + "/catalog"
	purgePath      = contentPath + "/purge"
	effectsPath    = contentPath + "/effects"
	valuesPath     = contentPath + "/internal/values"
	mediaTypePath  = contentPath + "/mediatype"
	arenaPath      = contentPath + "/arena"
	picturePath    = contentPath + "/picture"
	schedulePath   = contentPath + "/schedule"
	graphPath      = Module + "/graph"
	storePath      = Module + "/internal/store"
	httpdPath      = Module + "/internal/httpd"
	authPath       = Module + "/internal/auth"
	pagePath       = Module + "/playground"
	sharedFilePath = Module + "/internal/sharedfile"
	richTextPath   = Module + "/internal/richtext"
	responsePath   = Module + "/internal/response"
	pageLayoutPath = Module + "/internal/response/page"
	feedPath       = Module + "/internal/feed"
	mediaPath      = Module + "/internal/media"
	schemaPagePath = Module + "/internal/schemapage"
	operationsPath = Module + "/internal/operations"
	appPath        = Module + "/internal/app"
	cliPath        = Module + "/internal/cli"
	e2ePath        = Module + "/e2e"
	benchPath      = Module + "/bench"
)

// followers are the packages that follow the log of changes, and those that convert documents
// to files and tables. They know the content, but not each other.
var followers = []string{
	Module + "/internal/search", feedPath, mediaPath,
	Module + "/internal/webhook", Module + "/internal/cluster", Module + "/internal/transfer",
	Module + "/internal/sheet",
}

// Rules returns all rules.
func Rules() []Rule {
	return []Rule{
		{"content imports the standard library, golang.org/x/text and richtext only", domainIsPure},
		{"each floor of content knows only those below", floorsStand},
		{"a floor is tested without those above", floorsAreTestedAlone},
		{"only internal/store imports bbolt, and bench to compare with it", bboltIsHidden},
		{"graph knows of ours only content and response", onlyOurs(graphPath, contentPath, responsePath)},
		{"internal/store knows of ours only content", onlyOurs(storePath, contentPath)},
		{"followers of the log know of ours only content, sharedfile and response", followersAreApart},
		{"internal/response knows the engine of content, and no content type", responseKnowsTheEngine},
		{"internal/response/page knows nothing of ours", onlyOurs(pageLayoutPath)},
		{"only what serves HTTP imports response", onlyServersImportResponse},
		{"internal/richtext knows nothing of ours", onlyOurs(richTextPath)},
		{"internal/schemapage knows of ours only richtext and the pages' layout", onlyOurs(schemaPagePath, richTextPath, pageLayoutPath)},
		{"internal/httpd never imports store", httpdMountsHandlers},
		{"internal/sharedfile knows of ours only content", onlyOurs(sharedFilePath, contentPath)},
		{"internal/auth knows of ours only content and sharedfile", onlyOurs(authPath, contentPath, sharedFilePath)},
		{"internal/operations knows of ours only content and sharedfile", onlyOurs(operationsPath, contentPath, sharedFilePath)},
		{"only app and cli import operations", onlyImportedBy(operationsPath, appPath, cliPath)},
		{"only app, cli and bench import auth", onlyImportedBy(authPath, appPath, cliPath, benchPath)},
		{"playground knows nothing of ours", onlyOurs(pagePath)},
		{"only app and e2e import playground", onlyImportedBy(pagePath, appPath, e2ePath)},
		{"only cli, e2e and bench import app", onlyImportedBy(appPath, cliPath, e2ePath, benchPath)},
		{"only main imports cli", onlyImportedBy(cliPath, Module)},
		{"packages are named for what they hold", names},
		{"nothing registers itself in init", noInit},
		{"only internal/cli reads the environment", environment},
		{"every package says what it is for, what it must not know and where to start", documented},
		{"hand-written files are short", shortFiles},
		{"packages are small enough to know", smallPackages},
		{"the doors of content are narrow", narrowDoors},
		{"interfaces are small", smallInterfaces},
		{"tests are parallel, or say why not", parallelTests},
	}
}

// within reports whether a package is one of some, or below one of them.
func within(p string, of ...string) bool {
	return slices.ContainsFunc(of, func(o string) bool { return p == o || strings.HasPrefix(p, o+"/") })
}

func ours(p string) bool     { return within(p, Module) }
func standard(p string) bool { return !ours(p) && !strings.Contains(strings.Split(p, "/")[0], ".") }

// imports returns the wrong imports of the packages.
func imports(packages []*Package, wrong func(p *Package, imported string) bool) (found []string) {
	for _, p := range packages {
		for _, imported := range p.Imports {
			if wrong(p, imported) {
				found = append(found, fmt.Sprintf("%s imports %s", p.Path, imported))
			}
		}
	}
	return found
}

func domainIsPure(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		return within(p.Path, contentPath) && !standard(imported) && !within(imported, "golang.org/x/text", contentPath, richTextPath)
	})
}

// floors are the packages of content, from the lowest up, with the packages of ours that each
// may import.
var floors = []struct {
	path  string
	below []string
}{
	{localePath, nil},
	{recordPath, []string{localePath}},
	{outcomePath, nil},
	{captionPath, []string{localePath}},
	{valuesPath, nil},
	{mediaTypePath, nil},
	{arenaPath, nil},
	{picturePath, nil},
	{contentPath, []string{localePath, recordPath, outcomePath, valuesPath, mediaTypePath, arenaPath, picturePath, richTextPath}},
	{purgePath, []string{localePath, contentPath}},
	{effectsPath, []string{localePath, contentPath}},
	{schedulePath, []string{contentPath}},
	{listingPath, []string{localePath, recordPath, arenaPath, contentPath}},
	{catalogPath, []string{localePath, recordPath, captionPath, contentPath, purgePath, schedulePath, listingPath}},
}

func floorsStand(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		for _, floor := range floors {
			if p.Path == floor.path {
				return ours(imported) && !slices.Contains(floor.below, imported)
			}
		}
		return false
	})
}

// floorsAreTestedAlone allows the tests of a floor the same imports as the floor. Those of the
// highest may also use contenttest.
func floorsAreTestedAlone(packages []*Package) (found []string) {
	for _, p := range packages {
		for _, floor := range floors {
			for _, imported := range p.TestImports {
				allowed := imported == floor.path || slices.Contains(floor.below, imported) || floor.path == catalogPath && imported == contentPath+"/contenttest"
				if p.Path == floor.path && ours(imported) && !allowed {
					found = append(found, fmt.Sprintf("a test of %s imports %s: it goes to the floor that has both", p.Path, imported))
				}
			}
		}
	}
	return found
}

func bboltIsHidden(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		return within(imported, "go.etcd.io/bbolt") && !within(p.Path, storePath, benchPath)
	})
}

// onlyOurs allows a package and those below it to import only themselves and some others of
// this module.
func onlyOurs(who string, allowed ...string) func([]*Package) []string {
	allowed = append(allowed, who)
	return func(packages []*Package) []string {
		return imports(packages, func(p *Package, imported string) bool {
			return within(p.Path, who) && ours(imported) && !within(imported, allowed...)
		})
	}
}

func followersAreApart(packages []*Package) (found []string) {
	for _, follower := range followers {
		found = append(found, onlyOurs(follower, contentPath, sharedFilePath, responsePath)(packages)...)
	}
	return found
}

func responseKnowsTheEngine(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		return within(p.Path, responsePath) && ours(imported) && imported != contentPath && !within(imported, localePath, responsePath)
	})
}

// onlyServersImportResponse keeps HTTP out of the other packages.
func onlyServersImportResponse(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		return within(imported, responsePath) && !within(p.Path, responsePath, graphPath, feedPath, mediaPath, schemaPagePath, httpdPath, appPath)
	})
}

func httpdMountsHandlers(packages []*Package) []string {
	return imports(packages, func(p *Package, imported string) bool {
		return within(p.Path, httpdPath) && within(imported, storePath, appPath, cliPath)
	})
}

// onlyImportedBy allows only some packages to import what, tests included.
func onlyImportedBy(what string, allowed ...string) func([]*Package) []string {
	return func(packages []*Package) (found []string) {
		for _, p := range packages {
			if slices.Contains(allowed, p.Path) || within(p.Path, what) {
				continue
			}
			for _, imported := range slices.Concat(p.Imports, p.TestImports) {
				if imported == what {
					found = append(found, fmt.Sprintf("%s imports %s", p.Path, imported))
				}
			}
		}
		return found
	}
}

func names(packages []*Package) (found []string) {
	for _, p := range packages {
		for _, name := range []string{p.Name, path.Base(p.Path)} {
			switch name {
			case "util", "utils", "common", "helper", "helpers", "model", "models", "types":
				if p.Path != graphPath+"/internal/model" { // gqlgen's inputs and payloads; it has no model of ours
					found = append(found, fmt.Sprintf("%s is called %s, which says nothing of what it holds", p.Path, name))
				}
			}
		}
	}
	return slices.Compact(found)
}

// files returns the violations in hand-written files.
func files(packages []*Package, wrong func(p *Package, f *File) string) (found []string) {
	for _, p := range packages {
		for _, f := range p.Files {
			if w := wrong(p, f); w != "" {
				found = append(found, f.Name+" "+w)
			}
		}
	}
	return found
}

func noInit(packages []*Package) []string {
	return files(packages, func(_ *Package, f *File) string {
		if f.Inits > 0 {
			return "has a func init: call it from where it is needed"
		}
		return ""
	})
}

func environment(packages []*Package) []string {
	return files(packages, func(p *Package, f *File) string {
		for _, call := range f.Calls {
			switch call {
			case "os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv", "syscall.Getenv":
				if !within(p.Path, cliPath) {
					return "uses " + call + ": make it a flag of internal/cli"
				}
			}
		}
		return ""
	})
}

func shortFiles(packages []*Package) []string {
	return files(packages, func(_ *Package, f *File) string {
		if f.Lines > maxLines {
			return fmt.Sprintf("has %d lines, more than %d: split it by noun", f.Lines, maxLines)
		}
		return ""
	})
}

func smallPackages(packages []*Package) (found []string) {
	for _, p := range packages {
		lines := 0
		for _, f := range p.Files {
			lines += f.Lines
		}
		if lines > maxPackageLines {
			found = append(found, fmt.Sprintf("%s has %d lines, more than %d: split it by what knows what", p.Path, lines, maxPackageLines))
		}
	}
	return found
}

// narrowDoors bounds the exported methods of View and Transaction. What few callers need is a
// function that takes one.
func narrowDoors(packages []*Package) (found []string) {
	for _, p := range packages {
		if p.Path != contentPath {
			continue
		}
		for _, door := range []string{"View", "Transaction"} {
			n := 0
			for _, f := range p.Files {
				n += f.Methods[door]
			}
			if n > maxDoorMethods {
				found = append(found, fmt.Sprintf("%s.%s has %d exported methods, more than %d", p.Path, door, n, maxDoorMethods))
			}
		}
	}
	return found
}

func smallInterfaces(packages []*Package) []string {
	return files(packages, func(_ *Package, f *File) string {
		for name, n := range f.Interfaces {
			if n > maxMethods {
				return fmt.Sprintf("has the interface %s with %d methods, more than %d", name, n, maxMethods)
			}
		}
		return ""
	})
}

func parallelTests(packages []*Package) (found []string) {
	for _, p := range packages {
		for _, name := range p.Sequential {
			found = append(found, fmt.Sprintf("%s: %s must begin with t.Parallel(), or with the comment %q and the reason", p.Path, name, notParallel))
		}
	}
	return found
}
