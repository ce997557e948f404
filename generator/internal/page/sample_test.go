package page

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/export"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// The project's own folders.
const (
	templateFolder = "../../../templates"
	contentFolder  = "../../../content"
)

// links are plain ones, as a site might make them.
func links() race.Links {
	path := func(parts ...string) string { return strings.Join(parts, "/") + "/" }
	page := func(p string, n int) string {
		if n > 1 {
			return fmt.Sprintf("%s%d/", p, n)
		}
		return p
	}
	register := func(p string, n int) string {
		if n > 0 {
			return fmt.Sprintf("%s%d/", p, n)
		}
		return p
	}
	return race.Links{
		Home:      func(lang string) string { return path(lang) },
		Section:   func(lang, name string) string { return path(lang, name) },
		Edition:   func(lang, e string) string { return path(lang, e) },
		Rules:     func(lang, e string) string { return path(lang, e, "rules") },
		Guide:     func(lang, e string) string { return path(lang, e, "guide") },
		Race:      func(lang, e, r string) string { return path(lang, e, r) },
		Division:  func(lang, e, r, d string, n int) string { return page(path(lang, e, r, d), n) },
		ListIndex: func(lang, e, r, list string) string { return path(lang, e, r, list, "pages") },
		Compare:   func(lang, e, r string) string { return path(lang, e, r) + "compare.html" },
		Others: func(lang, e, r, d string, n int) string {
			if d == "" {
				return page(path(lang, e, r, "others"), n)
			}
			return page(path(lang, e, r, d, "others"), n)
		},
		Awards:      func(lang, e, r string) string { return path(lang, e, r, "awards") },
		Runner:      func(lang, e, r, bib string) string { return path(lang, e, r, "runners") + bib + ".html" },
		Changes:     func(l, e string) string { return path(l, e, "changes") },
		ChangesJSON: func(e string) string { return path(e) + "changes.json" },
		JSON:        func(e, r string) string { return path(e, r) + "results.json" },
		CSV:         func(e, r string) string { return path(e, r) + "results.csv" },
		Statistics:  func(lang, e, r string) string { return path(lang, e, r, "statistics") },
		Media:       func(lang, e, r string) string { return path(lang, e, r, "media") },
		Embed:       func(lang, e, r string) string { return path(lang, e, r, "embed") },
		Live:        func(lang, e, r string) string { return path(lang, e, r, "live") },
		Leaders:     func(e, r string) string { return path(e, r, "live") + "leaders.json" },
		PointOrder:  func(e, r, p string) string { return path(e, r, "live", "points") + p + ".json" },
		LiveSchema:  func() string { return "live.schema.json" },
		XLSX:        func(e, r string) string { return path(e, r) + "results.xlsx" },
		PDF:         func(e, r string) string { return path(e, r) + "results.pdf" },
		Schema:      func() string { return "results.schema.json" },
		Feed:        func(lang, e string) string { return path(e) + "changes." + lang + ".xml" },
		FeedJSON:    func(lang, e string) string { return path(e) + "changes." + lang + ".json" },
		Certificate: func(e, r, bib string) string { return path(e, r, "certificates") + bib + ".pdf" },

		Field:         func(e, r, d string) string { return path(e, r, "field") + d + ".svg" },
		FieldStyle:    func(l, e, r string) string { return path(e, r, "field") + l + ".css" },
		FieldPaces:    func(e, r string) string { return path(e, r, "field") + "paces/median.svg" },
		Search:        func(e, r string) string { return path(e, r, "search") },
		Bibs:          func(lang, e, r string, n int) string { return register(path(lang, e, r, "bibs"), n) },
		Surnames:      func(lang, e, r string, n int) string { return register(path(lang, e, r, "surnames"), n) },
		EmbedScript:   func() string { return "embed.js" },
		RacePicture:   func(lang, e, r string) string { return path(lang, e, r) + "social.png" },
		RunnerPicture: func(e, r, bib string) string { return path(e, r, "social") + bib + ".png" },

		Verification: func() string { return "verify.json" },
		Checks:       func(edition, id, name string) string { return path(edition, id, "verify") + name + ".json" },
	}
}

func clock(s string) race.Clock {
	c, err := race.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return c
}

func instant(s string) race.Instant { return race.Instant(clock(s)) }

