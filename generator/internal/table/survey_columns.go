package table

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// timeHeaders are folded names of a table's only time, which say neither gun nor
// net; yearHeaders those of the year of the edition.
var (
	timeHeaders = []string{"time", "result", "resulttime", "official", "officialtime", "finaltime", "totaltime", "racetime", "zeit", "成绩", "成績", "完赛成绩", "完賽成績", "完赛时间", "最终成绩", "总成绩", "总用时", "用时"}
	yearHeaders = []string{"year", "edition", "年", "年份", "年度"}
)

// notSplit are parts of the names of columns of times that are no splits, though
// a distance stands in them: paces, legs, places.
var notSplit = regexp.MustCompile(`(?i)pace|speed|avg|min/|/km|/mi|per |gap|diff|behind|rank|place|pos\b|vitesse|geschw|配速|均速|名次|排名|差`)

// kmFirst is a distance behind its unit: KM 5, K10.
var kmFirst = regexp.MustCompile(`(?i)^(?:km|k|split|zwischenzeit|zz|passage|passaggio|paso|inter|kilometer)[ ._-]*(\d{1,3}(?:[.,]\d{1,4})?)[ ._-]*(?:km|k)?$`)

// lengthHeader reports whether the name of a column is that of a split.
func lengthHeader(header string) bool { _, ok := splitAt(header); return ok }

// splitAt is the distance in the name of a column of splits: 5K, split 10 km,
// 15公里成绩, KM 5.
func splitAt(header string) (race.Distance, bool) {
	header = spelling.Simplified.Replace(spelling.FoldWidth(header))
	if notSplit.MatchString(header) {
		return 0, false
	}
	if m := kmFirst.FindStringSubmatch(header); m != nil {
		km, err := race.ParseDistance(strings.Replace(m[1], ",", ".", 1))
		return spelling.Usual(km), err == nil && km > 0
	}
	all := spelling.LengthsIn(header)
	if len(all) != 1 {
		return 0, false
	}
	return all[0], true
}

// decide says what each column is.
func (s *surveyor) decide() {
	s.alike()
	for i := range s.Columns {
		s.one(&s.Columns[i])
	}
	s.twins()
	s.partNames()
	s.unnamed()
	s.order()
	s.legEnds()
	s.beside()
	s.time()
	s.ends()
	s.statusCodes()
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Means == "" {
			c.pass("")
		}
	}
	s.known()
}

// alike takes a column of decimals that is called a time for decimal minutes where
// another is that beyond doubt; else for minutes and seconds, 33.15, where all its
// cells can be that.
func (s *surveyor) alike() {
	decimal := slices.ContainsFunc(s.Columns, func(c Surveyed) bool { return c.Format == string(spelling.AsDecimal) })
	for i := range s.Columns {
		c := &s.Columns[i]
		if _, split := splitAt(c.Header); c.Format != "" || c.shapes.Decimals == 0 || !c.IsTime() && !split && !c.saysTime() {
			continue
		}
		switch {
		case decimal && most(c.shapes.Decimals, c.shapes.Cells):
			c.Format = string(spelling.AsDecimal)
		case !decimal && c.shapes.Points():
			c.Format = string(spelling.AsPoints)
		}
	}
	s.times()
}

// IsTime reports whether a column means a time.
func (c *Surveyed) IsTime() bool {
	return c.KM > 0 || c.Leg > 0 || slices.Contains([]string{"gun", "net", "start", "half", "finish", "turn"}, c.Means)
}

