// Package propose makes a project to start from: with made-up runners, or of
// tables of results as they are.
//
// In go surveyed tables; out come the files of a project, and a Proposal whose
// fields say what was assumed and why. Whatever stands in the tables is taken
// from there, and what nobody can know is left as a remark to fill in. The same
// tables, moment and zone make the same project.
package propose

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// Source is a table that a project is made of.
type Source struct {
	Survey   *table.Survey
	File     string // its name, without a folder
	Encoding string // that was given, "" where it is found out
	Sheet    string // that was given, "" for the first
}

// Proposal is the edition that tables of results are taken for. Whatever is not
// in them has a reason why it is assumed.
type Proposal struct {
	Sources       []Source
	Name, NameWhy string
	Edition       string
	Date, DateWhy string
	Zone, ZoneWhy string
	Races         []*Race
	Notes         []string // what else one has to know
	inRaces       bool     // each table lies in the folder of its race
	year          string   // of a table of several years
	several       bool     // there are editions of other years
}

// Race is a race of a proposal.
type Race struct {
	ID, Name       string
	KM             race.Distance
	KMWhy          string
	Gun, GunWhy    string
	Clock          bool // the cells of points are times of day
	Shifted        bool // minutes and seconds that a spreadsheet took for hours and minutes
	Divisions      []string
	DivisionsWhy   string
	Wheelchair     bool
	Points         []Point
	Entries        *Table
	Timing         []*Table
	Order          *Order // where it was timed by hand
	By, ByWhy      string
	Missing        string
	MissingWhy     string
	Legs           []string // of a relay: the points at which its legs end
	LegsWhy        string
	AgeGroups      []string
	AgeGroupsWhy   string
	YearEnd        bool // ages count by the end of the year
	part           *table.Part
	survey, timing *table.Survey
	called         string // what its table is called: the file, or the sheet where each is a race
	sheetOf        string // the file of that sheet
	sheetLengths   bool   // sheets of the file say lengths, so that the file's name says none of this one
}

// Point is a mat and why it is assumed to lie there.
type Point struct {
	ID  string
	KM  race.Distance
	Why string
}

// Table is how a race uses a table.
type Table struct {
	File         string // from the race's folder
	Encoding     string
	EncodingWhy  string
	Sheet        string
	Skip         int
	NoHeader     bool
	TwoLines     bool // of the header
	Columns      []Column
	Values       []string // lines of values:
	ValuesWhy    string   // what else they could mean, "" where that is certain
	Where        string
	WhereWhy     string
	TimeFormat   string
	UnknownBibs  string // why rows without an entry are set aside, "" where none is known
	source       *Source
	sameAsBefore bool
}

// Column is a line of columns: in edition.yaml.
type Column struct{ Key, Means, Why string }

// Editions makes an edition of surveyed tables, or several where one of them
// holds the results of several years, the last year first. They lie in a time
// zone where no column says another.
func Editions(sources []Source, zone string, now time.Time) (list []*Proposal) {
	years := []string{""}
	for _, s := range sources {
		if c := s.Survey.Column(table.SurveyedYear); c != nil && len(c.Values) > 0 {
			years = slices.Clone(c.Values)
			slices.Reverse(years)
			break
		}
	}
	for _, year := range years {
		p := &Proposal{Sources: sources, year: year, several: len(years) > 1}
		p.when(now, zone)
		p.races()
		list = append(list, p)
	}
	return list
}

var (
	yearInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)
	digits     = regexp.MustCompile(`\d+`)
)

// stem is a file's name without its end.
func stem(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }

