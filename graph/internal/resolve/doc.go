// Package resolve gives the fields of the schema their values. Package gen, which execgen
// generates, calls these functions; execgen (package binding) decides which of them a field
// calls:
//
//   - A function named after a type and a field is called for that field, before anything
//     else: QueryNode, ConferenceNextEdition, MutationPublish.
//   - A function named after an interface and a field is called for that field of each type
//     that implements the interface, where no Go field or method has the field's name:
//     DocumentOpenGraph, DraftHistory.
//   - The other functions that take a type parameter are the verbs of the rules: BySlug, List,
//     Reference, Create. A content type needs nothing else.
//
// Arguments follow in the order of the schema; before them is the object, but not for the
// fields of Query and Mutation.
//
// Resolvers know content, the operation that they run in (Operation) and the executor. They
// must not know how a request is read, limited and answered: that is package graph.
//
//	operation.go  what resolvers know of their operation
//	reference.go  documents by slug and id, and those that others refer to
//	list.go       lists, their filters and orders
//	draft.go      the same for editors, and what only editors ask
//	edit.go       root fields of a mutation: staged, then told of
//	actions.go    create, update, publish and the like, for every type
//	patch.go      an input as a patch
package resolve
