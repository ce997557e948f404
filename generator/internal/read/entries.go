package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read/beside"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// entryRow is one row of entries.csv, every cell as it stands.
type entryRow struct {
	Bib             string `csv:"bib"`
	Name            string `csv:"name"`
	GivenName       string `csv:"given_name"`
	FamilyName      string `csv:"family_name"`
	LatinName       string `csv:"latin_name"`
	Gender          string `csv:"gender"`
	Nat             string `csv:"nat"`
	BirthDate       string `csv:"birth_date"`
	BirthYear       string `csv:"birth_year"`
	Age             string `csv:"age"`
	Club            string `csv:"club"`
	Team            string `csv:"team"`
	Category        string `csv:"category"`
	Zone            string `csv:"zone"`
	Wave            string `csv:"wave"`
	StartOffset     string `csv:"start_offset"`
	Chip            string `csv:"chip"`
	Visibility      string `csv:"visibility"`
	CertificateCode string `csv:"certificate_code"`
	CertificateHold string `csv:"certificate_hold"`
	Championship    string `csv:"championship"`
	ID              string `csv:"id"`
	Leg             string `csv:"leg"`
}

// roster is who entered a race, by folded bib.
type roster struct {
	index map[string]int // into rc.Entries
	lines []int          // of its file, by entry
	at    []table.Span   // the row, by entry, where the file holds timing as well
	// broken are the bibs of rows that could not be read. They did enter, so that
	// other files that name them cause no more findings.
	broken map[string]bool
	torn   []suspect         // rows whose cells cannot be told apart
	hides  bool              // the table says of some that they are not public
	teams  []relayTeam       // of a relay whose runners have bibs of their own
	bare   spelling.Unpadded // by folded bib; made when it is needed
}

// minimumCode is how many characters of base32 make 50 bits.
const minimumCode = 10

// entries reads who may run. The roster is nil where the file as a whole
// cannot be used.
func (p *project) entries(e *race.Edition, rc *race.Race, u uses) *roster {
	required := []string{"bib", "name"}
	if rc.Relay() { // a team may have a name of its own
		required = required[:1]
	}
	words := words(rc, "entries", required...)
	if asksGender(rc) {
		words.Required = append(words.Required, "gender")
	}
	t, ok := p.open(e, u.entries, words)
	if !ok {
		return nil
	}
	b := &entryReader{project: p, edition: e, race: rc, table: t, roster: &roster{index: make(map[string]int, t.Expect()), broken: map[string]bool{}}, strings: interner{},
		numbered: u.entries.MapsTo(table.RowNumber), nameless: u.entries.Without("name"), serves: u.serves(), order: u.entries.order}
	b.genders = genders(t, rc, u.entries.Without("gender"))
	if v := u.entries.at; u.entries.Without("gender") && asksGender(rc) && !b.genders.headings {
		v.Fail("bad_value", "say what tells the gender: columns: {\"HEADER\": gender}", "gender: none is for races of which no division asks for a gender, and for tables whose headings between the rows say it")
	}
	b.commas = t.Commas(t.Column("name"))
	b.dates = dates(t, u.entries.dates, true)
	b.roster.hides = t.Column("visibility") >= 0
	table.Rows(t, b.row)
	b.restore()
	b.relayTeams()
	b.teamless()
	b.legless()
	b.reportNations()
	if b.genders.unknown {
		b.unfit = tally{}
	}
	b.unfit.report(p.found, "no_division", "the runner is listed but not ranked")
	b.badDates.report(p.found, "bad_birth_date", "expected: a day such as 2001-12-31, or date_format: d/m/y or m/d/y")
	b.championships.report(p.found, "unknown_championship", "name it under championships in edition.yaml")
	b.unknownWaves.report(p.found, "unknown_wave", waveHint(rc))
	b.ageless.report(p.found, "no_age", b.ageHint())
	b.unknownAges.report(p.found, "no_age_to_mask", "give birth_date, birth_year or age, or mask the entry by its visibility")
	return b.roster
}

// words are the columns that a table of entries or timing may have. One file may
// be both, so each kind knows the columns of the other.
func words(rc *race.Race, kind string, required ...string) table.Vocabulary {
	return table.Vocabulary{Kind: kind, Columns: append(table.EntryColumns[:len(table.EntryColumns):len(table.EntryColumns)], table.TimeColumns...), Points: pointIDs(rc), Mappable: true, Required: required}
}

// pointIDs are the points that a timing file may have a column for.
func pointIDs(rc *race.Race) []string {
	ids := make([]string, len(rc.Points))
	for i := range rc.Points {
		ids[i] = rc.Points[i].ID
	}
	if rc.OfLaps() {
		ids = append(ids, lapsColumn)
	}
	return ids
}

