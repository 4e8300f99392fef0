package response_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lectern/internal/response"
)

// TestPreferences has the examples of RFC 9110, sections 12.5.1, 12.5.3 and 12.5.4, and further
// headers of clients.
func TestPreferences(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"audio/*; q=0.2, audio/basic":                                              "audio/* 200, audio/basic 1000",
		"text/plain; q=0.5, text/html,\ttext/x-dvi; q=0.8, text/x-c":               "text/plain 500, text/html 1000, text/x-dvi 800, text/x-c 1000",
		"text/*, text/plain, text/plain;format=flowed, */*":                        "text/* 1000, text/plain 1000, text/plain 1000, */* 1000",
		"text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed;q=0.4, */*;q=.5": "text/* 300, text/plain 700, text/plain 400, */* 500",
		"compress, gzip":                     "compress 1000, gzip 1000",
		"":                                   "",
		"*":                                  "* 1000",
		"compress;q=0.5, gzip;q=1.0":         "compress 500, gzip 1000",
		"gzip;q=1.0, identity; q=0.5, *;q=0": "gzip 1000, identity 500, * 0",
		"da, en-gb;q=0.8, en;q=0.7":          "da 1000, en-gb 800, en 700",
		"text/html;Q=0.125":                  "text/html 125",
		"a ; q = 0.2":                        "a 200",
		"a;q=1., b;q=0.":                     "a 1000, b 0",
		"a;q=0.5;level=1, b;level=1;q=0.5":   "a 500, b 500",
		`a;x="b, c;q=0";q=0.25, d`:           "a 250, d 1000",
		`a;x="\",";q=0.25, d`:                "a 250, d 1000",
		" , ,a,, ;q=0.3":                     "a 1000",
		"text/html, image/gif, *; q=.2, */*; q=.2":    "text/html 1000, image/gif 1000, * 200, */* 200", // Java's HttpURLConnection
		"a;q=2, b;q=1.001, c;q=-1, d;q=, e;q=x, f":    "f 1000",
		"a;q=0.0001, b;q=0.1234, c;q=., d;q=0.x, e;q": "",
		"a;q=NaN, b;q=1e-1, c;q=0x1p-2":               "",
	} {
		var got []string
		for p := range response.Preferences([]string{header}) {
			got = append(got, fmt.Sprint(p.Name, " ", p.Weight))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
	var names []string
	for p := range response.Preferences([]string{"a, b", "c", "d"}) {
		if names = append(names, p.Name); len(names) == 3 {
			break
		}
	}
	if !slices.Equal(names, []string{"a", "b", "c"}) {
		t.Errorf("several lines, and a loop that ends: %q", names)
	}
}

func TestParameters(t *testing.T) {
	t.Parallel()
	var got []string
	for name, value := range response.Parameters(` charset="utf-8" ; q=0.5;flag`) {
		got = append(got, name+"="+value)
	}
	if want := []string{`charset="utf-8"`, "q=0.5", "flag="}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAcceptedEncodings(t *testing.T) {
	t.Parallel()
	for header, want := range map[string][response.Encodings]int{
		"":                            {1000, 0, 0, 0},
		"gzip":                        {1000, 1000, 0, 0},
		"GZIP;q=0.5, br ; q=1":        {500, 500, 1000, 0},
		"*":                           {1000, 1000, 1000, 1000},
		"*;q=0":                       {1000, 0, 0, 0},
		"identity;q=0, *;q=0.3":       {1, 300, 300, 300},
		"identity;q=0":                {1, 0, 0, 0},
		"gzip;q=0, *":                 {1000, 0, 1000, 1000},
		"br;q=2, gzip;q=x, zstd;q=-1": {1000, 0, 0, 0},
		"x-gzip;q=0.8, identity":      {1000, 800, 0, 0},
		"gzip;level=9;q=0.5":          {500, 500, 0, 0}, // the weight in any position
		"gzip;q=0.5;level=9":          {500, 500, 0, 0},
		"br;q=x, *;q=0.5":             {500, 500, 500, 500}, // as if br were not named
	} {
		if got := response.AcceptedEncodings(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
	if got := response.AcceptedEncodings(nil); got != [response.Encodings]int{1000, 0, 0, 0} {
		t.Errorf("no header: %v", got)
	}
}

// TestAcceptedEncodingsAllocateNothing: the header is parsed for each cached response.
func TestAcceptedEncodingsAllocateNothing(t *testing.T) {
	// Not parallel: it counts allocations.
	header := http.Header{"Accept-Encoding": {"gzip, deflate, br;q=0.9, zstd"}}
	if n := testing.AllocsPerRun(100, func() { response.AcceptedEncodings(header) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
