// Package model holds the Go types that only the API has: filters and orders, and the inputs
// and payloads of mutations. execgen generates them from the schema, by gqlgen. It must not
// hold content types: those bind to lectern/content, and a test in graph fails if one appears
// here.
package model
