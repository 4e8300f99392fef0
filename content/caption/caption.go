package caption

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lectern/content/locale"
)

// What makes captions hard to follow, after what broadcasters ask of theirs.
const (
	maxCueLine      = 42 // characters
	maxCueLines     = 2
	maxReadingSpeed = 20 // characters a second
	// maxCueWarnings bounds what is told of one file: who has more will not read
	// them.
	maxCueWarnings = 25
)

// Code says what is wrong with a file of captions, or hard to follow in it.
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

// Finding is one thing to say of a file of captions. Args are those of its
// message: the form and the line, or the cue (from 1), when it begins, and by how
// much it is beyond which bound.
type Finding struct {
	Code Code
	Args []any
}

// Parse takes a file of captions apart: WebVTT, or SubRip.
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

// Normal is a file of captions as WebVTT in one form, and what was
// wrong stays as it was: an editor mends it.
func Normal(text string) string {
	if f := Parse(text); text != "" && len(f.faults) == 0 {
		return f.WebVTT(true)
	}
	return text
}

// Served are captions as readers get them: without the notes that
// editors wrote.
func Served(text string) string { return Parse(text).WebVTT(false) }

// Fault is the first thing that makes the file none of captions; nil where it is
// right.
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

// Length is when the last cue ends.
func (f *File) Length() (length locale.Duration) {
	for _, cue := range f.cues {
		length = max(length, locale.Duration(cue.end))
	}
	return length
}

// Hard are the cues that are hard to follow on a screen, the first 25.
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

// at is when the cue begins, as an editor reads it.
func (c *fileCue) at() string { return writeCueTime(c.start) }
