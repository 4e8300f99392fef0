// Package locale has the texts that documents are made of, in any number of
// languages, and what goes with texts: languages and which of them a reader gets
// ([Preferences]), days and lengths of time and how they are written for people
// ([DaysText], [TimeText], [DurationText]), addresses ([URL]), slugs ([Slugify])
// and the order of names ([CollationKey]).
//
// It is the lowest floor of content and must not know the others: no document, no
// store, no codes of errors. A text that has not the form of what it should be is a
// [FormatError].
//
// Start with text.go for [Text], and language.go for which language is chosen.
package locale
