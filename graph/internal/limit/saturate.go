package limit

import "math"

// saturated means "this many or more". The product of two saturated numbers still fits an int,
// and any client can read the number.
const saturated = math.MaxInt32

// add and multiply take numbers from 0 to saturated and stop at saturated: the count of a
// document that doubles with every fragment must not overflow.
func add(a, b int) int {
	return min(a+b, saturated)
}

func multiply(a, b int) int {
	return min(a*b, saturated)
}
