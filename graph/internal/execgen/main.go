// Command execgen generates the code that executes the schema: for each object type a function
// that writes its fields by package exec, and functions that read arguments. It replaces
// `gqlgen generate`: it uses gqlgen's configuration, bindings and models, but not its executor
// and resolvers. Package binding decides what calls a function, and which.
//
// It must not know any single type, or what a function that is called does. It runs in the
// directory of gqlgen.yml. Start with main.go. It refuses what exec does not support, and fields
// without a value.
//
//	main.go       loads, binds, and writes the files
//	binding       what gives each field its value
//	generator.go  the table of types, objects and their fields
//	write.go      functions that write values
//	read.go       functions that read arguments
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin/modelgen"
	"golang.org/x/tools/imports"

	"lectern/graph/internal/execgen/binding"
)

func main() {
	log.SetOutput(io.Discard) // gqlgen logs each binding that it finds
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "execgen:", err)
		os.Exit(1)
	}
}

// generate writes the models and the executor's functions.
func generate() error {
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	imports.LocalPrefix = cfg.LocalPrefix
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	if err := cfg.Init(); err != nil {
		return err
	}
	if models, ok := modelgen.New().(*modelgen.Plugin); ok && cfg.Model.IsDefined() {
		if err := models.MutateConfig(cfg); err != nil {
			return err
		}
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
	return render(data, resolvers)
}

// packageDoc is the doc comment of a generated package.
const packageDoc = `// Package gen has what package exec must know of a schema: a table of the object types, and for
// each of them a function that writes its fields. Command execgen generates it from gqlgen's
// bindings. It knows the types that the schema is bound to and the resolvers, and nothing of
// requests.`

// render writes the generated functions, and the schema beside them.
func render(data *codegen.Data, resolvers *binding.Resolvers) error {
	if data.Config.Exec.Layout != config.ExecLayoutSingleFile {
		return errors.New("gqlgen.yml: exec.layout follow-schema is not supported; say exec.filename")
	}
	file := data.Config.Exec.Filename
	var schema strings.Builder
	for _, source := range data.AugmentedSources {
		if !source.BuiltIn {
			schema.WriteString(strings.TrimSpace(source.Source) + "\n\n")
		}
	}
	g := newGenerator(data, resolvers)
	err := templates.Render(templates.Options{
		PackageName: data.Config.Exec.Package,
		Filename:    file,
		// The text is generated while gqlgen renders, since only then does gqlgen record the
		// imports.
		Template:        "{{ .File }}",
		Data:            g,
		Packages:        data.Config.Packages,
		GeneratedHeader: true,
		PackageDoc:      "\n" + packageDoc,
		PruneOptions:    data.Config.GetPruneOptions(),
	})
	switch {
	case len(g.refused) > 0: // without the template's own error text
		return errors.Join(g.refused...)
	case err != nil:
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(file), schemaFile), []byte(strings.TrimSpace(schema.String())+"\n"), 0o644)
}
