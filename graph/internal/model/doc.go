// Package model holds the Go types of what exists for the API only: filters and
// orders, and the inputs and payloads of mutations. execgen generates them from
// the schema, by gqlgen. It must not hold content types: those bind to lectern/content, and
// a test in graph fails where one shows up here.
package model
