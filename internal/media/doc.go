// Package media keeps the files that are uploaded, and serves them at addresses of
// this service. The packages below it know one sort of file each.
//
// A Library has the files: each is named by the SHA-256 of its bytes, is decided
// by its bytes and cleaned before it is kept, and stands on a disk or in S3
// (Blobs). Uploads take files in, at once or in pieces; Files serve them. What a
// file belongs to is read through a view, so that no one gets a file of what they
// can't see: whose view, and how, is said by a function (Shows).
//
// A file is there when its record is, which is written after it. What a crash
// leaves is a file without a record, or one on its way in; the first is named by
// Verify and removed by Collect, the second goes at the next start.
//
// The package must not know GraphQL, the store or the configuration. It never
// logs what a file was called.
package media
