// Package resolve computes the fields of the schema. It knows content, its operation
// (Operation) and the executor, and must not know how a request is read, limited and responded
// to: that is package graph. Start with operation.go.
//
// The generated package gen calls these
// functions; execgen (package binding) decides which function a field calls:
//
//   - A function named after a type and a field is called for that field, before anything
//     else: QueryNode, ConferenceNextEdition, MutationPublish.
//   - A function named after an interface and a field is called for that field of each type
//     that implements the interface: DraftHistory, DraftID. If the interface itself has no such
//     field, a Go field or method of its name comes first: DocumentOpenGraph.
//   - The other functions that take a type parameter are the verbs of the rules: BySlug, List,
//     Reference, Create. A content type needs nothing else.
//
// Arguments follow in the order of the schema. The object precedes them, except for the fields
// of Query and Mutation.
//
//	operation.go  the operation of a resolver
//	reference.go  documents by slug and id, and referenced documents
//	list.go       lists
package resolve
