package read

import (
	"errors"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// rules reads the rules of a race. A rule that the file does not name does not
// exist.
func (p *project) rules(e *race.Edition, rc *race.Race, f yamlpos.Fields) {
	r := &rc.Rules
	r.Ranking = ranking(f.Get("ranking"))
	cutoffs := f.Get("cutoffs").Fields("boundary")
	r.Inclusive = yamlpos.Choice(cutoffs.Get("boundary"), "exclusive", "inclusive") == "inclusive"
	dq := f.Get("disqualification").Fields("doping", "other", "show_times")
	r.Disqualification = race.Disqualification{
		Doping:    yamlpos.Choice(dq.Get("doping"), race.Vacate, race.Promote),
		Other:     yamlpos.Choice(dq.Get("other"), race.Promote, race.Vacate),
		ShowTimes: dq.Get("show_times").Bool(false),
	}
	r.Prizes = prizes(e, rc, f.Get("prizes"))
	r.Records = records(rc, f.Get("records"))
	r.Trophies = f.Get("trophies").Int(0, 0, 1000)
	if v := f.Get("finisher_package"); v.Exists() {
		r.Package = race.Package{Set: true, Before: ends(v.Fields("before").Get("before"), &rc.Wall)}
	}
	r.Baggage = p.baggage(rc, f.Get("baggage"))
	r.Services = p.services(rc, f.Get("services"))
	r.Certificate = certificate(e, f.Get("certificate"))
	eligibility := f.Get("eligibility").Fields("born_before", "over")
	r.Eligibility = race.Eligibility{BornBefore: day(eligibility.Get("born_before"), time.UTC), Over: eligibility.Get("over").Int(0, 1, 150)}
	r.Zones = zones(f.Get("zones"), &rc.Wall)
	p.ageGroups(rc, f.Get("age_groups"))
	if r.Prizes.Currency == "" && (len(r.Prizes.Tables) > 0 || len(r.Records) > 0 || slices.ContainsFunc(r.AgeSets, func(s race.AgeSet) bool { return len(s.Prizes) > 0 })) {
		r.Prizes.Currency = noCurrency
		f.Mapping.Warn("no_currency", "say it under prizes: {currency: USD}", "the prizes have no currency")
	}
	r.Championships = p.championships(rc, f.Get("championships"))
	r.Teams = p.teams(rc, f.Get("teams"))
	r.Grades = p.grades(f.Get("grades"))
	objections := f.Get("objections").Fields("contact", "until")
	r.Objections = race.Objections{Contact: objections.Get("contact").StringOr(""), Until: moment(objections.Get("until"), e.Zone, true)}
	r.Clauses = clauses(f.Get("clauses"))
	r.Live = live(rc, f.Get("live"))
}

// noCurrency is the code of ISO 4217 for amounts without a currency.
const noCurrency = "XXX"

// ranking reads by which time runners are ranked.
func ranking(v yamlpos.Value) race.Ranking {
	f := v.Fields("by", "bands", "missing_point", "ties")
	r := race.Ranking{
		By:           yamlpos.Choice(f.Get("by"), race.ByGun, race.ByNet),
		MissingPoint: yamlpos.Choice(f.Get("missing_point"), race.MissingUnranked, race.MissingDisqualified, race.MissingIgnored),
	}
	yamlpos.Choice(f.Get("ties"), "share") // the only way there is; it may be written down all the same
	items := f.Get("bands").Items()
	last := 0
	for i, item := range items {
		g := item.Fields("to", "by")
		band := race.Band{To: g.Get("to").Int(0, 1, 1_000_000), By: yamlpos.Choice(g.Need("by"), race.ByGun, race.ByNet)}
		switch {
		case band.To == 0 && i < len(items)-1:
			item.Fail("missing_key", "only the last band continues to the end", "the band has no last place \"to\"")
		case band.To != 0 && i == len(items)-1:
			g.Get("to").Fail("bad_value", "leave it out: the last band continues to the end", "the last band ends at problem.Place %d; later places are not ranked", band.To)
		case band.To != 0 && band.To <= last:
			g.Get("to").Fail("bad_value", "", "the band ends at problem.Place %d, not after %d", band.To, last)
		}
		last = band.To
		r.Bands = append(r.Bands, band)
	}
	return r
}

// prizes reads the prize table of each division.
func prizes(e *race.Edition, rc *race.Race, v yamlpos.Value) race.Prizes {
	known := []string{"currency", "tax_percent", "by", "exchange"}
	p := race.Prizes{}
	if !v.Exists() {
		return p
	}
	set, tables := v.SomeFields(known...)
	for _, pair := range tables {
		if !ranked(rc, pair, known) {
			continue
		}
		if p.Tables == nil {
			p.Tables = map[string][]race.Prize{}
		}
		p.Tables[pair.Key] = prizeTable(pair.Value)
	}
	p.Currency = yamlpos.Parsed(set.Get("currency"), "", "a currency of three capitals such as USD", parseCurrency)
	p.Tax = yamlpos.Parsed(set.Get("tax_percent"), 0, "a percentage from 0 to 100 with up to two decimals", func(s string) (int64, error) {
		c, err := race.ParseCents(s)
		if err != nil || c > 100_00 {
			return 0, errors.New("not a percentage")
		}
		return int64(c), nil
	})
	p.Raw = yamlpos.Choice(set.Get("by"), "official", "raw") == "raw"
	p.Exchange = exchange(e, set.Get("exchange"))
	return p
}

// ranked reports whether a key names a division that is ranked for prizes and
// records.
func ranked(rc *race.Race, key yamlpos.Pair, known []string) bool {
	d := rc.Division(key.Key)
	if d == nil {
		ids := slices.Clone(known)
		for _, d := range rc.Divisions {
			if !d.Outside {
				ids = append(ids, d.ID)
			}
		}
		hint := "known here: " + strings.Join(ids, ", ")
		key.At.Fail("unknown_division", hint, "the race has no division %q", key.Key)
		return false
	}
	if d.Outside {
		key.At.Fail("unknown_division", "", "the division %q is outside the ranking: it has no prizes and no records", key.Key)
		return false
	}
	return true
}

func prizeTable(v yamlpos.Value) []race.Prize {
	var table []race.Prize
	for _, item := range v.Items() {
		f := item.Fields("place", "amount", "under", "otherwise")
		prize := race.Prize{
			Place:     f.Need("place").Int(0, 1, 1_000_000),
			Amount:    amount(f.Need("amount")),
			Under:     clockOf(f.Get("under")),
			Otherwise: amount(f.Get("otherwise")),
		}
		if under, _ := f.Get("under").Scalar(); under == unknown {
			f.Get("under").Fail("bad_value", "make the amount unknown if the rules leave its condition blank", "the time of a condition cannot be unknown")
		}
		if f.Get("otherwise").Exists() && !f.Get("under").Exists() {
			f.Get("otherwise").Fail("bad_value", "", "%s has no time \"under\", which the amount needs", f.Get("otherwise").Title())
		}
		if slices.ContainsFunc(table, func(p race.Prize) bool { return p.Place == prize.Place && p.Place != 0 }) {
			f.Get("place").Fail("duplicate_place", "", "the prize of place %d is given twice", prize.Place)
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

// exchange reads the currency in which athletes of some nations are paid.
func exchange(e *race.Edition, v yamlpos.Value) race.Exchange {
	if !v.Exists() {
		return race.Exchange{}
	}
	f := v.Fields("to", "for", "rate", "date")
	x := race.Exchange{To: yamlpos.Parsed(f.Need("to"), "", "a currency of three capitals such as CNY", parseCurrency)}
	for _, item := range f.Need("for").Items() {
		x.For = append(x.For, yamlpos.Parsed(item, "", "an IOC code such as CHN", func(s string) (string, error) {
			if !spelling.IsNation(s) {
				return "", errors.New("not an IOC code")
			}
			return s, nil
		}))
	}
	x.Rate = yamlpos.Parsed(f.Get("rate"), 0, "a rate with up to four decimals such as 7.2555, or unknown", parseRate)
	x.Date = day(f.Get("date"), e.Zone)
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
func records(rc *race.Race, v yamlpos.Value) map[string]race.Record {
	var list map[string]race.Record
	for _, pair := range v.Pairs() {
		f := pair.Value.Fields("time", "bonus", "splits")
		if !ranked(rc, pair, nil) {
			continue
		}
		if list == nil {
			list = map[string]race.Record{}
		}
		r := race.Record{Time: clockOf(f.Need("time")), Bonus: amount(f.Get("bonus"))}
		r.Splits = recordSplits(rc, f.Get("splits"))
		list[pair.Key] = r
	}
	return list
}

// certificate reads when and to whom certificates are given.
func certificate(e *race.Edition, v yamlpos.Value) race.CertificateRules {
	f := v.Fields("from", "delay", "access", "hold", "design")
	access := yamlpos.Choice(f.Get("access"), "open", "code", "none")
	c := race.CertificateRules{ByCode: access == "code", None: access == "none"}
	if s, ok := f.Get("from").Scalar(); ok && s != "race_end" {
		c.From = moment(f.Get("from"), e.Zone, false)
	}
	c.Delay = yamlpos.Parsed(f.Get("delay"), 0, "a span such as 24h or 1h30m", func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 {
			return 0, errors.New("not a span of time")
		}
		return d, nil
	})
	if !c.From.IsZero() && c.Delay > 0 {
		f.Get("delay").Fail("bad_value", "a delay counts from the race's end; give only the instant", "both a delay and the instant %s are given", c.From.Format(time.RFC3339))
	}
	for _, category := range f.Get("hold").Scalars() {
		c.Hold = append(c.Hold, spelling.FoldCategory(category))
	}
	if design := f.Get("design"); design.Exists() {
		at := design.Place()
		c.Design, c.DesignFrom = design.StringOr(""), race.Position{Path: at.Path, Line: at.Line}
		if !idPattern.MatchString(c.Design) {
			design.Fail("bad_id", "expected: lower-case letters, digits and hyphens, as in templates/certificate-portrait.yaml", "the design %q of a certificate is not an id", c.Design)
		}
	}
	return c
}

// zones reads when each start zone may start.
func zones(v yamlpos.Value, w *race.Wall) map[string]race.Instant {
	var list map[string]race.Instant
	for _, pair := range v.Pairs() {
		at := ends(pair.Value, w)
		if at == race.Unseen {
			continue
		}
		if list == nil {
			list = map[string]race.Instant{}
		}
		list[race.FoldBib(spelling.FoldWidth(pair.Key))] = at
	}
	return list
}

// ages reads a span of ages, both inclusive; no upper end is 0.
func ages(f yamlpos.Fields) (from, to int) {
	from, to = f.Get("from").Int(0, 0, 150), f.Get("to").Int(0, 1, 150)
	if to != 0 && to < from {
		f.Get("to").Fail("bad_value", "", "the ages end at %d, before they begin at %d", to, from)
	}
	return from, to
}

// championships reads the overlay classifications by entry flag. None may have
// the id of an age group or a division, for all of them are folders of the race.
func (p *project) championships(rc *race.Race, v yamlpos.Value) []race.Championship {
	var list []race.Championship
	for _, item := range v.Items() {
		f := item.Fields("id", "name")
		id := f.Need("id")
		c := race.Championship{ID: id.StringOr(""), Name: f.Need("name").Text(p.languages)}
		if id.Exists() && validID(id, "championship", c.ID, p.languages) {
			switch {
			case slices.ContainsFunc(list, func(o race.Championship) bool { return o.ID == c.ID }):
				id.Fail("bad_id", "", "the championship %q is listed twice", c.ID)
			case holderOf(rc, c.ID) != "":
				id.Fail("bad_id", "", "the championship %q has the id of %s", c.ID, holderOf(rc, c.ID))
			}
		}
		list = append(list, c)
	}
	return list
}

// holderOf names what has an id already among all that share one space of ids,
// as far as the rules are read; "" where the id is free.
func holderOf(rc *race.Race, id string) string {
	switch {
	case rc.Rules.AgeGroup(id) != nil:
		return "an age group"
	case slices.ContainsFunc(rc.Rules.Championships, func(c race.Championship) bool { return c.ID == id }):
		return "a championship"
	case rc.Division(id) != nil:
		return "a division"
	}
	return ""
}

// grades reads the table of runner grades.
func (p *project) grades(v yamlpos.Value) *race.Grades {
	if !v.Exists() {
		return nil
	}
	f := v.Fields("name", "source", "levels", "rows")
	g := &race.Grades{Name: f.Need("name").Text(p.languages), Source: f.Get("source").StringOr("")}
	for _, item := range f.Need("levels").Items() {
		g.Levels = append(g.Levels, item.Text(p.languages))
	}
	for _, item := range f.Need("rows").Items() {
		r := item.Fields("gender", "from", "to", "within")
		row := race.GradeRow{Gender: yamlpos.Parsed(r.Need("gender"), race.NoGender, "M or F", spelling.ParseGender)}
		row.From, row.To = ages(r)
		last := race.Clock(0)
		for _, within := range r.Need("within").Items() {
			c := clockOf(within)
			if c != race.NoTime && c <= last {
				within.Fail("bad_value", "the best level must come first", "the time %s is not after %s", c, last)
			}
			last = c
			row.Within = append(row.Within, c)
		}
		if w := r.Get("within"); w.Exists() && len(row.Within) != len(g.Levels) {
			w.Fail("bad_value", "", "%s has %d times for %d levels", w.Title(), len(row.Within), len(g.Levels))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// clauses reads which paragraph each rule comes from.
func clauses(v yamlpos.Value) race.Clauses {
	f := v.Fields("missing_point", "cutoff", "ranking", "doping", "prize", "record", "tax", "trophy", "package", "certificate", "discipline",
		"date", "course", "divisions", "start", "points", "eligibility", "entry", "race_pack", "insurance", "contact",
		"roll_call", "baggage", "stations", "facilities", "medical")
	c := race.Clauses{
		MissingPoint: f.Get("missing_point").StringOr(""),
		Cutoff:       f.Get("cutoff").StringOr(""),
		Ranking:      f.Get("ranking").StringOr(""),
		Doping:       f.Get("doping").StringOr(""),
		Prize:        f.Get("prize").StringOr(""),
		Record:       f.Get("record").StringOr(""),
		Tax:          f.Get("tax").StringOr(""),
		Trophy:       f.Get("trophy").StringOr(""),
		Package:      f.Get("package").StringOr(""),
		Certificate:  f.Get("certificate").StringOr(""),
		Discipline:   f.Get("discipline").StringOr(""),
		Date:         f.Get("date").StringOr(""),
		Course:       f.Get("course").StringOr(""),
		Divisions:    f.Get("divisions").StringOr(""),
		Start:        f.Get("start").StringOr(""),
		Points:       f.Get("points").StringOr(""),
		Eligibility:  f.Get("eligibility").StringOr(""),
		Entry:        f.Get("entry").StringOr(""),
		RacePack:     f.Get("race_pack").StringOr(""),
		Insurance:    f.Get("insurance").StringOr(""),
		Contact:      f.Get("contact").StringOr(""),
		RollCall:     f.Get("roll_call").StringOr(""),
		Baggage:      f.Get("baggage").StringOr(""),
		Stations:     f.Get("stations").StringOr(""),
		Facilities:   f.Get("facilities").StringOr(""),
		Medical:      f.Get("medical").StringOr(""),
	}
	if v.Exists() {
		at := v.Place()
		c.From = race.Position{Path: at.Path, Line: at.Line}
	}
	return c
}
