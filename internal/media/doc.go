// Package media serves the files that go with documents, at addresses of this
// service. What a file belongs to is read through a public view, so that nobody
// gets a file of what they can't see. The packages below it know one sort of
// file each. It must not know GraphQL, the store or the configuration.
package media
