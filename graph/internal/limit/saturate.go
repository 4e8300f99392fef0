package limit

import "math"

// saturated stands for "this many or more". It leaves room so that the product of two
// saturated numbers still fits an int, and prints as a number that any client can read.
const saturated = math.MaxInt32

// add and multiply take numbers from 0 to saturated and stop at saturated: a document that
// doubles with every fragment must not come round to a small number again.
func add(a, b int) int {
	return min(a+b, saturated)
}

func multiply(a, b int) int {
	return min(a*b, saturated)
}
