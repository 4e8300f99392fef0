package caption

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lectern/content/locale"
)

// What makes captions hard to follow, by the guidelines of broadcasters.
const (
	maxCueLine      = 42 // characters
	maxCueLines     = 2
	maxReadingSpeed = 20 // characters a second
	// maxCueWarnings bounds the findings of one file, since no one reads more.
	maxCueWarnings = 25
)

// Code is the code of a finding.
type Code string

// The codes.
const (
	BadForm      Code = "BAD_FORMAT"
	Fetches      Code = "CAPTIONS_FETCH" // a style sheet fetches something
	BadEncoding  Code = "NOT_UTF8"
	BadTimes     Code = "CUE_TIMES" // a cue ends before it begins
	Overlap      Code = "CUE_OVERLAP"
	LineTooLong  Code = "CUE_LINE_TOO_LONG"
	TooManyLines Code = "CUE_TOO_MANY_LINES"
	TooFast      Code = "CUE_TOO_FAST"
)

// Finding is a problem or a warning of a captions file. Args are the arguments of its message:
// the form and the line, or the cue (from 1), its start, and by how much it exceeds which
// bound.
type Finding struct {
	Code Code
	Args []any
}

// Parse parses a captions file: WebVTT, or SubRip.
func Parse(text string) *File {
	lines := captionLines(text)
	parse := parseWebVTT
	if isSubRip(lines) {
		parse = parseSubRip
	}
	f := parse(lines)
	for i, line := range lines {
		if !utf8.ValidString(line) || strings.ContainsRune(line, unicode.ReplacementChar) || strings.ContainsRune(line, 0) {
			f.addFault(BadEncoding, i+1)
			break
		}
	}
	if len(f.cues) == 0 && len(f.faults) == 0 {
		f.addFault(BadForm, f.lines)
	}
	return f
}

// Normal converts a captions file to normalised WebVTT. An invalid file stays as it is, for an
// editor to correct.
func Normal(text string) string {
	if f := Parse(text); text != "" && len(f.faults) == 0 {
		return f.WebVTT(true)
	}
	return text
}

// Served returns captions as readers get them: without the notes of editors.
func Served(text string) string { return Parse(text).WebVTT(false) }

// Fault returns the first error that makes the file invalid, or nil.
func (f *File) Fault() *Finding {
	if len(f.faults) == 0 {
		return nil
	}
	switch fault := f.faults[0]; fault.code {
	case BadForm:
		return &Finding{BadForm, []any{f.form + ", " + strconv.Itoa(fault.line)}}
	case BadTimes:
		return &Finding{BadTimes, []any{fault.cue, f.cues[fault.cue-1].at()}}
	default:
		return &Finding{fault.code, []any{fault.line}}
	}
}

// Length returns the end of the last cue.
func (f *File) Length() (length locale.Duration) {
	for _, cue := range f.cues {
		length = max(length, locale.Duration(cue.end))
	}
	return length
}

// Hard returns the first 25 cues that are hard to follow on a screen.
func (f *File) Hard() (findings []Finding) {
	find := func(code Code, args ...any) {
		if len(findings) < maxCueWarnings {
			findings = append(findings, Finding{code, args})
		}
	}
	var ended time.Duration
	for i := range f.cues {
		cue := &f.cues[i]
		if cue.start < ended {
			find(Overlap, i+1, cue.at())
		}
		ended = max(ended, cue.end)
		text := ""
		for _, v := range cue.voices() {
			text += v.text
		}
		lines := cueLines(text)
		longest, all := 0, 0
		for _, line := range lines {
			n := utf8.RuneCountInString(line)
			longest, all = max(longest, n), all+n
		}
		if longest > maxCueLine {
			find(LineTooLong, i+1, cue.at(), longest, maxCueLine)
		}
		if len(lines) > maxCueLines {
			find(TooManyLines, i+1, cue.at(), len(lines), maxCueLines)
		}
		if speed := float64(all) / (cue.end - cue.start).Seconds(); speed > maxReadingSpeed {
			find(TooFast, i+1, cue.at(), int(speed+0.5), maxReadingSpeed)
		}
	}
	return findings
}

// at returns the start of the cue, for editors.
func (c *fileCue) at() string { return writeCueTime(c.start) }
