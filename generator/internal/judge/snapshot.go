package judge

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// Snapshot is what a build said of everybody in an edition. It is for the state
// folder, which nobody serves: it holds the bibs of all entries, and no name but
// the public ones.
type Snapshot struct {
	Rulings map[string]int                    // by race: how many rulings were known
	Runners map[string]map[string]SnapshotRow // by race, then bib
}

// SnapshotRow is what a build said of one runner.
type SnapshotRow struct {
	Bib       string          `json:"bib"`
	Shown     race.Visibility `json:"shown"`
	Withdrawn bool            `json:"withdrawn,omitempty"` // a ruling says that the runner withdrew
	Name      string          `json:"name,omitempty"`      // "" where it is not public
	race.Standing
}

// snapshotHead is the line before the rows of a race.
type snapshotHead struct {
	Race    string `json:"in_race"`
	Rulings int    `json:"rulings"`
}

// Final reports whether a change of an edition's results is one that the first
// release has to tell: they stand for results already, and no release told them.
func Final(v *race.Verdict) bool {
	e := v.Edition
	return e.State.HasResults() && len(e.Ledger) == 0 && (v.Over || e.State != race.Provisional)
}

// WriteSnapshot writes the snapshot of a verdict, a line a runner.
func WriteSnapshot(w io.Writer, v *race.Verdict) error {
	var line []byte
	for _, rv := range v.Races {
		head, err := json.Marshal(snapshotHead{rv.Race.ID, len(rv.Race.Rulings)})
		if err != nil {
			return err
		}
		if _, err := w.Write(append(head, '\n')); err != nil {
			return err
		}
		withdrawn := map[string]bool{}
		for i := range rv.Race.Rulings {
			if r := &rv.Race.Rulings[i]; r.Kind == race.Withdraw {
				withdrawn[race.FoldBib(r.Bib)] = true
			}
		}
		for i := range rv.Results {
			r := &rv.Results[i]
			row := SnapshotRow{Bib: r.Entry.Bib, Shown: r.Entry.Visibility, Standing: standingOf(r)}
			row.Withdrawn = len(withdrawn) > 0 && withdrawn[race.FoldBib(row.Bib)]
			if row.Shown == race.Public {
				row.Name = r.Entry.Name
			}
			if line, err = row.appendTo(line[:0]); err != nil {
				return err
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// appendTo appends the row as a line of JSON, of which a build writes a million:
// encoding/json would take several times as long.
func (s *SnapshotRow) appendTo(b []byte) (_ []byte, err error) {
	text := func(key, value string) {
		if value == "" || err != nil {
			return
		}
		b = append(append(append(b, '"'), key...), `":`...)
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError }) {
			var quoted []byte
			quoted, err = json.Marshal(value)
			b = append(append(b, quoted...), ',')
		} else {
			b = append(append(append(b, '"'), value...), `",`...)
		}
	}
	number := func(key string, value int64) {
		b = append(strconv.AppendInt(append(append(append(b, '"'), key...), `":`...), value, 10), ',')
	}
	b = append(b, '{')
	text("bib", s.Bib)
	text("shown", string(s.Shown))
	text("name", s.Name)
	text("division", s.Division)
	text("status", string(s.Status))
	if s.Withdrawn {
		b = append(b, `"withdrawn":true,`...)
	}
	if s.Place != 0 {
		number("place", int64(s.Place))
	}
	if s.GunMS != nil {
		number("gun_ms", int64(*s.GunMS))
	}
	b[len(b)-1] = '}'
	return append(b, '\n'), err
}

var errSnapshot = errors.New("not the snapshot of an edition")

// ReadSnapshot reads what WriteSnapshot wrote.
func ReadSnapshot(r io.Reader) (*Snapshot, error) {
	s := &Snapshot{Rulings: map[string]int{}, Runners: map[string]map[string]SnapshotRow{}}
	lines := json.NewDecoder(bufio.NewReader(r))
	var in map[string]SnapshotRow
	for {
		var line struct {
			snapshotHead
			SnapshotRow
		}
		err := lines.Decode(&line)
		switch {
		case err == io.EOF:
			return s, nil
		case err != nil:
			return nil, err
		case line.Race != "":
			in = map[string]SnapshotRow{}
			s.Rulings[line.Race], s.Runners[line.Race] = line.Rulings, in
		case in == nil || line.Bib == "":
			return nil, errSnapshot
		default:
			in[line.Bib] = line.SnapshotRow
		}
	}
}

// Hidden is somebody of whom a site tells less than it did.
type Hidden struct {
	Race, Bib string
	Now       race.Visibility // what the site tells; "" for nothing
	Withdrew  bool            // a ruling says so by now
}

// openness says how much of a runner is told.
var openness = map[race.Visibility]int{race.Anonymous: 1, race.Masked: 2, race.Public: 3}

// HiddenSince are those of whom a snapshot tells more than a later one, by race
// and bib. A later one that is nil tells of nobody.
func (s *Snapshot) HiddenSince(later *Snapshot) []Hidden {
	var all []Hidden
	for id, rows := range s.Runners {
		for bib, was := range rows {
			var is SnapshotRow
			if later != nil {
				is = later.Runners[id][bib]
			}
			if openness[is.Shown] < openness[was.Shown] || is.Withdrawn && !was.Withdrawn {
				all = append(all, Hidden{Race: id, Bib: bib, Now: is.Shown, Withdrew: is.Withdrawn})
			}
		}
	}
	slices.SortFunc(all, func(a, b Hidden) int { return cmp.Or(cmp.Compare(a.Race, b.Race), cmp.Compare(a.Bib, b.Bib)) })
	return all
}

// past is what the snapshot tells of results.
func (s *Snapshot) past() past {
	p := past{map[string]map[string]race.Standing{}, map[string]map[string]string{}, s.Rulings}
	for id, rows := range s.Runners {
		standings, names := make(map[string]race.Standing, len(rows)), map[string]string{}
		for bib, row := range rows {
			if standings[bib] = row.Standing; row.Name != "" {
				names[bib] = row.Name
			}
		}
		p.standings[id], p.names[id] = standings, names
	}
	return p
}
