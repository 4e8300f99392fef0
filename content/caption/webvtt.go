package caption

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// File is a parsed captions file.
type File struct {
	form   string    // the format it was read from: "WebVTT" or "SubRip"
	head   []string  // STYLE and REGION blocks
	cues   []fileCue // in the order of the file
	tail   []string  // notes after the last cue
	lines  int       // the number of lines
	faults []fault   // none in a valid file
}

// fileCue is a cue in a file.
type fileCue struct {
	notes      []string // NOTE blocks in front of it
	name       string
	start, end time.Duration
	settings   string
	payload    string // with its tags
}

// fault is what makes a file invalid, at a line or at a cue (from 1).
type fault struct {
	code      Code
	line, cue int
}

func (f *File) addFault(code Code, line int) {
	f.faults = append(f.faults, fault{code: code, line: line})
}

// captionLines splits a text into lines, with any line ends.
func captionLines(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff")), "\n")
}

// parseWebVTT parses a WebVTT file (W3C, section 6.1), and records what it skips.
func parseWebVTT(lines []string) *File {
	f := &File{form: "WebVTT", lines: len(lines)}
	if rest, ok := strings.CutPrefix(lines[0], "WEBVTT"); !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		f.addFault(BadForm, 1)
		return f
	}
	at := 1
	for at < len(lines) && !blank(lines[at]) && !isTiming(lines[at]) { // "Kind: captions" and the like
		at++
	}
	var notes []string
	for at < len(lines) {
		if blank(lines[at]) {
			at++
			continue
		}
		block := webVTTBlock(lines[at:])
		f.block(block, at+1, &notes)
		at += len(block)
	}
	f.tail = notes
	return f
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func isTiming(line string) bool { return strings.Contains(line, "-->") }

// webVTTBlock returns the first block of the lines: up to a blank line, or to the times of the
// next cue.
func webVTTBlock(lines []string) []string {
	timed := false
	for i, line := range lines {
		switch {
		case blank(line):
			return lines[:i]
		case !isTiming(line):
		case i > 1 || timed:
			return lines[:i]
		default:
			timed = true
		}
	}
	return lines
}

// block parses a block that begins at a line (from 1).
func (f *File) block(block []string, line int, notes *[]string) {
	timing := slices.IndexFunc(block[:min(2, len(block))], isTiming)
	switch {
	case timing >= 0:
		f.cue(block, timing, line, notes)
	case isBlock(block[0], "NOTE"):
		*notes = append(*notes, strings.Join(block, "\n"))
	case isBlock(block[0], "STYLE"):
		if fetches(block) {
			f.addFault(Fetches, line)
			return
		}
		f.head = append(f.head, strings.Join(block, "\n"))
	case isBlock(block[0], "REGION"):
		f.head = append(f.head, strings.Join(block, "\n"))
	default:
		f.addFault(BadForm, line)
	}
}

