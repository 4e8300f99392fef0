package sheet_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/sheet"
)

func kind(name string) *content.Kind { return content.KindNamed(name) }

// imported stages a table and returns the result.
func imported(t *testing.T, store content.Store, k *content.Kind, csv string) (*catalog.Imported, []content.Problem) {
	t.Helper()
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	var problems []content.Problem
	var done *catalog.Imported
	options := contenttest.Options()
	_, err = content.Edit(t.Context(), store, options, func(tx *content.Transaction) (err error) {
		var with content.Patch
		if k.Name == "session" {
			with = content.Patch{"conference": contenttest.ID("conference", "fagdag")}
		}
		done, problems, err = catalog.ImportRows(tx, k, sheet.Read(k, csv, copenhagen), with)
		if len(problems) > 0 {
			return errRefused
		}
		return err
	})
	if err != nil && !errors.Is(err, errRefused) {
		t.Fatal(err)
	}
	return done, problems
}

var errRefused = errors.New("refused")

func exported(t *testing.T, store content.Store, k *content.Kind, names ...string) string {
	t.Helper()
	drafts, err := contenttest.View(t, store, contenttest.Publisher).Drafts()
	if err != nil {
		t.Fatal(err)
	}
	var documents []content.Document
	for _, name := range names {
		d, err := drafts.Get(contenttest.ID(k.Name, name))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, d)
	}
	csv, err := sheet.Write(k, documents, func(id content.ID) string { return catalog.NameOf(drafts, id) })
	if err != nil {
		t.Fatal(err)
	}
	return csv
}

func fagdag(t *testing.T) *contenttest.Memory {
	store := contenttest.NewMemory()
	odd := contenttest.Session("=SUM(A1)", "fagdag", 2, "anna", "bo")
	odd.Title = locale.NewText("da", "=SUM(A1)", "en", "'quoted, \"so\"\nand on")
	odd.Slug = "sum"
	odd.Abstract = locale.NewRichText("da", "Linje et.\n\n- punkt; med | streg\n")
	odd.SpokenLanguages, odd.RecordingAllowed, odd.Room = []locale.Language{"da", "en"}, true, "-1"
	odd.Capacity = new(0)
	odd.TopicIDs = []content.ID{contenttest.ID("topic", "sporing")}
	contenttest.Publish(t, store,
		&catalog.Topic{Meta: contenttest.Meta("topic", "sporing"), Name: locale.NewText("da", "Sporing")},
		contenttest.Conference("fagdag"), contenttest.Speaker("anna"), contenttest.Speaker("bo"), contenttest.Session("oplæg", "fagdag", 1), odd)
	return store
}

