// Package propose makes a project to start from: with made-up runners, or of a
// table of results as it is.
//
// In goes a surveyed table; out come the files of a project, and a Proposal whose
// fields say what was assumed and why. Whatever stands in the table is taken from
// there. The same table, name, moment and zone make the same project.
package propose

import (
	"cmp"
	_ "embed"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// Proposal is the edition that a table of results is taken for. Whatever is not
// in the table has a reason why it is assumed.
type Proposal struct {
	Survey                   *table.Survey
	File, Name, Edition      string
	Date, DateWhy            string
	Zone, ZoneWhy            string
	Race, RaceName           string
	KM                       race.Distance
	KMWhy                    string
	Gun, GunWhy              string
	Divisions                []string
	Wheelchair, Clock        bool
	Points                   []Point
	Encoding                 string
	Skip                     int
	Columns                  []table.Surveyed // that edition.yaml has to name
	TimeFormat, Year, latest string
}

// Point is a mat and why it is assumed to lie there.
type Point struct {
	ID  string
	KM  race.Distance
	Why string
}

//go:embed proposal.yaml
var proposalText string

var proposalTemplate = template.Must(template.New("edition.yaml").Funcs(template.FuncMap{"quote": quoteYAML}).Parse(proposalText))

// The lengths that races have, and how fast two of a hundred run at most, per
// kilometre.
var lengths = []race.Distance{5 * race.Kilometre, 10 * race.Kilometre, 21_097_500, 42_195_000, 100 * race.Kilometre}

const fastest = 165 * 1000

// Edition makes an edition of the surveyed table in a file. It lies in a time
// zone where no column says another.
func Edition(s *table.Survey, file, zone string, now time.Time) *Proposal {
	p := &Proposal{Survey: s, File: filepath.Base(file), Skip: s.Skip}
	if s.Guessed {
		p.Encoding = strings.ToLower(s.Encoding)
	}
	p.when(now, zone)
	p.clock()
	p.course()
	p.fields()
	return p
}

var yearInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

// when proposes name, date and zone.
func (p *Proposal) when(now time.Time, zone string) {
	stem := strings.TrimSuffix(p.File, filepath.Ext(p.File))
	words := regexp.MustCompile(`[A-Za-z]+|\d+|[^\sA-Za-z0-9_.-]+`).FindAllString(stem, -1)
	p.Name = regexp.MustCompile(`(\p{Han}) (\d)|(\d) (\p{Han})`).ReplaceAllString(strings.Join(words, " "), "$1$2$3$4")
	if p.Name != "" {
		first := []rune(p.Name)
		p.Name = string(unicode.ToUpper(first[0])) + string(first[1:])
	}
	p.Name = cmp.Or(p.Name, "My race")

	date := now.AddDate(0, 0, -7)
	p.Edition, p.Date, p.DateWhy = date.Format("2006"), date.Format(time.DateOnly), "the table says no date"
	if c := p.Survey.Column(table.SurveyedYear); c != nil {
		p.latest = c.Values[len(c.Values)-1]
		p.Edition, p.Date, p.DateWhy = p.latest, p.latest+"-01-01", fmt.Sprintf("the day; the year is of the column %q", c.Header)
		if len(c.Values) > 1 {
			p.Year = fmt.Sprintf("{%s: %q}", quoteYAML(c.Header), p.latest)
		}
	} else if m := yearInName.FindStringSubmatch(stem); m != nil {
		p.Edition, p.Date, p.DateWhy = m[1], m[1]+"-01-01", "the day; the year is of the file's name"
	}
	p.Zone, p.ZoneWhy = zone, "this machine's"
	if strings.HasSuffix(p.Zone, "UTC") && p.Survey.Chinese() {
		p.Zone, p.ZoneWhy = "Asia/Shanghai", "the columns have Chinese names"
	}
}

// clock proposes the gun. A start that nobody passes before two in the morning
// is told by the clock on the wall.
func (p *Proposal) clock() {
	p.Gun, p.GunWhy = "07:30:00", "no column says it; times since the gun do not depend on it"
	if start := p.Survey.Column("start"); start != nil && start.Least >= 2*3_600_000 {
		p.Clock = true
		p.Gun, p.GunWhy = (start.Least - start.Least%60_000).String(), "the minute in which the first passed the start"
		if len(p.Gun) < len("07:30:00") {
			p.Gun = "0" + p.Gun
		}
	}
}

var (
	halfInName     = regexp.MustCompile(`(?i)half|halbmarathon|半程|半马|半馬`)
	fullInName     = regexp.MustCompile(`(?i)marathon|马拉松|馬拉松|全程|全马`)
	distanceInName = regexp.MustCompile(`(?i)(?:^|[^\d.])(\d{1,3}(?:\.\d+)?) ?(?:k|km|公里|千米)(?:[^a-z]|$)`)
)

// course proposes length and points.
func (p *Proposal) course() {
	points := p.Survey.Points()
	last := race.Distance(0)
	for _, c := range points {
		last = max(last, c.KM)
	}
	p.length(last)
	if p.Survey.Column("start") != nil || p.Survey.Column("net") != nil {
		p.Points = []Point{{ID: "start"}} // a point that nothing is known of would be missed by everybody
	}
	for _, c := range points {
		at := Point{ID: c.Means, KM: c.KM}
		if c.KM == 0 {
			at.KM, at.Why = p.KM/2, "half the course"
		}
		p.Points = append(p.Points, at)
	}
	slices.SortStableFunc(p.Points, func(a, b Point) int { return cmp.Compare(a.KM, b.KM) })
	p.Points = append(p.Points, Point{ID: "finish", KM: p.KM})
	switch p.KM {
	case 42_195_000:
		p.Race, p.RaceName = "marathon", "{en: Marathon, zh: 马拉松, ja: フルマラソン}"
	case 21_097_500:
		p.Race, p.RaceName = "half", "{en: Half Marathon, zh: 半程马拉松, ja: ハーフマラソン}"
	default:
		km := p.KM.String()
		p.Race, p.RaceName = strings.ReplaceAll(km, ".", "-")+"k", fmt.Sprintf("{en: %s km, zh: %s公里, ja: %skm}", km, km, km)
	}
}

// length is what the file's name says, else the next usual one after the last
// point, else the longest that the fast ones could have run in their time.
func (p *Proposal) length(last race.Distance) {
	named := race.Distance(0)
	switch m := distanceInName.FindStringSubmatch(p.File); {
	case m != nil:
		named, _ = race.ParseDistance(m[1])
	case halfInName.MatchString(p.File):
		named = 21_097_500
	case fullInName.MatchString(p.File):
		named = 42_195_000
	}
	if named > last {
		p.KM, p.KMWhy = named, "from the file's name"
		return
	}
	time := race.NoTime
	for _, means := range []string{"net", "gun", "finish"} {
		if c := p.Survey.Column(means); c != nil && time == race.NoTime && c.Fast != race.NoTime {
			time = c.Fast
			if start := p.Survey.Column("start"); means == "finish" && p.Clock {
				time -= start.Least
			}
		}
	}
	p.KM, p.KMWhy = lengths[0], "nothing in the table says it"
	for _, l := range lengths {
		switch {
		case l > last && last > 0:
			p.KM, p.KMWhy = l, fmt.Sprintf("the usual length after the last point, %s km", last)
			return
		case last == 0 && time != race.NoTime && time.Pace(l) >= fastest && l < lengths[len(lengths)-1]:
			p.KM, p.KMWhy = l, fmt.Sprintf("the longest usual one for the fast, who took %s", time.Text())
		}
	}
	if p.KM <= last {
		p.KM, p.KMWhy = last+race.Kilometre, "a kilometre after the last point"
	}
}

// fields proposes divisions and columns.
func (p *Proposal) fields() {
	names := map[race.Gender]string{race.Male: "men: {gender: M}", race.Female: "women: {gender: F}", race.GenderX: "nonbinary: {gender: X}"}
	for _, g := range p.Survey.Genders() {
		p.Divisions = append(p.Divisions, names[g])
	}
	if c := p.Survey.Column("category"); c != nil {
		for _, v := range c.Values {
			p.Wheelchair = p.Wheelchair || v == "wheelchair"
		}
	}
	formats := map[string]bool{}
	for _, c := range p.Survey.Columns {
		if c.Means == table.SurveyedYear {
			c.Means = "ignore"
		}
		if !c.Known && (c.Header != "" || c.Filled > 0) {
			p.Columns = append(p.Columns, c)
		}
		if c.Format != "" && c.Means != "ignore" {
			formats[c.Format] = true
			p.TimeFormat = c.Format
		}
	}
	if len(formats) != 1 || formats["clock"] {
		p.TimeFormat = ""
	}
	for _, missing := range []struct{ means, header, value string }{{"bib", "bib", "row_number"}, {"name", "name", "none"}} {
		if p.Survey.Column(missing.means) == nil {
			p.Columns = append(p.Columns, table.Surveyed{Header: missing.header, Means: missing.value, Why: "assumed: there is no such column"})
		}
	}
}

var plainYAML = regexp.MustCompile(`^[\p{Han}A-Za-z_][\p{Han}A-Za-z0-9_. ]*[\p{Han}A-Za-z0-9_.]$|^[\p{Han}A-Za-z]$`)

// quoteYAML writes a text as YAML reads it.
func quoteYAML(s string) string {
	switch strings.ToLower(s) {
	case "yes", "no", "true", "false", "on", "off", "null", "y", "n":
	default:
		if plainYAML.MatchString(s) {
			return s
		}
	}
	return strconv.Quote(s)
}
