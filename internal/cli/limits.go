package cli

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/alecthomas/kong"

	"lectern/graph"
	"lectern/internal/app"
	"lectern/internal/httpd"
	"lectern/internal/transfer"
)

// limitFlags limit the cost of operations.
type limitFlags struct {
	QueryTimeout  time.Duration `help:"Time for one query." default:"${queryTimeout}" group:"service"`
	MaxConcurrent int           `help:"Operations that run at the same time. Others wait for --max-wait, then fail with RATE_LIMITED." default:"${maxConcurrent}" group:"service"`
	MaxWait       time.Duration `help:"Time that an operation waits before it is refused." default:"${maxWait}" group:"service"`

	LimitBody       int64 `help:"Bytes of a request's body, or of the query string of a GET." default:"${publicBody}" group:"public"`
	EditorLimitBody int64 `help:"Bytes of a request's body, or of the query string of a GET." default:"${editorBody}" group:"editor"`

	Limit       operationLimits `embed:"" prefix:"limit-" group:"public"`
	EditorLimit operationLimits `embed:"" prefix:"editor-limit-" group:"editor"`
}

// operationLimits are graph.Limits as flags. The fields are the same and in the same
// order, so a limit without a flag does not compile. The defaults are those of graph.
type operationLimits struct {
	Tokens              int `help:"Lexical tokens in the document."`
	NameLength          int `help:"Bytes in a name."`
	Operations          int `help:"Operations in the document."`
	VariableDefinitions int `help:"Variables in an operation."`
	Fragments           int `help:"Fragments and fragment spreads."`
	Directives          int `help:"Directives in the document."`
	Aliases             int `help:"Aliases in the document."`
	Fields              int `help:"Fields, with fragments expanded."`
	RootFields          int `help:"Fields at the root of the operation."`
	Depth               int `help:"Nesting depth of fields."`
	Nesting             int `help:"Nesting depth of selection sets, including fragments."`
	ValueNesting        int `help:"Nesting depth of lists and objects in arguments and variables."`
	ValueItems          int `help:"Values in arguments, and values in variables."`
	Work                int `help:"Work of validating the document, in abstract units."`
	Cost                int `help:"Cost: fields that the response may have at the requested page sizes."`
	Errors              int `help:"Errors in a response."`
}

func (f *limitFlags) limits() app.Limits {
	return app.Limits{
		Public: graph.Limits(f.Limit), Editor: graph.Limits(f.EditorLimit),
		PublicBody: f.LimitBody, EditorBody: f.EditorLimitBody,
		Timeout: f.QueryTimeout, Concurrent: f.MaxConcurrent, Wait: f.MaxWait,
	}
}

// check refuses limits that no operation could meet.
func (f *limitFlags) check() error {
	for name, n := range map[string]int64{
		"--query-timeout": int64(f.QueryTimeout), "--max-concurrent": int64(f.MaxConcurrent), "--max-wait": int64(f.MaxWait),
		"--limit-body": f.LimitBody, "--editor-limit-body": f.EditorLimitBody,
	} {
		if n <= 0 {
			return fmt.Errorf("%s must be more than 0", name)
		}
	}
	return nil
}

// defaults sets the defaults that other packages define.
func defaults(c *commands) kong.Option {
	limits, timeouts := app.DefaultLimits(), httpd.DefaultTimeouts()
	numbers := map[uintptr]int{} // by the offset of the flag's field
	for _, set := range []struct {
		flags  *operationLimits
		values graph.Limits
	}{{&c.Serve.Limit, limits.Public}, {&c.Serve.EditorLimit, limits.Editor}} {
		flags, values := reflect.ValueOf(set.flags).Elem(), reflect.ValueOf(set.values)
		for i := range values.NumField() {
			numbers[flags.Field(i).Addr().Pointer()] = int(values.Field(i).Int())
		}
	}
	files := app.DefaultMedia()
	vars := kong.Vars{
		"imageBytes":      strconv.FormatInt(files.Limits.Image, 10),
		"audioBytes":      strconv.FormatInt(files.Limits.Audio, 10),
		"videoBytes":      strconv.FormatInt(files.Limits.Video, 10),
		"captionsBytes":   strconv.FormatInt(files.Limits.Captions, 10),
		"documentBytes":   strconv.FormatInt(files.Limits.Document, 10),
		"uploadExpiry":    files.UploadExpiry.String(),
		"queryTimeout":    limits.Timeout.String(),
		"maxWait":         limits.Wait.String(),
		"publicBody":      strconv.FormatInt(limits.PublicBody, 10),
		"editorBody":      strconv.FormatInt(limits.EditorBody, 10),
		"cacheBytes":      strconv.Itoa(app.DefaultCaching().Bytes),
		"maxConcurrent":   strconv.Itoa(limits.Concurrent),
		"syncHorizon":     app.DefaultSyncHorizon.String(),
		"headerTimeout":   timeouts.Header.String(),
		"readTimeout":     timeouts.Read.String(),
		"writeTimeout":    timeouts.Write.String(),
		"idleTimeout":     timeouts.Idle.String(),
		"stopTimeout":     timeouts.Stop.String(),
		"atomicDocuments": strconv.Itoa(transfer.MaxAtomicDocuments),
	}
	return kong.OptionFunc(func(k *kong.Kong) error {
		set := kong.PostBuild(func(k *kong.Kong) error {
			return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
				if flag, ok := node.(*kong.Flag); ok && flag.Target.CanAddr() {
					if n, ok := numbers[flag.Target.Addr().Pointer()]; ok && flag.Target.Kind() == reflect.Int {
						flag.Default, flag.HasDefault = strconv.Itoa(n), true
					}
				}
				return next(nil)
			})
		})
		if err := vars.Apply(k); err != nil {
			return err
		}
		return set.Apply(k)
	})
}
