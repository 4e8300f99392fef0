package locale

// FormatError is the error of a malformed text: a date, a duration, a language tag, a URL.
type FormatError struct {
	// Message describes the required form, with an example, in English. It does not repeat the
	// text.
	Message string
}

// Error returns the message.
func (e *FormatError) Error() string { return e.Message }

func badFormat(message string) *FormatError { return &FormatError{message} }
