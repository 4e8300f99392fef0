package response

import "lectern/content"

// Codes are those that a problem document can have, for its test.
func Codes() []content.Code {
	all := make([]content.Code, len(codes))
	for i, k := range codes {
		all[i] = k.code
	}
	return all
}
