package replay

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/simulate"
)

// buffer is a file that is being written.
type buffer struct {
	bytes.Buffer
	name string
	to   fstest.MapFS
}

func (b *buffer) Close() error {
	b.to[b.name] = &fstest.MapFile{Data: b.Bytes()}
	return nil
}

// planned is the race day of a made-up field.
func planned(t *testing.T, o Options) (*Plan, fstest.MapFS) {
	t.Helper()
	fsys := fstest.MapFS{}
	err := simulate.Project(simulate.Options{Runners: 250, Seed: 5}, func(name string) (io.WriteCloser, error) {
		return &buffer{name: name, to: fsys}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	archive, in, found := read.CheckReport(fsys)
	if archive == nil {
		t.Fatal(found)
	}
	p, err := New(archive.Editions[0], fsys["data/2022/edition.yaml"].Data, in, o)
	if err != nil {
		t.Fatal(err)
	}
	return p, fsys
}

// played is what the files hold when the player was asked at some moments.
func played(t *testing.T, p *Plan, at ...race.Clock) []string {
	t.Helper()
	files := make([]bytes.Buffer, len(p.Feeds))
	y, reads := p.Play(), 0
	for _, moment := range at {
		n, err := y.Until(moment, func(feed int, text []byte) error {
			files[feed].Write(text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		reads += n
	}
	var texts []string
	for i := range files {
		texts = append(texts, files[i].String())
	}
	if y.Over() && reads < p.Reads() || !y.Over() && at[len(at)-1] >= p.End() {
		t.Errorf("over: %v after %d reads of %d", y.Over(), reads, p.Reads())
	}
	return texts
}

func TestTheStepsInWhichAReplayGoesChangeNoByte(t *testing.T) {
	p, _ := planned(t, Options{Faults: Usual, Seed: 1})
	whole := played(t, p, p.End())
	again, _ := planned(t, Options{Faults: Usual, Seed: 1})
	if !slices.Equal(whole, played(t, again, again.End())) {
		t.Error("the same options give other files")
	}
	dice := rand.New(rand.NewPCG(1, 2))
	var steps []race.Clock
	for range 400 {
		steps = append(steps, race.Clock(dice.Int64N(int64(p.End()))))
	}
	slices.Sort(steps)
	torn := 0
	for i, text := range played(t, p, steps...) {
		if !strings.HasPrefix(whole[i], text) {
			t.Errorf("%s is not the beginning of what it becomes", p.Feeds[i].Path)
		}
		if text != "" && !strings.HasSuffix(text, "\n") {
			torn++
		}
	}
	if !slices.Equal(whole, played(t, p, append(steps, p.End())...)) {
		t.Error("many steps give other files than one")
	}
	t.Run("a line that is torn ends soon, and all others are whole", func(t *testing.T) {
		halves := 0
		y := p.Play()
		for moment := race.Clock(0); !y.Over(); moment += minute / 2 {
			_, err := y.Until(moment, func(_ int, text []byte) error {
				if !bytes.HasSuffix(text, []byte("\n")) {
					halves++
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if halves == 0 || halves > p.Reads()/50 {
			t.Errorf("%d halves of %d lines", halves, p.Reads())
		}
	})
}

func TestWhatWasWrittenTellsWhereItStopped(t *testing.T) {
	p, _ := planned(t, Options{Faults: Usual, Seed: 3})
	for moment := race.Clock(0); moment < p.End(); moment += 17 * minute {
		var sizes []int64
		for _, text := range played(t, p, moment) {
			sizes = append(sizes, int64(len(text)))
		}
		at, ok := p.Reached(sizes)
		if at > moment || ok && moment-at > 20*minute {
			t.Errorf("stopped at %s, found %s", moment, at)
		}
	}
	if _, ok := p.Reached(make([]int64, len(p.Feeds))); ok {
		t.Error("empty files were written up to some moment")
	}
}

// Each fault is there and is what it is called.
func TestEveryFaultIsThere(t *testing.T) {
	plain, _ := planned(t, Options{})
	reads := plain.Reads()
	for _, v := range plain.events {
		if v.due != v.at || v.torn {
			t.Fatal("there is a fault although none is wanted")
		}
	}
	for _, f := range Faults {
		t.Run(string(f), func(t *testing.T) {
			p, _ := planned(t, Options{Faults: []Fault{f}, Seed: 9})
			late, torn, most := 0, 0, race.Instant(0)
			for _, v := range p.events {
				if v.due > v.at {
					late++
					most = max(most, v.due-v.at)
				}
				if v.torn {
					torn++
				}
			}
			ahead := slices.ContainsFunc(p.Feeds, func(f Feed) bool { return f.ahead == hour })
			declared := strings.Contains(string(p.Files[len(p.Files)-1].Text), `offsets: {`)
			for what, is := range map[string]bool{
				"late":    (late > 0) == (f == Late || f == Silent),
				"longest": (most > batch) == (f == Silent) && most <= silence,
				"doubles": (p.Reads() > reads) == (f == Doubles) && p.Reads() < 2*reads,
				"ahead":   ahead == (f == Clock || f == ClockUnset) && declared == (f == Clock),
				"torn":    (torn > 0) == (f == Torn),
			} {
				if !is {
					t.Errorf("%s: %d late, by %d at most, %d torn, %d reads of %d passings, a clock ahead: %v, declared: %v", what, late, most, torn, p.Reads(), reads, ahead, declared)
				}
			}
		})
	}
	for _, wrong := range []string{"", "hail", "none,late", "clock,clock-undeclared"} {
		if _, err := ParseFaults(wrong); err == nil {
			t.Errorf("%q is taken for faults", wrong)
		}
	}
}

func TestOnlyTheFilesOfARaceAreSaidAnew(t *testing.T) {
	const head = "name: A\nraces:\n"
	for name, tt := range map[string]struct{ text, want string }{
		"timing at the end":       {head + "  m:\n    km: 10\n    timing:\n      - {file: a.csv}\n      # more\n      - file: b.csv\n        clock: time_of_day\n", head + "  m:\n    timing:\n      - X\n    km: 10\n"},
		"a list not indented":     {head + "  m:\n    timing:\n    - {file: a.csv}\n    - {file: b.csv}\n\n    # the length\n    km: 10\n", head + "  m:\n    timing:\n      - X\n\n    # the length\n    km: 10\n"},
		"no timing, another race": {head + "  k:\n    timing: [{file: a.csv}]\n  m:\n    km: 10 # long\nstate: official\n", head + "  k:\n    timing: [{file: a.csv}]\n  m:\n    timing:\n      - X\n    km: 10 # long\nstate: official\n"},
		"before the next race":    {head + "  m:\n    timing: [{file: a.csv},\n      {file: b.csv}]\n  # a short one\n  k:\n    km: 5\n", head + "  m:\n    timing:\n      - X\n  # a short one\n  k:\n    km: 5\n"},
		"ends of Windows":         {"name: A\r\nraces:\r\n  m:\r\n    timing: [{file: a.csv}]\r\n    km: 10\r\n", head + "  m:\n    timing:\n      - X\n    km: 10\n"},
		"braces":                  {head + "  m: {km: 10, timing: []}\n", ""},
		"an alias":                {"base: &b\n  km: 10\n" + head + "  m: *b\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := patched("edition.yaml", []byte(tt.text), []edit{{race: "m", timing: []string{"- X"}}})
			if string(got) != tt.want || (err != nil) != (tt.want == "") {
				t.Errorf("%v\n%s\nnot\n%s", err, got, tt.want)
			}
		})
	}
	both, err := patched("edition.yaml", []byte(head+"  m:\n    km: 10\n    entries: {file: a.csv,\n      where: {a: b}}\n    gun: x\n"), []edit{{race: "m", timing: []string{"- X"}, entries: []string{"file: e.csv"}}})
	if want := head + "  m:\n    entries: {file: e.csv}\n    timing:\n      - X\n    km: 10\n    gun: x\n"; err != nil || string(both) != want {
		t.Errorf("%v\n%s\nnot\n%s", err, both, want)
	}
}

// One table that says who entered and when they passed is two afterwards.
func TestEntriesThatAreATableOfTimesBecomeATableOfTheirOwn(t *testing.T) {
	fsys := fstest.MapFS{
		"data/site.yaml": {Data: []byte("title: A\nbase_url: https://example.org/\nlanguages: [en]\n")},
		"data/2022/edition.yaml": {Data: []byte("name: A\ndate: 2022-11-06\ntime_zone: Europe/Berlin\nstate: official\nraces:\n  m:\n    km: 10\n    gun: \"09:00:00\"\n    divisions: {open: {}}\n    points:\n      - {id: finish, km: 10}\n" +
			"    entries: {file: r.csv, columns: {gender: none}}\n    timing: [{file: r.csv, where: {Year: \"2022\"}}]\n")},
		"data/2022/m/r.csv": {Data: []byte("bib,name,birth_year,Year,net,finish,status\n1,\"Lee, Ann\",1980,2022,0:39:00,0:40:00,\n2,Bo Li,,2022,,,DQ\n3,Cy Od,,2021,,0:41:00,\n")},
	}
	archive, in, found := read.CheckReport(fsys)
	if archive == nil {
		t.Fatal(found)
	}
	p, err := New(archive.Editions[0], fsys["data/2022/edition.yaml"].Data, in, Options{Formats: []string{"orion"}})
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range slices.Concat(p.Files, p.Later) {
		text[f.Path] = string(f.Text)
	}
	if got, want := text["data/2022/m/entries.csv"], "bib,name,birth_year,visibility\n1,\"Lee, Ann\",1980,public\n2,Bo Li,,public\n"; got != want {
		t.Errorf("entries:\n%s", got)
	}
	if got, want := text["data/2022/m/desk.csv"], "bib,status,net\n1,,0:39:00\n2,dq,\n"; got != want {
		t.Errorf("desk:\n%s", got)
	}
	if rules := text["data/2022/edition.yaml"]; strings.Contains(rules, "r.csv") || !strings.Contains(rules, "entries: {file: entries.csv, columns: {gender: none}}") {
		t.Errorf("rules:\n%s", rules)
	}
	if want := fmt.Sprint(map[string]bool{"data/2022/m/r.csv": true, "data/2022/revisions.jsonl": true}); fmt.Sprint(p.Dropped) != want {
		t.Errorf("dropped: %v", p.Dropped)
	}
}
