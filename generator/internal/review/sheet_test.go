package review

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
)

// evidence is a race with a case of each kind, as the referee gets it: the
// dossier, and its pages by name.
func evidence(t *testing.T, rc *race.Race, bans ...race.Ban) (Dossier, map[string]string) {
	t.Helper()
	e := &race.Edition{ID: "2022", Name: race.Text{"en": "A <Marathon>"}, State: race.Official, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC), Zone: time.UTC,
		RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	d := Evidence(judge.Rule(e, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)), bans)
	sheets, err := NewSheets(os.DirFS("../../../templates"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, p := range sheets.Pages(&d) {
		var b bytes.Buffer
		if err := p.Draw(&b); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		if pages[p.Name] != "" {
			t.Errorf("two pages are called %s", p.Name)
		}
		pages[p.Name] = b.String()
	}
	return d, pages
}

// everyKind is a sample with one case of each kind that is known.
func everyKind() (*race.Race, race.Ban) {
	rc := sample(400)
	at := func(bib int, id string) *race.Instant { return &rc.Entries[bib-1].Timing.At[point(rc, id)] }
	beside(rc, 9, 7, 999)                                               // side_by_side
	shift(rc, 11, "20k", -15*60_000)                                    // too_fast
	shift(rc, 13, "30k", -320_000)                                      // change_of_pace
	shift(rc, 15, "20k", 30*60_000+1)                                   // long_gap
	*at(17, "start") = gun - 5000                                       // start_before_gun
	rc.Rules.Zones = map[string]race.Instant{"B": gun + 10*60_000}      // start_before_zone
	rc.Entries[18].Zone = "B"                                           //
	miss(rc, 21, "25k", "30k")                                          // points_missed_in_a_row
	miss(rc, 23, "5k", "10k", "15k", "20k", "25k", "30k", "35k", "40k") // no_point_between
	rc.Points[8].Cutoff = race.Cutoff{Set: true, At: *at(360, "40k")}   // went_on
	rc.Entries[24].Timing.Later = []race.Sighting{{Point: 9, At: *at(25, "finish") + 90_000}}
	rc.Entries[26].Timing.Later = []race.Sighting{{Point: 2, At: gun + 3_900_000, Chip: "C7B", From: race.Position{Path: "reads.txt", Line: 70}}}
	rc.Entries[28].Chip, rc.Entries[30].Chip = "E37", "E37"
	rc.Strays = []race.Stray{{Chip: `X"9/`, At: append([]race.Instant(nil), rc.Entries[32].Timing.At...), From: race.Position{Path: "reads.txt", Line: 3}}}
	rc.Rules.Eligibility.Over, rc.Entries[34].Age = 20, 19
	rc.Entries[36].Timing.Status = race.TimedDQ
	rc.Entries[38].Name = "Wang <Hai>"
	return rc, race.Ban{Name: "wang <hai>", Item: "13.8", Authority: "Committee", Since: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), From: race.Position{Path: "data/bans.csv", Line: 2}}
}

