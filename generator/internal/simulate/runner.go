package simulate

import (
	"strconv"
	"time"

	"guntime/generator/internal/race"
)

// runner is one entry with its times.
type runner struct {
	bib          string
	name, latin  string
	gender       race.Gender
	nat          string
	birth        time.Time
	club         string
	category     string
	zone         string
	chip         int
	visibility   race.Visibility
	code         string
	hold         bool
	released     bool
	championship string

	at        []race.Clock // time since the gun of the division, NoTime where not recorded
	unread    bool         // no row in the timing file
	illegible bool         // the finish time of the row is unreadable
	rulings   []decision
}

// field makes the runners of one race, one after the other.
type field struct {
	dice
	o       Options
	date    time.Time
	rc      *race.Race
	zones   [len(zones)]int // bibs given out so far
	entered int             // bibs given out so far in a race without zones
	sums    []int64         // workspace of spread
	r       runner          // the last runner, whose slices the next one reuses
}

// zone is a block of the start: limit is the expected time of its slowest runners;
// first and last are when its first and last runner cross the start line after the
// gun.
type zone struct {
	letter      string
	limit       race.Clock
	first, last int // milliseconds
}

var zones = [...]zone{
	{"A", 3*hour + 10*minute, 4_000, 55_000},
	{"B", 3*hour + 35*minute, 55_000, 140_000},
	{"C", 4 * hour, 140_000, 270_000},
	{"D", 4*hour + 30*minute, 270_000, 420_000},
	{"E", 5 * hour, 420_000, 570_000},
	{"F", 100 * hour, 570_000, 725_000},
}

// sideCrowd is how many times faster the start line is crossed in a side race than
// in the main race.
const sideCrowd = 8

// wheelchairStart is when the wheelchairs start, after the last zone.
const wheelchairStart = 745 * second

// ages of the general field on race day in days: 20 to 75 years, half of them under
// 39.
var ages = []knot{{0, 7306}, {400, 8400}, {2500, 11690}, {5000, 14240}, {7500, 17170}, {9000, 19720}, {9800, 23010}, {9970, 25570}, {10000, 27370}}

var clubs = []string{
	"奥森晨跑团", "什刹海慢跑社", "通州夜跑团", "回龙观跑步俱乐部", "望京长跑队", "亦庄马拉松俱乐部", "石景山铁人队", "海淀校友跑团", "津门跑者",
	"燕山越野社", "胶州湾跑团", "秦淮河夜跑", "西湖晨跑会", "锦江跑友会", "黄河边跑团", "岭南快乐跑", "松花江长跑队", "草原马拉松俱乐部", "珞珈校友跑团", "大别山跑团",
}

var clubsAbroad = []string{"Harbour Striders", "Riverside Running Club", "Old Town Harriers", "Laufgruppe Nordwind", "Les Foulées du Canal", "朝阳国际跑团"}

// next makes the i-th runner of the field, counted from 0. The result is valid
// until the next call.
func (f *field) next(i int) *runner {
	f.throwFor(f.o.Seed, i)
	f.r = runner{at: f.r.at, rulings: f.r.rulings[:0], chip: (f.firstChip() + i + 1) * 0x9e3779b1 & 0xfffffff}
	switch {
	case f.o.Side != "":
		f.enter(nil)
	case i < allInvited:
		f.invite(i)
	default:
		f.enter(scenes[i-allInvited])
	}
	return &f.r
}

// firstChip returns the first chip number, so that races of one day have different
// chips, up to ten million runners each.
func (f *field) firstChip() int {
	if f.o.Side == "" {
		return 0
	}
	return int(f.o.Side[0]) * 10_000_000 & 0xfffffff
}

// invite makes an athlete whose race is fixed.
func (f *field) invite(i int) {
	r := &f.r
	l, n := guestAt(i)
	g := &l.guests[n]
	r.bib = l.letter + strconv.Itoa(l.first+n)
	r.name, r.latin, r.nat, r.club = g.name, g.latin, g.nat, g.club
	r.gender, r.category, r.zone, r.visibility = l.gender, l.category, l.letter, race.Public
	r.birth, _ = time.ParseInLocation(time.DateOnly, g.birth, f.date.Location())
	r.birth = r.birth.AddDate(f.date.Year()-standardYear, 0, 0)
	if g.flagged {
		r.championship = f.championship()
	}
	delay, release := race.Clock(f.between(240, 2600)), race.Clock(0)
	if l.category == "wheelchair" {
		release = wheelchairStart
	}
	gun := g.gun
	if gun == 0 {
		gun = 2*hour + 35*minute
	}
	delay, gun = release+delay, release+f.scaled(gun-release)
	f.spread(r.at, delay, gun-delay, eliteEffort(&f.dice))
	if g.gun == 0 {
		r.stopAfter(f.near(g.last))
		r.unread = g.last == 0
	}
	r.rulings = append(r.rulings, g.says...)
}

