package content

import "slices"

// Role says what an actor may do. Each role may do what those before it may.
type Role string

// The roles, from the least to the most.
const (
	RoleReader    Role = "reader"    // reads what is published; what anonymous has
	RolePreviewer Role = "previewer" // reads drafts too
	RoleEditor    Role = "editor"    // writes drafts
	RolePublisher Role = "publisher" // publishes, schedules, archives
	RoleAdmin     Role = "admin"     // erases people, gives out tokens
)

// Roles lists the roles, from the least to the most.
func Roles() []Role { return slices.Clone(roles) }

var roles = []Role{RoleReader, RolePreviewer, RoleEditor, RolePublisher, RoleAdmin}

// ParseRole gives the role of a name. It is BAD_INPUT for what is none; the
// name, which may come from anywhere, is not repeated in the message.
func ParseRole(name string) (Role, error) {
	if role := Role(name); slices.Contains(roles, role) {
		return role, nil
	}
	return "", Errorf(CodeBadInput, "Unknown role. The roles are reader, previewer, editor, publisher and admin.").At("role")
}

// Actor is who reads or edits: from a credential, or anonymous.
type Actor struct {
	Name string `json:"name,omitempty"` // as the audit shows it
	Role Role   `json:"role"`
}

// Anonymous is the actor of a request without a credential.
var Anonymous = Actor{Role: RoleReader}

// May tells whether the actor's role is at least the one that is asked for.
func (a Actor) May(r Role) bool {
	return slices.Index(roles, a.Role) >= slices.Index(roles, r)
}

// Require is nil where the actor may, else UNAUTHENTICATED for anonymous
// actors and FORBIDDEN for others.
func (a Actor) Require(r Role) error {
	switch {
	case a.May(r):
		return nil
	case a == Anonymous:
		return Errorf(CodeUnauthenticated, "This requires a credential with role %s or above.", r)
	default:
		return Errorf(CodeForbidden, "This requires role %s or above.", r)
	}
}