func TestSheets(t *testing.T) {
	rc, ban := everyKind()
	d, pages := evidence(t, rc, ban)
	cases := d.Races[0].Cases
	t.Run("each kind has a case, a title, a chart and a sheet of its own", func(t *testing.T) {
		have := map[string]bool{}
		for _, c := range cases {
			have[c.Code] = true
			page := pages[c.ID+".html"]
			if c.Title == "" || !strings.Contains(page, "<h1>"+c.Title+"</h1>") {
				t.Errorf("%s: no title %q", c.ID, c.Title)
			}
			if !strings.Contains(page, `role="img"`) {
				t.Errorf("%s has no chart", c.ID)
			}
		}
		for code := range titles {
			if !have[code] {
				t.Errorf("no case of %s", code)
			}
		}
		if len(have) != len(titles) || len(pages) != len(cases)+1 {
			t.Errorf("%d kinds of %d, %d pages for %d cases", len(have), len(titles), len(pages), len(cases))
		}
	})
	t.Run("the index links every sheet once, and the weightiest come first", func(t *testing.T) {
		last := 0
		for _, c := range cases {
			link := fmt.Sprintf(`href="%s.html"`, strings.ReplaceAll(c.ID, "+", "&#43;"))
			if n := strings.Count(pages["index.html"], link); n != 1 {
				t.Errorf("%s is linked %d times", c.ID, n)
			}
			if i := strings.Index(pages["index.html"], link); i < last {
				t.Errorf("%s stands too early", c.ID)
			} else {
				last = i
			}
		}
	})
	t.Run("a page needs nothing beside it: no script, nothing from elsewhere", func(t *testing.T) {
		for name, page := range pages {
			for _, foreign := range []string{"<script", "<link", "<img", "src=", "url(", "http", "@import", "ZgotmplZ", "<no value>"} {
				if strings.Contains(page, foreign) {
					t.Errorf("%s holds %s", name, foreign)
				}
			}
			if !strings.HasSuffix(strings.TrimSpace(page), "</html>") || !strings.Contains(page, SheetMark) || !strings.Contains(page, "noindex") {
				t.Errorf("%s is no whole page of evidence", name)
			}
		}
	})
	t.Run("every tag is closed, and a name is text whatever it holds", func(t *testing.T) {
		for name, page := range pages {
			decoder := xml.NewDecoder(strings.NewReader(regexp.MustCompile(`<meta [^>]*>`).ReplaceAllString(page, "")))
			decoder.Entity = xml.HTMLEntity
			for {
				if _, err := decoder.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		if page := pages["marathon-banned_entry-39.html"]; !strings.Contains(page, "Wang &lt;Hai&gt;") {
			t.Error("the name is not on the sheet of the ban")
		}
	})
	t.Run("nothing is drawn outside its drawing", func(t *testing.T) {
		box := regexp.MustCompile(`viewBox="0 0 760 (\d+)"`)
		y := regexp.MustCompile(`<(?:text|circle|rect)[^>]* (?:y|cy)="(-?\d+)"`)
		x := regexp.MustCompile(`<(?:text|circle|rect)[^>]* (?:x|cx)="(-?\d+)"`)
		for name, page := range pages {
			for _, drawing := range strings.Split(page, "<svg ")[1:] {
				drawing, _, _ = strings.Cut(drawing, "</svg>")
				m := box.FindStringSubmatch(drawing)
				if m == nil {
					continue // a legend's
				}
				inside := func(all [][]string, most int) {
					for _, found := range all {
						var v int
						fmt.Sscan(found[1], &v)
						if v < 0 || v > most {
							t.Errorf("%s: %s in %d", name, found[0], most)
						}
					}
				}
				var tall int
				fmt.Sscan(m[1], &tall)
				inside(y.FindAllStringSubmatch(drawing, -1), tall)
				inside(x.FindAllStringSubmatch(drawing, -1), 760)
			}
		}
	})
	t.Run("what could follow is ready for rulings.csv, and never a pardon without a point", func(t *testing.T) {
		proposals := map[string]string{}
		for _, c := range cases {
			for _, p := range c.Rulings {
				proposals[c.Code] += strings.Join(p.Lines, "\n") + "\n"
			}
		}
		for code, want := range map[string]string{
			"side_by_side":           "7,disqualify,13.2,,,,,,\n9,disqualify,13.2,,,,,,\n",
			"too_fast":               "11,disqualify,13.6,,,,,,\n",
			"points_missed_in_a_row": "21,disqualify,13.5,,,,,,\n21,confirm_point,,,,,25k,,\n21,confirm_point,,,,,30k,,\n",
			"unofficial_chip":        "",
			"dq_without_ruling":      "37,disqualify,,,,,,,\n",
		} {
			if proposals[code] != want {
				t.Errorf("%s: %q, not %q", code, proposals[code], want)
			}
		}
	})
	t.Run("before it is written nothing has changed, and it is the same each time", func(t *testing.T) {
		again, ban := everyKind()
		if _, other := evidence(t, again, ban); fmt.Sprint(other) != fmt.Sprint(pages) {
			t.Error("the pages differ")
		}
	})
}

func TestEvidenceOfMats(t *testing.T) {
	rc := sample(200)
	every(4, "25k", "30k")(rc)
	d, pages := evidence(t, rc)
	t.Run("a sick mat is on the index and raises no case", func(t *testing.T) {
		if n := len(d.Races[0].Cases); n != 0 {
			t.Errorf("%d cases: %s", n, d.Races[0].Cases[0].Text)
		}
		if page := pages["index.html"]; strings.Count(page, "faulty: its misses raise no flag") != 2 || !strings.Contains(page, "The data show no cases.") {
			t.Error("the index does not say so")
		}
	})
}