// entryReader makes entries of rows.
type entryReader struct {
	project       *project
	edition       *race.Edition
	race          *race.Race
	table         *table.Table
	roster        *roster
	strings       interner
	slab          []race.Entry
	numbered      bool // bib: row_number
	nameless      bool // name: none
	serves        bool // the file holds timing as well
	genders       genderOf
	order         nameOrder
	commas        bool // names are written Family, Given
	dates         spelling.DateFormat
	pieces        []piece
	nations       tally
	nationRows    int // rows with a nation
	unfit         tally
	badDates      tally
	championships tally
	waves         map[string]*race.Wave // by folded name
	unknownWaves  tally
	ageless       agelessTally
	unknownAges   tally
	legs          []legRow // of a relay
	badLegs       tally
}

// row adds the entry of one row.
func (b *entryReader) row(row *entryRow, r *table.Record) {
	t := b.table
	bib := spelling.Bib(row.Bib)
	if b.numbered {
		bib = strconv.Itoa(r.Number)
	}
	over, outgrown := t.Excess(r)
	_, ragged := t.Ragged(r)
	if outgrown != "" && (ragged != "" || !bibPattern.MatchString(bib)) {
		t.SetAside(r, over, problem.Warning, outgrown, "the row is set aside; all others stand")
		if bibPattern.MatchString(bib) {
			b.roster.broken[race.FoldBib(bib)] = true
		}
		return
	}
	if column, why := t.Ragged(r); why != "" {
		b.torn(bib, column, why, r)
		return
	}
	if bib == "" {
		t.Fail(r, t.Column("bib"), "missing_bib", "", "the row has no bib")
		return
	}
	key := race.FoldBib(bib)
	at := r.Span()
	first, twice := b.roster.index[key]
	if identical := twice && (b.serves || b.race.Relay()) && t.SameRow(at, b.roster.at[first]); twice && (identical || !b.race.Relay()) {
		duplicate(t, bib, r, b.roster.lines[first], identical)
		return
	}
	if !bibPattern.MatchString(bib) {
		t.Fail(r, t.Column("bib"), "bad_bib", "a bib may contain only letters, digits, - and _", "the bib %q cannot be used", bib)
	} else if device(bib) {
		t.Fail(r, t.Column("bib"), "bad_bib", fmt.Sprintf("give the runner another bib, such as %s-1", bib), "the bib %q is %v", bib, errDevice)
	}
	column, overlong := row.overlong(r)
	if overlong != "" && outgrown == "" {
		over, outgrown = t.Column(column), fmt.Sprintf("bib %q: %s", bib, overlong)
	}
	e := b.next()
	e.Bib = strings.Clone(bib)
	if why := b.ownStart(e, row); why != "" && outgrown == "" {
		over, outgrown = t.Column("start_offset"), why
	}
	e.From = t.Row(r)
	if outgrown != "" {
		t.SetAside(r, over, problem.Warning, outgrown, asideHint)
		review(b.race, e, e.From)
	}
	b.identity(e, row, r, column == "name")
	b.person(e, row, r)
	b.publication(e, row, r)
	b.wave(e, row, r)
	b.protect(e, r)
	if b.race.Relay() {
		if b.leg(e, row, r, !twice); twice {
			return
		}
	}
	b.grouped(e, r)
	if !b.race.Relay() && b.race.DivisionOf(e) == nil && !b.race.OverallAlone(e) {
		b.unfit.addHint(row.Gender+"\x00"+row.Category, t.Place(r, max(t.Column("gender"), 0)),
			fmt.Sprintf("bib %q fits no division: gender %q, category %q", bib, row.Gender, row.Category), b.unfitHint(e, row))
	}
	b.roster.index[race.FoldBib(e.Bib)] = len(b.race.Entries)
	b.roster.lines = append(b.roster.lines, r.Line)
	if b.serves || b.race.Relay() {
		b.roster.at = append(b.roster.at, at)
	} else {
		b.roster.at = append(b.roster.at, table.Span{})
	}
	b.race.Entries = append(b.race.Entries, e)
}

// atOnce is how many entries or timings are allocated together.
const atOnce = 1024

// next returns a new entry.
func (b *entryReader) next() *race.Entry {
	if len(b.slab) == 0 {
		b.slab = make([]race.Entry, atOnce)
	}
	e := &b.slab[0]
	b.slab = b.slab[1:]
	return e
}

// duplicate reports a second row of one bib: a warning where both rows are
// identical, else an error.
func duplicate(t *table.Table, bib string, r *table.Record, first int, identical bool) {
	if identical {
		t.Warn(r, t.Column("bib"), "duplicate_row", "", "the same row for bib %q is already on line %d; it is used once", bib, first)
		return
	}
	t.Fail(r, t.Column("bib"), "duplicate_bib", "bibs that differ only in case count as the same", "bib %q is already on line %d", bib, first)
}

