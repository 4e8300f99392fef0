package caption

import (
	"regexp"
	"strings"
	"time"
)

// isSubRip reports whether lines are a SubRip file (.srt): a number and then times, or times at
// once, without the header of WebVTT.
func isSubRip(lines []string) bool {
	lines = lines[firstLine(lines):]
	if len(lines) > 0 && isCounter(lines[0]) {
		lines = lines[1:]
		lines = lines[firstLine(lines):]
	}
	return len(lines) > 0 && isTiming(lines[0])
}

func firstLine(lines []string) (i int) {
	for i < len(lines) && blank(lines[i]) {
		i++
	}
	return i
}

func isCounter(line string) bool {
	_, ok := digits(strings.TrimSpace(line), 1, 9)
	return ok
}

// parseSubRip parses a SubRip file. There is no specification: the lines between the times of
// two cues are the text of the first, except the second's number.
func parseSubRip(lines []string) *File {
	f := &File{form: "SubRip", lines: len(lines)}
	for at := 0; at < len(lines); {
		if !isTiming(lines[at]) {
			at++
			continue
		}
		start, end, ok := subRipTiming(lines[at])
		if !ok {
			f.addFault(BadForm, at+1)
		}
		from := at + 1
		for at++; at < len(lines) && !isTiming(lines[at]); {
			at++
		}
		if text := subRipText(lines[from:at], at < len(lines)); ok && text != "" {
			f.add(fileCue{start: start, end: end, payload: text})
		}
	}
	return f
}

// subRipTiming parses "00:00:01,000 --> 00:00:02,500". Files also use a point, fewer digits,
// and positions on the screen behind it.
func subRipTiming(line string) (start, end time.Duration, ok bool) {
	from, rest, _ := strings.Cut(line, "-->")
	to := strings.Fields(rest)
	if len(to) == 0 {
		return 0, 0, false
	}
	start, first := subRipTime(strings.TrimSpace(from))
	end, second := subRipTime(to[0])
	return start, end, first && second
}

func subRipTime(s string) (time.Duration, bool) {
	s = strings.ReplaceAll(s, ".", ",")
	head, thousandths, fraction := strings.Cut(s, ",")
	if !fraction || len(thousandths) > 3 {
		return 0, false
	}
	if hours, rest, ok := strings.Cut(head, ":"); ok && len(hours) == 1 && strings.Contains(rest, ":") {
		head = "0" + head
	}
	return cueTime(head+","+thousandths+strings.Repeat("0", 3-len(thousandths)), ',')
}

// override matches what players of .ass files add to .srt files: {\an8}.
var override = regexp.MustCompile(`\{\\[^}\n]*\}`)

// subRipText returns the text of a cue, before another one or at the end.
func subRipText(lines []string, another bool) string {
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	if last := len(lines) - 1; another && last >= 0 && isCounter(lines[last]) && (last == 0 || blank(lines[last-1])) {
		lines = lines[:last]
	}
	return override.ReplaceAllString(strings.Join(cueLines(strings.Join(lines, "\n")), "\n"), "")
}