func isBlock(line, word string) bool {
	rest, ok := strings.CutPrefix(line, word)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// fetches reports whether a style sheet could make a player fetch something: by a URL, an
// import, or an escape that hides one.
func fetches(style []string) bool {
	text := strings.ToLower(strings.Join(style, "\n"))
	return slices.ContainsFunc([]string{"url(", "src(", "image", "@", `\`}, func(mark string) bool { return strings.Contains(text, mark) })
}

// cue parses a block with the times of a cue in its first or second line.
func (f *File) cue(block []string, timing, line int, notes *[]string) {
	c := fileCue{notes: *notes}
	*notes = nil
	var ok bool
	if c.start, c.end, c.settings, ok = cueTiming(block[timing], '.'); !ok {
		f.addFault(BadForm, line+timing)
		return
	}
	if timing == 1 {
		c.name = block[0]
	}
	c.payload = strings.Join(block[timing+1:], "\n")
	f.add(c)
}

func (f *File) add(c fileCue) {
	f.cues = append(f.cues, c)
	if c.end <= c.start {
		f.faults = append(f.faults, fault{code: BadTimes, cue: len(f.cues)})
	}
}

// cueTiming parses "00:01.000 --> 00:02.500 align:start". The milliseconds follow point.
func cueTiming(line string, point byte) (start, end time.Duration, settings string, ok bool) {
	from, rest, _ := strings.Cut(line, "-->")
	to := strings.TrimLeft(rest, " \t")
	if i := strings.IndexAny(to, " \t"); i >= 0 {
		to, settings = to[:i], strings.TrimSpace(to[i:])
	}
	start, first := cueTime(strings.Trim(from, " \t"), point)
	end, second := cueTime(to, point)
	return start, end, settings, first && second
}

// cueTime parses "01:02:03.004"; the hours are optional.
func cueTime(s string, point byte) (time.Duration, bool) {
	i := strings.LastIndexByte(s, point)
	if i < 0 {
		return 0, false
	}
	thousandths, ok := digits(s[i+1:], 3, 3)
	parts := strings.Split(s[:i], ":")
	if !ok || len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	total := 0
	for n, part := range parts {
		least, most, limit := 2, 2, 59
		if n == 0 && len(parts) == 3 {
			least, most, limit = 2, 4, 9999
		}
		value, ok := digits(part, least, most)
		if !ok || value > limit {
			return 0, false
		}
		total = total*60 + value
	}
	return time.Duration(total)*time.Second + time.Duration(thousandths)*time.Millisecond, true
}

// digits parses a number with least to most digits.
func digits(s string, least, most int) (int, bool) {
	if len(s) < least || len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// writeCueTime writes "01:02:03.004".
func writeCueTime(d time.Duration) string {
	pad := func(n, width int) string {
		s := strconv.Itoa(n)
		return strings.Repeat("0", max(0, width-len(s))) + s
	}
	total := int(d / time.Millisecond)
	return pad(total/3600_000, 2) + ":" + pad(total/60_000%60, 2) + ":" + pad(total/1000%60, 2) + "." + pad(total%1000, 3)
}

// WebVTT returns the file as normalised WebVTT: cues in order of time, times with hours, only
// tags and settings of WebVTT, lines ended by a line feed. Notes are for editors, and optional.
func (f *File) WebVTT(withNotes bool) string {
	blocks := slices.Concat([]string{"WEBVTT"}, f.head)
	cues := slices.Clone(f.cues)
	slices.SortStableFunc(cues, func(a, b fileCue) int { return int(a.start - b.start) })
	for i := range cues {
		c := &cues[i]
		if withNotes {
			blocks = append(blocks, c.notes...)
		}
		block := writeCueTime(c.start) + " --> " + writeCueTime(c.end)
		if s := f.knownSettings(c.settings); s != "" {
			block += " " + s
		}
		if name := strings.TrimSpace(visible(c.name)); name != "" && !isReserved(name) {
			block = name + "\n" + block
		}
		if text := writeCueText(c); text != "" {
			block += "\n" + text
		}
		blocks = append(blocks, block)
	}
	if withNotes {
		blocks = append(blocks, f.tail...)
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

// isReserved reports whether the name of a cue would begin another block.
func isReserved(name string) bool {
	return isBlock(name, "NOTE") || isBlock(name, "STYLE") || isBlock(name, "REGION")
}

// knownSettings returns the cue's settings that WebVTT has, each once.
func (f *File) knownSettings(settings string) string {
	var kept []string
	seen := map[string]bool{}
	for _, s := range strings.Fields(settings) {
		name, value, _ := strings.Cut(s, ":")
		if !seen[name] && f.isSetting(name, value) {
			seen[name] = true
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, " ")
}

func (f *File) isSetting(name, value string) bool {
	value, anchor, anchored := strings.Cut(value, ",")
	is := func(v string, of ...string) bool { return slices.Contains(of, v) }
	switch name {
	case "vertical":
		return !anchored && is(value, "rl", "lr")
	case "line":
		_, err := strconv.Atoi(value)
		number := err == nil && len(value) < 6 && value[0] != '+'
		return (number || isPercentage(value)) && (!anchored || is(anchor, "start", "center", "end"))
	case "position":
		return isPercentage(value) && (!anchored || is(anchor, "line-left", "center", "line-right"))
	case "size":
		return !anchored && isPercentage(value)
	case "align":
		return !anchored && is(value, "start", "center", "end", "left", "right")
	case "region":
		return !anchored && value != "" && slices.ContainsFunc(f.head, func(block string) bool {
			return strings.HasPrefix(block, "REGION") && slices.Contains(strings.Fields(block), "id:"+value)
		})
	}
	return false
}

func isPercentage(s string) bool {
	number, ok := strings.CutSuffix(s, "%")
	whole, fraction, dotted := strings.Cut(number, ".")
	n, fine := digits(whole, 1, 3)
	if dotted {
		_, ok2 := digits(fraction, 1, 6)
		fine = fine && ok2
	}
	return ok && fine && (n < 100 || n == 100 && strings.Trim(fraction, "0") == "")
}
