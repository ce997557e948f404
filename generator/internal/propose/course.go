package propose

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// The lengths that races have, and how fast two of a hundred run at most, per
// kilometre, and how slowly at least.
var lengths = []race.Distance{5 * race.Kilometre, 10 * race.Kilometre, 21_097_500, 42_195_000, 100 * race.Kilometre}

const (
	fastest = 165 * 1000
	slowest = 900 * 1000
)

// clock proposes the gun. A start that nobody passes before two in the morning
// is told by the clock on the wall, and so is a finish that nobody reaches
// before five.
func (rc *Race) clock() {
	rc.Gun, rc.GunWhy = "07:30:00", "no column says it; times since the gun do not depend on it"
	if start := rc.timing.Column("start"); start != nil && start.Least >= 2*3_600_000 && start.Least != race.NoTime {
		rc.Clock = true
		rc.Gun, rc.GunWhy = (start.Least - start.Least%60_000).String(), "the minute in which the first passed the start"
		if len(rc.Gun) < len("07:30:00") {
			rc.Gun = "0" + rc.Gun
		}
	} else if f, g := rc.timing.Column("finish"), rc.timing.Column("gun"); f != nil && g != nil && f.Least != race.NoTime && g.Least != race.NoTime && f.Least-g.Least >= 3_600_000 {
		rc.Clock = true
		rc.Gun, rc.GunWhy = fmt.Sprintf("%08s", (f.Least-g.Least).Text()), "the first finish less its gun time"
	} else if _, ok := rc.timing.Stamped(); ok {
		rc.Clock, rc.GunWhy = true, "to fill in: no column says it, and the times of the table are times of day"
	}
}

// course proposes length and points.
func (rc *Race) course(timing []*Source) {
	var points []table.Surveyed
	for _, s := range timing {
		for _, c := range s.Survey.Points() {
			if slices.ContainsFunc(points, func(o table.Surveyed) bool { return o.Means == c.Means }) {
				continue
			}
			if s.Survey == rc.timing && rc.part.Times[c.Means] == 0 {
				continue // a split of another race of the table, or year
			}
			points = append(points, c)
		}
	}
	last, legs := race.Distance(0), 0
	for _, c := range points {
		last, legs = max(last, c.KM), max(legs, c.Leg)
	}
	rc.length(last)
	has := func(means string) bool {
		return slices.ContainsFunc(timing, func(s *Source) bool {
			return s.Survey.Column(means) != nil && (s.Survey != rc.timing || rc.part.Times[means] > 0)
		})
	}
	if has("start") || has("net") && (has("gun") || has("finish")) {
		rc.Points = []Point{{ID: "start"}} // a point that nothing is known of would be missed by everybody
	}
	for _, c := range points {
		at := Point{ID: c.Means, KM: c.KM}
		switch {
		case c.Leg > 0:
			at.KM, at.Why = rc.KM*race.Distance(c.Leg)/race.Distance(legs+1), "legs of equal length"
		case c.KM == 0:
			at.KM, at.Why = rc.KM/2, "half the course"
		}
		if at.KM < rc.KM {
			rc.Points = append(rc.Points, at)
		}
	}
	slices.SortStableFunc(rc.Points, func(a, b Point) int { return cmp.Compare(a.KM, b.KM) })
	rc.Points = append(rc.Points, Point{ID: "finish", KM: rc.KM})
	rc.relay(points)
	rc.name()
}

// name gives the race its id and name, by its length.
func (rc *Race) name() {
	switch rc.KM {
	case 42_195_000:
		rc.ID, rc.Name = "marathon", "{en: Marathon, zh: 马拉松, zh-Hant: 馬拉松, ja: フルマラソン, ko: 마라톤, es: Maratón, it: Maratona, pt: Maratona}"
	case 21_097_500:
		rc.ID, rc.Name = "half", "{en: Half Marathon, zh: 半程马拉松, zh-Hant: 半程馬拉松, ja: ハーフマラソン, ko: 하프 마라톤, de: Halbmarathon, fr: Semi-marathon, es: Media maratón, it: Mezza maratona, pt: Meia maratona}"
	default:
		km := rc.KM.String()
		rc.ID, rc.Name = strings.ReplaceAll(km, ".", "-")+"k", fmt.Sprintf("{en: %s km, zh: %s公里, zh-Hant: %s公里, ja: %skm}", km, km, km, km)
		if mi := rc.KM * 1_000_000 / 1_609_344; (mi+5)%race.Kilometre < 10 {
			miles := (mi + 5) / race.Kilometre
			rc.ID, rc.Name = fmt.Sprintf("%dmi", miles), fmt.Sprintf("{en: %d Miles, zh: %d英里, ja: %dマイル}", miles, miles, miles)
		}
	}
	if _, named := rc.part.Length(); len(rc.part.Values) > 0 && !named { // called otherwise: Fun Run
		if id := slug(rc.part.Values[0]); id != "" {
			rc.ID = id
		}
		rc.Name = quoteYAML(rc.part.Values[0])
	} else if rc.sheetOf != "" && rc.ownName() {
		rc.ID, rc.Name = cmp.Or(slug(rc.called), rc.ID), quoteYAML(rc.called)
	}
}

// plainSheet is what spreadsheet programs call a sheet to which nobody gave a name.
var plainSheet = regexp.MustCompile(`^\pL+ ?\d+$`)

// ownName reports whether a sheet is called otherwise than by a length, a gender or
// a number: Fun Run.
func (rc *Race) ownName() bool {
	_, length := spelling.LengthIn(rc.called)
	return !length && spelling.GenderOfTitle(rc.called) == race.NoGender && !plainSheet.MatchString(rc.called)
}

