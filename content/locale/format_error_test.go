package locale

import (
	"errors"
)

// isFormatError reports whether an error describes the required form.
func isFormatError(err error) bool {
	var format *FormatError
	return errors.As(err, &format) && format.Message != ""
}