// identity reads what somebody is called. That a name was too long has been said.
func (b *entryReader) identity(e *race.Entry, row *entryRow, r *table.Record, overlong bool) {
	if !b.nameless {
		if name, nat := bareName(row.Name); name != row.Name {
			row.Name = name
			if row.Nat == "" {
				row.Nat = nat
			}
		}
		switch {
		case row.Name == "" && (row.GivenName != "" || row.FamilyName != ""):
			e.Name = joinName(row.GivenName, row.FamilyName, b.order)
		case b.commas:
			e.Name = turnedName(row.Name, b.order)
		default:
			e.Name = spelling.Tidy(row.Name)
		}
		if e.Name == "" && row.LatinName != "" {
			e.Name = spelling.Tidy(row.LatinName)
		}
		if e.Name == "" && !overlong && (row.Team == "" || !b.race.Relay()) {
			b.table.Warn(r, max(b.table.Column("name"), b.table.Column("given_name"), b.table.Column("family_name")), "missing_name", "the bib is shown instead", "bib %q has no name", e.Bib)
		}
	}
	if row.LatinName != "" {
		e.LatinName = spelling.Tidy(row.LatinName)
	}
	for _, text := range [...]struct{ column, cell string }{{"name", row.Name}, {"latin_name", row.LatinName}, {"club", row.Club}, {"team", row.Team}} {
		if strings.ContainsFunc(text.cell, spelling.IsDirectionMark) {
			b.table.Warn(r, b.table.Column(text.column), "direction_marks", "they are ignored", "the %s of bib %q contains marks that change the direction of writing", text.column, e.Bib)
		}
	}
}

// person reads the facts about somebody. A value that cannot be read is left out
// with a warning.
func (b *entryReader) person(e *race.Entry, row *entryRow, r *table.Record) {
	t := b.table
	e.Gender = b.genders.of(row.Gender, row.Category, r.Gender) // none is a warning where no division takes it
	b.nation(e, row, r)
	if age := spelling.Given(row.Age); age != "" && strings.Trim(age, "0.") != "" {
		n, err := strconv.Atoi(spelling.Bib(age))
		if err != nil || n < 1 || n > 130 {
			t.Warn(r, t.Column("age"), "bad_age", "expected: whole years on race day", "bib %q: %q is not an age", e.Bib, row.Age)
		} else {
			e.Age = n
		}
	}
	b.birth(e, row, r)
	e.Club, e.Team = b.strings.of(row.Club, spelling.Tidy), b.strings.of(row.Team, spelling.Tidy)
	if t.Column("club") < 0 { // a team is what there is to show
		e.Club = e.Team
	}
	b.birthYear(e, row, r)
	e.Category = b.strings.of(row.Category, spelling.FoldCategory)
	e.Zone = b.strings.of(row.Zone, spelling.TidyKey)
	e.Chip = strings.Clone(spelling.FoldWidth(row.Chip))
	var refused bool
	if e.Person, refused = beside.Person(spelling.FoldWidth(row.ID)); refused {
		t.Fail(r, t.Column("id"), "private_column", "use a number of the race's own, such as that of the member", "the id of bib %q looks like an identity number", e.Bib)
	}
}

// publication reads what may be published of somebody and when.
func (b *entryReader) publication(e *race.Entry, row *entryRow, r *table.Record) {
	t := b.table
	visibility, ok := spelling.ParseVisibility(row.Visibility)
	if !ok {
		t.Fail(r, t.Column("visibility"), "bad_visibility", "expected: public, masked or anonymous", "bib %q: %q is not a visibility", e.Bib, row.Visibility)
	}
	e.Visibility = visibility
	hold, ok := spelling.ParseYes(row.CertificateHold)
	if !ok {
		hold = true
		t.Warn(r, t.Column("certificate_hold"), "bad_value", "expected: yes or no", "bib %q: %q is neither yes nor no; the certificate is held", e.Bib, row.CertificateHold)
	}
	e.Hold = hold
	e.Code = strings.Clone(spelling.FoldWidth(row.CertificateCode))
	if e.Code != "" && len(e.Code) < minimumCode {
		t.Warn(r, t.Column("certificate_code"), "weak_code", "use at least 10 letters and digits (50 bits)", "bib %q: the certificate code is too short and could be guessed", e.Bib)
	}
	if id := spelling.FoldWidth(row.Championship); id != "" && id != "-" {
		e.Championship = b.strings.of(id, strings.Clone)
		known := false
		for i := range b.race.Rules.Championships {
			known = known || b.race.Rules.Championships[i].ID == id
		}
		if !known {
			b.championships.add(id, t.Place(r, t.Column("championship")), fmt.Sprintf("unknown championship %q", id))
		}
	}
}

// interner keeps one copy of each text that occurs again and again, in the form
// that is made of it.
type interner map[string]string

func (m interner) of(s string, means func(string) string) string {
	if s == "" {
		return ""
	}
	kept, ok := m[s]
	if !ok {
		s = strings.Clone(s)
		kept = means(s)
		m[s] = kept
	}
	return kept
}

// bibPattern is what a bib may be, for it is a file's name and a part of a URL.
var bibPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// ageOn is how many birthdays somebody has had on a day.
func ageOn(birth, day time.Time) int {
	age := day.Year() - birth.Year()
	if cmpDay(day.Month(), day.Day(), birth.Month(), birth.Day()) < 0 {
		age--
	}
	return age
}

func cmpDay(m time.Month, d int, n time.Month, e int) int {
	if m != n {
		return int(m - n)
	}
	return d - e
}
