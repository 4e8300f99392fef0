// Package locale has the texts of documents, in any number of languages, and what goes with
// texts: languages and the choice between them ([Preferences]), days and durations and their
// forms for people ([DaysText], [TimeText], [DurationText]), URLs ([URL]), slugs ([Slugify])
// and the order of names ([CollationKey]).
//
// It is the lowest floor of content and must not know the others: no document, no store, no
// error codes. The error of a malformed text is a [FormatError].
//
// Start with text.go for [Text], and language.go for the choice of the language.
package locale
