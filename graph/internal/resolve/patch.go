package resolve

import (
	"reflect"
	"strings"

	"lectern/content"
)

// patchOf is what a generated input says, by the names of its fields: what the
// client left out is not in it, and what is null is nil.
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

// plain is a value of an input as a patch has it.
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

// isInput tells a generated input from a scalar that is a struct, as times are.
func isInput(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.PkgPath(), "/internal/model")
}
