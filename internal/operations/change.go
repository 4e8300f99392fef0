package operations

import (
	"slices"
	"strings"
	"time"

	"lectern/content"
)

// lately is how long ago an operation must have been used last, so that it is
// retired without being asked twice: a month of an app that is opened rarely.
const lately = 30 * 24 * time.Hour

// Registered is an operation, who has registered it, and who has used it.
type Registered struct {
	Document
	Clients []Client
	Uses    []Use
}

// List gives what is registered, in the order of names, with the uses that were
// written down.
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

// Register adds operations to those of a client's version; what it had before
// stays, since what has been shipped may ask for it. It gives those that the
// client didn't have. Who calls it has checked them against the schema. It is
// BAD_INPUT for a name, a version or a text that can't be, TOO_LARGE where there is too
// much, and CORRUPT where the file is damaged.
func (r *Registry) Register(client Client, documents []Document) (added []Document, err error) {
	if err := client.check(); err != nil {
		return nil, err
	}
	for _, d := range documents {
		if err := checkText(d.Text); err != nil { // the file would hold another text
			return nil, content.Wrap(content.CodeBadInput, err, "The operation "+d.Name+" can't be registered.")
		}
	}
	err = r.change(func(reg *register) (*register, error) {
		reg, added = reg.with(client, documents, r.now())
		return reg, nil
	})
	return added, err
}

// RetireClient removes what a client's version has registered. It gives the
// operations that nobody has registered any more. It is NOT_FOUND where the
// client is none, and CONFLICT where it, or one of those operations, was used
// lately, unless that is forced.
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

// refuseUsed is CONFLICT where some of the uses that matter are of late.
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
