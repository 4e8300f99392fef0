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
	Register operationsRegisterCommand `cmd:"" help:"Register the operations of a client's version."`
	List     operationsListCommand     `cmd:"" help:"List the registered operations, and who used them when."`
	Retire   operationsRetireCommand   `cmd:"" help:"Take away what a client's version, or who ever, has registered."`
}

// Help is shown by "lectern operations --help".
func (operationsCommand) Help() string {
	return `A registered operation is known by the SHA-256 of its text: clients send that in place of the text. With lectern serve --public-operations=trusted, readers run no others. These commands work while the service runs: what is registered is answered at once, and what is retired is refused within a second.`
}

// clientFlags name a client's version.
type clientFlags struct {
	ClientName    string `help:"Name of the client, as its requests have it in the header GraphQL-Client-Name: website." placeholder:"NAME" env:"-"`
	ClientVersion string `help:"Version of the client, as its requests have it in the header GraphQL-Client-Version: 1.4.0." placeholder:"VERSION" env:"-"`
}

func (f *clientFlags) client() operations.Client {
	return operations.Client{Name: f.ClientName, Version: f.ClientVersion}
}

type operationsRegisterCommand struct {
	Path string `arg:"" help:"A folder with files .graphql, one operation in each, or a manifest of persisted queries (apollo-persisted-query-manifest)."`
	clientFlags
}

// Help is shown by "lectern operations register --help".
func (operationsRegisterCommand) Help() string {
	return `Every operation is checked against the schema first; where one has a problem nothing is registered. What the version registered before stays. To register the same again changes nothing.`
}

// Validate checks the flags; kong calls it.
func (c *operationsRegisterCommand) Validate() error {
	if c.ClientName == "" || c.ClientVersion == "" {
		return errors.New("--client-name and --client-version: both are needed, to know later who uses an operation")
	}
	return nil
}

// Run registers.
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
	_, err = fmt.Fprintf(p.out, "Registered for %s: %d new, %d that were there already.\n", c.client(), len(added), len(documents)-len(added))
	return err
}

// check makes documents of texts that fit the schema. It shows each problem with
// its place.
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
				fmt.Fprintf(p.errs, "%s: readers may not send this, unless lectern serve has other limits: %s\n", source.Place(fault.Line, fault.Column), fault.Message)
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
	return `Shows a line for each operation and client that has registered or used it. The running service writes down each minute what was used. "unknown" stands for clients that don't say who they are.`
}

// Run lists.
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

// shortID is how much of an id is shown, and how much of one must be given.
const shortID = 12

type operationsRetireCommand struct {
	IDs []string `arg:"" name:"id" optional:"" help:"Ids of operations, or their beginnings as lectern operations list shows them: they are taken away from every client."`
	clientFlags
	Force bool `help:"Retire also what was used in the last 30 days." env:"-"`
}

// Help is shown by "lectern operations retire --help".
func (operationsRetireCommand) Help() string {
	return `With --client-name and --client-version, everything that this version has registered is taken away; what another one has too stays. What was used in the last 30 days is refused, unless --force is given.`
}

// Validate checks the flags; kong calls it.
func (c *operationsRetireCommand) Validate() error {
	name, version, ids := c.ClientName != "", c.ClientVersion != "", len(c.IDs) > 0
	if name != version || name == ids {
		return errors.New("give either --client-name and --client-version, or ids of operations")
	}
	return nil
}

// Run retires.
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
	_, err = fmt.Fprintf(p.out, "Retired: %s that no client has registered now.\n", count(len(gone), "operation"))
	return err
}

// fullIDs are the ids that some beginnings of them stand for.
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
			return nil, fmt.Errorf("%q is the beginning of %d ids; give one as lectern operations list shows it", beginning, len(found))
		}
		ids = append(ids, found[0])
	}
	return ids, nil
}
