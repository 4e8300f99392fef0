package cli

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Create a token, and print its secret once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens, without their secrets."`
	Revoke tokenRevokeCommand `cmd:"" help:"Revoke a token, from the next request on."`
}

// Help is shown by "lectern token --help".
func (tokenCommand) Help() string {
	return `A token is the credential of a program or an editor. Its secret goes into a header of each request: "Authorization: Bearer SECRET". These commands work while the service runs, and take effect from its next request.`
}

type tokenCreateCommand struct {
	Role    string `help:"Role of the token: reader, previewer (sees drafts), editor (writes drafts), publisher or admin. Each role includes the ones before it." placeholder:"ROLE" required:"" env:"-"`
	Name    string `help:"Name of the person or program, for the history." placeholder:"NAME" required:"" env:"-"`
	Expires string `help:"Expiry: the last day (2027-01-31, UTC), or a number of days from now (90d). Default: never." placeholder:"DAY" env:"-"`

	role    content.Role
	expires time.Time
}

// Help is shown by "lectern token create --help".
func (tokenCreateCommand) Help() string {
	return `Prints the secret on standard output, and a message about it on standard error. The store has only a hash of the secret, so it can't be shown again.

Example:

  lectern token create --role=editor --name=Ida --expires=90d`
}

// Validate checks the flags; kong calls it.
func (c *tokenCreateCommand) Validate() (err error) {
	if c.Role == "" {
		return nil // kong reports that it is missing
	}
	if c.role, err = content.ParseRole(c.Role); err != nil {
		return fmt.Errorf("--role: %s", explain(err))
	}
	if c.expires, err = expiry(c.Expires, time.Now()); err != nil {
		return fmt.Errorf("--expires: %w", err)
	}
	return nil
}

// maxDays keeps the expiry within four-digit years.
const maxDays = 36500

// expiry returns the end of a given day, or the instant after a number of days; the zero time
// for "".
func expiry(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil && n > 0 && n <= maxDays {
			return now.AddDate(0, 0, int(n)), nil
		}
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q must be a day such as 2027-01-31, or a number of days such as 90d", s)
	}
	end := day.AddDate(0, 0, 1)
	if !now.Before(end) {
		return time.Time{}, fmt.Errorf("%s is in the past", s)
	}
	return end, nil
}

// Run creates a token.
func (c *tokenCreateCommand) Run(p *program) error {
	secret, token, err := auth.OpenTokens(p.data).Create(c.Name, c.role, c.expires, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(p.errs, "Created token %s for %s, with role %s; %s. Its secret is shown only once:\n",
		token.ID, token.Name, token.Role, validity(token))
	_, err = fmt.Fprintln(p.out, secret)
	return err
}

func validity(t auth.Token) string {
	if t.Expires.IsZero() {
		return "it never expires"
	}
	return "it expires at " + t.Expires.Format(time.RFC3339)
}

type tokenListCommand struct{}

// Help is shown by "lectern token list --help".
func (*tokenListCommand) Help() string {
	return `Prints id, role, creation, expiry and name of each token.

Example:

  lectern token list --data=/srv/lectern`
}

// Run lists the tokens.
func (*tokenListCommand) Run(p *program) error {
	tokens, err := auth.OpenTokens(p.data).List()
	if err != nil {
		return err
	}
	const gap = 2
	table := tabwriter.NewWriter(p.out, 0, 0, gap, ' ', 0)
	fmt.Fprintln(table, "ID\tROLE\tCREATED\tEXPIRES\tNAME")
	for _, t := range tokens {
		expires := "never"
		if !t.Expires.IsZero() {
			expires = t.Expires.Format(time.RFC3339)
		}
		if t.Expired(time.Now()) {
			expires = "expired"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", t.ID, t.Role, t.Created.Format(time.RFC3339), expires, t.Name)
	}
	return table.Flush()
}

type tokenRevokeCommand struct {
	ID string `arg:"" name:"id" help:"Id of the token, from lectern token list."`
}

// Help is shown by "lectern token revoke --help".
func (*tokenRevokeCommand) Help() string {
	return `The service refuses the token from its next request on. The history keeps its name.

Example:

  lectern token revoke 2xk3v9q1`
}

// Run revokes a token.
func (c *tokenRevokeCommand) Run(p *program) error {
	token, err := auth.OpenTokens(p.data).Revoke(c.ID)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "Revoked token %s of %s, with role %s.\n", token.ID, token.Name, token.Role)
	return err
}
