package auth

import (
	"strings"
	"unicode/utf8"

	"lectern/content"
)

// actor returns the actor of a valid token's claims.
func (c *OIDCConfig) actor(claims map[string]any) (content.Actor, error) {
	actor := content.Actor{Name: c.name(claims), Role: c.role(claims)}
	if actor.Name == "" {
		return content.Actor{}, errNotValid() // no one would be accountable for its actions
	}
	if actor.Role == "" {
		return content.Actor{}, content.Errorf(content.CodeForbidden, "The credential is valid but has no role in this service.")
	}
	return actor, nil
}

func (c *OIDCConfig) name(claims map[string]any) string {
	for _, path := range []string{c.NameClaim, "preferred_username", "sub"} {
		value, _ := claim(claims, path)
		text, _ := value.(string)
		if name := shortened(strings.TrimSpace(printable(text))); name != "" {
			return name
		}
	}
	return ""
}

func shortened(name string) string {
	if utf8.RuneCountInString(name) > maxName {
		name = strings.TrimSpace(string([]rune(name)[:maxName]))
	}
	return name
}

// role returns the highest role of the claim's values, or "".
func (c *OIDCConfig) role(claims map[string]any) (highest content.Role) {
	value, _ := claim(claims, c.RoleClaim)
	values, ok := value.([]any)
	if !ok {
		values = []any{value}
	}
	for _, v := range values {
		text, _ := v.(string)
		role, mapped := c.Roles[text]
		if mapped && (content.Actor{Role: role}).May(highest) {
			highest = role
		}
	}
	return highest
}

// claim finds a claim. A dot can lead into nested claims (realm_access.roles) or be a part of a
// name (https://example.org/roles): an existing name takes precedence.
func claim(claims map[string]any, path string) (any, bool) {
	if value, ok := claims[path]; ok {
		return value, true
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := claims[path[:i]].(map[string]any); ok {
			if value, ok := claim(inner, path[i+1:]); ok {
				return value, true
			}
		}
	}
	return nil, false
}
