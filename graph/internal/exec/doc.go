// Package exec executes GraphQL operations. It plans an operation once for its document, walks
// the values that resolvers return, and appends the JSON of the response to one buffer, one
// field after the other.
//
// It must not know a type of Lectern. Everything about a schema's types is in a [Schema]: for
// each object type a number, the names of its fields, and a function that writes the field of
// a number. Command execgen generates them from gqlgen's bindings.
//
// Start with [Schema.Begin] and [Run.Finish] (run.go), then plan.go. The others:
//
//	schema.go         what execgen generates: types, their fields, root functions
//	object.go         objects, lists, nulls, incomplete objects
//	mutation.go       mutations: first all root fields, then what they return
//	variables.go      variables, coerced before anything is executed
//	args.go           arguments
//	selection.go      the fields of a selection, for resolvers that look ahead
//	failure.go        failures of fields
//	context.go        data of the run for resolvers
//	append.go         scalars as JSON
//	introspection.go  __schema and __type
//	size.go           the size of arguments in memory
//	reference.go      for make test-reference only
//
// A Run and its resolvers use one goroutine. All runs of a document share its plans: an
// operation can be run again and again, as a subscription does.
package exec
