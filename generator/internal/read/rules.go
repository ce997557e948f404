package read

import (
	"errors"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// rules reads what the referee is to apply. A rule that the file does not name
// does not exist.
func (p *project) rules(e *race.Edition, rc *race.Race, f fields) {
	r := &rc.Rules
	r.Ranking = ranking(f.get("ranking"))
	cutoffs := f.get("cutoffs").fields("boundary")
	r.Inclusive = choice(cutoffs.get("boundary"), "exclusive", "inclusive") == "inclusive"
	dq := f.get("disqualification").fields("doping", "other", "show_times")
	r.Disqualification = race.Disqualification{
		Doping:    choice(dq.get("doping"), race.Vacate, race.Promote),
		Other:     choice(dq.get("other"), race.Promote, race.Vacate),
		ShowTimes: dq.get("show_times").yes(false),
	}
	r.Prizes = prizes(e, rc, f.get("prizes"))
	r.Records = records(rc, f.get("records"))
	if r.Prizes.Currency == "" && (len(r.Prizes.Tables) > 0 || len(r.Records) > 0) {
		r.Prizes.Currency = noCurrency
		f.of.warn("no_currency", "say it under prizes: {currency: USD}", "the prizes have no currency")
	}
	r.Trophies = f.get("trophies").number(0, 0, 1000)
	if v := f.get("finisher_package"); v.exists() {
		r.Package = race.Package{Set: true, Before: v.fields("before").get("before").wall()}
	}
	r.Baggage = p.baggage(f.get("baggage"))
	r.Services = p.services(rc, f.get("services"))
	r.Certificate = certificate(e, f.get("certificate"))
	eligibility := f.get("eligibility").fields("born_before", "over")
	r.Eligibility = race.Eligibility{BornBefore: eligibility.get("born_before").day(time.UTC), Over: eligibility.get("over").number(0, 1, 150)}
	r.Zones = zones(f.get("zones"))
	r.AgeGroups = p.ageGroups(rc, f.get("age_groups"))
	r.Championships = p.championships(f.get("championships"), r.AgeGroups)
	r.Grades = p.grades(f.get("grades"))
	objections := f.get("objections").fields("contact", "until")
	r.Objections = race.Objections{Contact: objections.get("contact").str(""), Until: objections.get("until").moment(e.Zone, true)}
	r.Clauses = clauses(f.get("clauses"))
}

// noCurrency is the code of ISO 4217 for amounts without a currency.
const noCurrency = "XXX"

// ranking reads by which clock places are given.
func ranking(v value) race.Ranking {
	f := v.fields("by", "bands", "missing_point", "ties")
	r := race.Ranking{
		By:           choice(f.get("by"), race.ByGun, race.ByNet),
		MissingPoint: choice(f.get("missing_point"), race.MissingUnranked, race.MissingDisqualified, race.MissingIgnored),
	}
	choice(f.get("ties"), "share") // the only way known; written down so that nobody has to guess
	items := f.get("bands").items()
	last := 0
	for i, item := range items {
		g := item.fields("to", "by")
		band := race.Band{To: g.get("to").number(0, 1, 1_000_000), By: choice(g.need("by"), race.ByGun, race.ByNet)}
		switch {
		case band.To == 0 && i < len(items)-1:
			item.fail("missing_key", "only the last band continues to the end", "the band has no last place \"to\"")
		case band.To != 0 && i == len(items)-1:
			g.get("to").fail("bad_value", "leave it out: the last band continues to the end", "the last band ends at place %d; later places are not ranked", band.To)
		case band.To != 0 && band.To <= last:
			g.get("to").fail("bad_value", "", "the band ends at place %d, not after %d", band.To, last)
		}
		last = band.To
		r.Bands = append(r.Bands, band)
	}
	return r
}

// prizes reads the prize table of each division.
func prizes(e *race.Edition, rc *race.Race, v value) race.Prizes {
	known := []string{"currency", "tax_percent", "by", "exchange"}
	p := race.Prizes{}
	if !v.exists() {
		return p
	}
	set := fields{of: v, values: map[string]value{}}
	for _, pair := range v.pairs() {
		if slices.Contains(known, pair.key) {
			set.values[pair.key] = pair.value
			continue
		}
		if !ranked(rc, pair, known) {
			continue
		}
		if p.Tables == nil {
			p.Tables = map[string][]race.Prize{}
		}
		p.Tables[pair.key] = prizeTable(pair.value)
	}
	p.Currency = parsed(set.get("currency"), "", "a currency of three capitals such as USD", parseCurrency)
	p.Tax = parsed(set.get("tax_percent"), 0, "a percentage from 0 to 100 with up to two decimals", func(s string) (int64, error) {
		c, err := race.ParseCents(s)
		if err != nil || c > 100_00 {
			return 0, errors.New("not a percentage")
		}
		return int64(c), nil
	})
	p.Raw = choice(set.get("by"), "official", "raw") == "raw"
	p.Exchange = exchange(e, set.get("exchange"))
	return p
}

// ranked reports whether a key names a division that is ranked for prizes and
// records.
func ranked(rc *race.Race, key pair, known []string) bool {
	d := rc.Division(key.key)
	if d == nil {
		ids := slices.Clone(known)
		for _, d := range rc.Divisions {
			if !d.Outside {
				ids = append(ids, d.ID)
			}
		}
		hint := "known here: " + strings.Join(ids, ", ")
		key.named.fail("unknown_division", hint, "the race has no division %q", key.key)
		return false
	}
	if d.Outside {
		key.named.fail("unknown_division", "", "the division %q is outside the ranking: it has no prizes and no records", key.key)
		return false
	}
	return true
}

func prizeTable(v value) []race.Prize {
	var table []race.Prize
	for _, item := range v.items() {
		f := item.fields("place", "amount", "under", "otherwise")
		prize := race.Prize{
			Place:     f.need("place").number(0, 1, 1_000_000),
			Amount:    f.need("amount").amount(),
			Under:     f.get("under").clock(),
			Otherwise: f.get("otherwise").amount(),
		}
		if under, _ := f.get("under").scalar(); under == unknown {
			f.get("under").fail("bad_value", "make the amount unknown if the rules leave its condition blank", "the time of a condition cannot be unknown")
		}
		if f.get("otherwise").exists() && !f.get("under").exists() {
			f.get("otherwise").fail("bad_value", "", "%s has no time \"under\", which the amount needs", f.get("otherwise").title())
		}
		if slices.ContainsFunc(table, func(p race.Prize) bool { return p.Place == prize.Place && p.Place != 0 }) {
			f.get("place").fail("duplicate_place", "", "the prize of place %d is given twice", prize.Place)
			continue
		}
		table = append(table, prize)
	}
	return table
}

func parseCurrency(s string) (string, error) {
	if len(s) != 3 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", errors.New("not a currency")
	}
	return s, nil
}

