package feed

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// XML returns a representation that encodes a value with encoding/xml.
func XML(mediaType string, v any) *Representation {
	return &Representation{mediaType + "; charset=utf-8", func() ([]byte, error) {
		b, err := xml.MarshalIndent(v, "", " ")
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		return append(append([]byte(xml.Header), b...), '\n'), nil
	}}
}

// JSON returns a representation that encodes a value with encoding/json.
func JSON(mediaType string, v any) *Representation {
	return &Representation{mediaType, func() ([]byte, error) {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		return append(b, '\n'), nil
	}}
}

// Cut shortens a text to at most some bytes, with an ellipsis at the end.
func Cut(text string, limit int) string {
	const ellipsis = "…"
	if len(text) <= limit {
		return text
	}
	end := limit - len(ellipsis)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimSpace(text[:end]) + ellipsis
}
