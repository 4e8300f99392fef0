package scalar

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/graph/internal/exec"
)

// Each Append function appends a value as JSON. It returns false, and appends nothing, if the
// value is null. For a zero value the schema decides: zeroIsNull is true for nullable fields.

// AppendString appends a text. It is used for enums, Markdown and HTML, too.
func AppendString(b []byte, s string, zeroIsNull bool) ([]byte, bool) {
	if s == "" && zeroIsNull {
		return b, false
	}
	return exec.AppendString(b, s), true
}

// AppendText appends a text that the view has reduced to one language.
func AppendText(b []byte, t locale.Text, zeroIsNull bool) ([]byte, bool) {
	return AppendString(b, t.String(), zeroIsNull)
}

// AppendID appends the id of a document.
func AppendID(b []byte, id content.ID) ([]byte, bool) { return AppendString(b, string(id), true) }

// AppendAssetID appends the id of a file.
func AppendAssetID(b []byte, id content.AssetID) ([]byte, bool) {
	return AppendString(b, string(id), true)
}

// AppendNodeID appends the id of an object.
func AppendNodeID(b []byte, id content.NodeID) ([]byte, bool) {
	return AppendString(b, string(id), true)
}

// AppendURL appends a URL.
func AppendURL(b []byte, u locale.URL) ([]byte, bool) { return AppendString(b, string(u), true) }

// AppendLanguage appends a BCP 47 tag.
func AppendLanguage(b []byte, l locale.Language) ([]byte, bool) {
	return AppendString(b, string(l), true)
}

// AppendSlug appends a slug.
func AppendSlug(b []byte, s string) ([]byte, bool) { return AppendString(b, s, true) }

// AppendDate appends a day of the calendar.
func AppendDate(b []byte, d locale.Date) ([]byte, bool) { return AppendString(b, string(d), true) }

// AppendRole appends a role as an enum value.
func AppendRole(b []byte, r content.Role) ([]byte, bool) {
	return AppendString(b, strings.ToUpper(string(r)), true)
}

// AppendDateTime appends an instant with its original offset.
func AppendDateTime(b []byte, t time.Time) ([]byte, bool) {
	if t.IsZero() {
		return b, false
	}
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"'), true
}

// AppendDuration appends a duration.
func AppendDuration(b []byte, d locale.Duration, zeroIsNull bool) ([]byte, bool) {
	if d == 0 && zeroIsNull {
		return b, false
	}
	return append(d.Append(append(b, '"')), '"'), true
}

// AppendInt appends an integer.
func AppendInt(b []byte, i int, zeroIsNull bool) ([]byte, bool) {
	return AppendLength(b, int64(i), zeroIsNull)
}

// AppendBytes appends a size in bytes, which may exceed 32 bits.
func AppendBytes(b []byte, i int, zeroIsNull bool) ([]byte, bool) {
	return AppendLength(b, int64(i), zeroIsNull)
}

// AppendLength appends a length in bytes, which may exceed 32 bits.
func AppendLength(b []byte, i int64, zeroIsNull bool) ([]byte, bool) {
	if i == 0 && zeroIsNull {
		return b, false
	}
	return strconv.AppendInt(b, i, 10), true
}

// AppendRevision appends a revision as a number.
func AppendRevision(b []byte, r content.Revision) ([]byte, bool) {
	if r == 0 {
		return b, false
	}
	return strconv.AppendUint(b, uint64(r), 10), true
}

// AppendTexts appends a text with all its languages, as an object.
func AppendTexts(b []byte, t locale.Text) ([]byte, bool) {
	if len(t) == 0 {
		return b, false
	}
	all, err := json.Marshal(t)
	if err != nil { // it contains strings only
		return b, false
	}
	return append(b, all...), true
}

// AppendRichTexts appends a rich text's Markdown in all its languages.
func AppendRichTexts(b []byte, t locale.RichText) ([]byte, bool) { return AppendTexts(b, t.Text) }
