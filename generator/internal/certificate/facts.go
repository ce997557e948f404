package certificate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// facts are the values that a field may show, with what they say. The first ones are
// the same for every runner of a race and are on the form; the others are the
// runner's own.
var factList = []Fact{
	{"edition", "name of the edition"},
	{"race", "name of the race"},
	{"date", "race day"},
	{"distance", "distance of the race; of a race of laps none"},
	{"course", "the course in words, of edition.yaml"},
	{"weather", "the weather in words, of edition.yaml"},
	{"statement", "the sentence that the certificate attests"},
	{"revision", "revision of the results"},
	{"state", "that the results are not official yet, else none"},
	{"demonstration", "that the results are made up, else none"},
	{"name", "the runner's name"},
	{"latin_name", "the name in Latin letters, where the name has others"},
	{"bib", "the bib"},
	{"nation", "country or region"},
	{"division", "the division"},
	{"club", "the club"},
	{"team", "team of the entry, or the first the runner scores for"},
	{"team_place", "place of that team among all with a place"},
	{"wave", "the wave of the start"},
	{"place", "place in the division among all ranked, or the status"},
	{"overall", "place among all"},
	{"reason", "why there is no place"},
	{"gun", "gun time"},
	{"net", "net time"},
	{"pace", "pace by the net time"},
	{"speed", "speed by the net time"},
	{"grade", "the grade reached, where the rules have grades"},
	{"records", "that the time is a course record"},
	{"age_group", "the age group"},
	{"age_group_place", "place in the age group among all ranked"},
	{"laps", "laps and distance, in a race of laps"},
}

// Fact is a value that a design can show.
type Fact struct{ Name, Says string }

// Facts returns all facts of a design, in the order of the help.
func Facts() []Fact { return slices.Clone(factList) }

var facts = func() (names []string) {
	for _, f := range factList {
		names = append(names, f.Name)
	}
	return names
}()

// shared is how many of the facts are the same for every runner.
const shared = 10

// isShared reports whether a field has the same text for every runner who has one.
func isShared(f *field) bool { return f.Say != "" || slices.Index(facts, f.Fact) < shared }

// isFixed reports whether a field can be drawn on the form.
func (f *field) isFixed() bool {
	fixed := isShared(f)
	for _, fact := range []string{f.If, f.Unless} {
		fixed = fixed && (fact == "" || fact == "link" || slices.Index(facts, fact) < shared)
	}
	return fixed
}

// linkOf returns the text of the QR code of a certificate, "" where it has none.
func (f *Form) linkOf(s *sheet, r *race.Result) string {
	if f.link == nil || f.design.QR == nil {
		return ""
	}
	return f.link(s, r)
}

// shows reports whether the conditions of a field hold.
func (f *Form) shows(field *field, r *race.Result) (bool, error) {
	if field.If != "" {
		if said, err := f.says(field.If, r); err != nil || !said {
			return false, err
		}
	}
	if field.Unless != "" {
		said, err := f.says(field.Unless, r)
		return !said, err
	}
	return true, nil
}

// says reports whether a fact has a value: for the race, and for the runner if r is
// not nil.
func (f *Form) says(fact string, r *race.Result) (bool, error) {
	l := f.languages[0]
	if slices.Index(facts, fact) >= shared {
		switch fact {
		case "place":
			return r.Place > 0, nil
		case "name":
			name, _ := f.nameOf(r)
			return name != "", nil
		}
		text, err := f.text(fact, l, r)
		return text != "" && text != words.Nothing, err
	}
	if fact == "link" {
		return f.link != nil && f.design.QR != nil, nil
	}
	text, err := f.fixedText(&field{Fact: fact}, l)
	return text != "", err
}

