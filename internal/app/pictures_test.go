package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/media/pictures"
)

// TestVariantsForAnyone: whatever widths a visitor asks for, a picture has a few variants, each
// with its true size and within the bounds; and the picture of a link is 1200 × 630.
func TestVariantsForAnyone(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 4000, 4000))); err != nil {
		t.Fatal(err)
	}
	var uploaded struct {
		UploadAsset struct{ Asset struct{ ID string } }
	}
	d.did(content.RolePublisher, `mutation($data: Base64!) { uploadAsset(input: {name: "p.png", kind: IMAGE, data: $data}) { asset { id } userErrors { path } } }`,
		map[string]any{"data": base64.StdEncoding.EncodeToString(file.Bytes())}, &uploaded)
	d.created("Organisation", map[string]any{"name": "DSC", "slug": "dsc", "logo": uploaded.UploadAsset.Asset.ID})

	type variant struct {
		URL           string
		Width, Height int
	}
	ask := func(query string) (all []variant) {
		t.Helper()
		var answer struct {
			Data struct {
				Organisation struct{ Logo struct{ Variants []variant } }
			}
		}
		body := d.ask(content.RoleReader, `{ organisation(slug: "dsc") { logo { `+query+` } } }`, nil)
		if err := json.Unmarshal([]byte(body), &answer); err != nil || strings.Contains(body, `"errors"`) {
			t.Fatalf("%v: %s", err, body)
		}
		return answer.Data.Organisation.Logo.Variants
	}
	urls := map[string]bool{}
	for first := 1; first < 5000; first += 20 {
		widths := []string{}
		for w := range 20 {
			widths = append(widths, fmt.Sprint(first+w))
		}
		for _, v := range ask(`variants(widths: [` + strings.Join(widths, ",") + `]) { url width height }`) {
			if urls[v.URL] = true; v.Width*v.Height > pictures.MaxVariantPixels || v.Width != v.Height {
				t.Errorf("a variant of %d × %d", v.Width, v.Height)
			}
		}
	}
	if len(urls) != 16 {
		t.Errorf("%d variants, want the 16 of the ladder", len(urls))
	}
	shown := ask(`variants(widths: [100, 128, 90, 200], shape: WIDE, format: PNG) { url width height }`)
	if sizes := fmt.Sprint(shown[0].Width, shown[0].Height, shown[1].Width, shown[1].Height, shown[2].Width, len(shown)); sizes != "128 72 96 54 256 3" {
		t.Errorf("sizes %s", sizes)
	}
	for _, v := range append(shown, linkOf(t, d)) {
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, strings.TrimPrefix(v.URL, "https://api.example.org"), nil))
		size, format, err := image.DecodeConfig(w.Body)
		if err != nil || size.Width != v.Width || size.Height != v.Height {
			t.Errorf("%s is %d × %d, %s (%v), not %d × %d", v.URL, size.Width, size.Height, format, err, v.Width, v.Height)
		}
	}
	if body := d.ask(content.RoleReader, `{ organisation(slug: "dsc") { logo { variants(widths: [`+strings.Repeat("9,", 28)+`]) { url } } } }`, nil); !strings.Contains(body, "BAD_INPUT") {
		t.Errorf("28 widths: %s", body)
	}
}

// linkOf is the picture of a link to the organisation.
func linkOf(t *testing.T, d *careDesk) struct {
	URL           string
	Width, Height int
} {
	t.Helper()
	var answer struct {
		Data struct {
			Organisation struct {
				OpenGraph struct {
					Image struct {
						URL           string
						Width, Height int
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(d.ask(content.RoleReader, `{ organisation(slug: "dsc") { openGraph { image { url width height } } } }`, nil)), &answer); err != nil {
		t.Fatal(err)
	}
	link := answer.Data.Organisation.OpenGraph.Image
	if link.Width != 1200 || link.Height != 630 || !strings.HasSuffix(link.URL, ".jpg") {
		t.Errorf("a link has %+v", link)
	}
	return link
}
