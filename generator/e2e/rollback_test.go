package e2e

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const entries2022 = "data/2022/marathon/entries.csv"

// shown sets how visible an entry is; "" removes it from the entries.
func (w *workshop) shown(bib, visibility, code string) {
	w.t.Helper()
	rows := strings.SplitAfter(w.read(entries2022), "\n")
	for i, row := range rows {
		if !strings.HasPrefix(row, bib+",") {
			continue
		}
		cells := strings.Split(row, ",")
		if cells[10], cells[11] = visibility, code; visibility == "" {
			rows[i] = ""
			const times = "data/2022/marathon/times.csv"
			timed := strings.SplitAfter(w.read(times), "\n")
			w.write(times, strings.Join(slices.DeleteFunc(timed, func(row string) bool { return strings.HasPrefix(row, bib+",") }), ""))
		} else {
			rows[i] = strings.Join(cells, ",")
		}
		w.write(entries2022, strings.Join(rows, ""))
		return
	}
	w.t.Fatalf("no entry %s", bib)
}

// good builds, which must succeed.
func (w *workshop) good() {
	w.t.Helper()
	w.must("build", "-C", w.path("p"), "-out", w.path("public"), "-now", w.now, "-quiet")
}

func (w *workshop) rollback(more ...string) (status int, complaint string) {
	return w.run(append([]string{"rollback", "-C", w.path("p"), "-out", w.path("public")}, more...)...)
}

// TestARollbackThatShowsSomebodyAgainIsRefused builds a site, hides the runner M1,
// builds again and rolls back.
func TestARollbackThatShowsSomebodyAgainIsRefused(t *testing.T) {
	const code = "K7QX2M9R4T"
	for name, c := range map[string]struct {
		layout string
		before func(*workshop) // what is at first, nil for M1 as public as all
		hide   func(*workshop)
		says   string
	}{
		"masked":                    {"pages", nil, func(w *workshop) { w.shown("M1", "masked", "") }, "2022/marathon: M1 (masked)\n"},
		"anonymous":                 {"pages", nil, func(w *workshop) { w.shown("M1", "anonymous", "") }, "2022/marathon: M1 (anonymous)\n"},
		"anonymous, compact":        {"compact", nil, func(w *workshop) { w.shown("M1", "anonymous", "") }, "2022/marathon: M1 (anonymous)\n"},
		"not entered":               {"pages", nil, func(w *workshop) { w.shown("M1", "", "") }, "2022/marathon: M1 (gone)\n"},
		"not entered, compact":      {"compact", nil, func(w *workshop) { w.shown("M1", "", "") }, "2022/marathon: M1 (gone)\n"},
		"masked, then not entered":  {"pages", func(w *workshop) { w.shown("M1", "masked", "") }, func(w *workshop) { w.shown("M1", "", "") }, "2022/marathon: M1 (gone)\n"},
		"by code, then not entered": {"pages", func(w *workshop) { w.shown("M1", "anonymous", code) }, func(w *workshop) { w.shown("M1", "", "") }, "2022/marathon: M1 (gone)\n"},
		"withdrew": {"pages", nil, func(w *workshop) {
			w.write("data/2022/marathon/rulings.csv", w.read("data/2022/marathon/rulings.csv")+"M1,withdraw,,Referee,2022-11-07,,,,,,,\n")
		}, "2022/marathon: M1 (withdrew)\n"},
		"several": {"pages", nil, func(w *workshop) { w.shown("M2", "masked", ""); w.shown("M1", "", "") }, "2022/marathon: M1 (gone), M2 (masked)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t, 1, 12)
			w.layout(c.layout)
			if c.before != nil {
				c.before(w)
			}
			w.good()
			open := contents(t, w.path("public"))
			c.hide(w)
			w.good()
			hidden := contents(t, w.path("public"))
			refused := func(when string) {
				t.Helper()
				status, complaint := w.rollback()
				if status != badUsage || !strings.Contains(complaint, c.says) || !strings.Contains(complaint, "guntime rollback -including-withdrawn") {
					t.Errorf("%s: status %d: %s", when, status, complaint)
				}
				if names := differing(hidden, contents(t, w.path("public"))); len(names) > 0 {
					t.Errorf("%s: it changed %v", when, names)
				}
			}
			refused("after the build")
			w.good() // which changes nothing
			refused("after another build")

			// What is asked for in so many words is done; hiding again always may be.
			if status, complaint := w.rollback("-including-withdrawn"); status != done {
				t.Fatal(complaint)
			}
			if names := differing(open, contents(t, w.path("public"))); len(names) > 0 {
				t.Errorf("with -including-withdrawn %v are not as before", names)
			}
			if status, complaint := w.rollback(); status != done {
				t.Fatalf("to the site that hides: %s", complaint)
			}
			refused("after back and forth")

			// A change later the release before hides, too.
			w.later("M3", time.Second)
			w.good()
			if status, complaint := w.rollback(); status != done {
				t.Fatalf("to the site that hides, from a later one: %s", complaint)
			}
			if names := differing(hidden, contents(t, w.path("public"))); len(names) > 0 {
				t.Errorf("%v are not as they were", names)
			}
		})
	}
}

func TestARollbackThatHidesMoreIsNot(t *testing.T) {
	w := newWorkshop(t, 1, 12)
	w.shown("M1", "anonymous", "")
	w.shown("M2", "masked", "")
	w.good()
	w.shown("M1", "public", "")
	w.shown("M2", "public", "")
	w.good()
	if status, complaint := w.rollback(); status != done {
		t.Error(complaint)
	}
}

func TestARollbackToASiteOfWhichNothingIsKnownIsRefused(t *testing.T) {
	w := newWorkshop(t, 1, 12)
	w.good()
	w.later("M3", time.Second)
	w.good()
	if err := os.RemoveAll(w.path(".guntime/public/snapshots")); err != nil {
		t.Fatal(err)
	}
	before := contents(t, w.path("public"))
	if status, complaint := w.rollback(); status != badUsage || !strings.Contains(complaint, "it is not known who of 2021 is on the site before the last change") {
		t.Errorf("status %d: %s", status, complaint)
	}
	if !maps.Equal(before, contents(t, w.path("public"))) {
		t.Error("it changed the site")
	}
	if status, complaint := w.rollback("-including-withdrawn"); status != done {
		t.Error(complaint)
	}
}

// TestTheSnapshotsHaveNoNameThatIsHidden reads all that the state keeps of editions.
func TestTheSnapshotsHaveNoNameThatIsHidden(t *testing.T) {
	w := newWorkshop(t, 1, 12)
	w.shown("M1", "anonymous", "")
	w.shown("M2", "masked", "")
	w.good()
	all := contents(t, w.path(".guntime/public/snapshots"))
	text := ""
	for _, each := range all {
		text += each
	}
	// The edition of 2021 has the same runners, all of them public.
	for name, want := range map[string]int{"Lelgut": 1, "Alemseged": 1, "Chesimet": 2} {
		if n := strings.Count(text, name); n != want {
			t.Errorf("%s stands there %d times, want %d", name, n, want)
		}
	}

	// Those that no site refers to any more go.
	for _, bib := range []string{"M1", "M2", "M3"} {
		w.later(bib, time.Second)
		w.good()
	}
	if n := len(contents(t, w.path(".guntime/public/snapshots"))); n > 5 { // 2021's, 2022's first, last and before, and which are first
		t.Errorf("%d snapshots are kept", n)
	}
}
