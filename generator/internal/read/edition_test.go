package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestEdition(t *testing.T) {
	t.Run("the smallest project is read without a finding", func(t *testing.T) {
		rc := expect(t, files())
		if len(rc.Points) != 3 || !rc.Points[0].Listed || rc.Length.String() != "42.195" || len(rc.Entries) != 3 {
			t.Fatalf("%+v", rc)
		}
	})
	t.Run("a start that is not listed stands before the points and is not required", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", year(t, "      - {id: start, km: 0}\n", "")))
		if s := rc.Points[0]; s.ID != "start" || s.Listed || s.Required {
			t.Fatalf("%+v", s)
		}
		if got := shown(entry(t, rc, "1").Timing.At[0]); got != "7:30:02.5" {
			t.Fatalf("start at %s", got)
		}
	})
	t.Run("a category outside the ranking makes a division of each that has no category", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", year(t, "    points:", "    outside_ranking: [wheelchair]\n    points:")))
		var ids []string
		for _, d := range rc.Divisions {
			ids = append(ids, d.ID)
		}
		if got := strings.Join(ids, " "); got != "men women wheelchair-men wheelchair-women" || !rc.Divisions[3].Outside {
			t.Fatal(got)
		}
	})
	t.Run("a category outside the ranking may start apart", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", year(t, "    points:", "    outside_ranking: [{category: wheelchair, gun: \"07:35\"}]\n    points:")))
		if d := rc.Division("wheelchair-women"); d == nil || shown(d.Gun) != "7:35:00" || rc.Division("women").Gun != race.Unseen {
			t.Fatalf("%+v", d)
		}
	})
	t.Run("the race ends with race_end, else with the last finish cut-off, else with the day", func(t *testing.T) {
		for text, want := range map[string]string{
			year(t, "state: official\n", "state: official\nrace_end: \"15:00\"\n"): "15:00:00",
			yearYAML:                         "13:45:00",
			year(t, `, cutoff: "13:45"`, ""): "24:00:00",
			year(t, `cutoff: "13:45"`, "cutoff: unknown"): "24:00:00",
		} {
			archive, list := Project(files("data/2022/edition.yaml", text))
			if archive == nil {
				t.Fatal(findings(list))
			}
			if got := shown(archive.Editions[0].RaceEnd); got != want {
				t.Errorf("the race ends at %s, not %s", got, want)
			}
		}
	})
	t.Run("races and divisions keep the order of the file", func(t *testing.T) {
		text := year(t, "      men: {gender: M}\n      women: {gender: F}\n", "      women: {gender: F}\n      men: {gender: M}\n      all: {}\n")
		rc := expect(t, files("data/2022/edition.yaml", text))
		if rc.Divisions[0].ID != "women" || rc.Divisions[2].Gender != race.NoGender {
			t.Fatalf("%+v", rc.Divisions)
		}
	})
	t.Run("every rule of the file reaches the referee", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", yearYAML+`    ranking: {by: net, bands: [{to: 3, by: gun}, {by: net}], missing_point: ignored, ties: share}
    cutoffs: {boundary: inclusive}
    disqualification: {doping: promote, other: vacate, show_times: true}
    prizes:
      currency: USD
      tax_percent: 12.5
      by: raw
      exchange: {to: CNY, for: [CHN], rate: 7.2555, date: 2022-11-04}
      men: [{place: 1, amount: 30000, under: "2:09:00", otherwise: 150.5}, {place: 2, amount: unknown}]
    records: {men: {time: "2:07:06", bonus: 20000, splits: {half: "1:03:20"}}, women: {time: unknown, bonus: unknown}}
    trophies: 3
    finisher_package: {before: "13:45"}
    certificate: {from: 2022-11-07T24:00, access: code, hold: [General]}
    eligibility: {born_before: 2002-12-31}
    age_groups: [{id: m40, name: {en: M40}, division: men, from: 40, to: 44}]
    championships: [{id: national, name: 全国锦标赛}]
    grades: {name: Grades, source: CAA, levels: [{en: Elite}, {en: One}], rows: [{gender: M, from: 35, to: 39, within: ["3:10:00", "3:40:00"]}]}
    objections: {contact: a@example.org, until: 2022-11-13}
    clauses: {cutoff: "10.6"}
    live: {front: 5, fastest: {women: "0:02:50"}, confirmed: [m17, 4]}
`), "data/2022/marathon/entries.csv:2:1: warning: the entry has no age, so it is in no age group [no_age]")
		r := rc.Rules
		checks := map[string]bool{
			"ranking":        r.Ranking.By == race.ByNet && r.Ranking.Bands[0].To == 3 && r.Ranking.MissingPoint == race.MissingIgnored,
			"cutoffs":        r.Inclusive,
			"disqualified":   r.Disqualification == race.Disqualification{Doping: race.Promote, Other: race.Vacate, ShowTimes: true},
			"tax":            r.Prizes.Tax == 1250 && r.Prizes.Raw,
			"exchange":       r.Prizes.Exchange.Rate == 72555,
			"prize":          r.Prizes.Tables["men"][0].Otherwise.Cents == 15050 && r.Prizes.Tables["men"][1].Amount.Unknown,
			"record":         r.Records["men"].Time.String() == "2:07:06" && r.Records["women"].Time == race.NoTime,
			"package":        r.Package.Set && shown(r.Package.Before) == "13:45:00",
			"certificate":    r.Certificate.From.Format("2006-01-02 15:04 -0700") == "2022-11-08 00:00 +0800" && r.Certificate.ByCode && r.Certificate.Hold[0] == "general",
			"age group":      r.AgeGroups[0].To == 44,
			"championship":   r.Championships[0].Name["zh"] == "全国锦标赛",
			"grades":         r.Grades.Rows[0].Within[1].String() == "3:40:00",
			"objections":     r.Objections.Until.Format("01-02 15:04") == "11-14 00:00",
			"clauses":        r.Clauses.Cutoff == "10.6",
			"born before":    r.Eligibility.BornBefore.Year() == 2002,
			"trophies":       r.Trophies == 3,
			"no such rule":   r.OutsideRanking == nil,
			"live":           r.Live.Front == 5 && r.Live.Fastest["women"] == 170_000 && r.Live.Confirmed["M17"] && r.Live.Confirmed["4"],
			"record's split": r.Records["men"].Splits["half"] == 3_800_000,
			"second record":  r.Records["women"].Bonus.Unknown,
		}
		for name, ok := range checks {
			if !ok {
				t.Errorf("%s: %+v", name, r)
			}
		}
	})
	t.Run("a rule that is absent has its documented default", func(t *testing.T) {
		r := expect(t, files()).Rules
		if r.Ranking.By != race.ByGun || r.Ranking.MissingPoint != race.MissingUnranked || r.Inclusive || r.Package.Set ||
			r.Disqualification != (race.Disqualification{Doping: race.Vacate, Other: race.Promote}) || r.Prizes.Tables != nil || r.Grades != nil {
			t.Fatalf("%+v", r)
		}
	})
	t.Run("line ends of Windows and comments move no finding", func(t *testing.T) {
		text := strings.ReplaceAll("# 注释\n# two\n"+strings.Replace(yearYAML, "gun:", "gnu:", 1), "\n", "\r\n")
		expect(t, files("data/2022/edition.yaml", text),
			`data/2022/edition.yaml:9:5: error: the key "races.marathon.gun" is missing [missing_key]`,
			`data/2022/edition.yaml:9:5: error: unknown key "gnu" [unknown_key]`)
	})
	t.Run("an edition without results needs no tables", func(t *testing.T) {
		for _, state := range []string{"scheduled", "cancelled"} {
			expect(t, files("data/2022/edition.yaml", year(t, "official", state), folder+"entries.csv", "absent", folder+"times.csv", "absent"))
		}
	})
	t.Run("entries alone suffice before the race", func(t *testing.T) {
		rc := expect(t, files("data/2022/edition.yaml", year(t, "official", "scheduled"), folder+"times.csv", "absent"))
		if len(rc.Entries) != 3 {
			t.Fatal(len(rc.Entries))
		}
	})
}

func TestEditionFindings(t *testing.T) {
	const at = "data/2022/edition.yaml:"
	for claim, c := range map[string]struct {
		text string
		want []string
	}{
		"an unknown key":            {year(t, "state:", "stat: x\nstate:"), []string{at + `4:1: error: unknown key "stat" [unknown_key]`}},
		"a key given twice":         {year(t, "state:", "date: 2022-11-07\nstate:"), []string{at + `4:1: error: the key "date" is already on line 2 [duplicate_key]`}},
		"a required key missing":    {year(t, "date: 2022-11-06\n", ""), []string{at + `1:1: error: the key "date" is missing [missing_key]`}},
		"a value of the wrong type": {year(t, "state: official", "state: [official]"), []string{at + `4:8: error: state must be a single value, not a list [wrong_type]`}},
		"an unknown state":          {year(t, "state: official", "state: final"), []string{at + `4:8: error: state: "final" is not known here [bad_value]`}},
		"a time zone that is none":  {year(t, "Asia/Shanghai", "Asia/Peking"), []string{at + `3:12: error: time_zone: "Asia/Peking" is not a time zone [bad_value]`}},
		"a bad clock":               {year(t, `"07:30:00"`, `"7:60"`), []string{at + `7:10: error: races.marathon.gun: "7:60" is not a time of day [bad_value]`}},
		"a cut-off before the gun":  {year(t, "13:45", "07:00"), []string{at + `14:42: error: the cut-off "07:00" is not after the gun at 7:30:00 [bad_value]`}},
		"a point listed twice":      {year(t, "id: half", "id: start"), []string{at + `13:14: error: the point "start" is listed twice [duplicate_point]`}},
		"points out of order":       {year(t, "21.0975", "52"), []string{at + `14:26: error: the point "finish" at 42.195 km is not after "half" at 52 km [bad_value]`}},
		"no finish":                 {year(t, "id: finish", "id: end"), []string{at + `12:7: error: the race has no point "finish" [missing_key]`}},
		"an id of capitals":         {year(t, "  marathon:", "  Marathon:"), []string{at + `6:3: error: the race id "Marathon" is not made of lower-case letters, digits and hyphens [bad_id]`}},
		"an id that is reserved":    {year(t, "men: {gender: M}", "awards: {gender: M}"), []string{at + `9:7: error: the division id "awards" is reserved for a folder or key of the program's own [bad_id]`}},
		"an id that is a language":  {year(t, "  marathon:", "  en:"), []string{at + `6:3: error: the race id "en" is the name of a language [bad_id]`}},
		"a point that is a column":  {year(t, "id: half", "id: gun"), []string{at + `13:14: error: the point id "gun" is the name of a column [bad_id]`}},
		"a prize without division":  {yearYAML + "    prizes: {currency: USD, boys: []}\n", []string{at + `15:29: error: the race has no division "boys" [unknown_division]`}},
		"an amount that is a word":  {yearYAML + "    prizes: {currency: USD, men: [{place: 1, amount: much}]}\n", []string{at + `15:54: error: races.marathon.prizes.men.1.amount: "much" is not an amount of money [bad_value]`}},
		"reads without points":      {yearYAML + "    timing: [{file: reads/*.txt, kind: reads, format: impinj}]\n", []string{at + `15:14: error: the key "races.marathon.timing.1.points" is missing [missing_key]`}},
		"an encoding that is none":  {yearYAML + "    entries: {encoding: klingon}\n", []string{at + `15:25: error: races.marathon.entries.encoding: "klingon" is not a known encoding [bad_value]`}},
		"a target that is no point": {yearYAML + "    timing: [{columns: {X: 7k}}]\n", []string{at + `15:28: error: races.marathon.timing.1.columns.X: "7k" is neither a column nor a point of this race [bad_value]`}},
		"a pace of no division":     {yearYAML + "    live: {fastest: {boys: \"0:03:00\"}}\n", []string{at + `15:22: error: the race has no division "boys" [unknown_division]`}},
		"a split of no point":       {yearYAML + "    records: {men: {time: \"2:07:06\", splits: {7k: \"0:21:00\"}}}\n", []string{at + `7:5: warning: the prizes have no currency [no_currency]`, at + `15:47: error: the record has a split at "7k" [unknown_point]`}},
		"a front of nobody":         {yearYAML + "    live: {front: 0}\n", []string{at + `15:19: error: races.marathon.live.front: "0" is out of bounds [bad_value]`}},
		"text that is not YAML":     {"name: {zh: 测\ndate: x\n", []string{at + `2:1: error: not valid YAML: ',' or '}' must be specified [yaml_syntax]`}},
		"notice without its end":    {year(t, "official", "notice"), []string{at + `1:1: error: the key "notice_until" is missing [missing_key]`}},
		"an empty file":             {"", []string{at + `1:1: error: the key "date" is missing [missing_key]`, at + `1:1: error: the key "name" is missing [missing_key]`, at + `1:1: error: the key "state" is missing [missing_key]`, at + `1:1: error: the key "time_zone" is missing [missing_key]`}},
		"several at once": {strings.NewReplacer("official", "over", "gender: F", "gender: q", `"13:45"`, "noon").Replace(yearYAML), []string{
			at + `4:8: error: state: "over" is not known here [bad_value]`,
			at + `10:23: error: races.marathon.divisions.women.gender: "q" is not a gender [bad_value]`,
			at + `14:42: error: races.marathon.points.3.cutoff: "noon" is not a time of day [bad_value]`}},
	} {
		t.Run(claim, func(t *testing.T) { expect(t, files("data/2022/edition.yaml", c.text), c.want...) })
	}
	t.Run("a misspelt key is answered with the line and the likely one", func(t *testing.T) {
		_, list := Project(files("data/2022/edition.yaml", yearYAML+"    trophys: 3\n"))
		if len(list) != 1 || !strings.HasPrefix(list[0].Hint, `did you mean "trophies"?`) || !strings.HasSuffix(list[0].Hint, "the line reads: trophys: 3") {
			t.Fatalf("%+v", list)
		}
	})
	t.Run("a folder with a bad name is no edition", func(t *testing.T) {
		fsys := files()
		fsys["data/rules/edition.yaml"] = fsys["data/2022/edition.yaml"]
		_, list := Project(fsys)
		if got := findings(list); !strings.Contains(got, `data/rules/edition.yaml:1:1: error: the edition's folder name "rules" is reserved`) {
			t.Fatal(got)
		}
	})
}

