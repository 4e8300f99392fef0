package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// parse parses a command line without running it.
func parse(args ...string) (*commands, *kong.Context, error) {
	var c commands
	parser, err := newParser(&c, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return nil, nil, err
	}
	parsed, err := parser.Parse(args)
	return &c, parsed, err
}

// examples returns the command lines of a help text, without pipes.
func examples(help string) (lines []string) {
	for line := range strings.Lines(help) {
		command, _, _ := strings.Cut(strings.TrimSpace(line), " | ")
		command, _, _ = strings.Cut(command, "  ") // the remark behind it
		if strings.HasPrefix(line, "  lectern ") {
			lines = append(lines, strings.ReplaceAll(command, "$(cat revision)", "42"))
		}
	}
	return lines
}

// TestExamples: every command has an example that it accepts.
func TestExamples(t *testing.T) {
	// Not parallel: it changes the working directory and sets the environment.
	t.Chdir(t.TempDir())
	t.Setenv("LECTERN_TOKEN", "x") // purge-feed needs one, which belongs in the environment
	if err := os.WriteFile("portrait.jpg", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var c commands
	parser, err := newParser(&c, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	commands := parser.Model.Leaves(true)
	if len(commands) < 15 {
		t.Fatalf("only %d commands were found", len(commands))
	}
	for _, command := range commands {
		if command.Name == "version" {
			continue // it has no arguments
		}
		lines := examples(command.Detail)
		if len(lines) == 0 {
			t.Errorf("lectern %s has no example", command.Path())
		}
		for _, line := range lines {
			_, parsed, err := parse(strings.Fields(line)[1:]...)
			switch {
			case err != nil:
				t.Errorf("lectern %s does not accept its example %q: %v", command.Path(), line, err)
			case parsed.Selected().Path() != command.Path():
				t.Errorf("the example %q of lectern %s is of lectern %s", line, command.Path(), parsed.Selected().Path())
			}
		}
	}
	for _, line := range examples(c.Help()) {
		if _, _, err := parse(strings.Fields(line)[1:]...); err != nil {
			t.Errorf("lectern does not accept its example %q: %v", line, err)
		}
	}
}

// TestS3InTheEnvironment: the names are those that the help and docs/media.md have.
func TestS3InTheEnvironment(t *testing.T) {
	// Not parallel: it sets the environment.
	for name, value := range map[string]string{
		"ENDPOINT": "https://s3.example.org", "BUCKET": "media", "PREFIX": "lectern/", "REGION": "eu", "PATH_STYLE": "true", "ACCESS_KEY": "key", "SECRET": "secret",
	} {
		t.Setenv("LECTERN_S3_"+name, value)
	}
	c, _, err := parse("verify", "--data="+filepath.Join(t.TempDir(), "var"))
	if err != nil {
		t.Fatal(err)
	}
	s3, err := c.Verify.store()
	if err != nil {
		t.Fatal(err)
	}
	if s3 == nil || s3.Endpoint != "https://s3.example.org" || s3.Bucket != "media" || s3.Prefix != "lectern" || s3.Region != "eu" || !s3.PathStyle || s3.AccessKey != "key" || s3.SecretKey != "secret" {
		t.Errorf("%+v", s3)
	}
}
