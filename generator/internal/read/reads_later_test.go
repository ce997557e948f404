package read

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// sightings writes what was seen of a runner beside the times.
func sightings(t *testing.T, rc *race.Race, bib string) string {
	t.Helper()
	e := entry(t, rc, bib)
	if e.Timing == nil {
		return ""
	}
	var list []string
	for _, s := range e.Timing.Later {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s line %d %s", rc.Points[s.Point].ID, shown(s.At), s.From.Line, s.Chip)))
	}
	return strings.Join(list, ", ")
}

func TestLater(t *testing.T) {
	const good = "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\n"
	const parked = `the chip of bib "1" was read`
	for name, tt := range map[string]struct{ keys, chips, text, passed, later string }{
		"reads at the finish a minute and more after the first are kept beside it": {"", "", good + "C1,09:41:00,f\nC1,09:41:00.5,f\nC1,09:45:00,f\n",
			"7:30:01 8:35:00 9:40:00", "finish 9:45:00 line 6"},
		"those within a minute are one crossing": {", window: \"0:00:02\"", "", good + "C1,09:40:30,f\nC1,09:41:00,f\nC1,09:41:03.1,f\n",
			"7:30:01 8:35:00 9:40:00", "finish 9:41:03.1 line 6"},
		"of a backup mat too": {", points: {s: start, h: half, f: finish, g: finish}", "", good + "C1,09:40:00.2,g\nC1,09:44:00,g\n",
			"7:30:01 8:35:00 9:40:00", "finish 9:44:00 line 5"},
		"later reads at any other point are nothing":          {"", "", good + "C1,08:40:00,h\n", "7:30:01 8:35:00 9:40:00", ""},
		"two chips on one pair of shoes are one runner":       {"", "C1/K1", good + "K1,07:30:01.1,s\nK1,08:35:00.1,h\nK1,09:40:00.1,f\n", "7:30:01.1 8:35:00 9:40:00", ""},
		"a second chip that fails now and then is one runner": {"", "C1/K1", good + "K1,08:35:00.1,h\n", "7:30:01 8:35:00 9:40:00", ""},
		"two chips that run apart are two, at each point where both were read": {"", "C1/K1", good + "K1,07:30:09,s\nK1,08:45:00,h\nK1,10:05:00,f\n",
			"7:30:09 8:35:00 9:40:00", "half 8:45:00 line 5 K1, finish 10:05:00 line 6 K1"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := stations + tt.keys
			if strings.Contains(tt.keys, "points") {
				keys = columns + tt.keys
			}
			fsys := readProject(keys, "reads.txt", tt.text)
			if tt.chips != "" {
				fsys[folder+"entries.csv"].Data = []byte(strings.Replace(chipped, "C1", tt.chips, 1))
			}
			rc := expect(t, fsys)
			if got := passed(t, rc, "1"); got != tt.passed {
				t.Errorf("passed at %s, not %s", got, tt.passed)
			}
			if got := sightings(t, rc, "1"); got != tt.later {
				t.Errorf("later %q, not %q", got, tt.later)
			}
		})
	}
	t.Run("a chip that lay at the finish did not cross it again", func(t *testing.T) {
		text := good
		for i := range 12 {
			text += fmt.Sprintf("C1,%s,f\n", race.Clock((9*3600+44*60+i*240)*1000))
		}
		archive, list := Project(readProject(stations, "reads.txt", text))
		if archive == nil || !strings.Contains(findings(list), parked) {
			t.Fatal(findings(list))
		}
		if got := sightings(t, archive.Editions[0].Races[0], "1"); got != "" {
			t.Error(got)
		}
	})
}

func TestStrayPaths(t *testing.T) {
	const good = "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\n"
	unknown := func(line, reads int, chip string) string {
		return fmt.Sprintf("%sreads.txt:%d:1: warning: no entry has the chip %q: %d reads are ignored [unknown_chip]", folder, line, chip, reads)
	}
	rc := expect(t, readProject(stations, "reads.txt", good+"X9,07:30:20,s\nX9,08:50:04,h\nX9,08:50:01,h\nX9,10:00:00,f\nY9,07:30:20,s\nY9,08:50:04,h\n"), unknown(4, 4, "X9"), unknown(8, 2, "Y9"))
	t.Run("a chip that nobody has is kept with its first read at each point where it ran the course, and only there", func(t *testing.T) {
		var got []string
		for _, s := range rc.Strays {
			var at []string
			for _, i := range s.At {
				at = append(at, shown(i))
			}
			got = append(got, fmt.Sprintf("%s %s line %d", s.Chip, at, s.From.Line))
		}
		if len(got) != 1 || got[0] != "X9 [7:30:20 8:50:01 10:00:00] line 4" {
			t.Error(got)
		}
	})
}
