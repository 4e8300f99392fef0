package e2e_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

var (
	commandWord = regexp.MustCompile(`^[a-z][a-z-]*$`)
	// { viewer { name } }, but not { path: x }.
	wholeOperation = regexp.MustCompile(`^(\{ \w+ ?[({]|query [@(]|mutation [@(]).*\}$`)
	flagWord       = regexp.MustCompile(`^(--[a-z][a-z0-9-]*)`)
	// Flags of other tools.
	othersFlags = []string{"--no-audit"}
)

// checkSpans checks the code in the text: targets of make, commands of lectern with their
// flags, flags alone, and whole operations.
func (d *document) checkSpans() {
	d.t.Helper()
	for _, span := range spansOf(d.prose) {
		words := strings.Fields(span)
		switch {
		case words[0] == "make" && len(words) > 1:
			if !targets(d.t)[words[1]] {
				d.t.Errorf("%s: make has no target %s", d.path, words[1])
			}
		case words[0] == "lectern" || words[0] == "bin/lectern":
			d.checkCommand(span, words[1:])
		case flagWord.MatchString(span) && !slices.Contains(othersFlags, words[0]):
			flag := flagWord.FindString(span)
			if !strings.Contains(allHelp(d), flag) {
				d.t.Errorf("%s: lectern has no flag %s", d.path, flag)
			}
		case wholeOperation.MatchString(span):
			text := strings.ReplaceAll(span, "…", "__typename")
			d.ask(&block{language: "graphql", text: text}, d.seeded.token)
		}
	}
}

// checkLinks checks that links into the playground open what the document shows: an operation
// of one of its blocks, or a recipe.
func (d *document) checkLinks() {
	d.t.Helper()
	for _, link := range regexp.MustCompile(`[(<]http://localhost:8080/playground#(\w+)=([^)>\s]+)`).FindAllStringSubmatch(d.prose, -1) {
		text, err := url.QueryUnescape(link[2])
		if err != nil {
			d.t.Errorf("%s: %v", d.path, err)
			continue
		}
		shown := func(b *block) bool { return b.language == "graphql" && b.text == text }
		recipe := func(folder string) bool {
			_, err := os.Stat(filepath.Join("..", filepath.FromSlash(folder), text+".graphql"))
			return err == nil
		}
		if link[1] == "query" && !slices.ContainsFunc(d.blocks, shown) || link[1] == "recipe" && !recipe("clients/editor") && !recipe("playground/src/readers") {
			d.t.Errorf("%s: the link opens what the document does not show: %s", d.path, text)
		}
	}
}

// checkCommand checks that a command exists and has the flags.
func (d *document) checkCommand(span string, words []string) {
	d.t.Helper()
	var command []string
	for _, w := range words {
		if !commandWord.MatchString(w) {
			break
		}
		command = append(command, w)
	}
	help := helpOf(d, strings.Join(command, " "))
	if help == "" {
		d.t.Errorf("%s: `%s`: there is no such command", d.path, span)
		return
	}
	for _, w := range words {
		if flag := flagWord.FindString(w); flag != "" && !strings.Contains(help, flag) {
			d.t.Errorf("%s: `%s`: there is no flag %s", d.path, span, flag)
		}
	}
}

// helps caches the help of commands.
var helps sync.Map

// helpOf returns the help of a command; "" for an unknown one.
func helpOf(d *document, command string) string {
	d.t.Helper()
	if known, ok := helps.Load(command); ok {
		return known.(string)
	}
	out, err := exec.Command(program(d.t), append(strings.Fields(command), "--help")...).Output()
	if err != nil {
		out = nil
	}
	helps.Store(command, string(out))
	return string(out)
}

// allHelp returns the help of every command.
func allHelp(d *document) (text string) {
	d.t.Helper()
	for _, command := range []string{
		"", "serve", "import", "export", "assets list", "assets add", "assets gc", "erase", "log", "verify", "rebuild", "purge-feed",
		"token create", "token list", "token revoke", "operations register", "operations list", "operations retire",
	} {
		help := helpOf(d, command)
		if help == "" {
			d.t.Fatalf("there is no command %q", command)
		}
		text += help
	}
	return text
}

// targets returns the targets of the Makefile.
func targets(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^([a-z-]+):.* ## `).FindAllSubmatch(read(t, "../Makefile"), -1) {
		all[string(found[1])] = true
	}
	return all
}

// checkIgnored: git ignores what following the document leaves in a clone. Stores and exports
// hold tokens, drafts and the names behind pseudonyms.
func (d *document) checkIgnored() {
	d.t.Helper()
	if d.workspace == "" {
		return
	}
	left, err := os.ReadDir(d.workspace)
	if err != nil {
		d.t.Fatal(err)
	}
	ignored := strings.Split(string(read(d.t, "../.gitignore")), "\n")
	for _, entry := range left {
		name := "/" + entry.Name()
		if entry.IsDir() {
			name += "/"
		}
		if !slices.Contains(append(ofClone, ignored...), name) {
			d.t.Errorf("%s leaves %s behind, and .gitignore lacks it", d.path, name)
		}
	}
}

// ofClone is what a workspace begins with.
var ofClone = []string{"/.service/", "/bin/", "/clients/", "/data/"}