// one says what a column is, by its name and its own cells.
func (s *surveyor) one(c *Surveyed) {
	if c.Given {
		if c.Means == "half" || splitID.MatchString(c.Means) {
			c.point(c.Means)
		}
		if c.Means == "gender" {
			c.Genders, _ = s.judgeGenders(c.values)
		}
		return
	}
	c.seconds()
	if (c.Means == "" || c.Means == "half" || c.Means == Ignore && hasDigit(c.Header)) && c.Format != "" { // Media is a pace beside Italian words
		c.point(c.Header)
		c.legEnd()
	}
	switch {
	case c.Filled == 0:
		c.pass("every cell is empty")
	case c.Means == "" && c.Header != "" && isPrivate(spelling.FoldHeader(c.Header)):
		c.pass("it looks like private data: better remove it from the file")
	case c.IsTime() && c.Format == "":
		c.pass("its cells are no times")
	case c.Means == "turn":
		c.pass("the place of the turn is not known: add it under points")
	case c.Means == "gender":
		s.asGender(c)
	case c.Means == "nat" && c.codes*2 < c.Filled:
		c.pass("its cells are not the codes of nations, such as CHN or KEN")
	case c.Means == "status" && c.coded(): // what they mean is found by the times
		c.Format = ""
	case c.Means == "status" && !c.worded() && c.statuses*2 < c.Filled:
		c.pass("its cells are not finished, DNF, DNS or DQ")
	case c.Means == "bib" && most(c.whole, c.Filled): // 100.0 too
		c.Format = ""
	case (c.Means == "bib" || c.Means == "chip") && c.Format != "":
		c.Means = map[string]string{"bib": "", "chip": "net"}[c.Means]
	case (c.Means == "place" || c.Means == "gender_place") && c.whole == 0 && c.words*2 > c.Filled:
		c.pass("its cells are no places")
	case c.Means == "age" && most(c.years, c.Filled):
		c.Means, c.Why = "birth_year", "its cells are years"
	case c.Means == "age" && c.whole*2 < c.Filled:
		c.Means, c.Why = "category", "its cells are no ages"
	case c.Means == "birth_date" && most(c.years, c.Filled):
		c.Means, c.Why = "birth_year", "its cells are years"
	case c.Means == "" && slices.Contains(yearHeaders, spelling.FoldHeader(c.Header)) && c.years == c.Filled:
		c.asYears()
	case c.Means == "birth_year" && slices.Contains(yearHeaders, spelling.FoldHeader(c.Header)) && c.years == c.Filled && c.low >= 1985 && c.high-c.low < 35 && len(c.values) < 40:
		c.asYears() // a field of children alone would be called otherwise
	case c.Means == "" && c.counter == c.Filled && c.Filled > 2 && strings.Trim(c.Header, "#. №") == "":
		c.pass("it counts the rows")
	}
}

// asYears takes the column for the years of editions.
func (c *Surveyed) asYears() {
	c.Means, c.Why = SurveyedYear, "its cells are years"
	c.noteValues()
}

// saysTime reports whether the name of a column is a word for a time.
func (c *Surveyed) saysTime() bool {
	return slices.ContainsFunc(spelling.Lexicon().Senses[spelling.FoldWord(c.Header)], func(s spelling.Sense) bool { return s.Target == spelling.TimeSense })
}

// seconds takes numbers for seconds in a column that is called a time.
func (c *Surveyed) seconds() {
	_, split := splitAt(c.Header)
	split = split || c.saysTime()
	if c.Format != "" || !split && (!c.IsTime() || c.Means == "start" || c.Means == "turn") {
		return
	}
	if n, least, greatest := c.shapes.Seconds(); n > 0 && most(n, c.shapes.Cells) && least >= 300 && greatest <= 1_000_000 {
		c.Format = string(spelling.AsSeconds)
		c.Least, c.Fast = race.Clock(least)*1000, race.Clock(least)*1000
	}
}

// asGender says what a column is that is called the gender: that, or the places
// in it.
func (s *surveyor) asGender(c *Surveyed) {
	genders, understood := s.judgeGenders(c.values)
	switch {
	case understood*2 >= c.Filled:
		c.Genders, c.Strange = genders, c.Filled-understood
		c.noteValues()
	case most(c.whole, c.Filled) || c.words == 0:
		c.Means, c.Why = "gender_place", "its cells are numbers: places in the gender"
	default:
		c.pass("its cells are no genders")
	}
}

