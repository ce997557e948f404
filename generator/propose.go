package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
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

// proposal is the edition that a table of results is taken for. Whatever is
// not in the table says why it is assumed.
type proposal struct {
	survey                   *table.Survey
	File, Name, Edition      string
	Date, DateWhy            string
	Zone, ZoneWhy            string
	Race, RaceName           string
	KM                       race.Distance
	KMWhy                    string
	Gun, GunWhy              string
	Divisions                []string
	Wheelchair, Clock        bool
	Points                   []proposedPoint
	Encoding                 string
	Skip                     int
	Columns                  []table.Surveyed // that edition.yaml has to name
	TimeFormat, Year, latest string
}

type proposedPoint struct {
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

// propose makes an edition of a surveyed table.
func propose(s *table.Survey, file string, now time.Time) *proposal {
	p := &proposal{survey: s, File: filepath.Base(file), Skip: s.Skip}
	if s.Guessed {
		p.Encoding = strings.ToLower(s.Encoding)
	}
	p.when(now)
	p.clock()
	p.course()
	p.fields()
	return p
}

var yearInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

// when proposes name, date and zone.
func (p *proposal) when(now time.Time) {
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
	if c := p.survey.Column(table.SurveyedYear); c != nil {
		p.latest = c.Values[len(c.Values)-1]
		p.Edition, p.Date, p.DateWhy = p.latest, p.latest+"-01-01", fmt.Sprintf("the day; the year is of the column %q", c.Header)
		if len(c.Values) > 1 {
			p.Year = fmt.Sprintf("{%s: %q}", quoteYAML(c.Header), p.latest)
		}
	} else if m := yearInName.FindStringSubmatch(stem); m != nil {
		p.Edition, p.Date, p.DateWhy = m[1], m[1]+"-01-01", "the day; the year is of the file's name"
	}
	p.Zone, p.ZoneWhy = zoneHere(), "this machine's"
	if strings.HasSuffix(p.Zone, "UTC") && p.survey.Chinese() {
		p.Zone, p.ZoneWhy = "Asia/Shanghai", "the columns have Chinese names"
	}
}

// clock proposes the gun. A start that nobody passes before two in the morning
// is told by the clock on the wall.
func (p *proposal) clock() {
	p.Gun, p.GunWhy = "07:30:00", "no column says it; times since the gun do not depend on it"
	if start := p.survey.Column("start"); start != nil && start.Least >= 2*3_600_000 {
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
func (p *proposal) course() {
	points := p.survey.Points()
	last := race.Distance(0)
	for _, c := range points {
		last = max(last, c.KM)
	}
	p.length(last)
	if p.survey.Column("start") != nil || p.survey.Column("net") != nil {
		p.Points = []proposedPoint{{ID: "start"}} // a point that nothing is known of would be missed by everybody
	}
	for _, c := range points {
		at := proposedPoint{ID: c.Means, KM: c.KM}
		if c.KM == 0 {
			at.KM, at.Why = p.KM/2, "half the course"
		}
		p.Points = append(p.Points, at)
	}
	slices.SortStableFunc(p.Points, func(a, b proposedPoint) int { return cmp.Compare(a.KM, b.KM) })
	p.Points = append(p.Points, proposedPoint{ID: "finish", KM: p.KM})
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
func (p *proposal) length(last race.Distance) {
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
		if c := p.survey.Column(means); c != nil && time == race.NoTime && c.Fast != race.NoTime {
			time = c.Fast
			if start := p.survey.Column("start"); means == "finish" && p.Clock {
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
func (p *proposal) fields() {
	names := map[race.Gender]string{race.Male: "men: {gender: M}", race.Female: "women: {gender: F}"}
	for _, g := range p.survey.Genders() {
		p.Divisions = append(p.Divisions, names[g])
	}
	if c := p.survey.Column("category"); c != nil {
		for _, v := range c.Values {
			p.Wheelchair = p.Wheelchair || v == "wheelchair"
		}
	}
	formats := map[string]bool{}
	for _, c := range p.survey.Columns {
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
		if p.survey.Column(missing.means) == nil {
			p.Columns = append(p.Columns, table.Surveyed{Header: missing.header, Means: missing.value, Why: "assumed: there is no such column"})
		}
	}
}

// tell prints what the table was taken for, in the order in which one holds it
// against the file.
func (p *proposal) tell(w io.Writer, dir string) {
	s := p.survey
	separator := map[string]string{"\t": "tab"}[s.Separator]
	fmt.Fprintf(w, "%s: %d rows, %s, separated by %s\n\n", p.File, s.Rows, s.Encoding, cmp.Or(separator, s.Separator))
	wide := 0
	for _, c := range s.Columns {
		wide = max(wide, columns(c.Header))
	}
	for i, c := range s.Columns {
		means, how := c.Means, c.Format
		if means == "ignore" {
			means, how = "-", ""
		}
		if at := (proposedPoint{}); c.KM > 0 || c.Means == "half" {
			for _, at = range p.Points {
				if at.ID == c.Means {
					means += ", km " + at.KM.String()
				}
			}
		}
		header := cmp.Or(c.Header, fmt.Sprintf("(column %d)", i+1))
		line := fmt.Sprintf("    %s%s  %-18s %8d  %-16s %s", header, strings.Repeat(" ", max(0, wide-columns(header))), means, c.Filled, how, first(c.Example(), 24))
		if c.Why != "" {
			line += "  (" + c.Why + ")"
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	fmt.Fprintf(w, "\nAssumed, for you to correct in %s:\n", filepath.Join(dir, "data", p.Edition, "edition.yaml"))
	for _, a := range p.assumptions() {
		fmt.Fprintf(w, "    %s\n", a)
	}
}

// assumptions are what a reader of the proposal has to check, a line each.
func (p *proposal) assumptions() []string {
	list := []string{
		fmt.Sprintf("name        %s: from the file's name", p.Name),
		fmt.Sprintf("date        %s: %s", p.Date, p.DateWhy),
		fmt.Sprintf("time_zone   %s: %s", p.Zone, p.ZoneWhy),
		fmt.Sprintf("km          %s: %s", p.KM, p.KMWhy),
		fmt.Sprintf("gun         %s: %s", p.Gun, p.GunWhy),
	}
	if p.Clock {
		list = append(list, "clock       time_of_day: the start column contains times of day")
	}
	if p.TimeFormat != "" {
		list = append(list, fmt.Sprintf("time_format %s: from the cells", p.TimeFormat))
	}
	if p.Encoding != "" {
		list = append(list, fmt.Sprintf("encoding    %s: the text is not UTF-8, and reads as Chinese", p.Encoding))
	}
	if p.Year != "" {
		list = append(list, fmt.Sprintf("where       %s: the other years are editions of their own", p.Year))
	}
	for _, missing := range []struct{ means, says string }{{"bib", "row_number: there is no such column, so runners are called by their row"}, {"name", "none: there is no such column"}} {
		if p.survey.Column(missing.means) == nil {
			list = append(list, fmt.Sprintf("%-11s %s", missing.means, missing.says))
		}
	}
	if g := p.survey.Column("gender"); g.Strange > 0 {
		list = append(list, fmt.Sprintf("divisions   %s have another gender than M and F, and are listed but not ranked", many(g.Strange, "row", "rows")))
	}
	return append(list, "ranking     by gun; a runner not recorded at a point is not ranked (missing_point); equal times share a place")
}

// first is the beginning of a text.
func first(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
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
