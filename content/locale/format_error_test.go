package locale

import (
	"errors"
)

// isFormatError tells whether an error says what form is wanted.
func isFormatError(err error) bool {
	var format *FormatError
	return errors.As(err, &format) && format.Message != ""
}
