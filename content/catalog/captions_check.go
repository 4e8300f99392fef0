package catalog

import (
	"lectern/content"
	"lectern/content/caption"
	"lectern/content/locale"
)

// ReadCaptions parses a captions file, WebVTT or SubRip, and returns it as normalised WebVTT,
// with the end of its last cue. CodeBadInput describes the first error, with the line or the
// cue.
func ReadCaptions(text string) (webVTT string, length locale.Duration, err error) {
	f := caption.Parse(text)
	if fault := f.Fault(); fault != nil {
		p := content.ProblemAt([]string{"text"}, content.ProblemCode(fault.Code), false, fault.Args...)
		return "", 0, content.Errorf(content.CodeBadInput, "%s", p.Message.In("en"))
	}
	return f.WebVTT(true), f.Length(), nil
}

// checkCaptionsText reports the first error of a captions text, and, for captions that are read
// on a screen, warns of cues that are hard to follow.
func checkCaptionsText(c *content.Check, text string, onScreen bool) {
	f := caption.Parse(text)
	if fault := f.Fault(); fault != nil {
		c.Problem(content.ProblemCode(fault.Code), "text", fault.Args...)
		return
	}
	if onScreen {
		for _, hard := range f.Hard() {
			c.Warn(content.ProblemCode(hard.Code), "text", hard.Args...)
		}
	}
}
