package content

// ReadCaptions reads a file of captions, WebVTT or SubRip, and gives it as
// WebVTT in one form, with how long it goes on. CodeBadInput says what makes it
// none, with the line or the cue.
func ReadCaptions(text string) (webVTT string, length Duration, err error) {
	f := parseCaptions(text)
	if fault := f.Fault(); fault != nil {
		p := ProblemAt([]string{"text"}, ProblemCode(fault.Code), false, fault.Args...)
		return "", 0, Errorf(CodeBadInput, "%s", p.Message.In("en"))
	}
	return f.normal(true), f.Length(), nil
}

// checkCaptionsText reports the first thing that makes a text no captions, and
// warns of cues that are hard to follow where they are to be read on a screen.
func checkCaptionsText(c *Check, text string, onScreen bool) {
	f := parseCaptions(text)
	if fault := f.Fault(); fault != nil {
		c.Problem(ProblemCode(fault.Code), "text", fault.Args...)
		return
	}
	if onScreen {
		for _, hard := range f.Hard() {
			c.Warn(ProblemCode(hard.Code), "text", hard.Args...)
		}
	}
}
