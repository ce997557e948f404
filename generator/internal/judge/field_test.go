package judge

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// The tests' race: gun at 7:30, points every 5 km with the cut-offs of 2022,
// the prizes, records and trophies of 2022.
func marathon() *race.Race {
	rc := &race.Race{ID: "marathon", Length: 42195 * race.Kilometre / 1000, Gun: wall("7:30:00"),
		Divisions: []*race.Division{
			{ID: "men", Gender: race.Male, Gun: race.Unseen},
			{ID: "women", Gender: race.Female, Gun: race.Unseen},
			{ID: "wheelchair-men", Gender: race.Male, Category: "wheelchair", Outside: true, Gun: race.Unseen},
			{ID: "wheelchair-women", Gender: race.Female, Category: "wheelchair", Outside: true, Gun: race.Unseen},
		}}
	for _, p := range []struct {
		id     string
		metres race.Distance
		cutoff string
	}{{"start", 0, ""}, {"5k", 5000, "8:25:00"}, {"10k", 10000, "9:00:00"},
		{"half", 21097, ""}, {"30k", 30000, "11:45:00"}, {"finish", 42195, "13:45:00"}} {
		point := race.Point{ID: p.id, At: p.metres * race.Kilometre / 1000, Required: true, Listed: true}
		if p.cutoff != "" {
			point.Cutoff = race.Cutoff{Set: true, At: wall(p.cutoff)}
		}
		rc.Points = append(rc.Points, point)
	}
	dollars := func(n race.Cents) race.Amount { return race.Amount{Cents: n * 100} }
	table := func(under string) []race.Prize {
		t := []race.Prize{{Place: 1, Amount: dollars(30000), Under: clock(under), Otherwise: dollars(15000)}}
		for i, n := range []race.Cents{6000, 4000, 3000, 2000, 1500, 1000, 500} {
			t = append(t, race.Prize{Place: i + 2, Amount: dollars(n), Under: race.NoTime})
		}
		return t
	}
	rc.Rules = race.Rules{
		Ranking:          race.Ranking{By: race.ByGun, MissingPoint: race.MissingUnranked},
		Disqualification: race.Disqualification{Doping: race.Vacate, Other: race.Promote},
		OutsideRanking:   []string{"wheelchair"},
		Prizes: race.Prizes{Currency: "USD", Tax: 2000,
			Tables: map[string][]race.Prize{"men": table("2:09:00"), "women": table("2:26:00")}},
		Records: map[string]race.Record{"men": {Time: clock("2:07:06"), Bonus: dollars(20000)},
			"women": {Time: clock("2:19:39"), Bonus: dollars(20000)}},
		Trophies: 3,
		Package:  race.Package{Set: true, Before: wall("13:45:00")},
		Clauses:  race.Clauses{MissingPoint: "12.8", Cutoff: "10.6", Prize: "12.1"},
	}
	return rc
}

func edition(races ...*race.Race) *race.Edition {
	zone := time.FixedZone("CST", 8*3600)
	return &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone,
		State: race.Official, RaceEnd: wall("13:45:00"), Races: races}
}

var (
	later  = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	during = time.Date(2022, 11, 6, 2, 0, 0, 0, time.UTC) // 10:00 in Beijing
)

func clock(s string) race.Clock {
	c, err := race.ParseClock(s)
	if err != nil {
		panic(s)
	}
	return c
}

func wall(s string) race.Instant { return race.Instant(clock(s)) }

// add enters a runner: a bib, a gender (F bibs are women, W bibs wheelchairs)
// and what was read, as point=time since the gun; "all=2:10:00" reads every
// point evenly up to that gun time from a start at 1 s.
func add(rc *race.Race, bib string, reads ...string) *race.Entry {
	e := &race.Entry{Bib: bib, Name: "Runner " + bib, Gender: race.Male, Visibility: race.Public}
	switch bib[0] {
	case 'F':
		e.Gender = race.Female
	case 'W':
		e.Category = "wheelchair"
	}
	rc.Entries = append(rc.Entries, e)
	if len(reads) == 0 {
		return e
	}
	t := &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime}
	for i := range t.At {
		t.At[i] = race.Unseen
	}
	gun := rc.GunOf(rc.DivisionOf(e))
	for _, read := range reads {
		point, at, _ := strings.Cut(read, "=")
		switch {
		case point == "all":
			for i := range t.At {
				t.At[i] = gun + 1000 + race.Instant(int64(clock(at)-1000)*int64(rc.Points[i].At)/int64(rc.Length))
			}
		case point == "status":
			t.Status = race.TimedStatus(at)
		case point == "net":
			t.Net, t.Started = clock(at), true
		case at == "":
			t.At[rc.Point(point)] = race.Unseen
		default:
			t.At[rc.Point(point)] = gun.After(clock(at))
		}
	}
	e.Timing = t
	return e
}

// rule adds rulings written as "bib kind [place or point]".
func rule(rc *race.Race, rulings ...string) {
	for _, s := range rulings {
		f := strings.Fields(s)
		r := race.Ruling{Bib: f[0], Kind: race.RulingKind(f[1]), Clause: "13.1", Authority: "referee"}
		if len(f) > 2 {
			if n, err := strconv.Atoi(f[2]); err == nil {
				r.Place = n
			} else {
				r.Point = f[2]
			}
		}
		rc.Rulings = append(rc.Rulings, r)
	}
}

// of judges the race after its end and returns the result of a bib.
func of(t *testing.T, rc *race.Race, bib string) *race.Result {
	t.Helper()
	return at(t, edition(rc), bib, later)
}

func at(t *testing.T, e *race.Edition, bib string, now time.Time) *race.Result {
	t.Helper()
	rv := Rule(e, now).Races[0]
	for i := range rv.Results {
		if rv.Results[i].Entry.Bib == bib {
			return &rv.Results[i]
		}
	}
	t.Fatalf("no result for %s", bib)
	return nil
}

func wantPlaces(t *testing.T, rc *race.Race, want string) {
	t.Helper()
	var got []string
	for _, r := range Rule(edition(rc), later).Races[0].Results {
		if r.Place > 0 {
			got = append(got, r.Entry.Bib+"="+strconv.Itoa(r.Place))
		}
	}
	if s := strings.Join(got, " "); s != want {
		t.Errorf("places %s, want %s", s, want)
	}
}

func wantStatus(t *testing.T, r *race.Result, status race.Status, code race.ReasonCode, point string) {
	t.Helper()
	if r.Status != status || r.Reason == nil || r.Reason.Code != code || r.Reason.Point != point {
		t.Errorf("%s: %s %+v, want %s %s %s", r.Entry.Bib, r.Status, r.Reason, status, code, point)
	}
}

func wantPrize(t *testing.T, r *race.Result, gross, bonus, net race.Cents) {
	t.Helper()
	if r.Prize == nil || r.Prize.Open() || r.Prize.Gross != gross*100 || r.Prize.Bonus != bonus*100 || r.Prize.Net != net*100 {
		t.Errorf("%s: prize %+v, want gross %d bonus %d net %d", r.Entry.Bib, r.Prize, gross, bonus, net)
	}
}
