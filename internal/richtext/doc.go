// Package richtext reads texts in Markdown and writes them as HTML that is safe to put
// into a page, and as plain text. It must not know what the texts are of.
// Start with richtext.go.
//
// The dialect is CommonMark with tables and footnotes as GitHub has them, and without
// HTML: a tag is shown as the characters that were typed. Two things of HTML are
// understood. <br> is a line break, and a comment is not shown, as it may be a note
// that is not for readers.
//
// Reading takes time in proportion to the length of a text, whatever it holds. Quotes
// and lists nest to MaxDepth, a paragraph has at most MaxMarks marks, and what lies
// beyond is text. Faults reports that, and everything else of a text that readers do
// not see.
//
// HTML is written from the parsed text by one writer (html.go), which knows every
// element and attribute that there is. Nothing of a text is copied into it without
// escaping.
package richtext