// fixedText returns the text of a field that all runners share, in one language, ""
// where it has none.
func (f *Form) fixedText(field *field, l *words.Language) (string, error) {
	e, rc := f.edition, f.race
	if field.Say != "" {
		return l.Say("certificate." + field.Say)
	}
	switch field.Fact {
	case "edition":
		return e.Name.In(l.Tag()), nil
	case "race":
		return rc.Name.In(l.Tag()), nil
	case "date":
		return l.Date(e.Date), nil
	case "distance":
		if rc.OfLaps() { // each runner's own
			return "", nil
		}
		return l.Distance(rc.Length), nil
	case "course":
		return e.Course.In(l.Tag()), nil
	case "weather":
		return e.Weather.In(l.Tag()), nil
	case "statement":
		return f.statement(l, false)
	case "revision":
		return l.Say("certificate.revision", "Number", e.Revision())
	case "state":
		switch e.State {
		case race.Official:
			return "", nil
		case race.Notice:
			if !e.NoticeUntil.IsZero() {
				return l.Say("certificate.notice", "Until", l.Until(e.NoticeUntil))
			}
		}
		return l.Say("certificate.provisional")
	case "demonstration":
		if e.Demonstration {
			return l.Say("certificate.demonstration")
		}
		return "", nil
	}
	return "", fmt.Errorf("no fact %q", field.Fact)
}

// statement returns the sentence that a certificate attests. It has the distance
// unless the race's name has it. It never has it for a runner whose time was
// annulled, because that may be due to a shortened course.
func (f *Form) statement(l *words.Language, annulled bool) (string, error) {
	name, distance, date := f.race.Name.In(l.Tag()), l.Distance(f.race.Length), l.Date(f.edition.Date)
	if annulled || f.race.OfLaps() || strings.Contains(withoutSpaces(name), withoutSpaces(distance)) { // not "the 10 km of 10 km"
		return l.Say("certificate.statement_named", "Race", name, "Date", date)
	}
	return l.Say("certificate.statement", "Race", name, "Date", date, "Distance", distance)
}

// withoutSpaces returns a text in lower case without spaces.
func withoutSpaces(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(text), ""))
}

// text returns the text of a fact of a runner in one language, "" where it has
// none.
func (f *Form) text(fact string, l *words.Language, r *race.Result) (string, error) {
	switch fact {
	case "name":
		name, _ := f.nameOf(r)
		switch {
		case name == "" && f.nameless(r):
			return "", fmt.Errorf("no font has the name %q", r.Entry.Name)
		case name == "":
			return l.Say("certificate.nameless", "Bib", r.Entry.Bib)
		}
		return name, nil
	case "latin_name":
		_, latin := f.nameOf(r)
		return latin, nil
	case "bib":
		bib, _ := clean(r.Entry.Bib)
		return bib, nil
	case "nation":
		if concealed(r) || r.Entry.Nat == "" {
			return words.Nothing, nil
		}
		return l.Nation(r.Entry.Nat), nil
	case "club":
		if concealed(r) {
			return "", nil
		}
		return f.drawable(r.Entry.Club), nil
	case "team", "team_place":
		return f.team(fact, r), nil
	case "wave":
		if concealed(r) {
			return "", nil
		}
		wave, _ := clean(r.Entry.Wave)
		return f.drawable(wave), nil
	case "records":
		if r.Record == nil {
			return "", nil
		}
		return l.Say("certificate.course_record")
	case "division":
		if r.Division == nil {
			return words.Nothing, nil
		}
		return l.Division(r.Division)
	case "place":
		if r.Place == 0 {
			return l.Status(r)
		}
		return f.outOf(r.Place, f.field.Divisions[r.Division.ID]), nil
	case "overall":
		if r.PlaceOverall == 0 {
			return words.Nothing, nil
		}
		return f.outOf(r.PlaceOverall, f.field.Overall), nil
	case "reason":
		if r.Reason == nil || r.Place > 0 {
			return "", nil
		}
		return l.Reason(f.race, r.Reason)
	case "gun":
		if r.Annulled {
			return l.Say("certificate.annulled")
		}
		return l.FullClock(r.Gun), nil
	case "net":
		return l.FullClock(r.Net), nil
	case "pace":
		return l.Pace(f.paced(r).Pace(f.race.DistanceOf(r))), nil
	case "speed":
		return f.speed(f.paced(r), f.race.DistanceOf(r)), nil
	case "grade":
		grades := f.race.Rules.Grades
		if grades == nil || r.Grade < 1 || r.Grade > len(grades.Levels) {
			return "", nil
		}
		level, _ := clean(grades.Levels[r.Grade-1].In(l.Tag()))
		return level, nil
	case "laps":
		if !f.race.OfLaps() || r.Laps == 0 {
			return "", nil
		}
		return l.Number(r.Laps) + " · " + l.Distance(f.race.DistanceOf(r)), nil
	case "age_group", "age_group_place":
		o := r.Aged()
		if o == nil {
			return "", nil
		}
		if fact == "age_group_place" {
			return f.outOf(o.Place, o.Ranked), nil
		}
		division, err := l.Division(r.Division)
		group, _ := clean(l.GroupOf(division, o.Group))
		return group, err
	}
	return "", fmt.Errorf("no fact %q", fact)
}

