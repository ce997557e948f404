package read

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestAgeGroupsAreMade(t *testing.T) {
	made := func(t *testing.T, text string, want ...string) *race.Race {
		t.Helper()
		return expect(t, files("data/2022/edition.yaml", yearYAML+"    age_groups: "+text+"\n",
			folder+"entries.csv", "bib,name,gender,age\n1,张三,M,30\n2,Ann Lee,F,30\nF3,李四,女,30\n"), want...)
	}
	ids := func(rc *race.Race) string {
		var all []string
		for _, g := range rc.Rules.AgeGroups {
			all = append(all, fmt.Sprintf("%s:%d-%d", g.ID, g.From, g.To))
		}
		return strings.Join(all, " ")
	}
	t.Run("every so many years, with all who are younger, the last open", func(t *testing.T) {
		rc := made(t, "{every: 5, from: 30, to: 40, divisions: [men], age: year_end, by: net, exclude_top: 3, trophies: 3, prizes: [{place: 1, amount: 100}]}",
			`data/2022/edition.yaml:7:5: warning: the prizes have no currency [no_currency]`)
		if got := ids(rc); got != "men-under-30:0-29 men-30:30-34 men-35:35-39 men-40:40-0" {
			t.Error(got)
		}
		if s := rc.Rules.AgeSet(0); !s.YearEnd || s.By != race.ByNet || s.ExcludeTop != 3 || s.Trophies != 3 || s.Prizes[0].Amount.Cents != 100_00 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("for every ranked division where none is named", func(t *testing.T) {
		if got := ids(made(t, "{every: 20, from: 40, to: 60}")); got != "men-under-40:0-39 men-40:40-59 men-60:60-0 women-under-40:0-39 women-40:40-59 women-60:60-0" {
			t.Error(got)
		}
	})
	t.Run("presets have the bands of their sources", func(t *testing.T) {
		for preset, want := range map[string]string{
			"five-year":    "men-under-15:0-14 men-15:15-19 men-20:20-24 … men-85:85-89 men-90:90-0",
			"ten-year":     "men-under-15:0-14 men-15:15-19 men-20:20-29 … men-70:70-79 men-80:80-0",
			"iaaf-masters": "men-35:35-39 men-40:40-44 men-45:45-49 … men-95:95-99 men-100:100-0",
			"dlv":          "men-u8:6-7 men-u10:8-9 men-u12:10-11 … men-95:95-99 men-100:100-0",
		} {
			rc := made(t, "{preset: "+preset+", divisions: [men]}")
			f := strings.Fields(ids(rc))
			if got := strings.Join(f[:3], " ") + " … " + strings.Join(f[len(f)-2:], " "); got != want {
				t.Errorf("%s: %s", preset, got)
			}
			if rc.Rules.AgeSet(0).YearEnd != (preset == "dlv") {
				t.Errorf("%s counts ages otherwise", preset)
			}
			for age := 35; age <= 120; age++ { // no gap, no overlap
				held := 0
				for i := range rc.Rules.AgeGroups {
					if rc.Rules.AgeGroups[i].Holds(age) {
						held++
					}
				}
				if held != 1 {
					t.Errorf("%s: %d groups hold %d", preset, held, age)
				}
			}
		}
	})
	t.Run("a preset is cut to the ages that are asked for", func(t *testing.T) {
		rc := made(t, "{preset: dlv, from: 23, to: 40, divisions: [women]}")
		if got := ids(rc); got != "women-hk:23-29 women-30:30-34 women-35:35-39 women-40:40-0" || rc.Rules.AgeGroups[0].Name.In("zh") != "WHK" {
			t.Error(got, rc.Rules.AgeGroups)
		}
	})
	t.Run("several sets stand beside each other", func(t *testing.T) {
		rc := made(t, "{sets: [{every: 10, from: 40, divisions: [men], to: 40}, {groups: [{id: masters, division: men, from: 40}], trophies: 1}]}")
		if got := ids(rc); got != "men-under-40:0-39 men-40:40-0 masters:40-0" || rc.Rules.AgeGroups[2].Set != 1 || rc.Rules.AgeSet(1).Trophies != 1 {
			t.Error(got)
		}
	})
	t.Run("of two that overlap the first counts, and that is said", func(t *testing.T) {
		made(t, "[{id: m30, division: men, from: 30}, {id: m40, division: men, from: 40}]",
			`data/2022/edition.yaml:15:59: warning: the age groups "m30" and "m40" both hold the age of 40; who is in both counts in "m30" alone [ages_overlap]`)
	})
	for text, want := range map[string]string{
		"{every: 5}":                             `data/2022/edition.yaml:15:18: error: the key "races.marathon.age_groups.from" is missing [missing_key]`,
		"{from: 30}":                             `data/2022/edition.yaml:15:17: error: races.marathon.age_groups needs exactly one of every, preset and groups [missing_key]`,
		"{every: 5, from: 30, divisions: [man]}": `data/2022/edition.yaml:15:50: error: the race has no division "man" [unknown_division]`,
		"[{id: women, division: men, from: 40}]": `data/2022/edition.yaml:15:23: error: the age group "women" has the id of a division [bad_id]`,
		"[{id: teams, division: men, from: 40}]": `data/2022/edition.yaml:15:23: error: the age group id "teams" is reserved for a folder or key of the program's own [bad_id]`,
		"{every: 5, from: 30, prizes: [{place: 1, amount: 5, under: 3:00:00}]}": `data/2022/edition.yaml:15:69: error: unknown key "under" [unknown_key]`,
	} {
		t.Run("finding: "+text, func(t *testing.T) {
			_, list := Project(files("data/2022/edition.yaml", yearYAML+"    age_groups: "+text+"\n"))
			if got := findings(list); !strings.Contains(got, strings.SplitN(want, ": error", 2)[1]) {
				t.Errorf("findings:\n%swanted:\n%s", got, want)
			}
		})
	}
	t.Run("whoever has no age is in no group, and all are counted in one warning", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    age_groups: {every: 5, from: 30}\n"),
			`data/2022/marathon/entries.csv:2:1: warning: the entry has no age, so it is in no age group, in 3 rows: also on line 3, 4 [no_age]`)
	})
	t.Run("a year of birth is enough at the end of the year, not on race day", func(t *testing.T) {
		entries := "bib,name,gender,birth_year\n1,张三,M,1990\n2,Ann Lee,F,1985\nF3,李四,女,1970\n"
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+"    age_groups: {every: 5, from: 30, age: year_end}\n", folder+"entries.csv", entries))
		if rc.Entries[1].BirthYear != 1985 || rc.Entries[1].Age != 0 {
			t.Errorf("%+v", rc.Entries[1])
		}
		expect(t, files("data/2022/edition.yaml", yearYAML+"    age_groups: {every: 5, from: 30}\n", folder+"entries.csv", entries),
			`data/2022/marathon/entries.csv:2:1: warning: the entry has no age, so it is in no age group, in 3 rows: also on line 3, 4 [no_age]`)
	})
}

