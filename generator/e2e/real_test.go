package e2e

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/build"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// realEdition is the rules of a race of which only a table of results is known.
// Tests add points, timing and ranking.
const realEdition = `name: {en: A real race}
date: 2001-04-16
time_zone: America/New_York
state: official
races:
  marathon:
    name: {en: Marathon}
    km: 42.195
    gun: "12:00:00"
    divisions:
      men: {gender: M}
      women: {gender: F}
`

// realProject makes a project of a real file and rules about it.
func realProject(t *testing.T, file, rules string) string {
	t.Helper()
	source := filepath.Join("..", "..", "..", "shared", "data", "real", file)
	data, err := os.ReadFile(source)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real results here")
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"data/site.yaml":             "title: {en: Real}\nbase_url: https://example.org/\nlanguages: [en]\n",
		"data/2001/edition.yaml":     realEdition + rules,
		"data/2001/marathon/" + file: string(data),
	} {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// judgeReal judges a real file with only an edition.yaml.
func judgeReal(t *testing.T, file, rules string) *race.RaceVerdict {
	t.Helper()
	dir := realProject(t, file, rules)
	return prepared(t, build.Options{Dir: dir, Now: newYear}).Verdicts[0].Races[0]
}

// outside counts the ranked runners whose official rank in their gender is outside
// of the block of runners with the same time in whole seconds. Within a block the
// order depends on fractions that the file lacks.
func outside(t *testing.T, rv *race.RaceVerdict, official map[string]int, by func(*race.Result) race.Clock) (ranked, out int) {
	t.Helper()
	for _, d := range rv.Divisions {
		from, to := map[race.Clock]int{}, map[race.Clock]int{}
		for i := range d.Results {
			r := &d.Results[i]
			if r.Place == 0 {
				continue
			}
			c := by(r).Official()
			if from[c] == 0 {
				from[c] = r.Place
			}
			to[c]++
		}
		for i := range d.Results {
			r := &d.Results[i]
			if r.Place == 0 {
				continue
			}
			ranked++
			c := by(r).Official()
			if rank := official[r.Entry.Bib]; rank < from[c] || rank >= from[c]+to[c] {
				out++
			}
		}
	}
	return ranked, out
}

// realRows reads a real file, its header first.
func realRows(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "real", file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real results here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// officialRanks reads the last column of the files that carry one.
func officialRanks(t *testing.T, file string) map[string]int {
	t.Helper()
	rows := realRows(t, file)
	ranks := map[string]int{}
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[len(row)-1])
		if err != nil {
			t.Fatal(err)
		}
		ranks[row[0]] = n
	}
	return ranks
}

func gunOf(r *race.Result) race.Clock { return r.Gun }
func netOf(r *race.Result) race.Clock { return r.Net }

func TestBoston2001IsRankedByGun(t *testing.T) {
	const file = "boston2001_gun_net.csv"
	const rules = `    points: [{id: finish, km: 42.195}]
    ranking: {by: gun, missing_point: unranked, ties: share}
    entries: {file: boston2001_gun_net.csv, columns: {5K: ignore, 10K: ignore, 15K: ignore, 20K: ignore, Half: ignore, 25K: ignore, 30K: ignore, 35K: ignore, 40K: ignore, official_overall_rank: ignore, official_gender_rank: ignore}}
    timing:
      - {file: boston2001_gun_net.csv}
`
	official := officialRanks(t, file)
	ranked, out := outside(t, judgeReal(t, file, rules), official, gunOf)
	if ranked != 13408 || out != 0 {
		t.Errorf("by gun: %d ranked, %d outside their block", ranked, out)
	}
	ranked, out = outside(t, judgeReal(t, file, strings.Replace(rules, "by: gun", "by: net", 1)), official, netOf)
	if ranked != 13408 || out*100 < ranked*97 {
		t.Errorf("by net: %d ranked, %d outside their block: the rank cannot tell the clocks apart", ranked, out)
	}
}

func TestBoston2014MissedPointsAreUnrankedOrIgnored(t *testing.T) {
	const file = "boston2014_splits.csv"
	const rules = `    points:
      - {id: 5k, km: 5}
      - {id: 10k, km: 10}
      - {id: 20k, km: 20}
      - {id: half, km: 21.0975}
      - {id: 25k, km: 25}
      - {id: 30k, km: 30}
      - {id: 35k, km: 35}
      - {id: 40k, km: 40}
      - {id: finish, km: 42.195}
    ranking: {missing_point: unranked}
    entries: {file: boston2014_splits.csv, columns: {15K: ignore, official_overall_rank: ignore, official_gender_rank: ignore}}
    timing:
      - {file: boston2014_splits.csv}
`
	rv := judgeReal(t, file, rules)
	missed := 0
	for _, r := range rv.Results {
		if r.Status == race.Unranked && r.Reason.Code == race.MissedPoint {
			missed++
		}
	}
	if missed != 335 || rv.Counts.Ranked != 31931-335 {
		t.Errorf("%d missed a point, %d ranked", missed, rv.Counts.Ranked)
	}
	ranked, out := outside(t, judgeReal(t, file, strings.Replace(rules, "unranked", "ignored", 1)), officialRanks(t, file), gunOf)
	if ranked != 31931 || out != 0 {
		t.Errorf("ignored: %d ranked, %d outside their block", ranked, out)
	}
}

