package export

import "guntime/generator/internal/race"

type (
	// teamTable is a classification of teams in results.json.
	teamTable struct {
		ID         string           `json:"id"`
		Teams      []team           `json:"teams"`
		Incomplete []incompleteTeam `json:"incomplete"`
	}
	team struct {
		Place   int      `json:"place"`
		Team    string   `json:"team"`
		Number  int      `json:"number,omitempty"` // of a club's second team, and further ones
		Score   string   `json:"score"`
		MS      *int64   `json:"ms"`     // where times are added
		Points  *int     `json:"points"` // where places are added
		Members []string `json:"members"`
		Others  []string `json:"others"`
	}
	incompleteTeam struct {
		Team    string   `json:"team"`
		Members []string `json:"members"`
	}
)

// teamsOf are the classifications of teams of a race.
func teamsOf(rv *race.RaceVerdict) []teamTable {
	bibs := func(members []int32) []string {
		all := []string{}
		for _, m := range members {
			all = append(all, rv.Results[m].Entry.Bib)
		}
		return all
	}
	var all []teamTable
	for i := range rv.Teams {
		from := &rv.Teams[i]
		table := teamTable{ID: from.ID, Teams: []team{}, Incomplete: []incompleteTeam{}}
		for j := range from.Teams {
			t := &from.Teams[j]
			out := team{Place: t.Place, Team: t.Name, Score: t.Score(), Members: bibs(t.Members), Others: bibs(t.Others)}
			if t.Number > 1 {
				out.Number = t.Number
			}
			if t.Time == race.NoTime {
				out.Points = &t.Points
			} else {
				ms := int64(t.Time)
				out.MS = &ms
			}
			table.Teams = append(table.Teams, out)
		}
		for _, t := range from.Incomplete {
			table.Incomplete = append(table.Incomplete, incompleteTeam{t.Name, bibs(t.Members)})
		}
		all = append(all, table)
	}
	return all
}
