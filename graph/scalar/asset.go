package scalar

import (
	"context"
	"encoding/base64"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// MarshalAssetID writes the id of a file.
func MarshalAssetID(id content.AssetID) graphql.Marshaler { return MarshalString(string(id)) }

// UnmarshalAssetID reads the id of a file.
func UnmarshalAssetID(v any) (content.AssetID, error) {
	s, _ := v.(string)
	return content.ParseAssetID(s)
}

// MarshalLength writes a length in bytes.
func MarshalLength(i int64) graphql.ContextMarshaler { return number(i) }

// UnmarshalLength reads a length in bytes.
func UnmarshalLength(ctx context.Context, v any) (int64, error) {
	n, err := UnmarshalBytes(ctx, v)
	return int64(n), err
}

// MarshalBase64 is there because gqlgen wants pairs. Answers have addresses of
// files, and no files.
func MarshalBase64([]byte) graphql.Marshaler { return graphql.Null }

// UnmarshalBase64 reads bytes.
func UnmarshalBase64(v any) ([]byte, error) {
	s, ok := v.(string)
	b, err := base64.StdEncoding.DecodeString(s)
	if !ok || err != nil {
		return nil, content.Errorf(content.CodeBadInput, "This is not base64 with the standard alphabet and padding.")
	}
	return b, nil
}