// sampleRace is a marathon with everything a rule book may hold.
func sampleRace() *race.Race {
	men := &race.Division{ID: "men", Gender: race.Male, Gun: race.Unseen}
	women := &race.Division{ID: "women", Gender: race.Female, Gun: race.Unseen}
	chairs := &race.Division{ID: "wheelchair-men", Gender: race.Male, Category: "wheelchair", Outside: true, Gun: race.Unseen}
	rc := &race.Race{ID: "marathon", Name: race.Text{"zh": "马拉松", "en": "Marathon"}, Length: 42_195_000, Gun: instant("7:30:00"),
		Divisions: []*race.Division{men, women, chairs},
		Points:    []race.Point{{ID: "start", Listed: true, Required: true}}}
	for km := race.Distance(5); km <= 40; km += 5 {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("%dk", km), At: km * race.Kilometre, Listed: true, Required: true,
			Cutoff: race.Cutoff{Set: true, At: instant("7:30:00") + race.Instant(km)*540_000}})
		if km == 20 {
			rc.Points = append(rc.Points, race.Point{ID: "half", At: 21_097_500, Listed: true, Required: true})
		}
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: 42_195_000, Listed: true, Required: true, Cutoff: race.Cutoff{Set: true, Unknown: true}})
	usd := func(n race.Cents) race.Amount { return race.Amount{Cents: n * 100} }
	rc.Rules.Prizes = race.Prizes{Currency: "USD", Tax: 2000, Tables: map[string][]race.Prize{
		"men": {{Place: 1, Amount: usd(30000), Under: clock("2:09:00"), Otherwise: usd(15000)}, {Place: 2, Amount: usd(6000), Under: race.NoTime},
			{Place: 3, Amount: usd(4000), Under: race.NoTime}, {Place: 4, Amount: race.Amount{Unknown: true}, Under: race.NoTime}},
		"women": {{Place: 1, Amount: usd(30000), Under: clock("2:26:00"), Otherwise: usd(15000)}, {Place: 2, Amount: usd(6000), Under: race.NoTime}},
	}}
	rc.Rules.Records = map[string]race.Record{"men": {Time: clock("2:07:06"), Bonus: usd(20000)}, "women": {Time: race.NoTime, Bonus: race.Amount{Unknown: true}}}
	rc.Rules.Trophies = 3
	rc.Rules.Clauses = race.Clauses{MissingPoint: "10.5", Cutoff: "10.6", Ranking: "12.3", Prize: "12.1", Record: "12.2", Tax: "12.4", Trophy: "12.5", Certificate: "12.8"}
	rc.Rules.Objections = race.Objections{Contact: "results@example.org", Until: time.Date(2022, 11, 14, 0, 0, 0, 0, time.UTC)}
	return rc
}

