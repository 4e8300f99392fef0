package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/content"
)

// size is the size of a data set; the other kinds are in proportion to the sessions.
type size struct{ sessions int }

var sizes = map[string]size{"small": {500}, "medium": {10_000}, "large": {100_000}}

const perConference = 50

func (s size) conferences() int   { return s.sessions / perConference }
func (s size) speakers() int      { return max(20, s.sessions/10) }
func (s size) videos() int        { return s.sessions / 4 }
func (s size) episodes() int      { return s.sessions / 10 }
func (s size) proposals() int     { return max(5, s.sessions/500) }
func (s size) organisations() int { return max(5, s.sessions/100) }

const topics = 20

// id returns the id of the nth document of a kind: invented, deterministic, and spread like
// those of documents that were created over years.
func id(kind string, n int) content.ID {
	var entropy [10]byte
	binary.BigEndian.PutUint64(entropy[2:], uint64(n)*0x9e3779b97f4a7c15)
	return content.NewID(content.KindNamed(kind), time.UnixMilli(1_600_000_000_000+int64(n)*3_600_000), entropy)
}

var words = strings.Fields(`stalking indsats fagfolk viden samarbejde kommune politi krisecenter rådgivning forebyggelse
	behandling netværk erfaring metode risiko vurdering pårørende støtte lovgivning forskning tværfaglig hverdag
	tryghed digital adfærd kontakt forløb henvendelse praksis dialog ansvar beskyttelse anmeldelse viden og at i på for med til den`)

// sentence returns words that depend only on n.
func sentence(n, length int) string {
	var b strings.Builder
	state := uint64(n)*2862933555777941757 + 3037000493
	for i := range length {
		state = state*6364136223846793005 + 1442695040888963407
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[state>>33%uint64(len(words))])
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// writeData writes a data set as import files, one per kind.
func writeData(dir string, s size) error {
	for _, f := range []struct {
		kind  string
		n     int
		write func(w io.Writer, s size, n int)
	}{
		{"topic", topics, writeTopic},
		{"organisation", s.organisations(), writeOrganisation},
		{"podcast", 1, writePodcast},
		{"speaker", s.speakers(), writeSpeaker},
		{"policyProposal", s.proposals(), writeProposal},
		{"conference", s.conferences(), writeConference},
		{"session", s.sessions, writeSession},
		{"video", s.videos(), writeVideo},
		{"podcastEpisode", s.episodes(), writeEpisode},
	} {
		if err := writeKind(filepath.Join(dir, f.kind+".yaml"), f.kind, f.n, func(w io.Writer, n int) { f.write(w, s, n) }); err != nil {
			return err
		}
	}
	return nil
}

func writeKind(path, kind string, n int, write func(io.Writer, int)) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()
	w := bufio.NewWriter(file)
	for i := range n {
		fmt.Fprintf(w, "---\nid: %s\nslug: %s-%d\n", id(kind, i), strings.ToLower(kind), i)
		write(w, i)
	}
	return w.Flush()
}

// text writes a text in both languages.
func text(w io.Writer, indent, name string, n, length int) {
	fmt.Fprintf(w, "%s%s:\n%s  da: %q\n%s  en: %q\n", indent, name, indent, sentence(n, length), indent, "In English: "+sentence(n, length))
}

func writeTopic(w io.Writer, _ size, n int) {
	fmt.Fprintf(w, "name:\n  da: %q\n  en: %q\n", fmt.Sprint("Emne ", n), fmt.Sprint("Topic ", n))
}

func writeOrganisation(w io.Writer, _ size, n int) {
	fmt.Fprintf(w, "name:\n  da: %q\n", fmt.Sprint("Organisation ", n))
}

func writePodcast(w io.Writer, _ size, n int) {
	text(w, "", "title", n, 3)
	text(w, "", "description", n, 30)
	fmt.Fprint(w, `author: Bench
ownerEmail: bench@example.org
spokenLanguage: da
category: Education
artwork: /media/artwork.png
link: https://example.org/podcast
guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
`)
}

