// Package recordings reads audio and video files: their format, duration and picture size, and
// the metadata about who made them and where. It reads MP3, MP4 and M4A, WAV, WebM and
// Matroska, and FLAC, from their headers, with memory that does not grow with the file, and
// never decodes audio or video. It must not know where files come from or where they are
// stored.
//
// Start with recording.go.
package recordings
