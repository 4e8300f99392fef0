package catalog

import (
	"lectern/content"
	"lectern/content/caption"
	"lectern/content/locale"
)

// ReadCaptions reads a file of captions, WebVTT or SubRip, and gives it as
// WebVTT in one form, with how long it goes on. CodeBadInput says what makes it
// none, with the line or the cue.
func ReadCaptions(text string) (webVTT string, length locale.Duration, err error) {
	f := caption.Parse(text)
	if fault := f.Fault(); fault != nil {
		p := content.ProblemAt([]string{"text"}, content.ProblemCode(fault.Code), false, fault.Args...)
		return "", 0, content.Errorf(content.CodeBadInput, "%s", p.Message.In("en"))
	}
	return f.WebVTT(true), f.Length(), nil
}

// checkCaptionsText reports the first thing that makes a text no captions, and
// warns of cues that are hard to follow where they are to be read on a screen.
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