// A written table is read back unchanged, and changes nothing.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	store := fagdag(t)
	for _, test := range []struct {
		kind  string
		names []string
	}{{"session", []string{"oplæg", "=SUM(A1)"}}, {"speaker", []string{"anna", "bo"}}} {
		csv := exported(t, store, kind(test.kind), test.names...)
		for _, form := range []string{csv, "\ufeff" + strings.ReplaceAll(csv, "\n", "\r\n")} {
			done, problems := imported(t, store, kind(test.kind), form)
			if len(problems) > 0 || done.Created+done.Updated > 0 || done.Unchanged != 2 {
				t.Errorf("%s: %+v, %v\n%s", test.kind, done, problems, csv)
			}
		}
		if strings.Contains(csv, "\n=") || strings.Contains(csv, ",=") || strings.Contains(csv, ",-1,") {
			t.Errorf("a formula: %s", csv)
		}
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	store := fagdag(t)
	done, problems := imported(t, store, kind("session"),
		"slug;title[da];title[en];kind;startsAt;endsAt;room;appearances\n"+
			"oplaeg;Nyt oplæg;;TALK;2021-09-01 11:00;2021-09-01T12:00;;anna|bo:moderator\n"+
			"\n"+
			";Workshop;Workshop;WORKSHOP;2021-09-02T09:00:00+02:00;;Sal 2;\n")
	if len(problems) > 0 || done.Updated != 1 || done.Created != 1 {
		t.Fatalf("%+v %v", done, problems)
	}
	drafts, err := contenttest.View(t, store, contenttest.Publisher).Drafts()
	if err != nil {
		t.Fatal(err)
	}
	s, err := content.Get[*catalog.Session](drafts, contenttest.ID("session", "oplæg"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Title.In("da") != "Nyt oplæg" || s.Title.In("en") != "" || s.Room != "" || len(s.Cast) != 2 || s.Cast[1].Role != catalog.RoleModerator ||
		s.StartsAt.Format(time.RFC3339) != "2021-09-01T11:00:00+02:00" {
		t.Errorf("%+v", s)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for csv, want := range map[string]string{
		"":                                 "1: BAD_FORMAT",
		"id,nonsense\n":                    "1.nonsense: BAD_FORMAT",
		"id,title\n":                       "1.title: BAD_FORMAT",
		"id,title[!]\n":                    "1.title[!]: BAD_FORMAT",
		"id,room[da]\n":                    "1.room[da]: BAD_FORMAT",
		"room,room\n":                      "1.room: DUPLICATE",
		"room\n\"a\n":                      "2: BAD_FORMAT",
		"slug,startsAt\na b,i morgen\n":    "2.slug: BAD_FORMAT 2.startsAt: BAD_FORMAT",
		"slug,capacity\na,many\n\nb,few\n": "2.capacity: BAD_FORMAT 4.capacity: BAD_FORMAT",
		"room\na,b\n":                      "2: TOO_MANY_ITEMS",
		"title[da],topics\nA,ukendt\nB,sporing|andet\n":        "2.topics: UNKNOWN_REFERENCE 3.topics: UNKNOWN_REFERENCE",
		"title[da],appearances\nA,anna:KONGE\n":                "2.appearances: BAD_FORMAT",
		"id,room\nspeaker_01FEDCZ8M0A9B8C7D6E5F4G3H2,x\nx,y\n": "2.id: WRONG_KIND 3.id: WRONG_KIND",
		"id,room\nsession_01FEDCZ8M0A9B8C7D6E5F4G3H2,x\n":      "2.id: UNKNOWN_REFERENCE",
		"slug,room\nsum,1\nsum,2\n":                            "3.slug: DUPLICATE",
		"room\n" + strings.Repeat("x\n", sheet.MaxRows+1):      "1002: TOO_MANY_ITEMS",
		"room\n" + strings.Repeat("x", sheet.MaxBytes) + "\n":  "1: TOO_LONG",
	} {
		_, problems := imported(t, fagdag(t), kind("session"), csv)
		var got []string
		for _, p := range problems {
			got = append(got, strings.Join(p.Path, ".")+": "+string(p.Code))
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%.60q: %s, want %s", csv, joined, want)
		}
	}
}

// TestEncodings: a table in each encoding of Excel.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "slug;title[da]\r\na;Blåbærgrød på Ærø\r\n"
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"UTF-8": text, "UTF-8 with a mark": sheet.ByteOrderMark + text, "Windows-1252": windows, "UTF-16": little, "UTF-16, big-endian": big} {
		table := sheet.Read(kind("session"), file, time.UTC)
		if len(table.Problems) > 0 || len(table.Rows) != 1 || table.Rows[0].Texts["da"]["title"] != "Blåbærgrød på Ærø" {
			t.Errorf("%s: %+v", name, table)
		}
		if guessed := len(table.Warnings) == 1 && table.Warnings[0].Code == catalog.EncodingGuessed; guessed != (name == "Windows-1252") {
			t.Errorf("%s: %v", name, table.Warnings)
		}
	}
	table := sheet.Read(kind("session"), "sep=|\nslug|title[da]|\n\na|A\nb b|B\n", time.UTC)
	if len(table.Rows) != 2 || table.Rows[0].Line != 4 || len(table.Problems) != 1 || strings.Join(table.Problems[0].Path, ".") != "5.slug" {
		t.Errorf("with a line for the separator: %+v", table)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("id,slug,title[da]\n,a,A\n")
	f.Add("sep=;\r\nslug;startsAt;;\r\na;1/6/2027;;\r\n")
	f.Add("\xff\xfes\x00l\x00u\x00g\x00")
	f.Add("slug;appearances;startsAt\na;b:HOST|c;2021-09-01 10:00\n")
	f.Fuzz(func(t *testing.T, csv string) {
		for _, name := range []string{"session", "speaker"} {
			table := sheet.Read(kind(name), csv, time.UTC)
			for _, row := range table.Rows {
				if row.Line < 1 {
					t.Errorf("a row at line %d", row.Line)
				}
			}
		}
	})
}
