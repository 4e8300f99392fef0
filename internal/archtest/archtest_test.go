package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestHouse checks the rules on this module.
func TestHouse(t *testing.T) {
	t.Parallel()
	packages, err := Load(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 2 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			for _, broken := range rule.Check(packages) {
				t.Error(broken)
			}
		})
	}
}

// TestLoadSeesThisPackage fails if the loader finds too little: rules without packages always
// hold.
func TestLoadSeesThisPackage(t *testing.T) {
	t.Parallel()
	packages, err := Load(".")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(packages, func(p *Package) bool { return p.Path == Module+"/internal/archtest" })
	if i < 0 {
		t.Fatal("not found")
	}
	p := packages[i]
	if p.Name != "archtest" || !strings.HasPrefix(p.Doc, "Package archtest") || p.DocFile != "doc.go" || !slices.Contains(p.Declared, "File") || !p.Built || !slices.Contains(p.Imports, "go/ast") || !slices.Contains(p.TestImports, "testing") {
		t.Errorf("%+v", p)
	}
	i = slices.IndexFunc(p.Files, func(f *File) bool { return f.Name == Module+"/internal/archtest/load.go" })
	if i < 0 {
		t.Fatal("load.go not found")
	}
	if f := p.Files[i]; f.Lines < 50 || !slices.Contains(f.Calls, "exec.Command") {
		t.Errorf("%+v", f)
	}
}

// pkg returns a package that violates no rule, except perhaps by its imports.
func pkg(path string, imports ...string) *Package {
	return &Package{Path: path, Name: "fine", Imports: imports, Built: true}
}

// withFile returns a package with one file.
func withFile(path string, f File) *Package {
	p := pkg(path)
	p.Files = []*File{&f}
	return p
}

func withTest(path string, imports ...string) *Package {
	p := pkg(path)
	p.TestImports = imports
	return p
}

// said is a package comment without only the place to start.
const said = "It is for a. It must not know b.\n"

// withDoc returns a package of two files with a package comment in one of them.
func withDoc(file, text string) *Package {
	p := pkg(Module + "/internal/a")
	if file == "main.go" {
		p.Name = "main"
	}
	p.Doc, p.DocFile, p.Declared, p.Files = text, file, []string{"Do"}, []*File{{Name: Module + "/internal/a/a.go"}, {Name: Module + "/internal/a/b.go"}}
	return p
}

