package content

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// CaptionsPath is where the service has captions that were written as text.
func CaptionsPath(video ID, c *Captions) string {
	return "/captions/" + string(video) + "/" + string(c.Language) + "/" + strings.ToLower(string(c.Kind)) + ".vtt"
}

// address gives captions that were written here the address at which this
// service has them: it is known when they are served only.
func (v *Video) address(site *Site) {
	for i := range v.Captions {
		if c := &v.Captions[i]; c.Text != "" {
			c.URL = URL(CaptionsPath(v.ID, c)).under(site.Service)
		}
	}
}

var cueTimes = regexp.MustCompile(`^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$`)

// checkWebVTT reports the first thing that makes a text no WebVTT file (W3C,
// section 4.1), or one that nobody can follow: no cue, cues that end before
// they begin, or that are not in order.
func checkWebVTT(c *Check, text string) {
	bad := func(line int) { c.Problem(BadFormat, "text", "WebVTT, "+strconv.Itoa(line)) }
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff")), "\n")
	if head := lines[0]; head != "WEBVTT" && !strings.HasPrefix(head, "WEBVTT ") && !strings.HasPrefix(head, "WEBVTT\t") {
		bad(1)
		return
	}
	cues, last := 0, time.Duration(-1)
	for i := 1; i < len(lines); i++ {
		if lines[i] == "" || !startsBlock(lines, i) {
			continue
		}
		at := i
		if !strings.Contains(lines[at], "-->") && at+1 < len(lines) && strings.Contains(lines[at+1], "-->") {
			at++ // the line before is the cue's name
		}
		m := cueTimes.FindStringSubmatch(lines[at])
		if m == nil {
			if isComment(lines[i]) {
				continue
			}
			bad(at + 1)
			return
		}
		start, end := cueTime(m[1:5]), cueTime(m[5:9])
		switch {
		case end <= start:
			bad(at + 1)
			return
		case start < last:
			c.Problem(NotInOrder, "text")
			return
		}
		cues, last = cues+1, start
	}
	if cues == 0 {
		bad(len(lines))
	}
}

func startsBlock(lines []string, i int) bool { return lines[i-1] == "" }

func isComment(line string) bool {
	for _, word := range []string{"NOTE", "STYLE", "REGION"} {
		if rest, ok := strings.CutPrefix(line, word); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
			return true
		}
	}
	return false
}

func cueTime(parts []string) time.Duration {
	n := make([]int, len(parts))
	for i, p := range parts {
		n[i], _ = strconv.Atoi(p) // digits only; hours may be left out
	}
	return time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second + time.Duration(n[3])*time.Millisecond
}

// Cue is what captions say at one time.
type Cue struct {
	Start, End Duration
	Text       string // without tags, on one line
}

var cueTag = regexp.MustCompile(`<[^>\n]*>`)

// Cues are those of a WebVTT file. What is no cue is passed over.
func Cues(text string) (cues []Cue) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		at := 0
		if !strings.Contains(lines[0], "-->") && len(lines) > 1 {
			at = 1 // its name
		}
		m := cueTimes.FindStringSubmatch(lines[at])
		if m == nil {
			continue
		}
		words := html.UnescapeString(cueTag.ReplaceAllString(strings.Join(lines[at+1:], " "), ""))
		cues = append(cues, Cue{Duration(cueTime(m[1:5])), Duration(cueTime(m[5:9])), strings.Join(strings.Fields(words), " ")})
	}
	return cues
}
