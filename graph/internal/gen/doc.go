// Package gen is the executor of the schema: gqlgen generates it, and nothing in
// it is written by hand but this comment. Only graph can import it.
package gen
