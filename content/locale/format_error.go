package locale

// FormatError is a text that has not the form of what it should be: a date, a
// duration, a language tag, an address.
type FormatError struct {
	// Message says which form is wanted, with an example, in English. It does not
	// repeat the text.
	Message string
}

// Error is the message.
func (e *FormatError) Error() string { return e.Message }

func badFormat(message string) *FormatError { return &FormatError{message} }