// exchange reads in which currency athletes of some nations are paid.
func exchange(e *race.Edition, v value) race.Exchange {
	if !v.exists() {
		return race.Exchange{}
	}
	f := v.fields("to", "for", "rate", "date")
	x := race.Exchange{To: parsed(f.need("to"), "", "a currency of three capitals such as CNY", parseCurrency)}
	for _, item := range f.need("for").items() {
		x.For = append(x.For, parsed(item, "", "an IOC code such as CHN", func(s string) (string, error) {
			if !nation(s) {
				return "", errors.New("not an IOC code")
			}
			return s, nil
		}))
	}
	x.Rate = parsed(f.get("rate"), 0, "a rate with up to four decimals such as 7.2555, or unknown", parseRate)
	x.Date = f.get("date").day(e.Zone)
	return x
}

// parseRate reads a rate as units for 10,000; 0 for unknown.
func parseRate(s string) (int64, error) {
	if s == unknown {
		return 0, nil
	}
	_, decimals, _ := strings.Cut(s, ".")
	d, err := race.ParseDistance(s) // the same decimals: a distance has six
	if err != nil || len(decimals) > 4 || d == 0 {
		return 0, errors.New("not a rate")
	}
	return int64(d) / 100, nil
}

// records reads the times that a winner must be under for a bonus.
func records(rc *race.Race, v value) map[string]race.Record {
	var list map[string]race.Record
	for _, pair := range v.pairs() {
		f := pair.value.fields("time", "bonus")
		if !ranked(rc, pair, nil) {
			continue
		}
		if list == nil {
			list = map[string]race.Record{}
		}
		r := race.Record{Time: f.need("time").clock(), Bonus: f.get("bonus").amount()}
		list[pair.key] = r
	}
	return list
}

