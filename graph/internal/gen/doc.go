// Package gen has what package exec must know of the schema: a table of the object types, and
// for each of them a function that writes its fields. Command execgen generates it; this
// comment is all that is written by hand. Only graph may import it.
package gen