// team returns the team of a runner, or its place. A runner of several teams is
// shown with the first that has a place.
func (f *Form) team(fact string, r *race.Result) string {
	if concealed(r) {
		return ""
	}
	var of *race.TeamPlace
	for _, t := range r.Teams {
		if t != nil && (of == nil || of.Place == 0 && t.Place > 0) {
			of = t
		}
	}
	switch {
	case fact == "team_place" && (of == nil || of.Place == 0):
		return ""
	case fact == "team_place":
		return f.outOf(of.Place, of.Of)
	case r.Entry.Team != "":
		return f.drawable(r.Entry.Team)
	case of != nil:
		return f.drawable(of.Name)
	}
	return ""
}

// speed returns the speed in kilometres an hour, rounded down, so that no
// certificate flatters.
func (f *Form) speed(c race.Clock, over race.Distance) string {
	if c == race.NoTime || c <= 0 {
		return words.Nothing
	}
	// Millimetres divided by milliseconds are metres a second.
	hundredths := int64(over) * 360 / int64(c)
	return fmt.Sprintf("%d.%02d km/h", hundredths/100, hundredths%100)
}

// paced returns the time for the pace: the net time, or the gun time where the
// start was not recorded.
func (f *Form) paced(r *race.Result) race.Clock {
	if r.Net != race.NoTime {
		return r.Net
	}
	return r.Gun
}

// outOf stands between a place and how many have one.
const outOf = " / "

// outOf returns a place and how many runners have one. That is not known while the race
// is not over; and whoever has a place since the last revision may be behind all whom
// that counts.
func (f *Form) outOf(place, ranked int) string {
	l := f.languages[0]
	if place > ranked {
		return l.Number(place)
	}
	return l.Number(place) + outOf + l.Number(ranked)
}

// concealed reports whether a certificate that everybody can open would reveal more
// than the runner allows.
func concealed(r *race.Result) bool {
	return r.Entry.Visibility == race.Anonymous && !r.Certificate.ByCode
}

// nameOf returns the names on a certificate: in full where only the runner's code
// opens it, else as published. latin is "" where it adds nothing. If no font can
// draw the whole name, the Latin name takes its place: no certificate has a box or a
// gap in a name.
func (f *Form) nameOf(r *race.Result) (name, latin string) {
	name, latin = givenNames(r)
	name, latin = f.drawable(name), f.drawable(latin)
	switch {
	case name == "":
		return latin, ""
	case strings.EqualFold(name, latin):
		return name, ""
	}
	return name, latin
}

// givenNames returns the names that a certificate should show, as the entry has
// them.
func givenNames(r *race.Result) (name, latin string) {
	if r.Certificate.ByCode {
		return r.Entry.OwnNames()
	}
	return r.Entry.PublishedName(), r.Entry.PublishedLatinName()
}

// nameless reports whether no font can draw a name of a runner who has one.
func (f *Form) nameless(r *race.Result) bool {
	if name, _ := f.nameOf(r); name != "" {
		return false
	}
	name, latin := givenNames(r)
	given, _ := clean(name + latin)
	return given != ""
}

// Withhold takes the certificate from each result whose name no font can draw, and
// reports whether there was any: a certificate says who it is for, or there is none.
func (f *Form) Withhold(rv *race.RaceVerdict) (any bool) {
	for i := range rv.Results {
		r := &rv.Results[i]
		if !r.Certificate.Possible() || !f.nameless(r) {
			continue
		}
		r.Certificate, any = withheld, true
	}
	return any
}

var withheld = &race.Certificate{Status: race.CertificateNone, Reason: race.CertNoGlyph}