// certificate reads when and to whom certificates are given.
func certificate(e *race.Edition, v value) race.CertificateRules {
	f := v.fields("from", "delay", "access", "hold", "design")
	access := choice(f.get("access"), "open", "code", "none")
	c := race.CertificateRules{ByCode: access == "code", None: access == "none"}
	if s, ok := f.get("from").scalar(); ok && s != "race_end" {
		c.From = f.get("from").moment(e.Zone, false)
	}
	c.Delay = parsed(f.get("delay"), 0, "a span such as 24h or 1h30m", func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 {
			return 0, errors.New("not a span of time")
		}
		return d, nil
	})
	if !c.From.IsZero() && c.Delay > 0 {
		f.get("delay").fail("bad_value", "a delay counts from the race's end; give only the instant", "both a delay and the instant %s are given", c.From.Format(time.RFC3339))
	}
	for _, category := range f.get("hold").words() {
		c.Hold = append(c.Hold, foldCategory(category))
	}
	if design := f.get("design"); design.exists() {
		at := design.place()
		c.Design, c.DesignFrom = design.str(""), race.Position{Path: at.path, Line: at.line}
		if !idPattern.MatchString(c.Design) {
			design.fail("bad_id", "expected: lower-case letters, digits and hyphens, as in templates/certificate-portrait.yaml", "the design %q of a certificate is not an id", c.Design)
		}
	}
	return c
}

// zones reads when each start zone is let go.
func zones(v value) map[string]race.Instant {
	var list map[string]race.Instant
	for _, pair := range v.pairs() {
		at := pair.value.wall()
		if at == race.Unseen {
			continue
		}
		if list == nil {
			list = map[string]race.Instant{}
		}
		list[race.FoldBib(foldWidth(pair.key))] = at
	}
	return list
}

// ageGroups reads the overlay classifications by age.
func (p *project) ageGroups(rc *race.Race, v value) []race.AgeGroup {
	var list []race.AgeGroup
	for _, item := range v.items() {
		f := item.fields("id", "name", "division", "from", "to")
		g := race.AgeGroup{Name: f.get("name").text(p.languages), Division: f.need("division").str("")}
		g.From, g.To = ages(f)
		id := f.need("id")
		g.ID = id.str("")
		if rc.Division(g.Division) == nil && f.get("division").exists() {
			f.get("division").fail("unknown_division", "", "the race has no division %q", g.Division)
		}
		if id.exists() && id.id("age group", g.ID, p.languages) && slices.ContainsFunc(list, func(o race.AgeGroup) bool { return o.ID == g.ID }) {
			id.fail("bad_id", "", "the age group %q is listed twice", g.ID)
		}
		list = append(list, g)
	}
	return list
}

// ages reads a span of ages, both inclusive; no upper end is 0.
func ages(f fields) (from, to int) {
	from, to = f.get("from").number(0, 0, 150), f.get("to").number(0, 1, 150)
	if to != 0 && to < from {
		f.get("to").fail("bad_value", "", "the ages end at %d, before they begin at %d", to, from)
	}
	return from, to
}

