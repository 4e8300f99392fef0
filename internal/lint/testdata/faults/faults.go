// Package faults has one fault for each set of analyzers.
package faults

import (
	"errors"
	"fmt"
)

// Printed has a fault that go vet finds.
func Printed() { fmt.Printf("%d\n", "one") }

// Dereferenced has a fault that nilness finds.
func Dereferenced(p *int) int {
	if p == nil {
		return *p
	}
	return 1
}

// Compared has a fault that staticcheck finds.
func Compared(n uint) bool { return n >= 0 }

// Simple could be simpler.
func Simple(all []int) (copied []int) {
	for _, n := range all {
		copied = append(copied, n)
	}
	return copied
}

// Written has an error in another style.
func Written() error { return errors.New("It is wrong.") }

func unused() {}
