package vendors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/problem"
)

// What a format writes it reads again: the chip, who heard it and the moment, at
// any time of any day.
func TestEveryFormatReadsWhatItWrites(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	dice := rand.New(rand.NewPCG(22, 5))
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			w, ok := NewWriter(f.Name)
			if !ok || w.Line == nil {
				t.Fatal("the format has no writer")
			}
			race := time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC)
			of := File{Path: "a.txt", Zone: zone, Day: DayNumber(race), Found: &problem.List{}}
			var text strings.Builder
			text.WriteString(w.Head)
			var all []Written
			for range 300 {
				one := Written{Chip: fmt.Sprintf("%012x", dice.Uint64N(1<<40)), Reader: fmt.Sprintf("%02x", dice.IntN(256)),
					Day: race.AddDate(0, 0, dice.IntN(3)), At: time.Duration(dice.Int64N(dayLength)) * time.Millisecond}
				if len(all) == 0 {
					one.At = 24*time.Hour - time.Millisecond
				}
				one.Unix = one.Day.Add(one.At).UnixMilli() - 8*3_600_000
				all = append(all, one)
				text.WriteString(w.Line(&one))
			}
			if f.Name == Generic {
				of.Columns = []Column{{Header: "when", Role: "time"}, {Header: "tag", Role: "chip"}, {Header: "where", Role: "reader"}}
			}
			of.Head = []byte(text.String())
			p, rest, n := NewParser(f.Name, of), []byte(text.String()), 0
			for len(rest) > 0 {
				used, record := Cut(rest, EndsOf(f.Name), '\n')
				if used == 0 {
					t.Fatalf("no record in %q", rest[:min(80, len(rest))])
				}
				rest = rest[used:]
				if record = []byte(strings.TrimSpace(string(record))); len(record) == 0 {
					continue
				}
				p.Parse(record, func(r *Read) {
					if n >= len(all) {
						t.Fatalf("%q is one read too many", record)
					}
					want := &all[n]
					n++
					moment := want.Day.Add(want.At).UnixMilli()
					moment += (w.Step - moment%w.Step) % w.Step
					got := int64(r.Day)*dayLength + r.At
					if r.UTC {
						got += 8 * 3_600_000
					}
					if !r.Dated {
						moment %= dayLength
					}
					if r.Why != "" || !strings.EqualFold(string(r.Chip), want.Chip) || got != moment || r.Dated == w.Undated || r.UTC != w.UTC || r.Gun {
						t.Fatalf("%q is read as chip %s at %d, dated %v: %s", record, r.Chip, got, r.Dated, r.Why)
					}
					heard := string(r.Place) == want.Reader || string(r.Reader) == want.Reader || string(r.Part) == want.Reader
					if heard == w.ByFile {
						t.Fatalf("%q is read as heard by %q/%q/%q", record, r.Place, r.Reader, r.Part)
					}
				})
			}
			if n != len(all) {
				t.Errorf("%d reads of %d came back", n, len(all))
			}
		})
	}
}
