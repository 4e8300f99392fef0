// Package sheet reads and writes documents as a spreadsheet: a table of comma-, semicolon- or
// tab-separated values (RFC 4180), with a document per line and a field per column. It reads
// what Excel writes: a first line "sep=;", empty columns, and the encodings UTF-8, UTF-16 and
// Windows-1252.
//
// The columns have the names of the API. A text has a column for each language, title[da].
// Several values in a cell are separated by |; people are slug:ROLE. Documents are referred to
// by slug or id. Times have an offset, or are in the table's zone: 2021-09-13 10:00, or with
// the day first 13-09-2021 10:00. A missing column leaves its field as it is; an empty cell
// clears it.
//
// The package is pure: it knows the content types, and must not know stores or requests. Start
// with read.go; sheet.go writes, column.go is about one column, text.go about a file's bytes.
package sheet
