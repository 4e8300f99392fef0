// Package sheet reads and writes documents as a spreadsheet: a table of comma-, semicolon- or
// tab-separated values (RFC 4180) in UTF-8, with a document per line and a field per column.
//
// The columns have the names of the API. A text has a column for each language, title[da].
// Several values in a cell are separated by |; people are slug:ROLE. Documents are referred to
// by slug or id. Times are in the zone of the table, or have an offset. A missing column leaves
// its field as it is; an empty cell clears it.
//
// The package is pure: it knows the content types, and must not know stores or requests. Start
// with sheet.go; column.go is about one column.
package sheet