func TestBoston2012IsRankedByNetFromItsOwnLayout(t *testing.T) {
	rv := judgeReal(t, "boston2012_original.csv", `    outside_ranking: [wheelchair]
    points: [{id: finish, km: 42.195}]
    ranking: {by: net}
    entries: {file: boston2012_original.csv, columns: {division: ignore, city: ignore, state: ignore, overall: ignore, official: gun, genderdiv: ignore, country: nat}}
    timing:
      - {file: boston2012_original.csv}
`)
	rows := realRows(t, "boston2012_original.csv")
	// The file ranks its wheelchairs apart, and says so only in the number of
	// those ranked: 21,616 are on foot.
	official, wheelchair := map[string]int{}, map[string]bool{}
	for _, row := range rows[1:] {
		rank, _, _ := strings.Cut(row[9], "/")
		n, err := strconv.Atoi(strings.TrimSpace(rank))
		if err != nil {
			t.Fatal(err)
		}
		official[row[6]], wheelchair[row[6]] = n, !strings.HasSuffix(row[7], "/ 21616")
	}
	wrong, ranked := 0, 0
	for _, d := range rv.Divisions {
		// Places among those on foot: count the wheelchairs out.
		before := map[race.Clock]int{}
		total, block := 0, map[race.Clock]int{}
		for i := range d.Results {
			r := &d.Results[i]
			if r.Place == 0 || wheelchair[r.Entry.Bib] {
				continue
			}
			if block[r.Net] == 0 {
				before[r.Net] = total
			}
			block[r.Net]++
			total++
		}
		for i := range d.Results {
			r := &d.Results[i]
			if r.Place == 0 || wheelchair[r.Entry.Bib] {
				continue
			}
			ranked++
			if rank := official[r.Entry.Bib]; rank <= before[r.Net] || rank > before[r.Net]+block[r.Net] {
				wrong++
			}
		}
	}
	if ranked != 21616 || wrong != 0 {
		t.Errorf("%d ranked on foot, %d outside their block", ranked, wrong)
	}
}

func TestMoscowSharesPlaces(t *testing.T) {
	for _, year := range []string{"2013", "2014", "2015", "2016"} {
		t.Run(year, func(t *testing.T) {
			rv := judgeReal(t, "moscow2013-2018.csv", `    points: [{id: finish, km: 42.195}]
    ranking: {by: gun, ties: share}
    entries:
      file: moscow2013-2018.csv
      columns: {bib: row_number, name: none, year: ignore, resultTime: gun, genderPosition: ignore, country: ignore, city: ignore, team: club, teamNormalized: ignore}
      where: {year: "`+year+`"}
    timing:
      - {file: moscow2013-2018.csv, columns: {bib: row_number}, where: {year: "`+year+`"}}
`)
			rows := realRows(t, "moscow2013-2018.csv")
			place := map[string]int{}
			for _, r := range rv.Results {
				place[r.Entry.Bib] = r.Place
			}
			seen := 0
			for i, row := range rows[1:] {
				if row[0] != year {
					continue
				}
				seen++
				want := 0
				if row[4] != "" {
					n, err := strconv.ParseFloat(row[4], 64)
					if err != nil {
						t.Fatal(err)
					}
					want = int(n)
				}
				if got := place[strconv.Itoa(i+1)]; got != want {
					t.Fatalf("row %d: place %d, want %d", i+1, got, want)
				}
			}
			if seen != len(rv.Results) {
				t.Errorf("%d rows, %d results", seen, len(rv.Results))
			}
		})
	}
}

// Each real file is recognised, none of its rows is lost, and rows set aside come
// with the reason.
func TestTheDeskTellsWhatARealFileIs(t *testing.T) {
	for _, c := range []struct {
		file, rules string
		rows, aside int
		formats     map[string]string
	}{
		{"boston2012_original.csv", `    outside_ranking: [wheelchair]
    points: [{id: finish, km: 42.195}]
    entries: {file: boston2012_original.csv, columns: {division: ignore, city: ignore, state: ignore, overall: ignore, official: gun, genderdiv: ignore, country: nat}}
    timing: [{file: boston2012_original.csv}]
`, 21652, 0, map[string]string{"gun": "decimal_minutes", "net": "decimal_minutes"}},
		{"boston2001_gun_net.csv", `    points: [{id: finish, km: 42.195}]
    entries: {file: boston2001_gun_net.csv, columns: {5K: ignore, 10K: ignore, 15K: ignore, 20K: ignore, Half: ignore, 25K: ignore, 30K: ignore, 35K: ignore, 40K: ignore, official_overall_rank: ignore, official_gender_rank: ignore}}
    timing: [{file: boston2001_gun_net.csv}]
`, 13408, 0, map[string]string{"gun": "clock", "net": "clock", "finish": "clock"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			dir := realProject(t, c.file, c.rules)
			_, intake, _ := read.CheckReport(os.DirFS(dir))
			for _, f := range intake.Files {
				if f.Kind != "timing" {
					continue
				}
				if f.Rows != c.rows || len(f.Aside) != c.aside {
					t.Errorf("%d rows, %d set aside", f.Rows, len(f.Aside))
				}
				for _, column := range f.Columns {
					if want := c.formats[column.Means]; column.Format != want {
						t.Errorf("%s is read as %q, want %q", column.Header, column.Format, want)
					}
				}
				return
			}
			t.Error("no timing was told of")
		})
	}
}