// length is the first of these that the course and the fast ones allow: a last
// split whose times are the results; what the column of races says; what the
// file's name says, the lines before the header, the name of the result's
// column; the next usual one after the last split; the longest that the fast
// ones could have run in their time.
func (rc *Race) length(last race.Distance) {
	fast := rc.fast()
	took := ""
	if fast != race.NoTime {
		took = fmt.Sprintf("; the fast took %s", fast.Text())
	}
	possible := func(km race.Distance) bool {
		return km > last && (fast == race.NoTime || fast.Pace(km) >= fastest*9/10 && fast.Pace(km) <= slowest)
	}
	if km, by := rc.timing.FinishAt(); km > 0 && rc.timing.PartBy == "" {
		rc.KM, rc.KMWhy = km, fmt.Sprintf("sure: the times of %s are the results%s", by, took)
		return
	}
	type said struct {
		text, where string
	}
	list := []said{{rc.called, "the file's name"}}
	if rc.sheetOf != "" {
		list[0].where = "the name of the sheet"
		if !rc.sheetLengths {
			list = append(list, said{stem(rc.sheetOf), "the file's name"})
		}
	}
	if rc.sheetOf == "" && rc.timing.Sheet != "" { // the one sheet that is read
		list = append(list, said{rc.timing.Sheet, "the name of the sheet"})
	}
	for _, line := range slices.Concat(rc.timing.Title, rc.survey.Title) {
		list = append(list, said{line, fmt.Sprintf("the line %q before the header", clip(line))})
	}
	for _, means := range []string{"gun", "finish", "net"} {
		if c := rc.timing.Column(means); c != nil {
			list = append(list, said{c.Header, fmt.Sprintf("the name of the column %q", c.Header)})
		}
	}
	refused := ""
	if len(rc.part.Values) > 0 {
		if km, ok := rc.part.Length(); ok {
			rc.KM, rc.KMWhy = km, fmt.Sprintf("sure: the column %q says so%s", rc.timing.PartBy, took)
			if miles, metres, byM := spelling.LengthByM(rc.part.Values[0]); byM {
				rc.KM, rc.KMWhy = miles, fmt.Sprintf("likely: the column %q says %s, read as miles%s", rc.timing.PartBy, rc.part.Values[0], took)
				if !possible(miles) && possible(metres) {
					rc.KM, rc.KMWhy = metres, fmt.Sprintf("likely: the column %q says %s, read as metres, for miles do not fit the times%s", rc.timing.PartBy, rc.part.Values[0], took)
				}
				km = rc.KM
			}
			if !possible(km) {
				rc.KMWhy = fmt.Sprintf("the column %q says so, but look: that does not fit the times%s", rc.timing.PartBy, took)
			}
			return
		}
		list = nil // what the file is called is one of its other races, or all of them
	}
	for _, s := range list {
		km, ok := spelling.LengthIn(s.text)
		unit := ""
		if miles, metres, byM := spelling.LengthByM(s.text); byM && !ok {
			if km, ok, unit = miles, true, ", its M read as miles"; !possible(miles) && possible(metres) {
				km, unit = metres, ", its M read as metres, for miles do not fit the times"
			}
		}
		if !ok {
			continue
		}
		if !possible(km) && km > last && rc.timing.Shifted(km) {
			rc.Shifted = true
			rc.KM, rc.KMWhy = km, fmt.Sprintf("likely: from %s; its times are read as minutes and seconds that a spreadsheet took for hours and minutes%s", s.where, took)
			return
		}
		if possible(km) {
			sure := "likely: from "
			if unit != "" && fast == race.NoTime {
				sure = "a guess: from "
			}
			rc.KM, rc.KMWhy = km, sure+s.where+unit+took
			return
		}
		refused = fmt.Sprintf("; %s says %s km%s, which does not fit the times", s.where, km, unit)
	}
	rc.KM, rc.KMWhy = lengths[0], "a guess: nothing in the table says it"
	for _, l := range lengths {
		switch {
		case l <= last || last == 0 && fast == race.NoTime:
		case fast == race.NoTime:
			rc.KM, rc.KMWhy = l, fmt.Sprintf("a guess: the usual length after the last point, %s km", last)
			return
		case last == 0 && fast.Pace(l) >= fastest && l < lengths[len(lengths)-1]:
			rc.KM, rc.KMWhy = l, fmt.Sprintf("a guess: the longest usual one for the fast, who took %s", fast.Text())
		case last > 0 && (fast.Pace(l) >= fastest || rc.KM <= last):
			rc.KM, rc.KMWhy = l, fmt.Sprintf("a guess: the longest usual one after the last point, %s km, for the fast, who took %s", last, fast.Text())
		}
	}
	if rc.KM <= last {
		rc.KM, rc.KMWhy = last+race.Kilometre, "a guess: a kilometre after the last point"
	}
	rc.KMWhy += refused
}

// fast is the time that two of a hundred are faster than.
func (rc *Race) fast() race.Clock {
	time := rc.part.Fast
	if time == race.NoTime {
		for _, means := range []string{"net", "gun", "finish"} {
			if c := rc.timing.Column(means); c != nil && time == race.NoTime {
				time = c.Fast
			}
		}
	}
	start, gun := rc.timing.Column("start"), rc.timing.Column("gun")
	switch {
	case !rc.Clock || time == race.NoTime:
	case start == nil && gun != nil:
		return gun.Fast
	case start == nil: // when the race began is not known
		return race.NoTime
	case time > start.Least:
		time -= start.Least
	}
	return time
}
