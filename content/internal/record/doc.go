// Package record reads stored versions of documents and walks through them without reflection:
// a [Reader] of JSON that sets members, a [Visitor] of texts and URLs, and the functions that
// narrow lists to one language. The methods that call it are generated from the structs, by
// content/internal/partgen, in parts_gen.go of the packages that declare them.
//
// It knows texts (locale), and must not know what a document is: ids and revisions are type
// parameters ([ID], [Uint]).
//
// Start with reader.go.
package record
