package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
)

// The data about the neighbours of each runner, because each Hugo template would
// have to search all results.

// surroundings is the content of data/field.json of the Hugo project.
type surroundings struct {
	Runners   []around            `json:"runners"` // in the order of the results
	Divisions map[string]*divided `json:"divisions"`
}

// around is the data for a runner: places at the points, and the neighbours in the
// division.
type around struct {
	Places   map[string]int `json:"places"`
	Previous *neighbour     `json:"previous"`
	Next     *neighbour     `json:"next"`
}

type neighbour struct {
	Bib   string `json:"bib"`
	Name  string `json:"name"`
	Latin string `json:"latin_name"`
	Place int    `json:"place"`
}

// divided is the data for a division: the number of ranked runners, their first and
// last time, and the median pace of every segment by the point at its end, in
// seconds per kilometre.
type divided struct {
	Ranked int                `json:"ranked"`
	First  int64              `json:"first"`
	Last   int64              `json:"last"`
	Paces  map[string]float64 `json:"paces"`
}

// course are the points of the simulated race, in kilometres.
var course = []struct {
	id string
	at float64
}{{"5k", 5}, {"10k", 10}, {"15k", 15}, {"20k", 20}, {"half", 21.0975}, {"25k", 25}, {"30k", 30}, {"35k", 35}, {"40k", 40}, {"finish", 42.195}}

// surround computes the data for every runner of a results.json.
func surround(results string) (*surroundings, error) {
	text, err := os.ReadFile(results)
	if err != nil {
		return nil, err
	}
	var race struct {
		Results []struct {
			neighbour
			Division   string
			Visibility string
			Gun        int64 `json:"gun_ms"`
			Net        int64 `json:"net_ms"`
			Splits     []struct {
				Point string
				Ms    int64
			}
		}
	}
	if err := json.Unmarshal(text, &race); err != nil {
		return nil, err
	}
	s := &surroundings{Runners: make([]around, len(race.Results)), Divisions: map[string]*divided{}}
	passed := map[string]map[string][]int64{} // when, by division and point
	paces := map[string]map[string][]float64{}
	last := map[string]int{} // the result before with a place and a page, by division
	for i, r := range race.Results {
		if r.Division == "" {
			continue
		}
		d := s.Divisions[r.Division]
		if d == nil {
			d = &divided{Paces: map[string]float64{}}
			s.Divisions[r.Division], passed[r.Division], paces[r.Division] = d, map[string][]int64{}, map[string][]float64{}
		}
		at, from := int64(0), 0.0
		if r.Net > 0 {
			at = r.Gun - r.Net
		}
		seen := map[string]int64{"finish": r.Gun}
		for _, split := range r.Splits {
			seen[split.Point] = split.Ms
		}
		for _, p := range course {
			if ms := seen[p.id]; ms > 0 {
				passed[r.Division][p.id] = append(passed[r.Division][p.id], ms)
				paces[r.Division][p.id] = append(paces[r.Division][p.id], float64(ms-at)/(p.at-from)/1000)
				at, from = ms, p.at
			}
		}
		if r.Place == 0 {
			continue
		}
		d.Ranked++
		if r.Gun > 0 {
			d.Last = r.Gun
			if d.First == 0 {
				d.First = r.Gun
			}
		}
		if r.Visibility == "anonymous" {
			continue
		}
		if before, ok := last[r.Division]; ok {
			s.Runners[i].Previous = &race.Results[before].neighbour
			s.Runners[before].Next = &race.Results[i].neighbour
		}
		last[r.Division] = i
	}
	for id, d := range s.Divisions {
		for point, all := range paces[id] {
			slices.Sort(all)
			d.Paces[point] = all[len(all)/2]
			slices.Sort(passed[id][point])
		}
	}
	for i, r := range race.Results {
		s.Runners[i].Places = map[string]int{}
		for _, split := range r.Splits {
			n, _ := slices.BinarySearch(passed[r.Division][split.Point], split.Ms)
			s.Runners[i].Places[split.Point] = n + 1
		}
	}
	return s, nil
}

// writeSurroundings writes data/field.json of a Hugo project.
func writeSurroundings(dir, results string) error {
	s, err := surround(results)
	if err != nil {
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "data", "field.json"), text, 0o666)
}