// sample is an archive and its verdicts, built by hand: an official edition of
// made-up results with men ranked men and each other status once, a cancelled
// edition before it and a scheduled one after it.
func sample(men int) (*race.Archive, []*race.Verdict) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	rc := sampleRace()
	e := &race.Edition{ID: "2022", Name: race.Text{"zh": "2022北京马拉松", "en": "2022 Beijing Marathon"}, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone,
		State: race.Official, Demonstration: true, RaceEnd: instant("13:45:00"), Races: []*race.Race{rc},
		Course: race.Text{"zh": "天安门广场—奥林匹克公园景观大道", "en": "Tian’anmen Square to Olympic Park"}}
	for _, id := range []string{"half", "10k", "mini"} { // the project's own pages name them
		side := sampleRace()
		side.ID, side.Name = id, race.Text{"en": id}
		e.Races = append(e.Races, side)
	}
	cancelled := &race.Edition{ID: "2021", Name: race.Text{"zh": "2021北京马拉松", "en": "2021 Beijing Marathon"}, Date: time.Date(2021, 10, 31, 0, 0, 0, 0, zone), Zone: zone,
		State: race.Cancelled, Races: []*race.Race{sampleRace()}}
	scheduled := &race.Edition{ID: "2023", Name: race.Text{"zh": "2023北京马拉松", "en": "2023 Beijing Marathon"}, Date: time.Date(2023, 10, 29, 0, 0, 0, 0, zone), Zone: zone,
		State: race.Scheduled, Races: []*race.Race{sampleRace()}}
	rv := &race.RaceVerdict{Race: rc, Over: true}
	splits := func(gun, delay race.Clock) []race.Clock {
		all := make([]race.Clock, len(rc.Points))
		for i, p := range rc.Points {
			all[i] = delay + race.Clock(int64(gun-delay)*int64(p.At/1000)/42_195)
		}
		return all
	}
	due := func(gross, bonus race.Cents, code race.ReasonCode) *race.PrizeDue {
		return &race.PrizeDue{Currency: "USD", Gross: gross, Bonus: bonus, Tax: (gross + bonus) / 5, Net: (gross + bonus) * 4 / 5, Due: true,
			Reason: race.Reason{Code: code, Clause: "12.1", Limit: clock("2:09:00")}}
	}
	begin := 0
	close := func(division *race.Division, ranked int) {
		results := rv.Results[begin:]
		begin = len(rv.Results)
		c := race.Counts{Entries: len(results), Starters: len(results), Finishers: ranked, Ranked: ranked}
		rv.Divisions = append(rv.Divisions, race.DivisionVerdict{Division: division, Counts: c, Results: results})
		rv.Counts.Entries += c.Entries
		rv.Counts.Starters += c.Starters
		rv.Counts.Finishers += c.Finishers
		rv.Counts.Ranked += c.Ranked
	}
	rv.Results = make([]race.Result, 0, men+40) // divisions are parts of it: it must not move
	names := []race.Entry{{Name: "Kipruto Kibet", Nat: "KEN"}, {Name: "杨绍辉", LatinName: "Yang Shaohui", Nat: "CHN"}, {Name: "欧阳娜", LatinName: "Ouyang Na", Nat: "CHN", Visibility: race.Masked},
		{Name: "大迫傑", LatinName: "Osako Suguru", Nat: "JPN"}, {Name: "Łukasz Żółć", Nat: "POL", Club: "Klub <b>Biegacza</b>"}, {Name: "隐姓", Nat: "CHN", Club: "秘密俱乐部", Visibility: race.Anonymous}, {Name: "王𬱖", LatinName: "Wang Xu", Nat: "CHN"}}
	for i := range men {
		entry := names[i%len(names)]
		entry.Bib, entry.Gender = fmt.Sprintf("M%d", i+1), race.Male
		gun := clock("2:08:59.4") + race.Clock(i)*7_300
		r := race.Result{Entry: &entry, Division: rc.Divisions[0], Status: race.Finished, Place: i + 1, PlaceOverall: i + 1, Gun: gun, StartDelay: race.Clock(i) * 300,
			Trophy: i < 3, Package: true, Certificate: &race.Certificate{Status: race.CertificateReady}}
		r.Net = gun - r.StartDelay
		r.Splits = splits(gun, r.StartDelay)
		r.SplitPlaces = make([]int32, len(rc.Points))
		for j := range r.SplitPlaces {
			r.SplitPlaces[j] = int32(i + 1 + j%3)
		}
		switch i {
		case 0:
			r.Prize = due(3_000_000, 0, race.PrizeUnder)
		case 2:
			r.Prize = &race.PrizeDue{Currency: "USD", GrossOpen: true, Reason: race.Reason{Code: race.PrizeTied, Clause: "12.3"}}
		case 3:
			r.Prize = &race.PrizeDue{Currency: "USD", GrossOpen: true, Reason: race.Reason{Code: race.PrizeUnknown, Clause: "12.1"}}
		case 4:
			r.StartDelay, r.Net = race.NoTime, race.NoTime
		}
		if i == 1 { // the second place is vacant
			r.Place, r.Status = 3, race.Finished
		}
		if i == 2 {
			r.Place, r.Tied = 3, true
		}
		rv.Results = append(rv.Results, r)
	}
	if men > 2 {
		rv.Results[1].Tied = true
	}
	missed := splits(clock("4:10:00"), 30_000)
	missed[rc.Point("half")] = race.NoTime
	for i, r := range []race.Result{
		{Status: race.Unranked, Reason: &race.Reason{Code: race.MissedPoint, Point: "half", Clause: "10.5"}, Gun: clock("4:10:00"), Net: clock("4:09:30"), StartDelay: 30_000, Splits: missed, Certificate: &race.Certificate{Status: race.CertificateReady}},
		{Status: race.UnderReview, Reason: &race.Reason{Code: race.RowSetAside}, Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertNotFinished}},
		{Status: race.Disqualified, Reason: &race.Reason{Code: race.CutoffFailed, Point: "30k", Clause: "10.6"}, Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertDQ}},
		{Status: race.Disqualified, Reason: &race.Reason{Code: race.ByRulingReason, Clause: "13.6", Ruling: &race.Ruling{Kind: race.Disqualify, Authority: "Jury", Note: race.Text{"en": "Rode the subway.", "zh": "乘坐地铁。"}}}, Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertDQ}},
		{Status: race.DNF, Reason: &race.Reason{Code: race.NoFinish, LastPoint: "25k"}, Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertNotFinished}},
		{Status: race.DNS, Reason: &race.Reason{Code: race.NoStart}, Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertNotFinished}},
	} {
		r.Entry = &race.Entry{Bib: fmt.Sprintf("X%d", i+1), Name: "赵钱孙", LatinName: "Zhao Qiansun", Nat: "CHN", Gender: race.Male}
		r.Division = rc.Divisions[0]
		if r.Gun == 0 {
			r.Gun, r.Net, r.StartDelay = race.NoTime, race.NoTime, race.NoTime
		}
		rv.Results = append(rv.Results, r)
	}
	close(rc.Divisions[0], men)
	rv.Results = append(rv.Results,
		race.Result{Entry: &race.Entry{Bib: "F1", Name: "何杰敏", LatinName: "He Jiemin", Nat: "CHN", Gender: race.Female}, Division: rc.Divisions[1], Status: race.Finished, Place: 1, PlaceOverall: men + 1,
			Annulled: true, PlaceRuling: &race.Ruling{Kind: race.PlaceRuling, Authority: "Jury of appeal", Note: race.Text{"en": "Led astray by the pilot car."}},
			Gun: race.NoTime, Net: race.NoTime, StartDelay: race.NoTime, Certificate: &race.Certificate{Status: race.CertificateHeld, Reason: race.CertPending},
			Prize: &race.PrizeDue{Currency: "USD", GrossOpen: true, Reason: race.Reason{Code: race.PrizeAnnulled, Clause: "12.1"}}},
		race.Result{Entry: &race.Entry{Bib: "F2", Name: "Worknesh Edesa", Nat: "ETH", Gender: race.Female}, Division: rc.Divisions[1], Status: race.Finished, Place: 2, PlaceOverall: men + 2,
			Gun: clock("2:30:01.2"), Net: clock("2:30:00"), StartDelay: 1_200, Splits: splits(clock("2:30:01.2"), 1_200), Prize: due(600_000, 0, race.PrizeByPlace), Trophy: true,
			Certificate: &race.Certificate{Status: race.CertificateScheduled, Reason: race.CertNotYet, From: time.Date(2022, 11, 7, 13, 45, 0, 0, zone)}})
	close(rc.Divisions[1], 2)
	close(rc.Divisions[2], 0)
	rv.Results = append(rv.Results, race.Result{Entry: &race.Entry{Bib: "N1", Name: "Nobody", LatinName: ""}, Status: race.Unranked, Reason: &race.Reason{Code: race.NoDivision},
		Gun: clock("5:00:00"), Net: race.NoTime, StartDelay: race.NoTime, Certificate: &race.Certificate{Status: race.CertificateReady, ByCode: true}})
	rv.Counts.Entries++
	for _, r := range rv.Results {
		if r.Entry.Visibility != race.Anonymous {
			rv.Shown++
		}
	}
	rv.Statistics = judge.Statistics(rv)
	rv.Board = boardOf(rv)

	archive := &race.Archive{
		Site: race.Site{Title: race.Text{"zh": "北京马拉松成绩", "en": "Beijing Marathon results"}, BaseURL: "https://results.example.org/bj/", Languages: []string{"zh", "en"}, Contact: "results@example.org"},
		Champions: []race.Champion{
			{Year: 1985, Gender: race.Male, Status: race.Winner, Name: "Shigeru Soh", Names: race.Text{"zh": "宗茂", "ja": "宗茂"}, Nat: "JPN", Time: clock("2:10:23"), Source: "https://example.org/a ; Encyclopedia article"},
			{Year: 1986, Gender: race.Male, Status: race.Disputed, Name: "Taisuke Kodama", Names: race.Text{"zh": "儿玉泰介"}, Nat: "JPN", Time: clock("2:07:35"), Note: race.Text{"en": "course reported short"}},
			{Year: 1987, Gender: race.Male, Status: race.Winner, Name: "Juma Ikangaa", Nat: "TAN", Time: clock("2:12:19")},
			{Year: 1988, Gender: race.Male, Status: race.Winner, Name: "Abebe Mekonnen", Nat: "ETH", Time: clock("2:07:35")},
			{Year: 1992, Gender: race.Female, Status: race.UnknownChampion, Nat: "CHN", Time: race.NoTime, Note: race.Text{"en": "name not found"}},
			{Year: 2002, Gender: race.Female, Status: race.Winner, Name: "Sun Yingjie", Nat: "CHN", Time: clock("2:21:21")},
			{Year: 2002, Gender: race.Female, Status: race.ChampionDQ, Name: "Wei Yanan", Nat: "CHN", Time: clock("2:20:23")},
			{Year: 2005, Gender: race.Male, Status: race.ByRuling, Name: "Benson Cherono", Nat: "KEN", Time: race.NoTime},
			{Year: 2005, Gender: race.Male, Status: race.Second, Name: "James Moiben", Nat: "KEN", Time: clock("2:12:15")},
			{Year: 2020, Gender: race.NoGender, Status: race.CancelledChampion, Time: race.NoTime, Note: race.Text{"en": "pandemic"}},
			{Year: 2022, Gender: race.Female, Status: race.Winner, Name: "Xia Yuyu", Nat: "CHN", Time: clock("2:28:57")},
		},
		Editions: []*race.Edition{cancelled, e, scheduled},
	}
	rv.Over = true
	return archive, []*race.Verdict{{Edition: cancelled}, {Edition: e, Over: true, Races: []*race.RaceVerdict{rv}}, {Edition: scheduled}}
}