func TestSite(t *testing.T) {
	const at = "data/site.yaml:"
	for claim, c := range map[string]struct {
		text string
		want []string
	}{
		"site.yaml missing":                     {"absent", []string{at + `1:1: error: there is no file "data/site.yaml" [missing_file]`}},
		"an address that does not end in /":     {"title: x\nbase_url: https://example.org/a\n", []string{at + `2:11: error: base_url: "https://example.org/a" is without a slash at its end [bad_value]`}},
		"an address that is not absolute":       {"title: x\nbase_url: /a/\n", []string{at + `2:11: error: base_url: "/a/" is not an absolute address [bad_value]`}},
		"a language named twice":                {"title: x\nlanguages: [zh, zh]\n", []string{at + `2:17: error: languages.2: "zh" is named twice [bad_value]`}},
		"a colour that could carry other style": {"title: x\naccent: \"red;}\"\n", []string{at + `2:9: error: accent: "red;}" is not a colour [bad_value]`}},
	} {
		t.Run(claim, func(t *testing.T) { expect(t, files("data/site.yaml", c.text), c.want...) })
	}
	t.Run("languages and address have defaults", func(t *testing.T) {
		archive, _ := Project(files("data/site.yaml", "title: Races\n"))
		if s := archive.Site; s.BaseURL != "https://example.org/" || strings.Join(s.Languages, " ") != "zh en" || s.Title["zh"] != "Races" {
			t.Fatalf("%+v", s)
		}
	})
}