// drawable returns a text of the runner, cleaned, or "" where a font lacks a letter
// of it. It leaves out symbols that no font has, such as emoji.
func (f *Form) drawable(text string) string {
	text, _ = f.withoutSigns(text)
	if _, lacking := f.lacking(text); lacking {
		return ""
	}
	return text
}

// withoutSigns cleans a text and leaves out symbols that a font lacks, which it
// also returns.
func (f *Form) withoutSigns(text string) (tidy string, signs []rune) {
	tidy, _ = clean(text)
	if !strings.ContainsFunc(tidy, symbolic) {
		return tidy, nil
	}
	tidy = strings.Map(func(r rune) rune {
		if symbolic(r) && !f.everyFont(r) {
			signs = append(signs, r)
			return -1
		}
		return r
	}, tidy)
	tidy, _ = clean(tidy)
	return tidy, signs
}

// symbolic reports whether a character cannot be part of a name: symbols, pictures
// and their modifiers, private and unassigned characters.
func symbolic(r rune) bool {
	if usual(r) || 'a' <= r|0x20 && r|0x20 <= 'z' {
		return false
	}
	return unicode.Is(unicode.S, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Co, r) || r == utf8.RuneError
}

// everyFont reports whether all fonts for names have a character.
func (f *Form) everyFont(r rune) bool {
	for _, stack := range f.personal {
		if r != ' ' && !slices.ContainsFunc(stack, func(face *truetype.Face) bool { return face.Has(r) }) {
			return false
		}
	}
	return true
}

// lacking returns the first character of a clean text that a font for texts of
// runners lacks.
func (f *Form) lacking(text string) (rune, bool) {
	for _, r := range text {
		if !f.everyFont(r) {
			return r, true
		}
	}
	return 0, false
}

// splitRow is one row of the table of splits.
type splitRow struct {
	point  int      // index among the points of the race
	labels []string // the full label, then shorter ones for narrow columns
	finish bool
}

// rows returns the points in the table of splits: those that the edition lists and
// the finish, but not the start.
func (f *Form) rows() ([]splitRow, error) {
	var rows []splitRow
	for i, p := range f.race.Points {
		if i == f.race.Start() || !p.Listed && i != f.race.Finish() {
			continue
		}
		labels, err := f.pointLabels(p.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, splitRow{point: i, labels: labels, finish: i == f.race.Finish()})
	}
	return rows, nil
}

// pointLabels returns the labels of a point: in all languages of the sheet, then in
// the first only. A distance is not translated, because everybody can read 5 km: it
// is written in letters if one of the languages does so.
func (f *Form) pointLabels(id string) ([]string, error) {
	name := func(l *words.Language) (string, error) { return l.Point(f.race, id) }
	first, err := f.languages.say("first", name)
	if err != nil {
		return nil, err
	}
	second, err := f.languages.say("second", name)
	if err != nil {
		return nil, err
	}
	switch {
	case first == "" || first[0] < '0' || first[0] > '9':
		both, err := f.languages.say("both", name)
		return []string{both, first}, err
	case second != "" && strings.ContainsFunc(first, wide):
		return []string{second}, nil
	}
	return []string{first}, nil
}

// splitTimes returns the times of one row: since the gun, since the point before,
// and since the runner's own start. The first segment begins at the runner's own
// start, or at the gun where that was not recorded, so the segments add up to the
// net or the gun time.
func (f *Form) splitTimes(r *race.Result, rows []splitRow, i int) (gun, segment, net race.Clock) {
	at := func(i int) race.Clock {
		switch p := rows[i].point; {
		case p < len(r.Splits) && r.Splits[p] != race.NoTime:
			return r.Splits[p]
		case rows[i].finish:
			return r.Gun
		}
		return race.NoTime
	}
	gun, segment, net = at(i), race.NoTime, race.NoTime
	if gun == race.NoTime {
		return gun, segment, net
	}
	if r.StartDelay != race.NoTime {
		net = gun - r.StartDelay
	} else if rows[i].finish {
		net = r.Net
	}
	switch {
	case i == 0 && r.StartDelay != race.NoTime:
		segment = net
	case i == 0:
		segment = gun
	default:
		if before := at(i - 1); before != race.NoTime {
			segment = gun - before
		}
	}
	return gun, segment, net
}
