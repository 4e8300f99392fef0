package purego

import "errors"

// The modes for loading a library.
const (
	RTLD_NOW    = 0
	RTLD_GLOBAL = 0
)

// Dlopen finds no library.
func Dlopen(string, int) (uintptr, error) {
	return 0, errors.New("purego: system libraries are not used")
}

// RegisterLibFunc is never called, as there is no library. It panics, like a function that a
// library lacks.
func RegisterLibFunc(_ any, _ uintptr, name string) {
	panic("purego: there is no function " + name)
}

// NewCallback is called at start, for a function that a library would call.
func NewCallback(any) uintptr { return 0 }