// noteValues keeps the values that occur, in order.
func (c *Surveyed) noteValues() {
	c.Values = nil
	for v := range c.values {
		c.Values = append(c.Values, v)
	}
	slices.Sort(c.Values)
}

// pass proposes that a column be ignored, and says why.
func (c *Surveyed) pass(why string) { c.Means, c.Why, c.KM, c.Leg, c.Also = Ignore, why, 0, 0, "" }

// fastestPace is faster than anybody runs, in milliseconds a kilometre.
const fastestPace = 140 * 1000

// splitID is how the points of a proposal are called.
var splitID = regexp.MustCompile(`^\d{1,3}(\.\d{1,4})?(k|mi)$`)

// point takes the column as a split where its name has a distance.
func (c *Surveyed) point(name string) {
	km, ok := splitAt(name)
	byM := false
	if miles, _, may := spelling.LengthByM(name); !ok && may && !notSplit.MatchString(name) && c.Fast != race.NoTime && c.Fast.Pace(miles) >= fastestPace {
		km, ok, byM = miles, true, true
		c.Why = "its M is read as miles, which fits its times"
	}
	if !ok {
		return
	}
	id := km.String() + "k"
	if mi := km * 1_000_000 / 1_609_344; (byM || strings.Contains(strings.ToLower(name), "mi") && !strings.Contains(strings.ToLower(name), "min")) && km != spelling.Half && km != spelling.Marathon {
		whole := (mi + race.Kilometre/1000) / (race.Kilometre / 100) // to two decimals
		id = strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", whole/100, whole%100), "0"), ".") + "mi"
	}
	if km == spelling.Half {
		id = "half"
	}
	c.Means, c.KM = id, km
}

// legHeader is the name of a column with the times at the end of a relay's leg.
var legHeader = regexp.MustCompile(`(?i)^(?:leg|relay leg|exchange|handover|第|区間?)[ ._-]*(\d{1,2})[ ._-]*(?:棒|区|finish)?$`)

// legEnd takes the column as the end of a relay's leg where its name says so.
func (c *Surveyed) legEnd() {
	if m := legHeader.FindStringSubmatch(c.Header); m != nil && c.Means == "" {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 0 {
			c.Means, c.Leg, c.Why = fmt.Sprintf("leg%d", n), n, "the end of a leg"
		}
	}
}

// legEnds passes over columns of legs whose times are not since the start: a leg
// later the clock has gone on by a good part of what it showed.
func (s *surveyor) legEnds() {
	finish, last := s.Column("finish"), race.Clock(0)
	if finish == nil {
		finish = s.Column("gun")
	}
	for _, at := range s.Points() {
		c := &s.Columns[at.Number-1]
		switch {
		case c.Leg == 0:
		case c.Fast == race.NoTime || c.Fast*10 < last*11:
			c.pass("its times are not since the start: how long the leg took")
		case finish != nil && c.Fast >= finish.Fast:
			c.pass(fmt.Sprintf("its times are those of %s", finish.called()))
		default:
			last = c.Fast
		}
	}
}

// twins decides between columns of one meaning: the one that fits it best stays.
func (s *surveyor) twins() {
	best := map[string]*Surveyed{}
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means == "" || c.Means == Ignore {
			continue
		}
		other := best[c.Means]
		if other == nil {
			best[c.Means] = c
			continue
		}
		stays, goes := other, c
		if !other.Given && (c.Given || c.fit() > other.fit()) {
			stays, goes = c, other
		}
		best[c.Means] = stays
		means := goes.Means
		switch {
		case means == "bib" && goes.counter == goes.Filled && goes.Filled > 2:
			goes.pass("it counts the rows")
		default:
			goes.pass(fmt.Sprintf("%s is the %s already", stays.called(), means))
		}
	}
}

// called is the name of a column in a sentence.
func (c *Surveyed) called() string {
	if c.Header == "" {
		return fmt.Sprintf("column %d", c.Number)
	}
	return fmt.Sprintf("%q", c.Header)
}

