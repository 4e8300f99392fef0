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

// The exit codes. They are stable, since scripts depend on them. The help lists them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitProblem = 3
)

const description = "Lectern serves conferences, their speakers, videos, podcasts and photos over GraphQL."

// commands has the commands, and the flags that all of them share.
type commands struct {
	Data      string     `help:"Data directory, with the store. Created if it does not exist." default:"data/var" type:"path"`
	LogFormat string     `help:"Format of the log on standard error: text or json." enum:"text,json" default:"text"`
	LogLevel  slog.Level `help:"Lowest level to log: debug, info, warn or error." default:"info"`

	Serve       serveCommand       `cmd:"" default:"withargs" help:"Run the service. This is the default command."`
	Import      importCommand      `cmd:"" help:"Import documents from files into the store."`
	Export      exportCommand      `cmd:"" help:"Export the store's documents to files."`
	Assets      assetsCommand      `cmd:"" help:"List, add and delete uploaded files."`
	Erase       eraseCommand       `cmd:"" help:"Erase a person permanently."`
	RemoveWords removeWordsCommand `cmd:"" help:"Remove words from everything that was ever written."`
	Log         logCommand         `cmd:"" help:"Show who changed what, when and why."`
	Verify      verifyCommand      `cmd:"" help:"Check the store and the uploaded files for damage."`
	Rebuild     rebuildCommand     `cmd:"" help:"Rebuild indexes, references and counts from the store's log."`
	PurgeFeed   purgeFeedCommand   `cmd:"" help:"Print what a cache in front of the service must purge."`
	Token       tokenCommand       `cmd:"" help:"Create, list and revoke tokens for editors and programs."`
	Version     versionCommand     `cmd:"" help:"Print the version."`

	Operations operationsCommand `cmd:"" help:"Register, list and retire the operations that clients send by hash."`
}

// Help is shown below the description by "lectern --help".
func (commands) Help() string {
	return `Flags can also be set in the environment, as LECTERN_ and the name in capitals with _ for - (--log-format is LECTERN_LOG_FORMAT). Separate repeated values with commas, pages and roles with semicolons. A flag on the command line overrides the environment, which overrides the default.

Most used flags of the service (lectern serve --help lists all):

  --listen=127.0.0.1:8080   address to listen on
  --seed=false              do not load the seed content into an empty store
  --public-url=URL          public URL of the service
  --website=TEMPLATE        URL of a document on the website
  --allow-origin=ORIGIN     origin whose pages may read responses in a browser

Examples:

  lectern                                        serve the seed content on http://localhost:8080
  lectern --listen=:80 --public-url=https://api.example.org --allow-origin=https://example.org
  lectern --seed=false --data=/srv/lectern       serve the content that was imported there
  lectern import --data=/srv/lectern content/    import all documents below content/
  lectern token create --role=editor --name=Ida  create a token for an editor
  lectern verify --data=/srv/lectern             check the store; stop the service first

Exit codes:

  0  success
  1  failure; the last line on standard error has the reason
  2  invalid command line or environment; nothing was done
  3  the content to import has problems, or the store is damaged`
}

// program is what every command receives.
type program struct {
	ctx       context.Context
	out, errs io.Writer
	log       *slog.Logger
	data      string
}

// problemError is an error that has the exit code for problems.
type problemError struct{ error }

// Run runs the program with its arguments (without its name), and returns the exit code.
func Run(ctx context.Context, args []string, out, errs io.Writer) int {
	var c commands
	helped := false
	parser, err := newParser(&c, out, errs, func(int) { helped = true }) // --help; kong goes on parsing
	if err != nil {
		fmt.Fprintln(errs, "lectern:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		message, command := usage(err)
		fmt.Fprintf(errs, "lectern: %s\nSee %s --help.\n", message, command)
		return exitUsage
	}
	log := app.NewLog(errs, c.LogFormat, c.LogLevel)
	return exitCode(errs, parsed.Run(&program{ctx: ctx, out: out, errs: errs, log: log, data: c.Data}))
}

// newParser returns the parser of the command line, which calls exit after --help.
func newParser(c *commands, out, errs io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("lectern"),
		kong.Description(description),
		kong.DefaultEnvars("LECTERN"),
		kong.Writers(out, errs),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.ExplicitGroups(groups()),
		defaults(c),
		kong.Exit(exit),
	)
}

// usage returns the message for a wrong command line, and the command whose help explains it.
// kong treats an unknown word as an argument of the default command.
func usage(err error) (message, command string) {
	const program = "lectern"
	if word, ok := strings.CutPrefix(err.Error(), "unexpected argument "); ok {
		return fmt.Sprintf("unknown command or argument %q", word), program
	}
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		if selected := wrong.Context.Selected(); selected != nil {
			return err.Error(), selected.FullPath()
		}
	}
	return err.Error(), program
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

// explain returns the message of an error: for an error of the domain without its
// code, which is for programs, and with its cause, which may help the operator.
func explain(err error) string {
	// kong, and commands that close something, join errors of which only one is
	// not nil.
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

// count returns a number of things as text: "1 document", "2 documents".
func count[N int | int64 | uint64 | content.Revision](n N, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
