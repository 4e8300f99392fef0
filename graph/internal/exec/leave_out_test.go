package exec_test

import (
	"context"
	"testing"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest"
)

// TestLeaveOut: an object with a forbidden null is omitted, without an error, unless it is
// requested directly.
func TestLeaveOut(t *testing.T) {
	t.Parallel()
	const refused = "Cannot return null for non-nullable field Thing."
	for query, want := range map[string]string{
		// Omitted from a list, at any position.
		"{ thing { thingsAllNonNull { ok sometimes } ok } }":                 `{"thing":{"thingsAllNonNull":[{"ok":"ok","sometimes":"now"},{"ok":"ok","sometimes":"now"}],"ok":"ok"}}`,
		"{ thing { thingsOfNonNull { nullNonNull } ok } }":                   `{"thing":{"thingsOfNonNull":[],"ok":"ok"}}`,
		"{ thing { thingsAllNonNull { thingNonNull { nullNonNull } } ok } }": `{"thing":{"thingsAllNonNull":[],"ok":"ok"}}`,
		"{ thing { thingsAllNonNull { thingsAllNonNull { sometimes } } } }": `{"thing":{"thingsAllNonNull":[` +
			`{"thingsAllNonNull":[{"sometimes":"now"},{"sometimes":"now"}]},{"thingsAllNonNull":[{"sometimes":"now"},{"sometimes":"now"}]},{"thingsAllNonNull":[{"sometimes":"now"},{"sometimes":"now"}]}]}}`,
		"{ thing { gapsAllNonNull { ok } numbersAllNonNull } }": `{"thing":{"gapsAllNonNull":[{"ok":"ok"},{"ok":"ok"}],"numbersAllNonNull":[1,3]}}`,
		// Null as a field of another object.
		"{ thing { thing { nullNonNull } ok } }":               `{"thing":{"thing":null,"ok":"ok"}}`,
		"{ thing { thing { thingNonNull { nullNonNull } } } }": `{"thing":{"thing":null}}`,
		// Requested directly: a root field, and a nullable item of a list.
		"{ thing { nullNonNull ok } }":                                   "thing.nullNonNull: " + refused + `nullNonNull.; {"thing":null}`,
		"{ thingNonNull { a: nullNonNull b: nullThingNonNull { ok } } }": "thingNonNull.a: " + refused + `nullNonNull.; null`,
		"{ thing { things { sometimes } ok } }":                          "thing.things[1].sometimes: " + refused + `sometimes.; {"thing":{"things":[{"sometimes":"now"},null,{"sometimes":"now"}],"ok":"ok"}}`,
		"{ thing { ok thingsAllNonNull { sometimes } nullNonNull } }":    "thing.nullNonNull: " + refused + `nullNonNull.; {"thing":null}`,
		// A failure in the same object takes precedence.
		"{ thing { thingsOfNonNull { sometimes failsNonNull } ok } }": "thing.thingsOfNonNull[0].failsNonNull: it fails; thing.thingsOfNonNull[1].failsNonNull: it fails; " +
			`thing.thingsOfNonNull[2].failsNonNull: it fails; {"thing":{"thingsOfNonNull":null,"ok":"ok"}}`,
		"{ thing { thingsOfNonNull { sometimes panicsNonNull } ok } }": "thing.thingsOfNonNull[0].panicsNonNull: it panics; thing.thingsOfNonNull[1].panicsNonNull: it panics; " +
			`thing.thingsOfNonNull[2].panicsNonNull: it panics; {"thing":{"thingsOfNonNull":null,"ok":"ok"}}`,
	} {
		schema := exectest.Schema()
		op := operation(t, schema, query, nil)
		op.LeaveOut = func(context.Context, *exec.Failure) bool { return true }
		requireText(t, run(schema, op), want)
	}
}

// TestLeaveNothingOut: if LeaveOut declines, there is the usual error, and the question does
// not count as a presented failure.
func TestLeaveNothingOut(t *testing.T) {
	t.Parallel()
	schema := exectest.Schema()
	const query = "{ a: thing { thingsOfNonNull { nullNonNull } } b: thing { fails } c: thing { nullNonNull } }"
	op := operation(t, schema, query, nil)
	op.LeaveOut = func(context.Context, *exec.Failure) bool { return false }
	if got, want := run(schema, op).text(), run(schema, operation(t, schema, query, nil)).text(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var asked []string
	op.MaxErrors = 1
	op.LeaveOut = func(_ context.Context, f *exec.Failure) bool {
		asked = append(asked, f.Path.String())
		return f.Path.String() != "c.nullNonNull"
	}
	requireText(t, run(schema, op), `b.fails: it fails; {"a":{"thingsOfNonNull":[]},"b":{"fails":null},"c":null}`)
	if len(asked) != 4 {
		t.Errorf("asked about %q", asked)
	}
}