func TestACutoffAtOrBeforeTheGunIsOfTheNextDay(t *testing.T) {
	for cutoff, want := range map[string]string{"04:30": "28:30:00", "22:00": "", "21:00": "", "23:00": "23:00:00", "28:30": "28:30:00", "36:05": "36:05:00"} {
		text := strings.Replace(year(t, "13:45", cutoff), "07:30:00", "22:00:00", 1)
		if want == "" { // 23 hours for a marathon are a slip
			archive, found := Project(files("data/2022/edition.yaml", text))
			if archive != nil || !strings.Contains(findings(found), "is not after the gun at 22:00:00 [bad_value]") {
				t.Errorf("%s: %s", cutoff, findings(found))
			}
			continue
		}
		rc := expect(t, files("data/2022/edition.yaml", text))
		if got := rc.Wall.Text(rc.Points[rc.Finish()].Cutoff.At); got != want || rc.RaceEnd != rc.Points[rc.Finish()].Cutoff.At {
			t.Errorf("a cut-off at %s is one at %s, want %s", cutoff, got, want)
		}
	}
}

func TestTheGunOfAPartOfTheFieldIsOfTheNextDayWhereItLiesHalfADayBeforeTheRaces(t *testing.T) {
	text := strings.Replace(year(t, "13:45", "06:00"), "07:30:00", "23:50:00", 1)
	text = strings.Replace(text, "women: {gender: F}", "women: {gender: F, gun: \"00:05\"}", 1)
	rc := expect(t, files("data/2022/edition.yaml", text+"    outside_ranking: [{category: wheelchair, gun: \"23:40\"}, {category: guide, gun: \"00:15\"}]\n    waves: {A: {gun: \"23:50\"}, B: {gun: \"00:10\"}, C: {gun: \"24:20\"}}\n"),
		`data/2022/marathon/entries.csv:2:1: warning: the entry has no wave [unknown_wave]`)
	var guns []string
	for _, d := range rc.Divisions {
		if d.Gun != race.Unseen && d.Gender != race.Male {
			guns = append(guns, rc.Wall.Text(d.Gun))
		}
	}
	for _, w := range rc.Waves {
		guns = append(guns, rc.Wall.Text(w.Gun))
	}
	if got, want := strings.Join(guns, " "), "24:05:00 23:40:00 24:15:00 23:50:00 24:10:00 24:20:00"; got != want {
		t.Errorf("guns at %s, want %s", got, want)
	}
}