// fit is how well the cells of a column fit what it is called, of several.
func (c *Surveyed) fit() int {
	switch c.Means {
	case "bib":
		fit := c.Filled - 2*c.repeated
		if c.counter == c.Filled && c.Filled > 2 {
			fit = -1
		}
		return fit
	case "name":
		return c.Filled + c.spaced - strings.Count(strings.Join(c.sample(), ""), ",")*c.Filled/10
	}
	return c.Filled
}

// sample is a few values of a column.
func (c *Surveyed) sample() (list []string) {
	for v := range c.values {
		list = append(list, v)
	}
	slices.Sort(list)
	return list[:min(10, len(list))]
}

// partNames joins what names are made of: whole names beside their parts are one
// name, and a name of one word beside a given name is the family's.
func (s *surveyor) partNames() {
	name, given, family := s.Column("name"), s.Column("given_name"), s.Column("family_name")
	switch {
	case name == nil || name.Given:
	case given != nil && family != nil:
		if name.spaced*2 >= name.Filled || name.words == 0 {
			given.pass(fmt.Sprintf("%s is the whole name", name.called()))
			family.pass(fmt.Sprintf("%s is the whole name", name.called()))
		} else {
			name.pass("it is a part of the name that stands elsewhere")
		}
	case given != nil && name.spaced*2 < name.Filled:
		name.Means, name.Why = "family_name", fmt.Sprintf("beside %s", given.called())
	case family != nil && name.spaced*2 < name.Filled:
		name.Means, name.Why = "given_name", fmt.Sprintf("beside %s", family.called())
	case given != nil:
		given.pass(fmt.Sprintf("%s is the whole name", name.called()))
	case family != nil:
		family.pass(fmt.Sprintf("%s is the whole name", name.called()))
	}
}

// order passes over columns that are called splits and whose times are not since
// the start: of two in course order the later has the longer time.
func (s *surveyor) order() {
	last := race.Clock(0)
	for _, at := range s.Points() {
		c := &s.Columns[at.Number-1]
		switch {
		case c.Given || c.KM == 0 || c.Fast == race.NoTime:
		case c.Fast < last:
			c.pass("its times are shorter than those of the split before: a leg, or a pace")
		default:
			last = c.Fast
		}
	}
}

// beside finds the gun time beside a net time, and the net time beside a gun time,
// where the name of the column does not say it: in every row the one is a little
// longer than the other.
func (s *surveyor) beside() {
	gun, net := s.Column("gun"), s.Column("net")
	if gun == nil {
		gun = s.Column("finish")
	}
	known, want := gun, "net"
	if gun == nil {
		known, want = net, "gun"
	}
	if known == nil || gun != nil && net != nil {
		return
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means != "" || c.Format == "" || c.Given || c.KM > 0 || notSplit.MatchString(c.Header) {
			continue
		}
		both, longer, near := 0, 0, 0
		s.rows(func(cells []string) bool {
			if c.Number > len(cells) || known.Number > len(cells) {
				return true
			}
			a, err := spelling.TimeShown(spelling.Given(cells[c.Number-1]), spelling.TimeFormat(c.Format))
			b, other := spelling.TimeShown(spelling.Given(cells[known.Number-1]), spelling.TimeFormat(known.Format))
			if err != nil || other != nil {
				return true
			}
			if want == "net" {
				a, b = b, a
			}
			both++
			if a >= b {
				longer++
			}
			if a-b < 45*60*1000 && b*2 > a {
				near++
			}
			return both < 20*spelling.SampleCells
		})
		if both > 0 && most(longer, both) && most(near, both) && both*10 >= known.Filled*8 {
			c.Means, c.Why = want, fmt.Sprintf("in %d of %d rows it is %s than %s", longer, both, map[string]string{"gun": "not shorter", "net": "not longer"}[want], known.called())
			return
		}
	}
}

