package graph

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/graph/internal/resolve"
)

// variants returns URLs that contain the requested variant, in half its size.
type variants struct{}

func (variants) Variant(a *content.Asset, v content.Variant) (path string, width, height int) {
	focus := "middle"
	if v.Focus != nil {
		focus = fmt.Sprintf("%v,%v", v.Focus.X, v.Focus.Y)
	}
	path = fmt.Sprintf("%s%s/signed-%d-%s-%s-%s.%s", content.MediaPath, strings.TrimPrefix(string(a.ID), "asset_"), v.Width, v.Shape, v.Fit, focus, strings.ToLower(string(v.Format)))
	return path, v.Width, v.Width / 2
}

// drawn returns a PNG file of a size, in base64.
func drawn(t *testing.T, width, height int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

const upload = `mutation($data: Base64!, $kind: AssetKind) { uploadAsset(input: {name: "Anna Legal.png", kind: $kind, data: $data}) {
	asset { id kind mimeType width height name } userErrors { code path message } } }`

// uploaded uploads a picture and returns its id.
func (d *desk) uploaded(width, height int) string {
	d.t.Helper()
	data, errs := d.ask(upload, map[string]any{"data": drawn(d.t, width, height)})
	if len(errs) > 0 {
		d.t.Fatal(errs)
	}
	return data["uploadAsset"].(map[string]any)["asset"].(map[string]any)["id"].(string)
}

// TestUploadAndUse: an editor uploads a picture and uses it in a document, and readers see it
// from then on.
func TestUploadAndUse(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	asset := d.uploaded(3, 2)
	digits := strings.TrimPrefix(asset, "asset_")
	address := "https://api.example.org/media/" + digits
	file := `query($id: ID!) { asset(id: $id) { id kind mimeType bytes width height url name createdAt image { variants(widths: [5, 5]) { url height } } uses { id } } }`
	d.actor = content.Anonymous
	d.wants(file, map[string]any{"id": asset}, `{"asset": null}`)
	d.actor = contenttest.Publisher
	photo := d.created(`createPhoto(input: {fields: {alt: "En flade", focalPoint: {x: 0.5, y: 0.25}, asset: {url: "` + asset + `"}}})`)
	d.wants(`query($id: ID!) { photoDraft(id: $id) { asset { url width image { url width } } problems { code } } }`, map[string]any{"id": photo},
		`{"photoDraft": {"asset": {"url": "asset:`+digits+`", "width": 3, "image": {"url": "`+address+`.png", "width": 3}}, "problems": []}}`)
	d.actor = content.Anonymous
	d.wants(file, map[string]any{"id": asset}, `{"asset": null}`)
	d.actor = contenttest.Publisher
	d.wants(`mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": photo}, `{"publish": {"userErrors": []}}`)
	d.wants(`query($id: ID!) { asset(id: $id) { name uses { id } draftUses { id } } }`, map[string]any{"id": "asset:" + digits},
		`{"asset": {"name": "Anna Legal.png", "uses": [{"id": "`+photo+`"}], "draftUses": [{"id": "`+photo+`_draft"}]}}`)

	d.actor = content.Anonymous
	bytes := len(drawn(t, 3, 2)) / 4 * 3 // the length of the file is a multiple of 3, or one less
	data, _ := d.ask(file, map[string]any{"id": asset})
	if n := data["asset"].(map[string]any)["bytes"].(float64); n > float64(bytes) || n < float64(bytes-2) {
		t.Errorf("%v bytes of %d", n, bytes)
	}
	delete(data["asset"].(map[string]any), "bytes")
	d.same(data, `{"asset": {"id": "`+asset+`", "kind": "IMAGE", "mimeType": "image/png", "width": 3, "height": 2, "url": "`+address+`.png", "name": null,
		"createdAt": "2021-09-01T09:00:00+02:00", "image": {"variants": [{"url": "`+address+`/signed-5-ORIGINAL-COVER-middle.webp", "height": 2}]}, "uses": [{"id": "`+photo+`"}]}}`)
	d.wants(`query($id: ID!) { node(id: $id) { ... on Photo { asset { url small: variants(widths: [640]) { url } square: variants(widths: [40, 80], shape: SQUARE, fit: CONTAIN, format: PNG) { url width } width height mimeType } } } }`, map[string]any{"id": photo},
		`{"node": {"asset": {"url": "`+address+`.png", "small": [{"url": "`+address+`/signed-640-ORIGINAL-COVER-0.5,0.25.webp"}],
			"square": [{"url": "`+address+`/signed-40-SQUARE-CONTAIN-0.5,0.25.png", "width": 40}, {"url": "`+address+`/signed-80-SQUARE-CONTAIN-0.5,0.25.png", "width": 80}], "width": 3, "height": 2, "mimeType": "image/png"}}}`)
	for widths, field := range map[string]string{"[1, 0]": "widths.1", "[-1]": "widths.0", "[" + strings.Repeat("9,", 21) + "]": "widths"} {
		_, errs := d.ask(`query($id: ID!) { node(id: $id) { ... on Photo { asset { variants(widths: `+widths+`) { url } } } } }`, map[string]any{"id": photo})
		if s := fmt.Sprint(errs); !strings.Contains(s, "BAD_INPUT") || !strings.Contains(s, "field:"+field) {
			t.Errorf("%s: %s", widths, s)
		}
	}
	d.wants(`query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": asset}, `{"node": {"id": "`+asset+`"}}`)
	if _, errs := d.ask(`{ assets { nodes { id } } }`, nil); !strings.Contains(fmt.Sprint(errs), "UNAUTHENTICATED") {
		t.Errorf("a reader lists files: %v", errs)
	}
}

// created runs a mutation's field that must succeed, and returns the document's id.
func (d *desk) created(field string) string {
	d.t.Helper()
	data, errs := d.ask(`mutation { made: `+field+` { document { documentId } userErrors { code path message } } }`, nil)
	if len(errs) > 0 || data["made"].(map[string]any)["document"] == nil {
		d.t.Fatal(data, errs)
	}
	return data["made"].(map[string]any)["document"].(map[string]any)["documentId"].(string)
}

// TestUploadsRefused: the uploader learns what is wrong with a file, and nothing of it is
// stored.
func TestUploadsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	large := base64.StdEncoding.EncodeToString(make([]byte, resolve.MaxUpload+1))
	for _, tt := range []struct {
		name      string
		variables map[string]any
		says      string
	}{
		{"no file of any kind", map[string]any{"data": "QUJD"}, "data BAD_FILE Filen kan ikke bruges: The file is of no kind that is taken."},
		{"another kind", map[string]any{"data": drawn(t, 1, 1), "kind": "AUDIO"}, "data BAD_FILE Filen kan ikke bruges: The file is of kind IMAGE."},
		{"too large", map[string]any{"data": large}, "data FILE_TOO_LARGE Filen er for stor: højst 1048576 byte er tilladt her. Upload større filer på /assets."},
	} {
		data, errs := d.ask(upload, tt.variables)
		if len(errs) > 0 {
			t.Errorf("%s: %v", tt.name, errs)
			continue
		}
		payload := data["uploadAsset"].(map[string]any)
		problems := payload["userErrors"].([]any)
		if payload["asset"] != nil || len(problems) != 1 {
			t.Errorf("%s: %v", tt.name, payload)
			continue
		}
		p := problems[0].(map[string]any)
		if got := fmt.Sprintf("%s %s %s", p["path"].([]any)[0], p["code"], p["message"]); got != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.says)
		}
	}
	if _, errs := d.ask(upload, map[string]any{"data": "not base64"}); !strings.Contains(fmt.Sprint(errs), "BAD_INPUT") {
		t.Errorf("no base64: %v", errs)
	}
	data, errs := d.ask(strings.Replace(upload, "mutation($data: Base64!, $kind: AssetKind)", "mutation($data: Base64!, $kind: AssetKind) @dryRun", 1), map[string]any{"data": drawn(t, 1, 1)})
	if payload := data["uploadAsset"].(map[string]any); len(errs) > 0 || payload["asset"] != nil || len(payload["userErrors"].([]any)) > 0 {
		t.Errorf("a dry run: %v %v", data, errs)
	}
	d.actor = content.Anonymous
	if _, errs := d.ask(upload, map[string]any{"data": drawn(t, 1, 1)}); !strings.Contains(fmt.Sprint(errs), "UNAUTHENTICATED") {
		t.Errorf("a reader uploads: %v", errs)
	}
	if kept, err := d.library.List("", 10); err != nil || len(kept) > 0 {
		t.Errorf("%d files are stored, %v", len(kept), err)
	}
}

