package purego

import "errors"

// The modes in which a library would be loaded.
const (
	RTLD_NOW    = 0
	RTLD_GLOBAL = 0
)

// Dlopen finds no library.
func Dlopen(string, int) (uintptr, error) {
	return 0, errors.New("purego: system libraries are not used")
}

// RegisterLibFunc is not called, as there is no library. Who does so gets a panic,
// as with a function that a library lacks.
func RegisterLibFunc(_ any, _ uintptr, name string) {
	panic("purego: there is no function " + name)
}

// NewCallback is called at start, for a function that a library would call.
func NewCallback(any) uintptr { return 0 }
