package feed

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// XML is an answer of a media type that is a value in the way of encoding/xml.
func XML(mediaType string, v any) *Answer {
	return &Answer{mediaType + "; charset=utf-8", func() ([]byte, error) {
		b, err := xml.MarshalIndent(v, "", " ")
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		return append(append([]byte(xml.Header), b...), '\n'), nil
	}}
}

// JSON is an answer of a media type that is a value in the way of encoding/json.
func JSON(mediaType string, v any) *Answer {
	return &Answer{mediaType, func() ([]byte, error) {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		return append(b, '\n'), nil
	}}
}