func TestWavesAreRead(t *testing.T) {
	const waves = "    waves: {A: {gun: \"07:30:00\"}, b: {gun: \"07:40:00\"}}\n"
	t.Run("by their own column, else the zone; times since the gun are the race's", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+waves, folder+"entries.csv", "bib,name,gender,wave,zone\n1,张三,M,B,A\n2,Ann Lee,F,,B\nF3,李四,女,a,\n"))
		if got := rc.Entries[0].Wave + rc.Entries[1].Wave + rc.Entries[2].Wave; got != "bbA" {
			t.Error(got)
		}
		if e := rc.Entries[0]; rc.Wall.Text(e.Timing.At[2]) != "9:40:00.2" || rc.Wall.Text(rc.GunFor(e, rc.Divisions[0])) != "7:40:00" || e.Zone != "A" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("since_own_gun counts from the wave's gun", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+waves+"    timing: [{file: times.csv, clock: since_own_gun}]\n", folder+"entries.csv", "bib,name,gender,wave\n1,张三,M,B\n2,Ann Lee,F,A\nF3,李四,女,a\n"))
		if e := rc.Entries[0]; rc.Wall.Text(e.Timing.At[2]) != "9:50:00.2" {
			t.Errorf("%+v", e.Timing)
		}
	})
	t.Run("an unknown wave is found once, with how many rows have it; so is none", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+waves, folder+"entries.csv", "bib,name,gender,wave\n1,张三,M,C\n2,Ann Lee,F,c\nF3,李四,女,\n"),
			`data/2022/marathon/entries.csv:2:8: warning: unknown wave "C", in 2 rows: also on line 3 [unknown_wave]`,
			`data/2022/marathon/entries.csv:4:1: warning: the entry has no wave [unknown_wave]`)
	})
	t.Run("a start of one's own is after the race's gun; one that is no time sets the row aside", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "bib,name,gender,start_offset\n1,张三,M,0:00:02\n2,Ann Lee,F,soon\nF3,李四,女,\n"),
			`data/2022/marathon/entries.csv:3:13: warning: bib "2": the start_offset "soon" is not a time in the form h:mm:ss [row_set_aside]`)
		if e := rc.Entries[0]; !e.OwnStart || rc.Wall.Text(rc.GunFor(e, nil)) != "7:30:02" || !rc.Entries[1].Timing.SetAside {
			t.Errorf("%+v", e)
		}
	})
}

func TestMinorsAreMasked(t *testing.T) {
	text := strings.Replace(yearYAML, "state: official", "state: official\nprivacy: {mask_under: 16}", 1)
	rc := expect(t, files("data/2022/edition.yaml", text, folder+"times.csv", "bib,finish\n", folder+"entries.csv",
		"bib,name,gender,birth_date,birth_year,age,visibility\n1,张三丰,M,2006-11-06,,,\n2,Ann Lee,F,2006-11-07,,,\n3,Bo Lee,F,,2006,,\n4,Cy Lee,F,,2005,,\n5,Di Lee,F,,,15,anonymous\n6,Ed Lee,M,,,,\n"),
		`data/2022/marathon/entries.csv:7:12: warning: the entry has no age, so its name is not masked [no_age_to_mask]`)
	var got []string
	for _, e := range rc.Entries {
		got = append(got, string(e.Visibility))
	}
	if s := strings.Join(got, " "); s != "public masked masked public anonymous public" {
		t.Error(s)
	}
}
