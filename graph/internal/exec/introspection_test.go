package exec_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// comparableSchema removes the differences between gqlgen's introspection, which exec uses, and
// that of graphql-js:
//
//   - types and directives are sorted by name, and graphql-js has its own order;
//   - lists are empty that are null in graphql-js, and isOneOf is false, for kinds of types
//     without these;
//   - the built-in types and directives have other descriptions, and the fields of these
//     types follow another edition of the specification;
//   - an interface that implements another is a possible type of that;
//   - @defer is in each schema, and @deprecated may be on directives;
//   - a deprecation without a reason has none, and that of @deprecated in graphql-js;
//   - default values have no spaces; those of the arguments one and filter are as in the
//     schema, and graphql-js adds the coerced fields.
func comparableSchema(t *testing.T, data json.RawMessage) json.RawMessage {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	plain, err := json.Marshal(plainly("", value))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func plainly(key string, value any) any {
	switch value := value.(type) {
	case []any:
		if key == "types" || key == "directives" || key == "possibleTypes" {
			value = slices.DeleteFunc(value, func(item any) bool {
				return name(item) == "defer" || key == "possibleTypes" && kind(item) == "INTERFACE"
			})
			slices.SortFunc(value, func(a, b any) int { return strings.Compare(name(a), name(b)) })
		}
		for i, item := range value {
			value[i] = plainly(key, item)
		}
		if len(value) == 0 {
			return nil
		}
		return value
	case map[string]any:
		is := name(value)
		if _, described := value["description"]; described && (strings.HasPrefix(is, "__") || slices.Contains(everywhere, is)) {
			value = withoutDescriptions(value).(map[string]any)
		}
		if _, all := value["possibleTypes"]; all && strings.HasPrefix(is, "__") {
			delete(value, "fields")
			delete(value, "enumValues")
		}
		if is == "deprecated" {
			delete(value, "locations")
		}
		if value["deprecationReason"] == "No longer supported" {
			value["deprecationReason"] = nil
		}
		if text, ok := value["defaultValue"].(string); ok {
			value["defaultValue"] = strings.ReplaceAll(text, " ", "")
			if is == "one" || is == "filter" {
				value["defaultValue"] = "…"
			}
		}
		if value["isOneOf"] == false {
			value["isOneOf"] = nil
		}
		for key, child := range value {
			value[key] = plainly(key, child)
		}
		return value
	}
	return value
}

// everywhere are the scalars and directives of each schema.
var everywhere = []string{"Boolean", "Float", "ID", "Int", "String", "deprecated", "include", "oneOf", "skip", "specifiedBy"}

func name(value any) string {
	object, _ := value.(map[string]any)
	is, _ := object["name"].(string)
	return is
}

func kind(value any) string {
	object, _ := value.(map[string]any)
	is, _ := object["kind"].(string)
	return is
}

func withoutDescriptions(value any) any {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			value[i] = withoutDescriptions(item)
		}
	case map[string]any:
		delete(value, "description")
		for key, child := range value {
			value[key] = withoutDescriptions(child)
		}
	}
	return value
}