// TestUploadBesideAnError: an error elsewhere in the operation also cancels the upload, and the
// upload reports that.
func TestUploadBesideAnError(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	d.wants(`mutation($data: Base64!) {
		uploadAsset(input: {name: "x", data: $data}) { asset { id } userErrors { code } }
		createPhoto(input: {fields: {asset: {url: "asset_`+strings.Repeat("0", 64)+`"}}}) { userErrors { code path } }
	}`, map[string]any{"data": drawn(t, 1, 1)}, `{
		"uploadAsset": {"asset": null, "userErrors": [{"code": "NOT_KEPT"}]},
		"createPhoto": {"userErrors": [{"code": "UNKNOWN_ASSET", "path": ["asset", "url"]}]}
	}`)
}

// TestListOfAssets reads all pages.
func TestListOfAssets(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	var want []string
	for width := range 5 {
		want = append([]string{d.uploaded(width+1, 1)}, want...)
	}
	var got []string
	var after any
	for pages := 0; pages < 5; pages++ {
		data, errs := d.ask(`query($after: String) { assets(first: 2, after: $after) { nodes { id } edges { cursor node { width } } pageInfo { hasNextPage endCursor } } }`, map[string]any{"after": after})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		list := data["assets"].(map[string]any)
		for _, n := range list["nodes"].([]any) {
			got = append(got, n.(map[string]any)["id"].(string))
		}
		info := list["pageInfo"].(map[string]any)
		if after = info["endCursor"]; info["hasNextPage"] == false {
			break
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the list has %v, want %v", got, want)
	}
	for _, cursor := range []string{"x", base64.RawURLEncoding.EncodeToString([]byte("asset" + strings.Repeat("x", 32)))} {
		if _, errs := d.ask(`query($after: String) { assets(after: $after) { nodes { id } } }`, map[string]any{"after": cursor}); !strings.Contains(fmt.Sprint(errs), "BAD_CURSOR") {
			t.Errorf("%s: %v", cursor, errs)
		}
	}
}

// TestPictures: a picture is an Image, for readers and in drafts, whether it was uploaded or is
// kept elsewhere; only what was uploaded has other sizes.
func TestPictures(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	asset := d.uploaded(1400, 1400)
	address := "https://api.example.org/media/" + strings.TrimPrefix(asset, "asset_")
	logo := d.created(`createOrganisation(input: {fields: {name: "O", logo: "` + address + `.png"}})`)
	speaker := d.created(`createSpeaker(input: {fields: {name: "Anna", withoutConsentReason: "x", photo: "https://example.org/anna.jpg"}})`)
	bare := d.created(`createOrganisation(input: {fields: {name: "Bar"}})`)
	d.wants(`query($id: ID!) { organisationDraft(id: $id) { logo { url width } } }`, map[string]any{"id": logo},
		`{"organisationDraft": {"logo": {"url": "`+address+`.png", "width": 1400}}}`)
	d.wants(`query($logo: ID!, $speaker: ID!, $bare: ID!) @inContext(preview: true) {
		logo: node(id: $logo) { ... on Organisation { logo { url variants(widths: [9]) { url } width height } } }
		photo: node(id: $speaker) { ... on Speaker { photo { url variants(widths: [9]) { url } width mimeType } } }
		none: node(id: $bare) { ... on Organisation { logo { url } } }
	}`, map[string]any{"logo": logo, "speaker": speaker, "bare": bare}, `{
		"logo": {"logo": {"url": "`+address+`.png", "variants": [{"url": "`+address+`/signed-9-ORIGINAL-COVER-middle.webp"}], "width": 1400, "height": 1400}},
		"photo": {"photo": {"url": "https://example.org/anna.jpg", "variants": [], "width": null, "mimeType": null}},
		"none": {"logo": null}
	}`)
}
