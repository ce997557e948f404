package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"slices"

	"guntime/generator/internal/race"
)

// Outline is what a plan must know of search data: which files there are, and whose rows
// each has. A build keeps it for the next one, which then makes the data only if one of
// its files must be drawn. It has nothing that is not published.
type Outline struct {
	Labels   []race.Label
	Nations  []string
	Words    string // name of the file of beginnings
	Shards   []Shard
	Runners  []int32 // index of each runner's entry, by the number of the runner
	Surnames []race.Surnamed
}

// Outline returns the outline of the search data of a race, with the runners by surname.
func (s *Search) Outline(rv *race.RaceVerdict, surnames []race.Surnamed) *Outline {
	o := &Outline{Labels: s.Labels(), Nations: s.Nations(), Shards: s.Shards(), Surnames: surnames}
	o.Words, _ = s.Words()
	at := make(map[*race.Entry]int32, len(rv.Race.Entries))
	for i, e := range rv.Race.Entries {
		at[e] = int32(i)
	}
	o.Runners = make([]int32, len(s.runners))
	for n, e := range s.runners {
		o.Runners[n] = at[e]
	}
	return o
}

// keptOutline is an outline as it is kept: labels by their ids, runners by their entries.
type keptOutline struct {
	Fits     [32]byte
	Labels   [][2]string
	Nations  []string
	Words    string
	Shards   []keptShard
	Runners  []int32
	Surnames []keptSurname
}

type keptShard struct {
	Name, Times string
	Runners     []int32
}

type keptSurname struct {
	Surname, Reading string
	Entry            int32
}

// Pack returns the outline in bytes, for a race with the same entries. fits is the key
// by which the next build knows them.
func (o *Outline) Pack(rv *race.RaceVerdict, fits [32]byte) ([]byte, error) {
	k := keptOutline{Fits: fits, Nations: o.Nations, Words: o.Words, Runners: o.Runners}
	for _, l := range o.Labels {
		var ids [2]string
		if l.Division != nil {
			ids[0] = l.Division.ID
		}
		if l.Group != nil {
			ids[1] = l.Group.ID
		}
		k.Labels = append(k.Labels, ids)
	}
	for _, s := range o.Shards {
		k.Shards = append(k.Shards, keptShard{s.Name, s.Times, s.Runners()})
	}
	at := make(map[*race.Entry]int32, len(rv.Race.Entries))
	for i, e := range rv.Race.Entries {
		at[e] = int32(i)
	}
	for _, s := range o.Surnames {
		k.Surnames = append(k.Surnames, keptSurname{s.Surname, s.Reading, at[rv.Results[s.Result].Entry]})
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(k); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b.Bytes())
	return append(b.Bytes(), sum[:]...), nil
}

// UnpackOutline returns an outline that was packed, nil if it is of other entries. Its
// shards cannot be drawn.
func UnpackOutline(data []byte, rv *race.RaceVerdict, fits [32]byte) *Outline {
	var k keptOutline
	end := len(data) - sha256.Size
	if end < 0 || sha256.Sum256(data[:end]) != [32]byte(data[end:]) {
		return nil // it is damaged
	}
	if gob.NewDecoder(bytes.NewReader(data[:end])).Decode(&k) != nil || k.Fits != fits {
		return nil
	}
	o := &Outline{Nations: k.Nations, Words: k.Words, Runners: k.Runners}
	for _, ids := range k.Labels {
		var l race.Label
		if i := slices.IndexFunc(rv.Race.Divisions, func(d *race.Division) bool { return d.ID == ids[0] }); i >= 0 {
			l.Division = rv.Race.Divisions[i]
		}
		for i := range rv.Race.Rules.AgeGroups {
			if g := &rv.Race.Rules.AgeGroups[i]; ids[1] != "" && g.ID == ids[1] && g.Division == ids[0] {
				l.Group = g
				break
			}
		}
		o.Labels = append(o.Labels, l)
	}
	for _, s := range k.Shards {
		o.Shards = append(o.Shards, Shard{Name: s.Name, Times: s.Times, Runners: func() []int32 { return s.Runners }})
	}
	of := resultsByEntry(rv)
	for _, s := range k.Surnames {
		o.Surnames = append(o.Surnames, race.Surnamed{Surname: s.Surname, Reading: s.Reading, Result: int(of[s.Entry])})
	}
	return o
}

// resultsByEntry returns the index of the result of each entry of a race.
func resultsByEntry(rv *race.RaceVerdict) []int32 {
	at := make(map[*race.Entry]int32, len(rv.Results))
	for i := range rv.Results {
		at[rv.Results[i].Entry] = int32(i)
	}
	all := make([]int32, len(rv.Race.Entries))
	for i, e := range rv.Race.Entries {
		all[i] = at[e]
	}
	return all
}

// ResultsOf returns the index of each runner's result, by the number of the runner.
func (o *Outline) ResultsOf(rv *race.RaceVerdict) []int32 {
	of, all := resultsByEntry(rv), make([]int32, len(o.Runners))
	for n, entry := range o.Runners {
		all[n] = of[entry]
	}
	return all
}
