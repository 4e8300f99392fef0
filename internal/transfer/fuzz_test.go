package transfer

import (
	"testing"
	"testing/fstest"

	"lectern/content"
	"lectern/content/contenttest"
)

// FuzzImportFile imports any file. A file without problems must have the same content after an
// export.
func FuzzImportFile(f *testing.F) {
	for _, seed := range []string{
		"title: Fagdag\nstatus: HELD\nstartDate: 2021-09-01\nendDate: 2021-09-02\ntimeZone: Europe/Copenhagen\n",
		"slug: x\nstate: draft\ntitle: {da: a, en: \"b\\u2028\"}\nbody: |-\n  # A\n\n   b\n",
		"---\ntype: topic\nname: >-\n  Et\n  navn\nbroader: b\n---\ntype: topic\nslug: b\nname: B\n...\n# slut\n",
		"type: video\nstate: archived\nduration: PT1H2.5S\nsources:\n  - {url: /media/x.mp4, bytes: 1, requiresConsent: true}\n",
		"venue: {precision: PUBLIC}\nparticipantCount: 130\nregistration: {opensAt: 2021-09-01T09:00:00+02:00}\nstate: draft\nslug: a\n",
		"type: photo\nstate: draft\nslug: p\nfocalPoint: {x: .5, y: 1e-3}\npeople: [{}, {name: 'No'}]\nupdatedAt: 2020-01-01T00:00:00.0009Z\n",
		"a: &a [*a]\n<<: *a\n? {b: c}\n: !!str d\n", "\xef\xbb\xbftitle: \x00", "{[", "title: \"\\ud800\"\nstate: draft\nslug: x\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		store := contenttest.NewMemory()
		o := contenttest.Options()
		report, err := Import(t.Context(), store, ImportOptions{
			Sources: []Source{{FS: fstest.MapFS{"conferences/a.yaml": {Data: text}}, Path: "."}},
			Actor:   o.Actor, Now: o.Now, Entropy: o.Entropy,
		})
		if (err == nil) == (len(report.Problems) > 0) || (err != nil && content.CodeOf(err) != content.CodeInvalid) {
			t.Fatalf("%v, with problems %v", err, report.Problems)
		}
		for _, p := range report.Problems {
			if p.File != "conferences/a.yaml" || p.Line < 0 || p.Line > 1+len(text) || p.Code == "" || p.Message == "" {
				t.Fatalf("problem %+v", p)
			}
		}
		if err != nil {
			return
		}
		first, second := t.TempDir()+"/a", t.TempDir()+"/b"
		again := contenttest.NewMemory()
		for _, step := range []func() error{
			func() error { _, err := Export(t.Context(), store, first, ExportOptions{}); return err },
			func() error {
				source, err := Local(first)
				if err == nil {
					_, err = Import(t.Context(), again, ImportOptions{Sources: []Source{source}, Actor: o.Actor, Now: o.Now, Entropy: o.Entropy})
				}
				return err
			},
			func() error { _, err := Export(t.Context(), again, second, ExportOptions{}); return err },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		if a, b := folder(t, first), folder(t, second); a != b {
			t.Fatalf("the first export:\n%s\nthe second:\n%s", a, b)
		}
	})
}
