package export

import (
	"encoding/json"
	"io"
	"strconv"

	"guntime/generator/internal/forecast"
	"guntime/generator/internal/race"
)

// Following is where the runners of a race are, in files small enough to be asked for
// every minute: a visitor who follows ten runners loads ten of them. One file is for
// all languages. Only the bib decides which one has a runner, so that no change of a
// result moves anybody, and a browser finds it without a list.
//
// It has masked names as published, and no anonymous entry.
type Following struct {
	edition *race.Edition
	rv      *race.RaceVerdict
	files   [][]int32 // indices of results, by file
}

// Followed is how many runners a file has at most, and half of it on average: with its head
// on the way, a file of eight is about a kilobyte.
const Followed = 16

// NewFollowing prepares the files of a race, with at most so many runners in each.
func NewFollowing(e *race.Edition, rv *race.RaceVerdict, most int) *Following {
	f := &Following{edition: e, rv: rv}
	for n := 1; ; n *= 2 {
		if n*most/2 < rv.Shown {
			continue // on average half full: hardly ever is one too full
		}
		f.files = make([][]int32, n)
		full := false
		for i := range rv.Results {
			if e := rv.Results[i].Entry; e.Visibility != race.Anonymous {
				at := race.ShardOf(e.Bib, n)
				f.files[at] = append(f.files[at], int32(i))
				full = full || len(f.files[at]) > most
			}
		}
		if !full {
			return f
		}
	}
}

// Files returns the indices of the results in each file, in the order of the verdict.
func (f *Following) Files() [][]int32 { return f.files }

// FollowingNames are the texts of the index in each language, by its tag.
type FollowingNames struct {
	Edition race.Text            `json:"edition"`
	Race    race.Text            `json:"race"`
	Points  map[string]race.Text `json:"points"` // by the id of the point
	Runner  race.Text            `json:"runner"` // address of a runner's page from the root of the site, with * for the bib
}

// Index returns a function that draws index.json: how many files there are, whether the
// race is over, the zone of its clock, and names.
func (f *Following) Index(names FollowingNames) func(io.Writer) error {
	return func(w io.Writer) error {
		return json.NewEncoder(w).Encode(struct {
			Shards int    `json:"shards"`
			Over   bool   `json:"over"`
			Zone   string `json:"zone"`
			FollowingNames
		}{len(f.files), f.rv.Over, f.edition.Zone.String(), names})
	}
}

// File returns a function that draws the n-th file, an object by bib. A runner is a
// list that ends with the last thing known: name, name in Latin letters, status, place in
// the division (while the race is not over, the order of arrival at the point last
// seen), id of the point last seen, time there, when that was in seconds since 1970, id
// of the next point, and the first and the last second at which the runner is
// expected there. A runner with a time has it at the finish.
func (f *Following) File(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		b := []byte{'{'}
		for k, i := range f.files[n] {
			if k > 0 {
				b = append(b, ",\n"...)
			}
			b = f.appendRow(b, &f.rv.Results[i])
		}
		_, err := w.Write(append(b, "}\n"...))
		return err
	}
}

func (f *Following) appendRow(b []byte, r *race.Result) []byte {
	e, rc := r.Entry, f.rv.Race
	name, latin := published(e.PublishedName()), published(e.PublishedLatinName())
	if latin == name {
		latin = ""
	}
	b = append(appendQuoted(b, e.Bib, false), ":["...)
	b = append(appendQuoted(b, name, false), ',')
	b = append(appendQuoted(b, latin, false), ',')
	b = appendQuoted(b, string(r.Status), false)
	where := lastSeen(f.rv, r)
	if where.Place > 0 || where.Point >= 0 {
		b = strconv.AppendInt(append(b, ','), int64(where.Place), 10)
	}
	if where.Point < 0 {
		return append(b, ']')
	}
	seconds := func(b []byte, at race.Instant) []byte {
		return strconv.AppendInt(append(b, ','), f.edition.At(at).Unix(), 10)
	}
	b = appendQuoted(append(b, ','), rc.Points[where.Point].ID, false)
	b = appendQuoted(append(b, ','), where.Time.Text(), false)
	b = seconds(b, where.At)
	if where.Next > 0 {
		b = appendQuoted(append(b, ','), rc.Points[where.Next].ID, false)
		b = seconds(seconds(b, where.From), where.To)
	}
	return append(b, ']')
}

// seen is where a runner was seen last, and is expected next. Point is -1 where
// nobody saw the runner after the start, Next 0 where nothing is expected.
type seen struct {
	Place    int
	Point    int
	Time     race.Clock
	At       race.Instant
	Next     int
	From, To race.Instant
}

func lastSeen(rv *race.RaceVerdict, r *race.Result) seen {
	rc := rv.Race
	if a := r.Arrival; a != nil {
		s := seen{Place: a.Place, Point: a.Point, Time: r.Splits[a.Point], At: a.At}
		if f, ok := forecast.Of(rc, r); ok {
			s.Next, s.From, s.To = f.Next.Point, f.Next.From, f.Next.Before
		}
		return s
	}
	s := seen{Place: r.Place, Point: -1}
	if r.Gun != race.NoTime {
		s.Point, s.Time = rc.Finish(), r.Gun
	} else {
		for i := len(r.Splits) - 1; i > rc.Start() && s.Point < 0; i-- {
			if r.Splits[i] != race.NoTime {
				s.Point, s.Time = i, r.Splits[i]
			}
		}
	}
	if s.Point > 0 {
		s.At = rc.GunFor(r.Entry, r.Division) + race.Instant(s.Time)
	}
	return s
}
