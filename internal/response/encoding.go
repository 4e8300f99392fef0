package response

import (
	"net/http"
	"strings"
)

// Encoding is a content coding of RFC 9110, section 8.4.1.
type Encoding int

// The encodings that the service supports.
const (
	Identity Encoding = iota
	Gzip
	Brotli
	Zstandard
	Encodings // the number of encodings
)

// Name returns the name of the encoding in HTTP.
func (e Encoding) Name() string { return [...]string{"identity", "gzip", "br", "zstd"}[e] }

// AcceptedEncodings parses Accept-Encoding (RFC 9110, section 12.5.3): the weight of each
// encoding in thousandths, and 0 for those that are not acceptable. Identity always stays
// acceptable, at least with the lowest weight: that is better than no response.
func AcceptedEncodings(header http.Header) (weights [Encodings]int) {
	rest := 0
	var named [Encodings]bool
	for p := range Preferences(header["Accept-Encoding"]) {
		if p.Name == "*" {
			rest = p.Weight
			continue
		}
		for e := range Encodings {
			if strings.EqualFold(p.Name, e.Name()) || e == Gzip && strings.EqualFold(p.Name, "x-gzip") {
				weights[e], named[e] = p.Weight, true
			}
		}
	}
	for e := Identity + 1; e < Encodings; e++ {
		if !named[e] {
			weights[e] = rest
		}
	}
	if !named[Identity] { // unless it is named, it is as good as any other
		weights[Identity] = FullWeight
		for e := Identity + 1; e < Encodings; e++ {
			if weights[e] > 0 {
				weights[Identity] = min(weights[Identity], weights[e])
			}
		}
	}
	weights[Identity] = max(1, weights[Identity])
	return weights
}

// AcceptsGzip reports whether a client accepts gzip.
func AcceptsGzip(header http.Header) bool { return AcceptedEncodings(header)[Gzip] > 0 }
