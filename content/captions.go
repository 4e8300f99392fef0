package content

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
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

// parseCaptions takes a file of captions apart: WebVTT, or SubRip.
func parseCaptions(text string) *captionsFile {
	lines := captionLines(text)
	parse := parseWebVTT
	if isSubRip(lines) {
		parse = parseSubRip
	}
	f := parse(lines)
	for i, line := range lines {
		if !utf8.ValidString(line) || strings.ContainsRune(line, unicode.ReplacementChar) || strings.ContainsRune(line, 0) {
			f.fault(NotUTF8, i+1)
			break
		}
	}
	if len(f.cues) == 0 && len(f.faults) == 0 {
		f.fault(BadFormat, f.lines)
	}
	return f
}

// normalCaptions is a file of captions as WebVTT in one form, and what was
// wrong stays as it was: an editor mends it.
func normalCaptions(text string) string {
	if f := parseCaptions(text); text != "" && len(f.faults) == 0 {
		return f.normal(true)
	}
	return text
}

// ReadCaptions reads a file of captions, WebVTT or SubRip, and gives it as
// WebVTT in one form, with how long it goes on. CodeBadInput says what makes it
// none, with the line or the cue.
func ReadCaptions(text string) (webVTT string, length Duration, err error) {
	c := &Check{}
	f := checkCaptionsText(c, text)
	for _, p := range c.problems {
		return "", 0, Errorf(CodeBadInput, "%s", p.Message.In("en"))
	}
	for _, cue := range f.cues {
		length = max(length, Duration(cue.end))
	}
	return f.normal(true), length, nil
}

// ServedCaptions are captions as readers get them: without the notes that
// editors wrote.
func ServedCaptions(text string) string { return parseCaptions(text).normal(false) }

// checkCaptionsText reports the first thing that makes a text no captions.
func checkCaptionsText(c *Check, text string) *captionsFile {
	f := parseCaptions(text)
	if len(f.faults) == 0 {
		return f
	}
	switch fault := f.faults[0]; fault.code {
	case BadFormat:
		c.Problem(BadFormat, "text", f.form+", "+strconv.Itoa(fault.line))
	case CueTimes:
		c.Problem(CueTimes, "text", fault.cue, f.cues[fault.cue-1].at())
	default:
		c.Problem(fault.code, "text", fault.line)
	}
	return f
}

// checkCues warns of cues that are hard to follow on a screen.
func checkCues(c *Check, f *captionsFile) {
	warnings := 0
	warn := func(code ProblemCode, args ...any) {
		if warnings++; warnings <= maxCueWarnings {
			c.Warn(code, "text", args...)
		}
	}
	var ended time.Duration
	for i := range f.cues {
		cue := &f.cues[i]
		if cue.start < ended {
			warn(CueOverlap, i+1, cue.at())
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
			warn(CueLineTooLong, i+1, cue.at(), longest, maxCueLine)
		}
		if len(lines) > maxCueLines {
			warn(CueTooManyLines, i+1, cue.at(), len(lines), maxCueLines)
		}
		if speed := float64(all) / (cue.end - cue.start).Seconds(); speed > maxReadingSpeed {
			warn(CueTooFast, i+1, cue.at(), int(speed+0.5), maxReadingSpeed)
		}
	}
}

// at is when the cue begins, as an editor reads it.
func (c *captionsCue) at() string { return writeCueTime(c.start) }
