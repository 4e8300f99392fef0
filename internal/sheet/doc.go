// Package sheet reads and writes documents as a spreadsheet has them: a table
// in comma-, semicolon- or tab-separated values (RFC 4180) in UTF-8, a document
// to a line, a field to a column.
//
// The columns have the names of the API. A text has a column for each language,
// title[da]. A cell with several values has | between them; people are
// slug:ROLE. Documents are named by slug or id, times are written in the zone
// of the table or with an offset. A column that is not there leaves its field
// as it is, an empty cell clears it.
//
// The package is pure: it knows the content's types, and must not know stores or
// requests. Start with sheet.go; column.go is about one column.
package sheet
