package operations

import (
	"slices"
	"strings"
	"time"

	"lectern/content"
)

// lately is the time since the last use after which an operation can be retired without force:
// a month, for apps that are opened rarely.
const lately = 30 * 24 * time.Hour

// Registered is an operation with its clients and its uses.
type Registered struct {
	Document
	Clients []Client
	Uses    []Use
}

// List returns the registered operations, sorted by name, with the saved uses.
func (r *Registry) List() ([]Registered, error) {
	reg, err := r.read()
	if err != nil {
		return nil, err
	}
	uses, err := r.uses.Read()
	if err != nil {
		return nil, err
	}
	list := make([]Registered, len(reg.documents))
	for i, d := range reg.documents {
		list[i].Document = d
		for _, rel := range reg.releases {
			if slices.Contains(rel.Operations, d.ID) {
				list[i].Clients = append(list[i].Clients, rel.Client)
			}
		}
		for _, u := range uses {
			if u.Operation == d.ID {
				list[i].Uses = append(list[i].Uses, u)
			}
		}
	}
	return list, nil
}

// Register adds operations to those of a client's version; earlier ones stay, since released
// programs may use them. It returns the operations that are new for the client. The caller must
// have validated them against the schema. It is BAD_INPUT for an invalid name, version or text,
// TOO_LARGE if the register would become too large, and CORRUPT if the file is damaged.
func (r *Registry) Register(client Client, documents []Document) (added []Document, err error) {
	if err := client.check(); err != nil {
		return nil, err
	}
	for _, d := range documents {
		if err := checkText(d.Text); err != nil { // the file would have another text
			return nil, content.Wrap(content.CodeBadInput, err, "The operation "+d.Name+" can't be registered.")
		}
	}
	err = r.change(func(reg *register) (*register, error) {
		reg, added = reg.with(client, documents, r.now())
		return reg, nil
	})
	return added, err
}

// RetireClient removes the operations of a client's version. It returns those that no client
// has any more. It is NOT_FOUND for an unknown client, and CONFLICT if it, or one of those
// operations, was used lately, unless force is set.
func (r *Registry) RetireClient(client Client, force bool) ([]Document, error) {
	return r.retire(force, func(c Client, _ string) bool { return c == client })
}

// RetireOperations removes operations from every client. The errors are
// those of RetireClient.
func (r *Registry) RetireOperations(ids []string, force bool) ([]Document, error) {
	return r.retire(force, func(_ Client, id string) bool { return slices.Contains(ids, id) })
}

func (r *Registry) retire(force bool, dropped func(Client, string) bool) (gone []Document, err error) {
	uses, err := r.uses.Read()
	if err != nil && !force {
		return nil, err
	}
	err = r.change(func(reg *register) (*register, error) {
		found := slices.ContainsFunc(reg.releases, func(rel release) bool {
			return slices.ContainsFunc(rel.Operations, func(id string) bool { return dropped(rel.Client, id) })
		})
		if !found {
			return nil, content.Errorf(content.CodeNotFound, "Nothing of that is registered; see lectern operations list.")
		}
		var rest *register
		rest, gone = reg.without(dropped)
		if force {
			return rest, nil
		}
		return rest, r.refuseUsed(uses, reg, func(u Use) bool {
			_, kept := rest.byID[u.Operation]
			return !kept || dropped(u.Client, u.Operation)
		})
	})
	return gone, err
}

// refuseUsed returns CONFLICT if one of the uses that matter is recent.
func (r *Registry) refuseUsed(uses []Use, reg *register, matters func(Use) bool) error {
	since := day(r.now().Add(-lately))
	var used []string
	for _, u := range uses {
		if d, known := reg.byID[u.Operation]; known && u.Last >= since && matters(u) {
			used = append(used, d.Name+" by "+u.Client.String()+" on "+string(u.Last))
		}
	}
	if len(used) == 0 {
		return nil
	}
	const most = 5
	more := ""
	if len(used) > most {
		used, more = used[:most], ", and others"
	}
	return content.Errorf(content.CodeConflict, "It is in use. Last: %s%s. Retire it with --force.", strings.Join(used, "; "), more)
}

func (r *Registry) change(edit func(*register) (*register, error)) error {
	return r.file.Change(func(reg *register) (*register, error) {
		if reg == nil {
			reg = newRegister(nil, nil)
		}
		return edit(reg)
	})
}