// when proposes name, date and zone.
func (p *Proposal) when(now time.Time, zone string) {
	first := p.Sources[0]
	name := stem(first.File)
	if p.several { // one name for each of its years
		name = digits.ReplaceAllStringFunc(name, func(n string) string {
			if yearInName.MatchString(n) {
				return " "
			}
			return n
		}) + " " + p.year
	}
	p.Name, p.NameWhy = title(withoutResults(name)), "from the file's name"
	if strings.ContainsFunc(p.Name, unprintable) {
		p.Name, p.NameWhy = "My race", fmt.Sprintf("the fonts of the certificates lack letters of %q", clip(p.Name))
	}
	date := now.AddDate(0, 0, -7)
	if !p.Timed() { // who entered a race that is to come
		date = now.AddDate(0, 0, 28)
	}
	p.Edition, p.Date, p.DateWhy = date.Format("2006"), date.Format(time.DateOnly), "the table says no date"
	year := func(y, why string) {
		if y <= now.AddDate(1, 0, 0).Format("2006") {
			p.Edition, p.Date, p.DateWhy = y, y+"-01-01", "the day; the year is of "+why
		}
	}
	found := false
	for _, s := range p.Sources {
		if day, by, sure, ok := s.Survey.Day(); ok && !found && !p.several {
			p.Edition, p.Date, p.DateWhy, found = day.Format("2006"), day.Format(time.DateOnly), fmt.Sprintf("from the column %s", by), true
			if !sure {
				p.DateWhy += ", whose day or month may be first"
			}
		}
	}
	for _, s := range p.Sources {
		if c := s.Survey.Column(table.SurveyedYear); c != nil && p.year != "" {
			year(p.year, fmt.Sprintf("the column %q", c.Header))
			found = true
		}
	}
	for _, s := range p.Sources {
		for _, line := range s.Survey.Title {
			if day, ok := dayIn(line); ok && !found {
				p.Edition, p.Date, p.DateWhy, found = day[:4], day, fmt.Sprintf("from the line %q before the header", clip(line)), true
			}
		}
	}
	for _, s := range p.Sources {
		if m := yearInName.FindStringSubmatch(stem(s.File)); m != nil && !found {
			year(m[1], "the file's name")
			found = true
		}
	}
	for _, s := range p.Sources {
		if m := yearInName.FindStringSubmatch(strings.Join(s.Survey.Title, " ")); m != nil && !found {
			year(m[1], "the lines before the header")
			found = true
		}
	}
	for _, s := range p.Sources {
		if _, years := s.Survey.AgeBands(); !found && len(years) > 0 && years[len(years)-1] > 0 {
			year(strconv.Itoa(years[len(years)-1]), "the years of birth and the categories")
			found = true
		}
	}
	p.Zone, p.ZoneWhy = zone, "this machine's"
	for _, s := range p.Sources {
		if offset, ok := s.Survey.Stamped(); ok && offset != "" {
			p.Zone, p.ZoneWhy = zoneOf(offset), fmt.Sprintf("the times of the table have %s", offset)
			return
		}
	}
	if strings.HasSuffix(p.Zone, "UTC") && p.Chinese() {
		p.Zone, p.ZoneWhy = "Asia/Shanghai", "the columns have Chinese names"
	}
}

// zoneOf is the zone of an offset from Greenwich of whole hours; UTC for any other.
func zoneOf(offset string) string {
	if h, err := strconv.Atoi(offset[:min(3, len(offset))]); err == nil && h != 0 && strings.Trim(offset[3:], ":0") == "" {
		return fmt.Sprintf("Etc/GMT%+d", -h) // these names count to the west
	}
	return "Etc/UTC"
}

// ofResults are words of a file's name that tell what is in it, not what the race is
// called.
var ofResults = regexp.MustCompile(`(?i)(?:^|[\s_.-]+)(?:results?|ergebnis(?:se|liste)?|r[ée]sultats?|resultados?|risultati|classifiche?)(?:$|[\s_.-]+)|成绩(?:册|单|表|公告)?$|成績(?:表|一覧)?$|结果$|結果$|기록$`)

// withoutResults is a file's name without such words, or all of it where nothing
// else is in it.
func withoutResults(name string) string {
	if short := strings.TrimSpace(ofResults.ReplaceAllString(name, " ")); strings.ContainsFunc(short, unicode.IsLetter) {
		return short
	}
	return name
}

// unprintable reports whether the fonts of the certificates lack a letter.
func unprintable(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Cyrillic, unicode.Greek, unicode.Common)
}

