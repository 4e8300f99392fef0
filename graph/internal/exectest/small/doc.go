// Package small has the Go values of the small schema with which the executor is tested. They
// have each form that execgen can bind: structs and pointers, interfaces, methods with and
// without an error, scalars with and without an Append function, inputs.
//
// It must not know a type of Lectern's. Start with thing.go.
package small
