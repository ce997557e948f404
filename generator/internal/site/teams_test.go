package site

import (
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// inClubs is the site with two clubs of 2022: Hares of M1 and M5, Foxes of M3 and M4.
func inClubs(t *testing.T, change func(*setting)) []artifact.File {
	return files(t, func(s *setting) {
		rc := s.Editions[1].Races[0]
		rc.Rules.Teams = []race.TeamRules{{ID: "clubs", Name: race.Text{"en": "Clubs", "zh": "跑团"}, By: race.ByClub, Scorers: 2}, {ID: "pairs", Name: race.Text{"en": "Pairs", "zh": "双人"}, By: race.ByTeam, Scorers: 2}}
		for bib, club := range map[string]string{"M1": "Hares", "M5": "Hares", "M3": "Foxes", "M4": "Foxes"} {
			s.entry(bib).Club = club
		}
		if change != nil {
			change(s)
		}
	})
}

func TestPagesOfTeamsHangOnTheTeamsThatTheyShow(t *testing.T) {
	of := []string{"en/2022/mini/teams/"}
	plain := inClubs(t, nil)
	t.Run("a classification in which nobody is has no page", func(t *testing.T) {
		for _, f := range plain {
			if f.Path == "en/2022/mini/teams/pairs/index.html" {
				t.Error(f.Path)
			}
		}
	})
	t.Run("a scorer's nation draws them anew", func(t *testing.T) {
		got := moved(t, plain, inClubs(t, func(s *setting) { s.entry("M4").Nat = "USA" }))
		wantRedrawn(t, got, of, "en/2022/mini/teams/clubs/index.html", "en/2022/mini/teams/index.html")
	})
	t.Run("whoever is in no team draws no page of teams", func(t *testing.T) {
		wantRedrawn(t, moved(t, plain, inClubs(t, func(s *setting) { s.entry("W1").Nat = "USA" })), of)
	})
	t.Run("a place that two teams exchange draws the pages of all their runners", func(t *testing.T) {
		got := moved(t, plain, inClubs(t, func(s *setting) { s.entry("M5").Timing.At[1] += 2000 }))
		wantRedrawn(t, got, of, "en/2022/mini/teams/clubs/index.html", "en/2022/mini/teams/index.html")
		wantRedrawn(t, got, runnersPages, "en/2022/mini/runners/M1.html", "en/2022/mini/runners/M3.html", "en/2022/mini/runners/M4.html", "en/2022/mini/runners/M5.html",
			"en/2022/mini/runners/W1.html") // who stands beside M5
	})
}
