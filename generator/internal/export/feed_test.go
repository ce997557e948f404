package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

func feed(t *testing.T, v *race.Verdict, lang string) *Feed {
	t.Helper()
	book, problems := words.Load(os.DirFS("../../../content/messages"), os.DirFS("../../../content/messages"), []string{"zh", "en"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	site := race.Site{Title: race.Text{"en": "Results & more"}, BaseURL: "https://example.org/"}
	path := func(name string) func(lang, edition string) string {
		return func(lang, edition string) string { return lang + "/" + edition + "/" + name }
	}
	f, err := FeedOf(v, book.In(lang), &site, &race.Links{Changes: path("changes/"), Feed: path("feed.xml"), FeedJSON: path("feed.json")})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAFeedTellsEachRevisionWithTheLedgersOwnTimes(t *testing.T) {
	v, _ := verdict()
	v.Edition.Name = race.Text{"en": "Race <2022>"}
	v.Edition.Ledger = []race.Revision{
		{Number: 1, Released: time.Date(2022, 11, 6, 8, 0, 0, 0, time.UTC), State: race.Provisional},
		{Number: 2, Released: time.Date(2022, 11, 9, 8, 0, 0, 0, time.UTC), State: race.Official, Note: race.Text{"en": "After\x01 the jury."},
			Changes: []race.Change{{Race: "marathon", Bib: "M4", Cause: race.CauseRuling, Note: race.Text{"en": "Secret."}}, {Race: "marathon", Bib: "M3", Cause: race.CauseOthers}, {Race: "marathon", Bib: "M2", Cause: race.CauseOthers}}},
	}
	f := feed(t, v, "en")
	var atom bytes.Buffer
	if err := f.Atom(&atom); err != nil {
		t.Fatal(err)
	}
	var read atomFeed
	if err := xml.Unmarshal(atom.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if read.Updated != "2022-11-09T16:00:00+08:00" && read.Updated != "2022-11-09T08:00:00Z" || len(read.Entries) != 2 || read.Author != "Results & more" {
		t.Errorf("%+v", read)
	}
	first := read.Entries[0]
	if first.ID != "https://example.org/en/2022/changes/#revision-2" || first.Updated != "2022-11-09T16:00:00+08:00" ||
		first.Summary != "Status of the results: Official. After the jury. 1 result changed by ruling. 2 results moved up or down because other places changed." {
		t.Errorf("%+v", first)
	}
	var text bytes.Buffer
	if err := f.JSON(&text); err != nil {
		t.Fatal(err)
	}
	var feed jsonFeed
	if err := json.Unmarshal(text.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Items) != 2 || feed.Items[1].Published != "2022-11-06T16:00:00+08:00" || feed.Self != "https://example.org/en/2022/feed.json" {
		t.Errorf("%+v", feed)
	}
	for _, hidden := range []string{"M3", "M4", "Secret"} {
		if strings.Contains(atom.String()+text.String(), hidden) {
			t.Errorf("it tells %s", hidden)
		}
	}
}

func TestAFeedWithoutARevisionIsEmptyAndAsOldAsTheRaceDay(t *testing.T) {
	v, _ := verdict()
	v.Edition.Date = time.Date(2022, 11, 6, 0, 0, 0, 0, v.Edition.Zone)
	for _, lang := range []string{"zh", "en"} {
		var b bytes.Buffer
		if err := feed(t, v, lang).Atom(&b); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); !strings.Contains(s, "<updated>2022-11-06T00:00:00+08:00</updated>") || strings.Contains(s, "<entry>") {
			t.Error(s)
		}
		v.Edition.Demonstration = true
		b.Reset()
		if err := feed(t, v, lang).Atom(&b); err != nil || !strings.Contains(b.String(), "<subtitle>") {
			t.Error("made-up results are not said to be", err)
		}
		v.Edition.Demonstration = false
		b.Reset()
		if err := feed(t, v, lang).JSON(&b); err != nil || !strings.Contains(b.String(), `"items": []`) {
			t.Error(err, b.String())
		}
	}
}
