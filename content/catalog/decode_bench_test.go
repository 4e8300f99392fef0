package catalog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// prose returns words of Danish text that depend only on n, as in bench/data.go.
func prose(n, length int) string {
	words := strings.Fields("stalking indsats fagfolk viden samarbejde kommune rådgivning behandling pårørende støtte tværfaglig forløb og at på for")
	var b strings.Builder
	for i := range length {
		n = n*1103515245 + 12345
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[n>>16&0xffff%len(words)])
	}
	return b.String()
}

func bothProse(n, length int) locale.Text {
	return locale.NewText("da", prose(n, length), "en", "In English: "+prose(n, length))
}

// realistic returns documents of the size of bench/data.go's, for measuring decoding and
// narrowing.
func realistic() map[string]content.Document {
	meta := func(kind string) content.Meta {
		m := exampleMeta(kind, kind+"-1")
		m.FormerSlugs = nil
		m.TextsAt = locale.TextTimes{{Language: "da", At: m.CreatedAt}, {Language: "en", At: m.UpdatedAt}}
		return m
	}
	cast := func(n int) Appearance {
		return Appearance{SpeakerID: testID("speaker", fmt.Sprint(n)), Role: RoleSpeaker, Title: bothProse(n, 3)}
	}
	return map[string]content.Document{
		"session": &Session{
			Meta: meta("session"), Title: bothProse(1, 6), Abstract: &locale.RichText{Text: bothProse(2, 35)},
			ConferenceID: testID("conference", "1"), Kind: SessionTalk, StartsAt: morning, EndsAt: morning.Add(50 * time.Minute), Room: "Sal 1",
			RecordingAllowed: true, TopicIDs: []content.ID{testID("topic", "1")}, Cast: []Appearance{cast(3), cast(4)},
		},
		"speaker": &Speaker{
			Meta: meta("speaker"), Name: "Navn Efternavn 1", SortName: "Efternavn 1, Navn", OrganisationID: testID("organisation", "1"),
			PhotoURL: "/media/speaker-1.jpg", JobTitle: bothProse(5, 3), Bio: &locale.RichText{Text: bothProse(6, 60)}, WithoutConsentReason: "Made for measuring.",
		},
		"video": &Video{
			Meta: meta("video"), Title: bothProse(7, 6), Description: bothProse(8, 30), ConferenceID: testID("conference", "1"),
			SessionID: testID("session", "1"), Duration: locale.Duration(20*time.Minute + 30*time.Second), RecordedAt: morning.UTC(),
			Sources: []Source{{URL: "/media/video-1.mp4", MIMEType: "video/mp4", Height: 1080}}, Captions: []Captions{{Language: "da", Kind: CaptionsCaptions, URL: "/media/video-1.vtt"}},
		},
		"conference": &Conference{
			Meta: meta("conference"), Title: bothProse(9, 4), Summary: bothProse(10, 40), Body: &locale.RichText{Text: bothProse(11, 150)}, Status: ConferenceHeld,
			StartDate: "2021-09-01", EndDate: "2021-09-02", TimeZone: "Europe/Copenhagen", OrganiserID: testID("organisation", "1"), TopicIDs: []content.ID{testID("topic", "1")},
		},
	}
}

// BenchmarkDecode reads a stored version: each kind's example, in which every field is set, and
// documents of the usual size.
func BenchmarkDecode(b *testing.B) {
	each(b, func(b *testing.B, d content.Document) {
		encoded, err := content.Encode(d)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(encoded)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := content.Decode(encoded, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkNarrow copies a document for readers of one language.
func BenchmarkNarrow(b *testing.B) {
	each(b, func(b *testing.B, d content.Document) {
		b.ReportAllocs()
		for b.Loop() {
			content.NarrowTo(d, "da")
		}
	})
}

func each(b *testing.B, measure func(*testing.B, content.Document)) {
	for _, d := range examples() {
		b.Run("example/"+content.KindOf(d).Name, func(b *testing.B) { measure(b, d) })
	}
	for _, kind := range []string{"session", "speaker", "video", "conference"} {
		b.Run("usual/"+kind, func(b *testing.B) { measure(b, realistic()[kind]) })
	}
}
