package response

import "lectern/content"

// Codes returns the codes of problem documents, for tests.
func Codes() []content.Code {
	all := make([]content.Code, len(codes))
	for i, k := range codes {
		all[i] = k.code
	}
	return all
}
