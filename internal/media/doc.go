// Package media stores uploaded files and serves them at URLs of this service. Each package
// below it knows one sort of file.
//
// A Library has the files. A file is named by the SHA-256 of its bytes; its format is decided
// by its bytes; it is cleaned before it is stored on a disk or in S3 (Blobs). Uploads receive
// files, at once or resumably; Files serve them. Access to a file follows from the documents
// that a view shows, so that no one gets a file of a hidden document: the function Shows
// decides it.
//
// A file exists when its record does, which is written after it. A crash leaves a file without
// a record, or an incomplete one; Verify names the first and Collect removes it, the next
// start removes the second.
//
// The package must not know GraphQL, the store or the configuration. It never logs the
// original name of a file.
//
// Start with library.go; uploads.go takes files in, and files.go serves them.
package media