// title is a file's name as the name of a race.
func title(stem string) string {
	words := regexp.MustCompile(`[A-Za-z]+|\d+|[^\sA-Za-z0-9_.-]+`).FindAllString(stem, -1)
	name := regexp.MustCompile(`(\p{Han}) (\d)|(\d) (\p{Han})`).ReplaceAllString(strings.Join(words, " "), "$1$2$3$4")
	if name == "" {
		return "My race"
	}
	first := []rune(name)
	return string(unicode.ToUpper(first[0])) + string(first[1:])
}

var (
	isoDay  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?:\D|$)`)
	dotDay  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?:\D|$)`)
	wordDay = regexp.MustCompile(`(?i)(?:^|\W)(?:(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? |(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{1,2})(?:st|nd|rd|th)?,? )((?:19|20)\d\d)(?:\D|$)`)
)

// dayIn is the day that a text names beyond doubt.
func dayIn(text string) (day string, ok bool) {
	var y, m, d string
	if at := isoDay.FindStringSubmatch(text); at != nil {
		y, m, d = at[1], at[2], at[3]
	} else if at := dotDay.FindStringSubmatch(text); at != nil {
		y, m, d = at[3], at[2], at[1]
	} else if at := wordDay.FindStringSubmatch(text); at != nil {
		y, m, d = at[5], strconv.Itoa(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(at[2]+at[3]))/3+1), at[1]+at[4]
	} else {
		return "", false
	}
	t, err := time.Parse("2006-1-2", y+"-"+strings.TrimLeft(m, "0")+"-"+strings.TrimLeft(d, "0"))
	return t.Format(time.DateOnly), err == nil
}

// clip shortens a text that is quoted in a remark.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Chinese reports whether the columns have Chinese names.
func (p *Proposal) Chinese() bool {
	return slices.ContainsFunc(p.Sources, func(s Source) bool { return s.Survey.Chinese() })
}

// Timed reports whether some table says when somebody came. Without one it is a race
// to come.
func (p *Proposal) Timed() bool {
	return slices.ContainsFunc(p.Sources, func(s Source) bool { return s.Survey.Timed() || s.Survey.Column("status") != nil })
}

// races proposes the races and which table serves each for what.
func (p *Proposal) races() {
	var entries, timing, full []*Source
	for i := range p.Sources {
		s := &p.Sources[i]
		switch named, timed := s.Survey.Named(), s.Survey.Timed(); {
		case len(p.Sources) == 1 || named && timed:
			full = append(full, s)
		case timed:
			timing = append(timing, s)
		default:
			entries = append(entries, s)
		}
	}
	times, bibs := handLists(p.Sources)
	switch {
	case times != nil:
		p.order(times, bibs)
	case len(entries) > 0:
		for _, s := range entries[1:] {
			p.Notes = append(p.Notes, fmt.Sprintf("%s is not used: %s has the entries already", s.File, entries[0].File))
		}
		p.race(entries[0], append(full, timing...), nil)
	case len(full) == 0: // times of several files, and nobody's name
		p.race(timing[0], timing, nil)
	case len(timing) > 0:
		p.race(full[0], append(full, timing...), nil)
	default:
		for _, s := range full {
			timing := []*Source{s}
			if !p.Timed() {
				timing = nil
			}
			for _, part := range s.Survey.PartsOf(p.year) {
				p.race(s, timing, &part)
			}
		}
	}
	p.inRaces = !p.several && !slices.ContainsFunc(full, func(s *Source) bool { return len(s.Survey.Parts) > 1 || p.shared(s) })
	p.distinguish()
	p.oneField()
	for _, s := range full {
		if list := s.Survey.Lengths; len(list) > 0 && s.Survey.PartBy == "" {
			p.Notes = append(p.Notes, fmt.Sprintf("%s has lines such as %q between its rows, as if races began there, and all its rows are one race here: give each race a table, or a column that says the race", s.File, list[0]))
		}
	}
	for _, rc := range p.Races {
		for i, t := range rc.tables() {
			t.File = t.source.File
			switch {
			case p.several:
				t.File = "../../" + t.source.File
			case !p.inRaces:
				t.File = "../" + t.source.File
			}
			t.sameAsBefore = i > 0 && t.source == rc.Entries.source
		}
	}
}

