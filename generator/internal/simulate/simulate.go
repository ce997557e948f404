// Package simulate invents road races: entries, passings and rulings of people who do not
// exist.
//
// It takes a size and a seed, and writes a project that builds, or the tables of one race.
// The same options give the same bytes on every machine. A runner is the same in a field of
// any size, so a larger field begins with a smaller one. All special cases are among the
// first 200 runners. Runners are written one by one, so memory does not grow with the
// field.
package simulate

import (
	"errors"
	"fmt"
	"io"
	"path"

	"guntime/generator/internal/race"
)

// Options say which race to invent.
type Options struct {
	Runners int    // how many entries, at least 1
	Seed    uint64 // a different seed gives a different field
	Year    int    // of the race; 0 for 2022. The race is on its first Sunday in November
	// Side, if not "", makes a race beside the main one: only amateurs in one start
	// block, without scenes. Their bibs begin with it.
	Side string
}

// Create creates a file, given its path with slashes in the target folder.
type Create = func(path string) (io.WriteCloser, error)

// Project writes a whole project: a site with one official edition with one
// marathon, whose certificates need no code.
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
// rulings.csv and releases.csv. It needs the points, gun, divisions and
// championships of the race and the date of the edition, and does not change them.
// Times are those of a marathon, scaled to the length of the race.
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

// ruling returns a decision on a runner of this field.
func (f *field) ruling(d decision, r *runner, turn int) ruling {
	point := ""
	if at := f.near(d.km); d.km > 0 && at >= 0 {
		point = f.rc.Points[at].ID
	}
	return ruling{decision: d, bib: r.bib, point: point, turn: turn}
}

// write writes a file.
func write(create Create, name, text string) error {
	t, err := open(create, name)
	if err != nil {
		return err
	}
	t.row = append(t.row, text...)
	t.flush()
	return errors.Join(t.err, t.close())
}
