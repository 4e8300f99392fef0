package content

import "slices"

// Role is the permission level of an actor. Each role includes the permissions of those before
// it.
type Role string

// The roles, from the least to the most.
const (
	RoleReader    Role = "reader"    // reads public content; the role of anonymous actors
	RolePreviewer Role = "previewer" // also reads drafts
	RoleEditor    Role = "editor"    // writes drafts
	RolePublisher Role = "publisher" // publishes, schedules and archives
	RoleAdmin     Role = "admin"     // erases people and creates tokens
)

// Roles lists the roles, from the least to the most.
func Roles() []Role { return slices.Clone(roles) }

var roles = []Role{RoleReader, RolePreviewer, RoleEditor, RolePublisher, RoleAdmin}

// ParseRole returns the role of a name. An unknown name is BAD_INPUT; the message does not
// repeat it, since it may come from anywhere.
func ParseRole(name string) (Role, error) {
	if role := Role(name); slices.Contains(roles, role) {
		return role, nil
	}
	return "", Errorf(CodeBadInput, "Unknown role. The roles are reader, previewer, editor, publisher and admin.").At("role")
}

// Actor is who reads or edits: identified by a credential, or anonymous.
type Actor struct {
	Name string `json:"name,omitempty"` // as the audit shows it
	Role Role   `json:"role"`
}

// Anonymous is the actor of a request without a credential.
var Anonymous = Actor{Role: RoleReader}

// May reports whether the actor has at least a role.
func (a Actor) May(r Role) bool {
	return slices.Index(roles, a.Role) >= slices.Index(roles, r)
}

// Require returns nil if the actor has at least a role, otherwise UNAUTHENTICATED for
// anonymous actors and FORBIDDEN for others.
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