// race proposes one race. The part is one of the entries' table, nil for all of it.
func (p *Proposal) race(entries *Source, timing []*Source, part *table.Part) {
	rc := &Race{survey: entries.Survey, timing: entries.Survey, part: part, called: stem(entries.File), By: "gun", Missing: "unranked"}
	if part != nil && p.shared(entries) {
		rc.called, rc.sheetOf = entries.Sheet, entries.File
		rc.sheetLengths = slices.ContainsFunc(p.Sources, func(s Source) bool {
			_, ok := spelling.LengthIn(s.Sheet)
			return ok && s.File == entries.File
		})
	}
	if len(timing) > 0 && !slices.Contains(timing, entries) {
		rc.timing = timing[0].Survey
	}
	if parts := rc.timing.PartsOf(p.year); rc.part == nil && len(parts) > 0 {
		rc.part = &parts[0]
	}
	if rc.part == nil {
		rc.part = &table.Part{Times: map[string]int{}, Fast: race.NoTime}
	}
	rc.clock()
	rc.course(timing)
	rc.divisions()
	rc.Entries = p.table(rc, entries, true)
	for _, s := range timing {
		rc.Timing = append(rc.Timing, p.table(rc, s, false))
	}
	rc.judgement()
	rc.ages(p.Edition)
	p.Races = append(p.Races, rc)
}

// distinguish gives races of one length ids of their own.
func (p *Proposal) distinguish() {
	used := map[string]int{}
	for _, rc := range p.Races {
		used[rc.ID]++
	}
	taken := map[string]bool{}
	for _, rc := range p.Races {
		if used[rc.ID] > 1 {
			what := ""
			if len(rc.part.Values) > 0 {
				what = rc.part.Values[0]
			}
			if g := spelling.GenderOfTitle(what + " " + rc.called); what == "" || g != race.NoGender {
				what = map[race.Gender]string{race.Male: "men", race.Female: "women"}[g]
			}
			if s := slug(what); s != "" {
				rc.ID += "-" + s
			}
			rc.Name = quoteYAML(title(cmp.Or(strings.Join(rc.part.Values, ", "), rc.called)))
		}
		id := rc.ID
		for n := 2; taken[rc.ID]; n++ {
			rc.ID = fmt.Sprintf("%s-%d", id, n)
		}
		taken[rc.ID] = true
	}
}

// shared reports whether several sheets of a source's file are sources.
func (p *Proposal) shared(s *Source) bool {
	return slices.ContainsFunc(p.Sources, func(o Source) bool { return o.File == s.File && o.Sheet != s.Sheet })
}

// oneField notes sheets that are one race for those who ran it, the men on one and
// the women on another: the entries of a race are one table.
func (p *Proposal) oneField() {
	for i, rc := range p.Races {
		for _, o := range p.Races[:i] {
			a, b := o.Entries.source, rc.Entries.source
			if a.File == b.File && a.Sheet != b.Sheet && o.KM == rc.KM && !slices.Equal(o.Divisions, rc.Divisions) {
				p.Notes = append(p.Notes, fmt.Sprintf("the sheets %q and %q are two races here, for the entries of a race are one table; if they are one, bring them into one sheet with a column of the gender", a.Sheet, b.Sheet))
			}
		}
	}
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a text as a part of an id.
func slug(text string) string {
	s := strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(text), "-"), "-")
	return strings.Trim(s[:min(len(s), 24)], "-")
}

// Table is the path of a table in the project of a proposal.
func (p *Proposal) Table(s *Source) string {
	switch {
	case p.several:
		return path.Join("data", s.File)
	case !p.inRaces:
		return path.Join("data", p.Edition, s.File)
	}
	for _, rc := range p.Races {
		for _, t := range rc.tables() {
			if t.source == s {
				return path.Join("data", p.Edition, rc.ID, s.File)
			}
		}
	}
	return path.Join("data", p.Edition, s.File)
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