// enter makes a runner of the general field, with the day of the scene if there is
// one.
func (f *field) enter(s *scene) {
	r := &f.r
	f.person(s)
	take := menTake
	if r.gender == race.Female {
		take = womenTake
	}
	years := f.date.Year() - r.birth.Year()
	net := race.Clock(f.draw(take))*second + race.Clock(f.below(1000))
	net = net * race.Clock(987+3*max(years-36, 0)) / 1000
	expected := net * race.Clock(1000+f.bell(35)) / 1000
	net = towardsGoal(&f.dice, net)
	if s != nil {
		net, expected = s.gun, s.gun
	}
	z := f.zoneFor(expected)
	r.zone = zones[z].letter
	f.zones[z]++
	r.bib = bib(r.zone, f.zones[z])
	delay := race.Clock(f.between(zones[z].first, zones[z].last))
	if f.o.Side != "" {
		f.entered++
		r.zone, r.bib = f.o.Side, bib(f.o.Side, f.entered)
		delay /= sideCrowd
	}
	effort := generalEffort(&f.dice, net)
	net = f.scaled(net)
	if s != nil {
		if s.delay > 0 {
			delay = s.delay
		}
		net -= delay
		effort = even
		if s.late {
			effort = tiring
		}
	}
	f.spread(r.at, delay, net, effort)
	f.happen(s)
	f.publicity(s)
}

// zoneFor returns the zone for an expected time.
func (f *field) zoneFor(expected race.Clock) int {
	for i := range zones {
		if expected < zones[i].limit {
			return i
		}
	}
	return len(zones) - 1
}

// bib returns the letter of a zone and a number of five digits, or more in a zone
// with more than 99,999 runners.
func bib(zone string, n int) string {
	digits := strconv.Itoa(n)
	if len(digits) < 5 {
		digits = "00000"[len(digits):] + digits
	}
	return zone + digits
}

// person draws gender, age, name and club of a general runner.
func (f *field) person(s *scene) {
	r := &f.r
	r.category, r.visibility = "general", race.Public
	r.gender = race.Male
	if f.chance(3200) {
		r.gender = race.Female
	}
	if s != nil && s.gender != race.NoGender {
		r.gender = s.gender
	}
	r.birth = f.date.AddDate(0, 0, -f.draw(ages))
	chinese := !f.chance(550)
	if s != nil && s.nat != "" {
		chinese = true
	}
	if chinese {
		r.nat = "CHN"
		r.name, r.latin = chineseName(&f.dice, r.gender, r.birth.Year())
		if f.chance(200) {
			r.latin = "" // some have none
		}
		if f.chance(4200) {
			r.club = pick(&f.dice, clubs)
		}
		if f.chance(700) {
			r.championship = f.championship()
		}
	} else {
		r.nat, r.name, r.latin = foreigner(&f.dice, r.gender)
		if f.chance(2500) {
			r.club = pick(&f.dice, clubsAbroad)
		}
	}
	if s != nil && s.name != "" {
		r.nat, r.name, r.latin = s.nat, s.name, s.latin
		if r.nat != "CHN" {
			r.club, r.championship = "", ""
		}
	}
	if s != nil && s.club != "" {
		r.club = s.club
	}
}

// happen gives a general runner the day of the scene, or a random one.
func (f *field) happen(s *scene) {
	r := &f.r
	if s != nil {
		if s.act != nil {
			s.act(f, r)
		}
		return
	}
	last := f.rc.Finish()
	switch luck := f.below(10_000); {
	case luck < 600: // did not come
		r.unread = true
	case luck < 900: // gave up, more likely late than early
		r.stopAfter(max(f.below(last), f.below(last)))
	case luck < 1000: // a mat did not read the chip
		r.at[f.below(last)] = race.NoTime
	case luck < 1010:
		r.rulings = append(r.rulings, pick(&f.dice, offences))
	}
	// At a closed point most are stopped, and some go on.
	if point := f.failed(r); point >= 0 {
		switch {
		case point == last && f.chance(4000):
			r.at[last] = race.NoTime
		case point < last && f.chance(8000):
			r.stopAfter(point)
		}
	}
	if f.chance(100) {
		r.hold, r.released = true, f.chance(8000)
	}
}

// publicity draws how visible a general runner is. A hidden runner has a code for
// the certificate, or has not asked for one.
func (f *field) publicity(s *scene) {
	r := &f.r
	if s != nil {
		r.visibility = s.visibility
		if r.visibility == "" {
			r.visibility = race.Public
		}
	} else if luck := f.below(10_000); luck < 150 {
		r.visibility = race.Masked
	} else if luck < 200 {
		r.visibility = race.Anonymous
	}
	if r.visibility == race.Public || f.chance(2000) {
		return
	}
	const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	code := make([]byte, 16)
	for i := range code {
		code[i] = base32[f.below(len(base32))]
	}
	r.code = string(code)
}

// championship returns the first championship in the rules of the race, "" for
// none.
func (f *field) championship() string {
	if list := f.rc.Rules.Championships; len(list) > 0 {
		return list[0].ID
	}
	return ""
}

// division returns the division in which a runner is ranked.
func (f *field) division(r *runner) *race.Division {
	return f.rc.DivisionOf(&race.Entry{Gender: r.gender, Category: r.category})
}
