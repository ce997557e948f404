package simulate

import (
	"fmt"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// standardYear is the default year of an invented race.
const standardYear = 2022

const siteText = `# A made-up race: nobody in it exists.
title: {zh: 模拟马拉松成绩, en: Simulated Marathon Results}
base_url: https://example.org/
languages: [zh, en]
contact: results@example.org
`

// standardPoints are the points of a marathon and when each closes, as time of day;
// the start and the half never close.
var standardPoints = []struct{ id, km, closes string }{
	{"start", "0", ""}, {"5k", "5", "08:25"}, {"10k", "10", "09:00"}, {"15k", "15", "09:40"}, {"20k", "20", "10:20"},
	{"half", "21.0975", ""}, {"25k", "25", "11:00"}, {"30k", "30", "11:45"}, {"35k", "35", "12:35"}, {"40k", "40", "13:25"},
	{"finish", "42.195", "13:45"},
}

// standardEdition returns the edition that Project writes, as far as a field needs
// it.
func standardEdition(year int) *race.Edition {
	date := time.Date(year, time.November, 1, 0, 0, 0, 0, time.UTC)
	for date.Weekday() != time.Sunday {
		date = date.AddDate(0, 0, 1)
	}
	rc := &race.Race{
		ID:     "marathon",
		Length: marathon,
		Gun:    race.Instant(7*hour + 30*minute),
		Divisions: []*race.Division{
			{ID: "men", Gender: race.Male, Gun: race.Unseen},
			{ID: "women", Gender: race.Female, Gun: race.Unseen},
			{ID: "wheelchair-men", Gender: race.Male, Category: "wheelchair", Outside: true, Gun: race.Unseen},
			{ID: "wheelchair-women", Gender: race.Female, Category: "wheelchair", Outside: true, Gun: race.Unseen},
		},
		Rules: race.Rules{
			OutsideRanking: []string{"wheelchair"},
			Championships:  []race.Championship{{ID: "open"}},
		},
	}
	for _, p := range standardPoints {
		at, _ := race.ParseDistance(p.km)
		point := race.Point{ID: p.id, At: at, Required: true, Listed: true}
		if c, err := race.ParseClock(p.closes + ":00"); err == nil {
			point.Cutoff = race.Cutoff{Set: true, At: race.Instant(c)}
		}
		rc.Points = append(rc.Points, point)
	}
	return &race.Edition{ID: date.Format("2006"), Date: date, Races: []*race.Race{rc}}
}

// editionText returns the edition.yaml of a standard edition.
func editionText(e *race.Edition) string {
	var b strings.Builder
	fmt.Fprintf(&b, editionHead, e.ID, e.ID, e.Date.Format(time.DateOnly))
	for _, p := range standardPoints {
		fmt.Fprintf(&b, "      - {id: %s, km: %s", p.id, p.km)
		if p.closes != "" {
			fmt.Fprintf(&b, ", cutoff: %q", p.closes)
		}
		b.WriteString("}\n")
	}
	fmt.Fprintf(&b, editionRest, e.Date.Year()-20)
	return b.String()
}

const editionHead = `# A made-up race: the rules are those of a large city, the runners do not exist.
name: {zh: %s模拟马拉松, en: %s Simulated Marathon}
date: %s
time_zone: Asia/Shanghai
state: official
demonstration: true
race_end: "13:45"
races:
  marathon:
    name: {zh: 马拉松, en: Marathon}
    km: 42.195
    gun: "07:30:00"
    divisions:
      men: {gender: M}
      women: {gender: F}
    outside_ranking: [wheelchair]
    points:
`

const editionRest = `    ranking: {by: gun, missing_point: unranked, ties: share}
    cutoffs: {boundary: exclusive}
    disqualification: {doping: vacate, other: promote, show_times: false}
    prizes:
      currency: USD
      tax_percent: 20
      by: official
      men:
        - {place: 1, amount: 30000, under: "2:09:00", otherwise: 15000}
        - {place: 2, amount: 6000}
        - {place: 3, amount: 4000}
        - {place: 4, amount: 3000}
        - {place: 5, amount: 2000}
        - {place: 6, amount: 1500}
        - {place: 7, amount: 1000}
        - {place: 8, amount: 500}
      women:
        - {place: 1, amount: 30000, under: "2:26:00", otherwise: 15000}
        - {place: 2, amount: 6000}
        - {place: 3, amount: 4000}
        - {place: 4, amount: 3000}
        - {place: 5, amount: 2000}
        - {place: 6, amount: 1500}
        - {place: 7, amount: 1000}
        - {place: 8, amount: 500}
    records:
      men: {time: "2:07:06", bonus: 20000}
      women: {time: "2:19:39", bonus: 20000}
    trophies: 3
    finisher_package: {before: "13:45"}
    championships:
      - {id: open, name: {zh: 公开锦标赛, en: Open Championship}}
    eligibility: {born_before: %d-12-31}
    certificate: {from: race_end, delay: 0h, access: open, hold: []}
    clauses: {missing_point: "12.8", cutoff: "10.6", ranking: "12.3", doping: "12.3", prize: "12.1", record: "12.2",
      tax: "12.4", trophy: "12.5", package: "12.7", certificate: "12.8"}
`
