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

// limitFlags bound what operations cost.
type limitFlags struct {
	QueryTimeout  time.Duration `help:"For one operation." default:"${queryTimeout}" group:"service"`
	MaxConcurrent int           `help:"Operations that run at once. Others wait for a moment, and are then refused." default:"${maxConcurrent}" group:"service"`
	MaxWait       time.Duration `help:"How long an operation waits for its turn." default:"${maxWait}" group:"service"`

	LimitBody       int64 `help:"Bytes of a request's body, or of the query in its address." default:"${publicBody}" group:"public"`
	EditorLimitBody int64 `help:"Bytes of a request's body, or of the query in its address." default:"${editorBody}" group:"editor"`

	Limit       operationLimits `embed:"" prefix:"limit-" group:"public"`
	EditorLimit operationLimits `embed:"" prefix:"editor-limit-" group:"editor"`
}

// operationLimits are graph.Limits as flags: the fields are the same ones, in
// the same order, so that the compiler misses a limit that has no flag. Their
// defaults are those of graph.
type operationLimits struct {
	Tokens              int `help:"Tokens of the document."`
	NameLength          int `help:"Bytes of a name."`
	Operations          int `help:"Operations in the document."`
	VariableDefinitions int `help:"Variables of an operation."`
	Fragments           int `help:"Fragments, their uses included."`
	Directives          int `help:"Directives in the document."`
	Aliases             int `help:"Aliases in the document."`
	Fields              int `help:"Fields, with fragments expanded."`
	RootFields          int `help:"Fields of the query itself."`
	Depth               int `help:"Depth of fields in fields."`
	Nesting             int `help:"Depth of selections, those of fragments included."`
	ValueNesting        int `help:"Depth of lists and objects in arguments and variables."`
	ValueItems          int `help:"Values in arguments, and again in variables."`
	Work                int `help:"Work of validation, in units of its own."`
	Cost                int `help:"Fields that the answer may have, at the page sizes asked for."`
	Errors              int `help:"Errors that an answer lists."`
}

func (f *limitFlags) limits() app.Limits {
	return app.Limits{
		Public: graph.Limits(f.Limit), Editor: graph.Limits(f.EditorLimit),
		PublicBody: f.LimitBody, EditorBody: f.EditorLimitBody,
		Timeout: f.QueryTimeout, Concurrent: f.MaxConcurrent, Wait: f.MaxWait,
	}
}

// check refuses what would let no operation through.
func (f *limitFlags) check() error {
	for name, n := range map[string]int64{
		"--query-timeout": int64(f.QueryTimeout), "--max-concurrent": int64(f.MaxConcurrent), "--max-wait": int64(f.MaxWait),
		"--limit-body": f.LimitBody, "--editor-limit-body": f.EditorLimitBody,
	} {
		if n <= 0 {
			return fmt.Errorf("%s: it has to be more than 0", name)
		}
	}
	return nil
}

// defaults gives the flags the defaults that other packages decide on.
func defaults(c *commands) kong.Option {
	limits, timeouts := app.DefaultLimits(), httpd.DefaultTimeouts()
	numbers := map[uintptr]int{} // by the place of the flag's field
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
