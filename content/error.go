package content

import (
	"errors"
	"fmt"
	"strings"

	"lectern/content/locale"
)

// Code is the kind of an error. Codes are stable: clients use them, and docs/errors.md lists
// them all.
type Code string

// The codes that leave the domain. Errors that a user can correct in a document are problem
// codes instead (problem.go).
const (
	CodeUnauthenticated Code = "UNAUTHENTICATED"        // a credential is required
	CodeForbidden       Code = "FORBIDDEN"              // the actor may not do this
	CodeNotFound        Code = "NOT_FOUND"              // no such document for this reader
	CodeBadInput        Code = "BAD_INPUT"              // an argument is out of its range
	CodeBadCursor       Code = "BAD_CURSOR"             // a cursor of another list, or an invalid one
	CodeSyncReset       Code = "SYNC_RESET"             // a sync can't continue from this cursor: too old, or from elsewhere
	CodeKeyReused       Code = "IDEMPOTENCY_KEY_REUSED" // an idempotency key was used with another request
	CodeConflict        Code = "CONFLICT"               // the document has changed since it was read
	CodeInvalid         Code = "INVALID"                // a document has problems; see Problems
	CodeTooComplex      Code = "TOO_COMPLEX"            // more documents than one operation may read
	CodeTooLarge        Code = "TOO_LARGE"              // a document or a change exceeds its bound
	CodeTimeout         Code = "TIMEOUT"                // the time of the operation, or of its view, is over
	CodeReadOnly        Code = "READ_ONLY"              // the store accepts no writes at the moment
	CodeCorrupt         Code = "CORRUPT"                // a stored record fails its checksum or can't be decoded
	CodeOutcomeUnknown  Code = "OUTCOME_UNKNOWN"        // the disk failed during a commit, which may or may not have been saved
	CodeInternal        Code = "INTERNAL"               // any other error; the log has the cause
)

// Error is an error of the domain: a code for programs, a message for people, the path of the
// input, and a cause for the log only.
type Error struct {
	Code     Code
	Path     []string  // of the argument or document field; may be empty
	Message  string    // in English, for the user; contains no stored data
	Problems []Problem // with CodeInvalid: all problems
	Cause    error     // never shown
}

// Error returns the code, the path, the message and the cause, for the log. Users see Message.
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

// Unwrap returns the cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf returns an Error with a formatted message. The error of a %w verb becomes both the
// cause and a part of the message, so use it only with errors that users may see.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Cause: errors.Unwrap(err)}
}

// Wrap returns an Error with a cause that the user must not see.
func Wrap(code Code, cause error, message string) *Error {
	return &Error{Code: code, Message: message, Cause: cause}
}

// At returns the error with the path of an argument.
func (e *Error) At(path ...string) *Error {
	e.Path = path
	return e
}

// CodeOf returns the code of the first Error in err's chain: CodeBadInput for a FormatError,
// CodeInternal for any other error, the empty code for nil.
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

// InputError returns the error of an input: CodeBadInput with the same message if the error
// explains the expected form; otherwise the error itself.
func InputError(err error) error {
	var format *locale.FormatError
	if errors.As(err, &format) {
		return Errorf(CodeBadInput, "%s", format.Message)
	}
	return err
}

// IsNotFound reports whether err means that a document does not exist, or not for this reader,
// who can't distinguish the two.
func IsNotFound(err error) bool { return CodeOf(err) == CodeNotFound }

// NotFound returns the error for an id without a document for this reader.
func NotFound(id ID) error {
	return &Error{Code: CodeNotFound, Message: "There is no document with this id: " + string(id)}
}

func errNoSlug(kind *Kind) error {
	return &Error{Code: CodeNotFound, Message: "There is no " + kind.Name + " with this slug."}
}

// withPath adds a path to an error of the domain.
func withPath(err error, path string) error {
	if e, ok := err.(*Error); ok {
		return e.At(path)
	}
	return err
}
