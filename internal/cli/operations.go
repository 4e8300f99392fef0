package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"lectern/graph"
	"lectern/internal/operations"
)

type operationsCommand struct {
	Register operationsRegisterCommand `cmd:"" help:"Register the operations of a client version."`
	List     operationsListCommand     `cmd:"" help:"List the registered operations and their use."`
	Retire   operationsRetireCommand   `cmd:"" help:"Remove registered operations."`
}

// Help is shown by "lectern operations --help".
func (operationsCommand) Help() string {
	return `A registered operation has an id, the SHA-256 of its text, which clients send instead of the text. With lectern serve --public-operations=trusted, readers can run only registered operations. These commands work while the service runs: a registered operation is accepted at once, a retired one is refused within a second.`
}

// clientFlags identify a client version.
type clientFlags struct {
	ClientName    string `help:"Name of the client, as in the header GraphQL-Client-Name of its requests: website." placeholder:"NAME" env:"-"`
	ClientVersion string `help:"Version of the client, as in the header GraphQL-Client-Version of its requests: 1.4.0." placeholder:"VERSION" env:"-"`
}

func (f *clientFlags) client() operations.Client {
	return operations.Client{Name: f.ClientName, Version: f.ClientVersion}
}

type operationsRegisterCommand struct {
	Path string `arg:"" help:"Folder of .graphql files with one operation each, or a persisted query manifest (apollo-persisted-query-manifest)."`
	clientFlags
}

// Help is shown by "lectern operations register --help".
func (operationsRegisterCommand) Help() string {
	return `All operations are validated against the schema first; if one has a problem, nothing is registered and the exit code is 3. Operations that the version registered before remain. Registering an operation twice has no effect.

Example:

  lectern operations register clients/website/generated/manifest.json --client-name=website --client-version=1.4.0`
}

// Validate checks the flags; kong calls it.
func (c *operationsRegisterCommand) Validate() error {
	if c.ClientName == "" || c.ClientVersion == "" {
		return errors.New("--client-name and --client-version are required: they identify who uses an operation")
	}
	return nil
}

// Run registers operations.
func (c *operationsRegisterCommand) Run(p *program) error {
	sources, err := operations.ReadSources(c.Path)
	if err != nil {
		return err
	}
	documents, err := check(p, sources)
	if err != nil {
		return err
	}
	registry, err := operations.Open(p.data, p.log)
	if err != nil {
		return err
	}
	added, err := registry.Register(c.client(), documents)
	if err != nil {
		return err
	}
	for _, d := range added {
		fmt.Fprintf(p.out, "%s  %s\n", d.ID, d.Name)
	}
	_, err = fmt.Fprintf(p.out, "Registered for %s: %d new, %d known.\n", c.client(), len(added), len(documents)-len(added))
	return err
}

// check returns the valid documents of the sources. It prints each problem with its position.
func check(p *program, sources []operations.Source) ([]operations.Document, error) {
	checker := graph.NewChecker()
	documents := make([]operations.Document, len(sources))
	wrong := 0
	for i, source := range sources {
		name, faults := checker.Check(source.Text)
		for _, fault := range faults {
			fmt.Fprintf(p.errs, "%s: %s\n", source.Place(fault.Line, fault.Column), fault.Message)
		}
		wrong += len(faults)
		if len(faults) == 0 {
			for _, fault := range checker.TooMuch(source.Text) {
				fmt.Fprintf(p.errs, "%s: readers may not send this with the default limits of lectern serve: %s\n", source.Place(fault.Line, fault.Column), fault.Message)
			}
		}
		documents[i] = operations.NewDocument(name, source.Text)
	}
	if wrong > 0 {
		return nil, problemError{fmt.Errorf("%s; nothing was registered", count(wrong, "problem"))}
	}
	return documents, nil
}

type operationsListCommand struct{}

// Help is shown by "lectern operations list --help".
func (operationsListCommand) Help() string {
	return `Prints a line for each operation and client that has registered or used it. The service records use once a minute. "unknown" means clients without a name.

Example:

  lectern operations list --data=/srv/lectern`
}

// Run lists operations.
func (*operationsListCommand) Run(p *program) error {
	registry, err := operations.Open(p.data, p.log)
	if err != nil {
		return err
	}
	list, err := registry.List()
	if err != nil {
		return err
	}
	const gap = 2
	table := tabwriter.NewWriter(p.out, 0, 0, gap, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tCLIENT\tREGISTERED\tUSES\tLAST USED")
	for _, o := range list {
		clients := slices.Clone(o.Clients)
		for _, u := range o.Uses {
			if !slices.Contains(clients, u.Client) {
				clients = append(clients, u.Client)
			}
		}
		for _, client := range clients {
			registered, use := "no", operations.Use{Last: "never"}
			if slices.Contains(o.Clients, client) {
				registered = "yes"
			}
			if i := slices.IndexFunc(o.Uses, func(u operations.Use) bool { return u.Client == client }); i >= 0 {
				use = o.Uses[i]
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", o.ID[:shortID], o.Name, client, registered, use.Count, use.Last)
		}
	}
	return table.Flush()
}

// shortID is the number of characters of an id that are shown, and the minimum that must be
// given.
const shortID = 12

type operationsRetireCommand struct {
	IDs []string `arg:"" name:"id" optional:"" help:"Ids of operations, from lectern operations list. They are removed for every client."`
	clientFlags
	Force bool `help:"Also retire operations that were used in the last 30 days." env:"-"`
}

// Help is shown by "lectern operations retire --help".
func (operationsRetireCommand) Help() string {
	return `With --client-name and --client-version, removes everything that this version has registered; operations that another version has registered too remain. The command fails if an operation was used in the last 30 days, unless --force is given.

Example:

  lectern operations retire --client-name=website --client-version=1.4.0`
}

// Validate checks the flags; kong calls it.
func (c *operationsRetireCommand) Validate() error {
	name, version, ids := c.ClientName != "", c.ClientVersion != "", len(c.IDs) > 0
	if name != version || name == ids {
		return errors.New("give either --client-name and --client-version, or operation ids")
	}
	return nil
}

// Run retires operations.
func (c *operationsRetireCommand) Run(p *program) error {
	registry, err := operations.Open(p.data, p.log)
	if err != nil {
		return err
	}
	var gone []operations.Document
	if len(c.IDs) == 0 {
		gone, err = registry.RetireClient(c.client(), c.Force)
	} else {
		var ids []string
		if ids, err = fullIDs(registry, c.IDs); err == nil {
			gone, err = registry.RetireOperations(ids, c.Force)
		}
	}
	if err != nil {
		return err
	}
	for _, d := range gone {
		fmt.Fprintf(p.out, "%s  %s\n", d.ID, d.Name)
	}
	_, err = fmt.Fprintf(p.out, "Retired %s.\n", count(len(gone), "operation"))
	return err
}

// fullIDs returns the ids with the given prefixes.
func fullIDs(registry *operations.Registry, beginnings []string) ([]string, error) {
	list, err := registry.List()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, beginning := range beginnings {
		beginning = strings.TrimPrefix(beginning, "sha256:")
		var found []string
		for _, o := range list {
			if len(beginning) >= shortID && strings.HasPrefix(o.ID, beginning) {
				found = append(found, o.ID)
			}
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("%q matches %d operations; give an id from lectern operations list", beginning, len(found))
		}
		ids = append(ids, found[0])
	}
	return ids, nil
}
