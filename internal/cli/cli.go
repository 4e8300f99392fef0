package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/alecthomas/kong"

	"lectern/content"
	"lectern/internal/app"
)

// The exit codes. They are stable: scripts decide by them, and the help lists
// them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitProblem = 3
)

const description = "Lectern serves conferences, and what comes out of them, over GraphQL."

// commands is what can stand on the command line. The flags beside the
// commands are those of all of them.
type commands struct {
	Data      string     `help:"Directory of the store. It is made where it is missing." default:"data/var" type:"path"`
	LogFormat string     `help:"Format of the log: text or json. It goes to standard error." enum:"text,json" default:"text"`
	LogLevel  slog.Level `help:"Least level that is logged: debug, info, warn or error." default:"info"`

	Serve     serveCommand     `cmd:"" default:"withargs" help:"Serve the content. This is what happens without a command."`
	Import    importCommand    `cmd:"" help:"Read documents from files into the store."`
	Export    exportCommand    `cmd:"" help:"Write the store's documents to files."`
	Assets    assetsCommand    `cmd:"" help:"List, add and clear out the uploaded files."`
	Erase     eraseCommand     `cmd:"" help:"Erase a person for good."`
	Log       logCommand       `cmd:"" help:"Say who did what to the content, when and why."`
	Verify    verifyCommand    `cmd:"" help:"Check the store's file, and say what is wrong in it."`
	Rebuild   rebuildCommand   `cmd:"" help:"Make indexes, references and counts anew from the store's log."`
	PurgeFeed purgeFeedCommand `cmd:"" help:"Print what a cache in front of the service has to drop, as changes come."`
	Token     tokenCommand     `cmd:"" help:"Make, list and revoke the tokens that programs and editors sign in with."`
	Version   versionCommand   `cmd:"" help:"Say which version this is."`

	Operations operationsCommand `cmd:"" help:"Register, list and retire the operations that clients ask by their hash."`
}

// Help is shown below the description by "lectern --help".
func (commands) Help() string {
	return `Flags of the service can be set in the environment too: LECTERN_ and the name in capitals, with _ for each - (--log-format is LECTERN_LOG_FORMAT). What can be given more than once is separated by commas there, and pages and roles by semicolons. The command line goes before the environment, and that before the default.

Used most when serving (lectern serve --help has all):

  --listen=127.0.0.1:8080   address to answer on
  --seed=false              leave an empty store empty
  --public-url=URL          the service's own address, as the outside sees it
  --website=TEMPLATE        address of a document on the website
  --allow-origin=ORIGIN     origin whose pages may read the answers in a browser

Examples:

  lectern                                        serve the seed content on http://localhost:8080
  lectern --listen=:80 --public-url=https://api.example.org --allow-origin=https://example.org
  lectern --seed=false --data=/srv/lectern       serve what was imported there
  lectern import --data=/srv/lectern content/    read all documents below content/
  lectern token create --role=editor --name=Ida  make a token to sign in with
  lectern operations register clients/website/generated/manifest.json --client-name=website --client-version=1.4.0
  lectern verify --data=/srv/lectern             check the store; the service must be stopped
  lectern serve --help                           all about serving, its limits included

Exit codes:

  0  it was done
  1  it could not be done; the last line on standard error says why
  2  the command line or the environment was wrong; nothing was done
  3  the content to import has problems, or the store that was checked is damaged`
}

// program is what every command gets.
type program struct {
	ctx       context.Context
	out, errs io.Writer
	log       *slog.Logger
	data      string
}

// problemError is an error that has the exit code for problems.
type problemError struct{ error }

// Run runs the program with its arguments (without its name), and gives the
// exit code.
func Run(ctx context.Context, args []string, out, errs io.Writer) int {
	var c commands
	helped := false
	parser, err := kong.New(&c,
		kong.Name("lectern"),
		kong.Description(description),
		kong.DefaultEnvars("LECTERN"),
		kong.Writers(out, errs),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.ExplicitGroups(groups()),
		defaults(&c),
		kong.Exit(func(int) { helped = true }), // --help; kong goes on parsing
	)
	if err != nil {
		fmt.Fprintln(errs, "lectern:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		fmt.Fprintln(errs, "lectern:", err)
		fmt.Fprintln(errs, "Run \"lectern --help\" to see what can be said.")
		return exitUsage
	}
	log := app.NewLog(errs, c.LogFormat, c.LogLevel)
	return exitCode(errs, parsed.Run(&program{ctx: ctx, out: out, errs: errs, log: log, data: c.Data}))
}

func exitCode(errs io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(errs, "lectern:", explain(err))
	if errors.As(err, new(problemError)) {
		return exitProblem
	}
	return exitFailed
}

// explain is an error in words: an error of the domain without its code, which
// is for programs. Its cause is shown, since the operator may know it.
func explain(err error) string {
	// kong, and a command that closes something, join an error with those that
	// didn't happen.
	for joined, ok := err.(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) == 1; joined, ok = err.(interface{ Unwrap() []error }) {
		err = joined.Unwrap()[0]
	}
	e, ok := err.(*content.Error)
	if !ok || e.Message == "" || len(e.Problems) > 0 {
		return err.Error()
	}
	if e.Cause != nil && !strings.Contains(e.Message, e.Cause.Error()) {
		return e.Message + " (" + e.Cause.Error() + ")"
	}
	return e.Message
}

// count is a number of things in words: "1 document", "2 documents".
func count[N int | int64 | uint64 | content.Revision](n N, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
