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
	Create tokenCreateCommand `cmd:"" help:"Make a token, and show its secret, this once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens, without their secrets."`
	Revoke tokenRevokeCommand `cmd:"" help:"Delete a token. It is refused from the next request on."`
}

// Help is shown by "lectern token --help".
func (tokenCommand) Help() string {
	return `A token is what a program or an editor signs in with: "Authorization: Bearer SECRET". These commands work while the service runs, and take effect at its next request.`
}

type tokenCreateCommand struct {
	Role    string `help:"What the token may do: reader, previewer (sees drafts), editor (writes drafts), publisher or admin. Each may do what those before it may." required:"" env:"-"`
	Name    string `help:"Who or what uses the token: the history shows it." required:"" env:"-"`
	Expires string `help:"When it ends: the last day, 2027-01-31 (UTC), or a number of days from now, 90d. By default it doesn't end." placeholder:"DAY" env:"-"`

	role    content.Role
	expires time.Time
}

// Help is shown by "lectern token create --help".
func (tokenCreateCommand) Help() string {
	return `Writes the secret to standard output, alone on its line, and what is said about it to standard error. Only a hash of it is kept: it can't be shown again.`
}

// Validate checks the flags; kong calls it.
func (c *tokenCreateCommand) Validate() (err error) {
	if c.Role == "" {
		return nil // kong says that it is missing
	}
	if c.role, err = content.ParseRole(c.Role); err != nil {
		return fmt.Errorf("--role: %s", explain(err))
	}
	if c.expires, err = expiry(c.Expires, time.Now()); err != nil {
		return fmt.Errorf("--expires: %w", err)
	}
	return nil
}

// maxDays keeps the last day in the years that have four digits.
const maxDays = 36500

// expiry is the end of a day that is named, or a number of days from now; zero
// for the empty text.
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
		return time.Time{}, fmt.Errorf("%q is neither a day, as in 2027-01-31, nor a number of days, as in 90d", s)
	}
	end := day.AddDate(0, 0, 1)
	if !now.Before(end) {
		return time.Time{}, fmt.Errorf("%s is over", s)
	}
	return end, nil
}

// Run makes a token.
func (c *tokenCreateCommand) Run(p *program) error {
	secret, token, err := auth.OpenTokens(p.data).Create(c.Name, c.role, c.expires, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(p.errs, "Made token %s for %s, with role %s; %s. Its secret is shown this once:\n",
		token.ID, token.Name, token.Role, validity(token))
	_, err = fmt.Fprintln(p.out, secret)
	return err
}

func validity(t auth.Token) string {
	if t.Expires.IsZero() {
		return "it doesn't expire"
	}
	return "it expires at " + t.Expires.Format(time.RFC3339)
}

type tokenListCommand struct{}

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
	ID string `arg:"" name:"id" help:"The token's id, as lectern token list shows it."`
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