// TestRulesBite checks each rule on packages that violate it, and on similar ones that do not.
func TestRulesBite(t *testing.T) {
	t.Parallel()
	const in = Module + "/internal/"
	tests := map[string]struct{ bad, good []*Package }{
		"content imports the standard library, golang.org/x/text and richtext only": {
			[]*Package{
				pkg(contentPath, "go.etcd.io/bbolt"), pkg(contentPath, storePath), pkg(catalogPath, graphPath),
				pkg(contentPath+"/contenttest", storePath),
			},
			[]*Package{pkg(contentPath, "net/url", "golang.org/x/text/language", richTextPath), pkg(contentPath+"/contenttest", contentPath)},
		},
		"each floor of content knows only those below": {
			[]*Package{
				pkg(contentPath, catalogPath), pkg(contentPath, captionPath), pkg(contentPath, listingPath), pkg(listingPath, catalogPath), pkg(localePath, contentPath), pkg(captionPath, contentPath),
				pkg(recordPath, contentPath), pkg(contentPath, contentPath+"/contenttest"), pkg(catalogPath, contentPath+"/contenttest"),
			},
			[]*Package{pkg(catalogPath, contentPath, listingPath, captionPath, localePath), pkg(listingPath, contentPath), pkg(contentPath, localePath, recordPath, "net/url"), pkg(contentPath+"/contenttest", catalogPath)},
		},
		"a floor is tested without those above": {
			[]*Package{withTest(contentPath, catalogPath), withTest(contentPath, listingPath), withTest(contentPath, contentPath+"/contenttest"), withTest(localePath, contentPath)},
			[]*Package{withTest(contentPath, localePath, "testing"), withTest(catalogPath, contentPath+"/contenttest", catalogPath)},
		},
		"only internal/store imports bbolt, and bench to compare with it": {
			[]*Package{pkg(appPath, "go.etcd.io/bbolt"), pkg(in+"transfer", "go.etcd.io/bbolt/errors")},
			[]*Package{pkg(storePath, "go.etcd.io/bbolt", "go.etcd.io/bbolt/errors")},
		},
		"graph knows of ours only content and response": {
			[]*Package{
				pkg(graphPath, storePath), pkg(graphPath, in+"search"), pkg(graphPath+"/scalar", httpdPath),
				pkg(graphPath+"/internal/limit", in+"media"), pkg(graphPath, in+"feed"),
			},
			[]*Package{pkg(graphPath, contentPath, responsePath, graphPath+"/scalar", "github.com/99designs/gqlgen/graphql")},
		},
		"internal/store knows of ours only content": {
			[]*Package{pkg(storePath, graphPath), pkg(storePath, in+"transfer")},
			[]*Package{pkg(storePath, contentPath)},
		},
		"followers of the log know of ours only content, sharedfile and response": {
			[]*Package{
				pkg(in+"search", in+"feed"), pkg(in+"feed", storePath), pkg(in+"media", graphPath),
				pkg(in+"webhook", httpdPath), pkg(in+"cluster", in+"search"), pkg(in+"transfer", storePath),
				pkg(in+"feed/ical", in+"media"),
			},
			[]*Package{pkg(in+"search", contentPath), pkg(in+"feed", in+"feed/ical", responsePath)},
		},
		"internal/response knows the engine of content, and no content type": {
			[]*Package{
				pkg(responsePath, graphPath), pkg(responsePath, httpdPath), pkg(responsePath, mediaPath),
				pkg(responsePath, catalogPath), pkg(responsePath, captionPath),
			},
			[]*Package{pkg(responsePath, contentPath, localePath, pageLayoutPath), pkg(feedPath, catalogPath)},
		},
		"internal/response/page knows nothing of ours": {
			[]*Package{pkg(pageLayoutPath, contentPath), pkg(pageLayoutPath, responsePath)},
			[]*Package{pkg(pageLayoutPath, "html/template")},
		},
		"only what serves HTTP imports response": {
			[]*Package{pkg(storePath, responsePath), pkg(in+"search", responsePath), pkg(contentPath, pageLayoutPath), pkg(authPath, responsePath)},
			[]*Package{pkg(graphPath, responsePath), pkg(httpdPath+"/cache", responsePath), pkg(mediaPath+"/captions", pageLayoutPath), pkg(appPath, responsePath)},
		},
		"internal/richtext knows nothing of ours": {
			[]*Package{pkg(richTextPath, contentPath), pkg(richTextPath, graphPath)},
			[]*Package{pkg(richTextPath, "github.com/yuin/goldmark")},
		},
		"internal/schemapage knows of ours only richtext and the pages' layout": {
			[]*Package{pkg(schemaPagePath, graphPath), pkg(schemaPagePath, httpdPath), pkg(schemaPagePath, contentPath)},
			[]*Package{pkg(schemaPagePath, richTextPath, pageLayoutPath, "github.com/vektah/gqlparser/v2/ast")},
		},
		"internal/httpd never imports store": {
			[]*Package{pkg(httpdPath, storePath), pkg(httpdPath, appPath), pkg(httpdPath, cliPath)},
			[]*Package{pkg(httpdPath, contentPath)},
		},
		"internal/sharedfile knows of ours only content": {
			[]*Package{pkg(sharedFilePath, storePath), pkg(sharedFilePath, authPath)},
			[]*Package{pkg(sharedFilePath, contentPath)},
		},
		"internal/auth knows of ours only content and sharedfile": {
			[]*Package{pkg(authPath, storePath), pkg(authPath, httpdPath), pkg(authPath, graphPath), pkg(authPath, operationsPath)},
			[]*Package{pkg(authPath, contentPath, sharedFilePath, "github.com/coreos/go-oidc/v3/oidc")},
		},
		"internal/operations knows of ours only content and sharedfile": {
			[]*Package{pkg(operationsPath, storePath), pkg(operationsPath, graphPath), pkg(operationsPath, authPath)},
			[]*Package{pkg(operationsPath, contentPath, sharedFilePath)},
		},
		"only app and cli import operations": {
			[]*Package{pkg(httpdPath, operationsPath), pkg(graphPath, operationsPath), withTest(e2ePath, operationsPath)},
			[]*Package{pkg(appPath, operationsPath), pkg(cliPath, operationsPath)},
		},
		"only app, cli and bench import auth": {
			[]*Package{pkg(httpdPath, authPath), pkg(graphPath, authPath), withTest(e2ePath, authPath)},
			[]*Package{pkg(appPath, authPath), pkg(cliPath, authPath), pkg(benchPath, authPath)},
		},
		"playground knows nothing of ours": {
			[]*Package{pkg(pagePath, contentPath), pkg(pagePath, httpdPath)},
			[]*Package{pkg(pagePath, "embed", "io/fs")},
		},
		"only app and e2e import playground": {
			[]*Package{pkg(httpdPath, pagePath), pkg(graphPath, pagePath), withTest(httpdPath, pagePath)},
			[]*Package{pkg(appPath, pagePath), withTest(e2ePath, pagePath)},
		},
		"only cli, e2e and bench import app": {
			[]*Package{pkg(httpdPath, appPath), pkg(Module, appPath), withTest(in+"transfer", appPath)},
			[]*Package{pkg(cliPath, appPath), withTest(e2ePath, appPath), pkg(benchPath, appPath)},
		},
		"only main imports cli": {
			[]*Package{pkg(appPath, cliPath), withTest(e2ePath, cliPath)},
			[]*Package{pkg(Module, cliPath)},
		},
		"packages are named for what they hold": {
			[]*Package{{Path: in + "util", Name: "util"}, {Path: in + "x", Name: "types"}, {Path: in + "models", Name: "y"}, pkg(in + "helpers"), pkg(in + "common")},
			[]*Package{pkg(graphPath + "/internal/model"), pkg(in + "feed")},
		},
		"nothing registers itself in init": {
			[]*Package{withFile(contentPath, File{Name: "a.go", Inits: 1})},
			[]*Package{withFile(contentPath, File{Name: "a.go"})},
		},
		"only internal/cli reads the environment": {
			[]*Package{withFile(appPath, File{Calls: []string{"os.Getenv"}}), withFile(graphPath, File{Calls: []string{"os.LookupEnv"}})},
			[]*Package{withFile(cliPath, File{Calls: []string{"os.Getenv"}}), withFile(appPath, File{Calls: []string{"os.Open"}})},
		},
		"every package says what it is for, what it must not know and where to start": {
			[]*Package{
				withDoc("doc.go", ""), withDoc("a.go", said+"Start with a.go."), withDoc("doc.go", "It is for a. Start with a.go."), withDoc("doc.go", said),
				withDoc("doc.go", said+"Start with c.go."), withDoc("doc.go", said+"Start at [Done]."), withDoc("doc.go", strings.Repeat("\n", docLines)+said+"Start with a.go."),
			},
			[]*Package{
				withDoc("doc.go", said+"Start with a.go: it is short."), withDoc("main.go", said+"Start at [Do].\n"),
				{Path: e2ePath, Name: "e2e_test"},
				{Path: in + "a", Built: true, Files: []*File{{Name: "a.go"}}, Doc: said, DocFile: "a.go"},
				{Path: in + "gen", Built: true},
			},
		},
		"hand-written files are short": {
			[]*Package{withFile(contentPath, File{Lines: 401})},
			[]*Package{withFile(contentPath, File{Lines: 400})},
		},
		"packages are small enough to know": {
			[]*Package{{Path: graphPath, Files: []*File{{Lines: 4000}, {Lines: 4001}}}},
			[]*Package{{Path: graphPath, Files: []*File{{Lines: 4000}, {Lines: 4000}}}},
		},
		"the doors of content are narrow": {
			[]*Package{
				{Path: contentPath, Files: []*File{{Methods: map[string]int{"View": 20}}, {Methods: map[string]int{"View": 1}}}},
				withFile(contentPath, File{Methods: map[string]int{"Transaction": 21}}),
			},
			[]*Package{withFile(contentPath, File{Methods: map[string]int{"View": 20, "Transaction": 20, "Store": 30}})},
		},
		"interfaces are small": {
			[]*Package{withFile(contentPath, File{Interfaces: map[string]int{"Store": 11}})},
			[]*Package{withFile(contentPath, File{Interfaces: map[string]int{"Store": 10}})},
		},
		"tests are parallel, or say why not": {
			[]*Package{{Path: contentPath, Sequential: []string{"TestAlone"}}},
			[]*Package{pkg(contentPath)},
		},
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			test, ok := tests[rule.Name]
			if !ok {
				t.Fatal("no example breaks this rule")
			}
			for i, bad := range test.bad {
				if len(rule.Check([]*Package{bad})) == 0 {
					t.Errorf("example %d, which breaks the rule, passes (%s)", i, fmt.Sprint(bad.Path, bad.Imports))
				}
			}
			if broken := rule.Check(test.good); len(broken) > 0 {
				t.Errorf("good house fails: %v", broken)
			}
		})
	}
}
