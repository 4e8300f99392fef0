// Package richtext reads texts in Markdown, and writes them as plain text and as HTML that is
// safe to put into a page. It must not know which content the texts belong to. Start with
// richtext.go.
//
// The dialect is CommonMark with tables and footnotes as GitHub has them, and without HTML: a
// tag is shown as the typed characters. There are two exceptions: <br> is a line break, and a
// comment is not shown, as it may be a note that is not for readers.
//
// Reading takes time in proportion to the length of a text, whatever it contains. Quotes and
// lists nest to MaxDepth, a paragraph has at most MaxMarks marks, and what exceeds that is
// text. Faults reports that, and everything else that readers do not see.
//
// HTML is written from the parsed text by one writer (html.go), which knows every element and
// attribute. Nothing of a text is copied into it without escaping.
package richtext
