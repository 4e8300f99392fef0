// Package recordings reads files of sound and film: what they are, how long
// they play and how large their picture is, and what in them says who made them,
// and where. It reads MP3, MP4 and M4A, WAV, WebM and Matroska, and FLAC, from
// their headers, with memory that does not grow with the file, and never decodes
// what is heard or seen. It must not know where files come from or where they
// are kept.
//
// Start with recording.go.
package recordings