// championships reads the overlay classifications by entry flag. No age group
// has the id of one: both are folders of the same division.
func (p *project) championships(v value, groups []race.AgeGroup) []race.Championship {
	var list []race.Championship
	for _, item := range v.items() {
		f := item.fields("id", "name")
		id := f.need("id")
		c := race.Championship{ID: id.str(""), Name: f.need("name").text(p.languages)}
		if id.exists() && id.id("championship", c.ID, p.languages) && slices.ContainsFunc(list, func(o race.Championship) bool { return o.ID == c.ID }) {
			id.fail("bad_id", "", "the championship %q is listed twice", c.ID)
		}
		if slices.ContainsFunc(groups, func(g race.AgeGroup) bool { return g.ID == c.ID }) {
			id.fail("bad_id", "", "the championship %q has the id of an age group", c.ID)
		}
		list = append(list, c)
	}
	return list
}

// grades reads the table of runner grades.
func (p *project) grades(v value) *race.Grades {
	if !v.exists() {
		return nil
	}
	f := v.fields("name", "source", "levels", "rows")
	g := &race.Grades{Name: f.need("name").text(p.languages), Source: f.get("source").str("")}
	for _, item := range f.need("levels").items() {
		g.Levels = append(g.Levels, item.text(p.languages))
	}
	for _, item := range f.need("rows").items() {
		r := item.fields("gender", "from", "to", "within")
		row := race.GradeRow{Gender: parsed(r.need("gender"), race.NoGender, "M or F", parseGender)}
		row.From, row.To = ages(r)
		last := race.Clock(0)
		for _, within := range r.need("within").items() {
			c := within.clock()
			if c != race.NoTime && c <= last {
				within.fail("bad_value", "the best level must come first", "the time %s is not after %s", c, last)
			}
			last = c
			row.Within = append(row.Within, c)
		}
		if w := r.get("within"); w.exists() && len(row.Within) != len(g.Levels) {
			w.fail("bad_value", "", "%s has %d times for %d levels", w.title(), len(row.Within), len(g.Levels))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// clauses reads which paragraph each rule comes from.
func clauses(v value) race.Clauses {
	f := v.fields("missing_point", "cutoff", "ranking", "doping", "prize", "record", "tax", "trophy", "package", "certificate", "discipline",
		"date", "course", "divisions", "start", "points", "eligibility", "entry", "race_pack", "insurance", "contact",
		"roll_call", "baggage", "stations", "facilities", "medical")
	c := race.Clauses{
		MissingPoint: f.get("missing_point").str(""),
		Cutoff:       f.get("cutoff").str(""),
		Ranking:      f.get("ranking").str(""),
		Doping:       f.get("doping").str(""),
		Prize:        f.get("prize").str(""),
		Record:       f.get("record").str(""),
		Tax:          f.get("tax").str(""),
		Trophy:       f.get("trophy").str(""),
		Package:      f.get("package").str(""),
		Certificate:  f.get("certificate").str(""),
		Discipline:   f.get("discipline").str(""),
		Date:         f.get("date").str(""),
		Course:       f.get("course").str(""),
		Divisions:    f.get("divisions").str(""),
		Start:        f.get("start").str(""),
		Points:       f.get("points").str(""),
		Eligibility:  f.get("eligibility").str(""),
		Entry:        f.get("entry").str(""),
		RacePack:     f.get("race_pack").str(""),
		Insurance:    f.get("insurance").str(""),
		Contact:      f.get("contact").str(""),
		RollCall:     f.get("roll_call").str(""),
		Baggage:      f.get("baggage").str(""),
		Stations:     f.get("stations").str(""),
		Facilities:   f.get("facilities").str(""),
		Medical:      f.get("medical").str(""),
	}
	if v.exists() {
		at := v.place()
		c.From = race.Position{Path: at.path, Line: at.line}
	}
	return c
}
