package auth

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/content"
)

func TestActorOfClaims(t *testing.T) {
	t.Parallel()
	roles := map[string]content.Role{"writers": content.RoleEditor, "chiefs": content.RolePublisher, "guests": content.RoleReader, "a.b": content.RoleAdmin}
	tests := []struct {
		name, roleClaim, nameClaim, claims string
		want                               content.Actor
		code                               content.Code
	}{
		{"a list", "roles", "name", `{"roles":["x","writers"],"name":"Ida"}`, content.Actor{Name: "Ida", Role: content.RoleEditor}, ""},
		{"one value", "role", "name", `{"role":"writers","name":"Ida"}`, content.Actor{Name: "Ida", Role: content.RoleEditor}, ""},
		{"the highest", "roles", "name", `{"roles":["guests","chiefs","writers"],"name":"Ida"}`, content.Actor{Name: "Ida", Role: content.RolePublisher}, ""},
		{"a reader has a name", "roles", "name", `{"roles":["guests"],"name":"Ida"}`, content.Actor{Name: "Ida", Role: content.RoleReader}, ""},
		{"nested", "realm_access.roles", "name", `{"realm_access":{"roles":["writers"]},"sub":"1"}`, content.Actor{Name: "1", Role: content.RoleEditor}, ""},
		{"nested in a name with dots", "resource_access.my.client.roles", "name", `{"resource_access":{"my.client":{"roles":["writers"]}},"sub":"1"}`, content.Actor{Name: "1", Role: content.RoleEditor}, ""},
		{"an address", "https://example.org/roles", "name", `{"https://example.org/roles":["writers"],"sub":"1"}`, content.Actor{Name: "1", Role: content.RoleEditor}, ""},
		{"no such claim", "roles", "name", `{"role":["writers"],"name":"Ida"}`, content.Actor{}, content.CodeForbidden},
		{"no value that counts", "roles", "name", `{"roles":["Writers","writers "],"name":"Ida"}`, content.Actor{}, content.CodeForbidden},
		{"no list of texts", "roles", "name", `{"roles":[1,null,{"writers":true},["writers"]],"name":"Ida"}`, content.Actor{}, content.CodeForbidden},
		{"no list", "roles", "name", `{"roles":{"writers":true},"name":"Ida"}`, content.Actor{}, content.CodeForbidden},
		{"a path through a text", "roles.x", "name", `{"roles":"writers","name":"Ida"}`, content.Actor{}, content.CodeForbidden},
		{"another name", "roles", "profile.display", `{"roles":"writers","profile":{"display":" Ida B. "},"name":"x"}`, content.Actor{Name: "Ida B.", Role: content.RoleEditor}, ""},
		{"no name", "roles", "name", `{"roles":"writers","name":" ","preferred_username":"ida","sub":"1"}`, content.Actor{Name: "ida", Role: content.RoleEditor}, ""},
		{"a name that is none", "roles", "name", `{"roles":"writers","name":7,"sub":"1"}`, content.Actor{Name: "1", Role: content.RoleEditor}, ""},
		{"a name with control characters", "roles", "name", `{"roles":"writers","name":"I\u001b\u202eda\n"}`, content.Actor{Name: "Ida", Role: content.RoleEditor}, ""},
		{"a long name", "roles", "name", `{"roles":"writers","name":"` + strings.Repeat("å", 200) + `"}`, content.Actor{Name: strings.Repeat("å", maxName), Role: content.RoleEditor}, ""},
		{"nobody", "roles", "name", `{"roles":"writers"}`, content.Actor{}, content.CodeUnauthenticated},
	}
	for _, test := range tests {
		c := OIDCConfig{RoleClaim: test.roleClaim, NameClaim: test.nameClaim, Roles: roles}
		var claims map[string]any
		requireNoError(t, json.Unmarshal([]byte(test.claims), &claims))
		got, err := c.actor(claims)
		if got != test.want || content.CodeOf(err) != test.code {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
}
