// Package operations stores the registered operations, the trusted documents: the text of each
// SHA-256, the client versions that registered it, and its last use.
//
// They are stored beside the store, like tokens: commands change them while the service runs,
// and they are not content. The register and the uses are two files: people change the first,
// which belongs in the backup; only the service writes the second, every minute.
//
// The package must not know GraphQL: its callers validate a text against the schema before they
// register it. Of a request it knows only the client's name and version, if they are
// registered.
//
// Start with registry.go.
package operations
