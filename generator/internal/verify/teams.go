package verify

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// teamTable is a classification of teams in results.json.
type teamTable struct {
	ID    string
	Teams []struct {
		Place           int
		Team, Score     string
		Members, Others []string
	}
	Incomplete []struct {
		Team    string
		Members []string
	}
}

// teams notes who stands on a page of teams: {lang}/{edition}/{race}/teams/{id}/,
// later pages in folders of their own.
func (r *reader) teams(name string) {
	part := strings.Split(path.Dir(name), "/")
	if len(part) < 5 || part[3] != "teams" || path.Base(name) != "index.html" {
		return
	}
	race := r.races[part[1]+"/"+part[2]]
	if race == nil {
		return
	}
	var all []string
	for _, row := range r.page.rows {
		switch {
		case strings.Contains(row.link, "/runners/"):
			all = append(all, strings.TrimPrefix(strings.TrimSuffix(path.Base(row.link), ".html"), "#"))
		case len(row.texts) > 0: // a team: its place, its name, its score
			all = append(all, strings.Join(row.texts, "\n"))
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	race.teamRows[name] = all
}

// checkTeams holds the pages of teams against results.json: every team with its place,
// its score and its runners, in their order.
func (s *site) checkTeams(r *results) {
	for _, lang := range s.languages {
		for _, t := range r.teams {
			var want []string
			for _, team := range t.Teams {
				want = append(append(append(want, ""), team.Members...), team.Others...)
			}
			for _, team := range t.Incomplete {
				want = append(append(want, ""), team.Members...)
			}
			if len(want) == 0 {
				continue
			}
			folder := lang + "/" + r.folder + "/teams/" + t.ID + "/"
			var got []string
			for n := 1; ; n++ {
				name := folder + "index.html"
				if n > 1 {
					name = folder + strconv.Itoa(n) + "/index.html"
				}
				rows, there := r.teamRows[name]
				if !there {
					break
				}
				got = append(got, rows...)
			}
			team := 0
			for i, row := range want {
				if i >= len(got) {
					break
				}
				if row != "" {
					if row != got[i] {
						s.wrong(folder+"index.html", "teams_differ", rebuild, "row %d is not bib %s, as results.json has it", i+1, row)
						break
					}
					continue
				}
				if team < len(t.Teams) {
					said, tied := strings.Split(got[i], "\n"), t.Teams[team]
					if len(said) < 3 || number(strings.TrimSuffix(said[0], "=")) != tied.Place || !strings.HasPrefix(said[1], tied.Team) || !slices.Contains(said, tied.Score) {
						s.wrong(folder+"index.html", "teams_differ", rebuild, "the team %q does not stand at place %d with %s, as results.json has it", tied.Team, tied.Place, tied.Score)
					}
				}
				team++
			}
			if len(got) != len(want) {
				s.wrong(folder+"index.html", "teams_differ", rebuild, "it has %d rows, results.json has %d teams and runners", len(got), len(want))
			}
		}
	}
}