// time finds the result of a table in which no column is called the gun time or
// the finish: a column with the name of a result, else the longest time that is
// written with colons. Other times that are not known are ignored.
func (s *surveyor) time() {
	var best, net *Surveyed
	named := func(c *Surveyed) bool {
		return c != nil && (c.saysTime() || slices.Contains(timeHeaders, spelling.FoldHeader(c.Header)))
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		switch {
		case c.Means == "gun" || c.Means == "finish":
			best = c
		case c.Means == "net":
			net = c
		}
	}
	there := best != nil
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means != "" && (c.Means != Ignore || c.Why != "" || there || !c.saysTime()) || c.Format == "" {
			continue
		}
		colons := c.Format == string(spelling.AsClock) || c.Format == string(spelling.AsMinutes)
		if notSplit.MatchString(c.Header) {
			continue
		}
		if !there && !named(best) && (named(c) || net == nil && colons && (best == nil || c.Least > best.Least)) {
			best = c
		}
	}
	points := s.Points()
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Means == "" && c.Format != "" && c != best {
			c.pass("")
		}
	}
	switch {
	case there:
	case best != nil:
		best.Means, best.Why = "gun", "no other column can be the result: taken as the gun time"
	case net != nil:
		net.Means, net.Why = "gun", "there is no gun time: places follow this one"
	case len(points) > 0:
		if c := &s.Columns[points[len(points)-1].Number-1]; c.KM > 0 {
			c.Means, c.Why, s.finishKM, s.finishBy = "finish", "the longest split, and no other column can be the result", c.KM, c.called()
			c.KM = 0
		}
	}
}

// ends finds the split that is the finish: in most rows its time is the result.
func (s *surveyor) ends() {
	points := s.Points()
	if len(points) == 0 {
		return
	}
	var results []int
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Means == "gun" || c.Means == "finish" || c.Means == "net" {
			results = append(results, i)
		}
	}
	at := points[len(points)-1].Number - 1
	both, same := make([]int, len(results)), make([]int, len(results))
	s.rows(func(cells []string) bool {
		if at >= len(cells) {
			return true
		}
		split, err := spelling.TimeShown(spelling.Given(cells[at]), spelling.TimeFormat(s.Columns[at].Format))
		if err != nil {
			return true
		}
		for n, i := range results {
			if i >= len(cells) {
				continue
			}
			if t, err := spelling.TimeShown(spelling.Given(cells[i]), spelling.TimeFormat(s.Columns[i].Format)); err == nil {
				both[n]++
				if t.Official() == split.Official() {
					same[n]++
				}
			}
		}
		return len(both) > 0 && both[0] < 20*spelling.SampleCells
	})
	for n := range results {
		if both[n] < 2 || same[n]*5 < both[n]*4 {
			continue
		}
		c := &s.Columns[at]
		s.finishKM, s.finishBy = c.KM, c.called()
		if s.Column("finish") != nil {
			c.pass("it is the finish")
			return
		}
		c.Means, c.KM, c.Why = "finish", 0, fmt.Sprintf("in %d of %d rows its time is that of %s", same[n], both[n], s.Columns[results[n]].called())
		return
	}
}

// known notes which columns edition.yaml need not name: those whose meaning
// their name alone says.
func (s *surveyor) known() {
	vocabulary := surveyWords
	seen := map[string]int{}
	for i := range s.Columns {
		c := &s.Columns[i]
		seen[spelling.FoldHeader(c.Header)]++
		if c.KM > 0 {
			vocabulary.Points = append(vocabulary.Points[:len(vocabulary.Points):len(vocabulary.Points)], c.Means)
		}
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		c.Known = c.Header != "" && c.Also == "" && c.Means != Ignore && c.Means != SurveyedYear && c.Means != SurveyedRace &&
			seen[spelling.FoldHeader(c.Header)] == 1 && vocabulary.canonical(c.Header) == c.Means
	}
}

// Repeated reports whether several columns have the header of this one, so that
// only its number tells it apart.
func (s *Survey) Repeated(c *Surveyed) bool {
	n := 0
	for i := range s.Columns {
		if spelling.FoldHeader(s.Columns[i].Header) == spelling.FoldHeader(c.Header) {
			n++
		}
	}
	return n > 1
}
