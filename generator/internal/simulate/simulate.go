// Package simulate makes up road races: entries, passings and rulings of
// people who do not exist, on a day that went as such days go.
//
// In goes a size and a seed, out comes a project that builds, or the tables of
// one race. The same options give the same bytes on every machine. A runner is
// the same whatever the size of the field, so a larger field begins with a
// smaller one. Whatever can befall a runner befalls somebody among the first
// 200. Runners are written one by one, so the memory needed does not grow with
// the field.
package simulate

import (
	"errors"
	"fmt"
	"io"
	"path"

	"guntime/generator/internal/race"
)

// Options say which race is made up.
type Options struct {
	Runners int    // how many entries, at least 1
	Seed    uint64 // another seed, another field
	Year    int    // of the race; 0 for 2022. The race is on its first Sunday in November
	// Side makes the field of a race beside the main one: amateurs alone, behind
	// one line, whose days nobody wrote. Their bibs begin with it; "" for the main race.
	Side string
}

// Create opens a file for writing by its path, with slashes, inside the folder
// that is being filled.
type Create = func(path string) (io.WriteCloser, error)

// Project writes a whole project: its site, and one official edition with one
// marathon, whose certificates are open.
func Project(o Options, create Create) error {
	if o.Year == 0 {
		o.Year = standardYear
	}
	e := standardEdition(o.Year)
	if err := write(create, "data/site.yaml", siteText); err != nil {
		return err
	}
	folder := "data/" + e.ID
	if err := write(create, folder+"/edition.yaml", editionText(e)); err != nil {
		return err
	}
	for _, rc := range e.Races {
		in := func(name string) (io.WriteCloser, error) { return create(path.Join(folder, rc.ID, name)) }
		if err := Race(o, e, rc, in); err != nil {
			return fmt.Errorf("%s/%s: %w", folder, rc.ID, err)
		}
	}
	return nil
}

// Race writes the tables of one race of an edition: entries.csv, times.csv,
// rulings.csv and releases.csv. It needs the race's points, gun, divisions and
// championships and the edition's date, and leaves them as they are. Times are
// those of a marathon in proportion to the race's length.
func Race(o Options, e *race.Edition, rc *race.Race, create Create) (err error) {
	if o.Runners < 1 {
		return fmt.Errorf("a field of %d runners: there is no race without one", o.Runners)
	}
	if len(rc.Points) < 2 {
		return fmt.Errorf("race %s has no start and finish", rc.ID)
	}
	var t tables
	defer func() { err = errors.Join(err, t.close()) }()
	for i, name := range []string{"entries.csv", "times.csv", "rulings.csv", "releases.csv"} {
		if t[i], err = open(create, name); err != nil {
			return err
		}
	}
	t.heads(rc)
	f := &field{o: o, date: e.Date, rc: rc, sums: make([]int64, len(rc.Points))}
	f.r.at = make([]race.Clock, len(rc.Points))
	var rulings []ruling
	for i := range o.Runners {
		r := f.next(i)
		t.entry(r)
		t.times(r)
		if r.released {
			t.release(r)
		}
		for _, d := range r.rulings {
			rulings = append(rulings, f.ruling(d, r, len(rulings)))
		}
		if err := t.failed(); err != nil {
			return err
		}
	}
	t.rulings(rulings, e.Date)
	return t.failed()
}

// ruling is a decision on a runner of this field.
func (f *field) ruling(d decision, r *runner, turn int) ruling {
	point := ""
	if at := f.near(d.km); d.km > 0 && at >= 0 {
		point = f.rc.Points[at].ID
	}
	return ruling{decision: d, bib: r.bib, point: point, turn: turn}
}

// write fills one file with a text.
func write(create Create, name, text string) error {
	t, err := open(create, name)
	if err != nil {
		return err
	}
	t.row = append(t.row, text...)
	t.flush()
	return errors.Join(t.err, t.close())
}
