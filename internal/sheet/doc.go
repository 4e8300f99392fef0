// Package sheet reads and writes documents as a spreadsheet has them: a table
// in comma-, semicolon- or tab-separated values (RFC 4180), a document to a line,
// a field to a column. What Excel writes is read: a first line "sep=;", empty
// columns, and the encodings UTF-8, UTF-16 and Windows-1252.
//
// The columns have the names of the API. A text has a column for each language,
// title[da]. A cell with several values has | between them; people are
// slug:ROLE. Documents are named by slug or id. Times are written with an offset,
// or by the clock of the table's zone: as 2021-09-13 10:00, or with the day first
// as 13-09-2021 10:00. A column that is not there leaves its field
// as it is, an empty cell clears it.
//
// The package is pure: it knows the content's types, and must not know stores or
// requests. Start with read.go; sheet.go writes, column.go is about one column, text.go about
// a file's bytes.
package sheet