func writeSpeaker(w io.Writer, s size, n int) {
	fmt.Fprintf(w, "withoutConsentReason: Made for measuring.\nname: %q\nsortName: %q\norganisation: %s\nphoto: /media/speaker-%d.jpg\n",
		fmt.Sprint("Navn Efternavn ", n), fmt.Sprintf("Efternavn %d, Navn", n), id("organisation", n%s.organisations()), n)
	text(w, "", "jobTitle", n, 3)
	text(w, "", "bio", n, 60)
}

func writeProposal(w io.Writer, _ size, n int) {
	text(w, "", "title", n, 6)
	text(w, "", "summary", n, 60)
	fmt.Fprintf(w, "kind: PROPOSAL\npresentedOn: %s\nmeasures:\n", day(n))
	for m := range 14 {
		fmt.Fprintf(w, "  - number: %d\n    kind: OTHER\n", m+1)
		text(w, "    ", "title", n*14+m, 6)
	}
}

// day returns the first day of conference n: two days every third day.
func day(n int) string {
	return time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 3*(n%25_000)).Format(time.DateOnly)
}

func writeConference(w io.Writer, s size, n int) {
	first, _ := time.Parse(time.DateOnly, day(n))
	text(w, "", "title", n, 4)
	text(w, "", "summary", n, 40)
	text(w, "", "body", n, 150)
	fmt.Fprintf(w, "status: HELD\nstartDate: %s\nendDate: %s\ntimeZone: Europe/Copenhagen\norganiser: %s\ntopics:\n  - %s\n",
		day(n), first.AddDate(0, 0, 1).Format(time.DateOnly), id("organisation", n%s.organisations()), id("topic", n%topics))
}

// writeSession spreads the sessions of a conference over two days, five rooms and five hours.
// Each has two people who are in no other session at that time.
func writeSession(w io.Writer, s size, n int) {
	conference, in := n/perConference, n%perConference
	first, _ := time.Parse(time.DateOnly, day(conference))
	starts := first.AddDate(0, 0, in/25).Add(time.Duration(9+in/5%5) * time.Hour)
	text(w, "", "title", n, 6)
	text(w, "", "abstract", n, 35)
	fmt.Fprintf(w, "conference: %s\nkind: TALK\nstartsAt: %s\nendsAt: %s\nroom: %q\nrecordingAllowed: true\ntopics:\n  - %s\nappearances:\n",
		id("conference", conference), starts.Format("2006-01-02T15:04:05+00:00"), starts.Add(50*time.Minute).Format("2006-01-02T15:04:05+00:00"),
		fmt.Sprint("Sal ", in%5+1), id("topic", n%topics))
	for p := range 2 {
		fmt.Fprintf(w, "  - speaker: %s\n    role: SPEAKER\n", id("speaker", (conference*2*perConference+in*2+p)%s.speakers()))
		text(w, "    ", "title", n+p, 3)
	}
}

func writeVideo(w io.Writer, _ size, n int) {
	session := n * 4
	text(w, "", "title", n, 6)
	text(w, "", "description", n, 30)
	fmt.Fprintf(w, `conference: %s
session: %s
duration: PT%dM30S
recordedAt: %sT12:00:00+00:00
sources:
  - url: /media/video-%d.mp4
    mimeType: video/mp4
    height: 1080
captions:
  - language: da
    kind: CAPTIONS
    url: /media/video-%d.vtt
`, id("conference", session/perConference), id("session", session), 20+n%40, day(session/perConference), n, n)
}

func writeEpisode(w io.Writer, _ size, n int) {
	text(w, "", "title", n, 6)
	text(w, "", "summary", n, 40)
	text(w, "", "showNotes", n, 120)
	fmt.Fprintf(w, `podcast: %s
guid: bench-%d
episodeType: FULL
number: %d
duration: PT%dM
releasedAt: %sT06:00:00+00:00
audio:
  url: /media/episode-%d.mp3
  mimeType: audio/mpeg
  bytes: 12345678
transcripts:
  - language: da
    url: /media/episode-%d.vtt
    mimeType: text/vtt
`, id("podcast", 0), n, n+1, 20+n%40, day(n), n, n)
}