// projectContent is the project's own, but for its history, whose times are
// those of its own champions.
var projectContent = withoutHistory{os.DirFS(contentFolder)}

type withoutHistory struct{ fs.FS }

func (f withoutHistory) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool { return e.Name() == "history.md" }), err
}

// catalogue is the project's own in the sample's languages, read once.
var catalogue = sync.OnceValues(func() (*words.Book, problem.List) {
	return words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), []string{"zh", "en"})
})

// sampleSet prepares the project's own templates and the given content.
func sampleSet(t testing.TB, archive *race.Archive, content fs.FS) *Set {
	t.Helper()
	book, problems := catalogue()
	if !slices.Equal(archive.Site.Languages, []string{"zh", "en"}) {
		book, problems = words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
	}
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, problems := New(os.DirFS(templateFolder), content, book, archive, links())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return s
}

// pagesOf draws every page of the sample, by path.
func pagesOf(t testing.TB, s *Set, verdicts []*race.Verdict) map[string]string {
	t.Helper()
	pages := map[string]string{}
	draw := func(path string, write func(w *strings.Builder) error) {
		t.Helper()
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if path == "" || strings.HasSuffix(path, "/") {
			path += "index.html"
		}
		if _, twice := pages[path]; twice {
			t.Fatalf("%s is drawn twice", path)
		}
		pages[path] = b.String()
	}
	l, history := s.links, judge.History(s.archive, verdicts)
	draw("", func(w *strings.Builder) error { return s.Choose()(w) })
	draw("404.html", func(w *strings.Builder) error { return s.NotFound()(w) })
	for _, lang := range s.languages {
		draw(l.Home(lang), func(w *strings.Builder) error { return s.Home(lang, verdicts...)(w) })
		draw(l.Section(lang, "history"), func(w *strings.Builder) error { return s.History(lang, history)(w) })
		draw(l.Section(lang, "editions"), func(w *strings.Builder) error { return s.Editions(lang, verdicts...)(w) })
		draw(l.Section(lang, "records"), func(w *strings.Builder) error { return s.Records(lang, history)(w) })
		draw(l.Section(lang, "following"), func(w *strings.Builder) error { return s.Following(lang, verdicts...)(w) })
		draw(l.Section(lang, "search"), func(w *strings.Builder) error { return s.Find(lang, verdicts...)(w) })
		draw(l.Section(lang, "verify"), func(w *strings.Builder) error { return s.Verify(lang, "00c0ffee")(w) })
		for _, name := range s.ContentNames() {
			draw(l.Section(lang, name), func(w *strings.Builder) error { return s.Content(lang, name)(w) })
		}
		for _, v := range verdicts {
			id := v.Edition.ID
			draw(l.Edition(lang, id), func(w *strings.Builder) error { return s.Edition(lang, v)(w) })
			draw(l.Rules(lang, id), func(w *strings.Builder) error { return s.Rules(lang, v)(w) })
			if v.Edition.State.HasResults() {
				draw(l.Changes(lang, id), func(w *strings.Builder) error { return s.Changes(lang, v)(w) })
			}
			for _, rv := range v.Races {
				draw(l.Race(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Race(lang, v, rv)(w) })
				surnames := export.Surnames(rv)
				for n := 0; n <= s.RegisterPages(rv); n++ {
					draw(l.Bibs(lang, id, rv.Race.ID, n), func(w *strings.Builder) error { return s.Bibs(lang, v, rv, n)(w) })
					draw(l.Surnames(lang, id, rv.Race.ID, n), func(w *strings.Builder) error { return s.Surnames(lang, v, rv, surnames, n)(w) })
				}
				draw(l.Awards(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Awards(lang, v, rv)(w) })
				draw(l.Live(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Live(lang, v, rv)(w) })
				draw(l.Statistics(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Statistics(lang, v, rv)(w) })
				draw(l.Media(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Media(lang, v, rv)(w) })
				draw(l.Embed(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Embed(lang, v, rv)(w) })
				draw(l.Compare(lang, id, rv.Race.ID), func(w *strings.Builder) error { return s.Compare(lang, v, rv)(w) })
				for _, p := range s.Hubs(rv).Pages() {
					draw(l.Division(lang, id, rv.Race.ID, p.Folder, p.N), func(w *strings.Builder) error { return s.Hub(lang, v, rv, &p)(w) })
				}
				for _, list := range s.Lists(rv) {
					for n := 1; n <= list.Pages(); n++ {
						draw(l.Division(lang, id, rv.Race.ID, list.ID, n), func(w *strings.Builder) error { return s.Division(lang, v, rv, list, n)(w) })
					}
					if list.Pages() > 1 {
						draw(l.ListIndex(lang, id, rv.Race.ID, list.ID), func(w *strings.Builder) error { return s.ListIndex(lang, v, rv, list)(w) })
					}
				}
				for i := range rv.Divisions {
					dv := &rv.Divisions[i]
					for n := 1; n <= s.Unplaced(rv).Pages(dv.Division); n++ {
						draw(l.Others(lang, id, rv.Race.ID, dv.Division.ID, n), func(w *strings.Builder) error { return s.Others(lang, v, rv, dv.Division, n)(w) })
					}
				}
				for n := 1; n <= s.Unplaced(rv).Pages(nil); n++ {
					draw(l.Others(lang, id, rv.Race.ID, "", n), func(w *strings.Builder) error { return s.Others(lang, v, rv, nil, n)(w) })
				}
				for i := range rv.Results {
					if bib := rv.Results[i].Entry.Bib; rv.Results[i].Entry.Visibility != race.Anonymous {
						draw(l.Runner(lang, id, rv.Race.ID, bib), func(w *strings.Builder) error { return s.Runner(lang, v, rv, i)(w) })
					}
				}
			}
		}
	}
	return pages
}

// noContent holds no Markdown.
var noContent = fstest.MapFS{}

// boardOf is the board of a verdict that was built by hand: those with a place, in
// the order of the results.
func boardOf(rv *race.RaceVerdict) *race.Board {
	b := &race.Board{AsOf: rv.Race.Gun + 3_600_000, Apart: 1}
	for p := range rv.Race.Points {
		if p == rv.Race.Start() || !rv.Race.Points[p].Listed {
			continue
		}
		at := race.BoardPoint{Point: p}
		for _, d := range rv.Race.Divisions {
			one := race.BoardDivision{Division: d}
			for i := range rv.Results {
				if r := &rv.Results[i]; r.Division == d && r.Place > 0 && p < len(r.Splits) && r.Splits[p] != race.NoTime {
					one.Order = append(one.Order, int32(i))
					one.Passed++
				}
			}
			at.Divisions = append(at.Divisions, one)
			at.Passed += one.Passed
		}
		b.Points = append(b.Points, at)
	}
	return b
}
