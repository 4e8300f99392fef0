// Command stockgen generates the executor that gqlgen itself generates for this schema, as a
// reference for package exec: the tests with the build tag reference compare the two. It reads
// gqlgen.yml for the bindings, and generates no models and no resolvers. It must not know
// package exec.
//
// It runs in the directory of gqlgen.yml, and writes package stock, which is not committed:
//
//	generated.go  gqlgen's executor
//	adapter.go    resolvers that call the functions that package gen calls
//
// Both have the build tag, so leftover files do not affect other builds.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"golang.org/x/tools/imports"

	"lectern/graph/internal/execgen/binding"
)

const (
	folder      = "graph/internal/exectest/stock"
	packageName = "stock"
	buildTag    = "reference"
	models      = "lectern/graph/internal/model"
)

func main() {
	log.SetOutput(io.Discard) // gqlgen reports each binding that it finds
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "stockgen:", err)
		os.Exit(1)
	}
}

func generate() error {
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	generated := filepath.Join(folder, "generated.go")
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	onlyExecutor(cfg, generated)
	imports.LocalPrefix = cfg.LocalPrefix
	if err := cfg.Init(); err != nil {
		return err
	}
	resolvers, err := binding.Load(cfg)
	if err != nil {
		return err
	}
	data, err := codegen.BuildData(cfg)
	if err != nil {
		return err
	}
	resolvers.Adapt(data)
	if err := codegen.GenerateCode(data); err != nil {
		return err
	}
	adapters := filepath.Join(folder, "adapter.go")
	if err := adapter(data, resolvers, adapters); err != nil {
		return err
	}
	return errors.Join(tag(generated), tag(adapters))
}

// onlyExecutor makes gqlgen generate its executor and nothing else. It sets what gqlgen.yml can
// omit because package execgen ignores it.
func onlyExecutor(cfg *config.Config, to string) {
	cfg.Exec = config.ExecConfig{
		Layout: config.ExecLayoutSingleFile, Filename: to, Package: packageName,
		WorkerLimit: 1, // a goroutine for each list element would cost more than it saves
	}
	cfg.Model = config.PackageConfig{}
	cfg.AutoBind = append(cfg.AutoBind, models)
	cfg.OmitComplexity, cfg.OmitPanicHandler = true, false
	for name := range cfg.Schema.Directives { // they are read from the operation or the schema
		cfg.Directives[name] = config.DirectiveConfig{SkipRuntime: true}
	}
}

// adapter writes the resolvers of package stock, whose methods call the functions that package
// gen calls.
func adapter(data *codegen.Data, resolvers *binding.Resolvers, file string) error {
	a := &adapted{data, resolvers}
	return templates.Render(templates.Options{
		PackageName: packageName, Filename: file, Template: "{{ .File }}", Data: a, Packages: data.Config.Packages,
		PruneOptions: data.Config.GetPruneOptions(),
	})
}

type adapted struct {
	data      *codegen.Data
	resolvers *binding.Resolvers
}

// File returns the text of the adapter after its imports.
func (a *adapted) File() (string, error) {
	if _, err := templates.CurrentImports.Reserve("context"); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("// Resolvers are those of package resolve.\ntype Resolvers struct{}\n\n")
	for _, o := range a.data.Objects {
		if !o.HasResolvers() {
			continue
		}
		name := templates.LcFirst(o.Name) + "Resolver"
		fmt.Fprintf(&b, "type %s struct{}\n\nfunc (Resolvers) %s() %sResolver { return %[1]s{} }\n\n", name, o.Name, o.Name)
		for _, f := range o.Fields {
			if !f.IsResolver {
				continue
			}
			call, err := a.resolvers.Call(f, binding.Site{Context: "ctx", Object: "obj", Argument: func(name string) string {
				return f.Args[slices.IndexFunc(f.Args, func(a *codegen.FieldArgument) bool { return a.Name == name })].VarName
			}})
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "func (%s) %s%s {\nreturn %s\n}\n\n", name, f.GoFieldName, f.ShortResolverDeclaration(), call)
		}
	}
	return b.String(), nil
}

// tag adds the build tag to a file.
func tag(file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte("//go:build "+buildTag+"\n\n"), source...), 0o644)
}
