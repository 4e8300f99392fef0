package auth

import (
	"encoding/json"
	"errors"

	"lectern/internal/sharedfile"
)

// FileName is the file of tokens in the data directory.
const FileName = fileName + ".json"

const (
	fileName = "tokens"

	maxTokens = 1000
	maxFile   = 1 << 20 // more than maxTokens need
)

// tokenList is the content of the file of tokens.
type tokenList struct {
	tokens []Token // in order of creation
	byID   map[string]Token
}

func newTokenList(tokens []Token) tokenList {
	l := tokenList{tokens, make(map[string]Token, len(tokens))}
	for _, t := range tokens {
		l.byID[t.ID] = t
	}
	return l
}

func tokensFile(dir string) *sharedfile.File[tokenList] {
	return sharedfile.New(dir, sharedfile.Form[tokenList]{
		Name: fileName, Format: 1, MaxBytes: maxFile, Decode: decodeTokens, Encode: encodeTokens,
		Mend: "Restore a copy of it. Or move it away, create new tokens with lectern token create, and hand them out again.",
	})
}

func decodeTokens(b json.RawMessage) (tokenList, error) {
	var records []record
	if err := sharedfile.Strictly(b, &records); err != nil {
		return tokenList{}, err
	}
	tokens := make([]Token, len(records))
	for i, r := range records {
		t, err := r.token()
		if err != nil {
			return tokenList{}, err
		}
		tokens[i] = t
	}
	l := newTokenList(tokens)
	if len(l.byID) < len(tokens) {
		return tokenList{}, errors.New("it has a token twice")
	}
	return l, nil
}

func encodeTokens(l tokenList) (json.RawMessage, error) {
	records := make([]record, len(l.tokens))
	for i, t := range l.tokens {
		records[i] = t.record()
	}
	return json.Marshal(records)
}
