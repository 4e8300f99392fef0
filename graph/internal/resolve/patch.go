package resolve

import (
	"reflect"
	"strings"

	"lectern/content"
)

// patchOf converts a generated input to a patch, by the names of its fields: an absent field
// is not in it, and null is nil.
func patchOf(input any) content.Patch {
	v := reflect.Indirect(reflect.ValueOf(input))
	patch := content.Patch{}
	if v.Kind() != reflect.Struct {
		return patch
	}
	for field, value := range v.Fields() {
		if omittable, ok := value.Interface().(interface{ IsSet() bool }); ok {
			if !omittable.IsSet() {
				continue
			}
			value = value.MethodByName("Value").Call(nil)[0]
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		patch[name] = plain(value)
	}
	return patch
}

// plain returns a value of an input in the form of a patch.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		switch {
		case v.IsNil():
			return nil
		case isInput(v.Elem().Type()):
			return patchOf(v.Interface())
		}
		return v.Elem().Interface()
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		items := make([]any, v.Len())
		for i := range items {
			items[i] = plain(v.Index(i))
		}
		return items
	}
	return v.Interface()
}

// isInput distinguishes a generated input from a scalar that is a struct, such as a time.
func isInput(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.PkgPath(), "/internal/model")
}
