package scalar

import (
	"context"
	"encoding/base64"

	"lectern/content"
)

// UnmarshalAssetID reads the id of a file.
func UnmarshalAssetID(v any) (content.AssetID, error) {
	s, _ := v.(string)
	return content.ParseAssetID(s)
}

// UnmarshalLength reads a length in bytes.
func UnmarshalLength(ctx context.Context, v any) (int64, error) {
	n, err := UnmarshalBytes(ctx, v)
	return int64(n), err
}

// UnmarshalBase64 reads bytes.
func UnmarshalBase64(v any) ([]byte, error) {
	s, ok := v.(string)
	b, err := base64.StdEncoding.DecodeString(s)
	if !ok || err != nil {
		return nil, content.Errorf(content.CodeBadInput, "This is not base64 with the standard alphabet and padding.")
	}
	return b, nil
}
