package content

import (
	"errors"
	"fmt"
	"strings"

	"lectern/content/locale"
)

// Code says what kind of thing went wrong. Codes are stable: clients decide by
// them, and docs/errors.md lists them all.
type Code string

// The codes that leave the domain. What a user can mend in a document is not
// here but among the problem codes (problem.go).
const (
	CodeUnauthenticated Code = "UNAUTHENTICATED" // a credential is needed
	CodeForbidden       Code = "FORBIDDEN"       // the actor may not do this
	CodeNotFound        Code = "NOT_FOUND"       // no such document for this reader
	CodeBadInput        Code = "BAD_INPUT"       // an argument is out of its range
	CodeBadCursor       Code = "BAD_CURSOR"      // a cursor of another list, or no cursor at all
	CodeSyncReset       Code = "SYNC_RESET"      // a sync can't go on from this cursor: too old, or of elsewhere
	CodeConflict        Code = "CONFLICT"        // the document has moved on since it was read
	CodeInvalid         Code = "INVALID"         // a document has problems; see Problems
	CodeTooComplex      Code = "TOO_COMPLEX"     // more documents would be read than one operation may
	CodeTooLarge        Code = "TOO_LARGE"       // a document or a change exceeds its bound
	CodeTimeout         Code = "TIMEOUT"         // the operation's time, or its view's, ran out
	CodeReadOnly        Code = "READ_ONLY"       // the store takes no writes at present
	CodeCorrupt         Code = "CORRUPT"         // a stored record fails its checksum or can't be decoded
	CodeOutcomeUnknown  Code = "OUTCOME_UNKNOWN" // the disk failed during a commit: it may or may not be there
	CodeInternal        Code = "INTERNAL"        // everything else; the log has the cause
)

// Error is an error of the domain: a code for programs, a message for people,
// the path of the input it is about, and a cause that is for the log only.
type Error struct {
	Code     Code
	Path     []string  // of the argument or document field; may be empty
	Message  string    // in English, shown to the user; holds no stored data
	Problems []Problem // with CodeInvalid: all that is wrong
	Cause    error     // never shown
}

// Error gives the code, the path and the message, and the cause: it is for
// the log. Users see Message.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	if len(e.Path) > 0 {
		b.WriteString(" " + strings.Join(e.Path, "."))
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	for _, p := range e.Problems {
		b.WriteString("\n\t" + p.String())
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an Error with a formatted message. A %w verb's error becomes
// the cause as well as part of the message, so it is not used with errors
// that users must not see.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Cause: errors.Unwrap(err)}
}

// Wrap makes an Error of a cause that the user must not see.
func Wrap(code Code, cause error, message string) *Error {
	return &Error{Code: code, Message: message, Cause: cause}
}

// At returns the error with a path, for the argument it is about.
func (e *Error) At(path ...string) *Error {
	e.Path = path
	return e
}

// CodeOf is the code of the first Error in err's chain: CodeBadInput for a
// FormatError, CodeInternal where there is neither, the empty code for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	if errors.As(err, new(*locale.FormatError)) {
		return CodeBadInput
	}
	return CodeInternal
}

// InputError is an error of an input that was read: CodeBadInput, with the same
// words, where the error says which form is wanted; else the error itself.
func InputError(err error) error {
	var format *locale.FormatError
	if errors.As(err, &format) {
		return Errorf(CodeBadInput, "%s", format.Message)
	}
	return err
}

// IsNotFound tells whether err says that a document is not there, or not
// there for this reader: the two are the same to those who ask.
func IsNotFound(err error) bool { return CodeOf(err) == CodeNotFound }

// NotFound is that there is no document of an id, or none for this reader.
func NotFound(id ID) error {
	return &Error{Code: CodeNotFound, Message: "There is no document with this id: " + string(id)}
}

func errNoSlug(kind *Kind) error {
	return &Error{Code: CodeNotFound, Message: "There is no " + kind.Name + " with this slug."}
}

// withPath gives an error of the domain a path.
func withPath(err error, path string) error {
	if e, ok := err.(*Error); ok {
		return e.At(path)
	}
	return err
}
