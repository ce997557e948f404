package review

import (
	"fmt"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// earlyStart is how long before the gun a start read is no flaw of the clocks.
const earlyStart = race.Clock(1000)

// tooYoung flags an entry that breaks the age rule (R31): the date where the
// rules have one, else the age.
func (f *field) tooYoung(flags []flag, r *runner) []flag {
	rule, birth := f.race.Rules.Eligibility, r.Entry.Birth
	var g flag
	switch {
	case !rule.BornBefore.IsZero():
		if birth.IsZero() || birth.Before(rule.BornBefore) {
			return flags
		}
		g.weight = int64(birth.Sub(rule.BornBefore))
		g.marks = []Mark{dayMark("born before", rule.BornBefore), dayMark("born", birth)}
		g.text = fmt.Sprintf("%s was born on %s, not before %s", r.bib(), birth.Format(time.DateOnly), rule.BornBefore.Format(time.DateOnly))
	case rule.Over > 0:
		age := r.Entry.Age
		if !birth.IsZero() {
			age = ageOn(birth, f.edition.Date)
		}
		if age == 0 || age >= rule.Over {
			return flags
		}
		g.weight = int64(-age)
		g.marks = []Mark{{Label: fmt.Sprintf("%d on race day", age), At: int64(age), Odd: true}, {Label: fmt.Sprintf("over %d", rule.Over), At: int64(rule.Over)}}
		g.text = fmt.Sprintf("%s is %d on race day, not over %d", r.bib(), age, rule.Over)
	default:
		return flags
	}
	g.code, g.at, g.bib, g.severity, g.runners = "too_young", r.Entry.From, r.bib(), Fair, []*runner{r}
	return append(flags, f.ask(g, falseAge))
}

// dqWithoutRuling flags a disqualification that nobody has signed (R30).
func dqWithoutRuling(flags []flag, r *runner) []flag {
	t := r.Entry.Timing
	if t == nil || t.Status != race.TimedDQ || r.Status != race.Disqualified || r.Reason.Ruling != nil {
		return flags
	}
	return append(flags, flag{code: "dq_without_ruling", at: t.From, bib: r.bib(), severity: Fair, runners: []*runner{r},
		text: fmt.Sprintf("%s is disqualified only by the timing file", r.bib()), hint: "a ruling gives the clause and the authority"})
}

// falseStart flags a start read before the gun (R34).
func (f *field) falseStart(flags []flag, r *runner) []flag {
	early := r.gun.Since(r.at[f.race.Start()])
	if early == race.NoTime || early <= earlyStart {
		return flags
	}
	start := r.at[f.race.Start()]
	return append(flags, f.ask(flag{code: "start_before_gun", at: r.row(), bib: r.bib(), weight: int64(early), severity: Fair, runners: []*runner{r},
		text:  fmt.Sprintf("%s was read at the start at %s, %s before %s at %s", r.bib(), f.clock(start), early, r.gunName(), f.clock(r.gun)),
		marks: []Mark{f.instantMark("read at the start", start, true), f.instantMark(strings.TrimPrefix(r.gunName(), "the "), r.gun, false)}}, startOrder))
}

// gunName is what the gun is called that a runner's time counts from (R63).
func (r *runner) gunName() string {
	switch {
	case r.Entry.OwnStart:
		return "the own start"
	case r.Entry.Wave != "":
		return "the gun of wave " + r.Entry.Wave
	}
	return "the gun"
}

// zoneStart flags a start after the gun and before the runner's zone was let
// go (R34).
func (f *field) zoneStart(flags []flag, r *runner) []flag {
	start := r.at[f.race.Start()]
	if len(f.race.Rules.Zones) == 0 || start == race.Unseen || r.gun.Since(start) > earlyStart {
		return flags
	}
	released, ruled := f.race.Rules.Zones[race.FoldBib(r.Entry.Zone)]
	early := released.Since(start)
	if !ruled || early <= earlyStart {
		return flags
	}
	return append(flags, f.ask(flag{code: "start_before_zone", at: r.row(), bib: r.bib(), weight: int64(early), severity: Fair, runners: []*runner{r},
		text: fmt.Sprintf("%s was read at the start at %s, %s before zone %s started at %s", r.bib(), f.clock(start), early, r.Entry.Zone, f.clock(released)),
		marks: []Mark{f.instantMark("gun", r.gun, false), f.instantMark("read at the start", start, true),
			f.instantMark("zone "+r.Entry.Zone+" starts", released, false)}}, startOrder))
}

// finishedAgain flags reads at the finish more than a minute after the one
// that counts (R37). From a table of times there are none.
func (f *field) finishedAgain(flags []flag, r *runner) []flag {
	if len(r.Entry.Timing.Later) == 0 {
		return flags
	}
	finish := f.race.Finish()
	marks, last := []Mark{f.instantMark("finish", r.at[finish], false)}, race.Unseen
	for _, s := range r.Entry.Timing.Later {
		if s.Point == finish && s.Chip == "" && r.at[finish] != race.Unseen {
			marks, last = append(marks, f.instantMark("again", s.At, true)), s.At
		}
	}
	if last == race.Unseen {
		return flags
	}
	return append(flags, f.ask(flag{code: "finished_again", at: r.row(), bib: r.bib(), weight: int64(last - r.at[finish]), severity: Slight, runners: []*runner{r},
		text: fmt.Sprintf("%s crossed the finish at %s and was read there again %s, at last %s later", r.bib(), f.clock(r.at[finish]),
			count(len(marks)-1, "time"), last.Since(r.at[finish])),
		from: finish, to: finish, marks: marks}, distance))
}

// wentOn flags whoever was read again after a cut-off that the judge has found
// failed (R35). The disqualification stands without a ruling; a ban does not.
func (f *field) wentOn(flags []flag, r *runner) []flag {
	if r.Status != race.Disqualified || r.Reason.Code != race.CutoffFailed {
		return flags
	}
	p := f.race.Point(r.Reason.Point)
	if f.mats[p].wrong {
		return flags
	}
	after, last := 0, p
	for q := p + 1; q < len(r.at); q++ {
		if r.at[q] != race.Unseen {
			after, last = after+1, q
		}
	}
	if after == 0 {
		return flags
	}
	closed := f.race.Points[p].Cutoff.At
	return append(flags, f.ask(flag{code: "went_on", at: r.row(), bib: r.bib(), severity: Strong, runners: []*runner{r}, from: p, to: last, weight: int64(after)<<32 + int64(r.at[p].Since(closed)),
		text: fmt.Sprintf("%s passed %s at %s, after the %s cut-off, and was recorded at %s (last: %s, %s)",
			r.bib(), f.id(p), f.clock(r.at[p]), f.clock(closed), count(after, "later point"), f.id(last), f.clock(r.at[last]))}, goingOn))
}

// hole flags points missed in a row with a read after them: all of those
// between start and finish (R37), or two and more in the middle (R35). Points
// whose mats say nothing do not count, and a miss at the start alone is no hole.
func (f *field) hole(flags []flag, r *runner) []flag {
	finish := f.race.Finish()
	var widest, open []int // points of the longest hole and of the one that may be open
	from, before := 0, 0   // the last point passed before each
	any := false
	for p := 1; p <= finish; p++ {
		switch {
		case f.passed(r, p):
			if len(open) > len(widest) {
				widest, from = open, before
			}
			open, before = nil, p
			any = any || p < finish
		case f.mats[p].sound():
			open = append(open, p)
		}
	}
	if f.between > 0 && !any && r.at[finish] != race.Unseen {
		return append(flags, f.ask(flag{code: "no_point_between", at: r.row(), bib: r.bib(), severity: Strong, runners: []*runner{r}, to: finish, weight: -int64(r.at[finish].Since(r.gun)),
			text: fmt.Sprintf("%s finished %s after the gun and was read nowhere between start and finish (%s)",
				r.bib(), r.at[finish].Since(r.gun), count(f.between, "point"))}, distance))
	}
	if len(widest) < 2 {
		return flags
	}
	to := widest[len(widest)-1] + 1
	for !f.passed(r, to) {
		to++
	}
	names := make([]string, len(widest))
	for i, p := range widest {
		names[i] = f.id(p)
	}
	length := f.race.Points[to].At - f.race.Points[from].At
	text := fmt.Sprintf("%s was not read at %s, and again at %s", r.bib(), strings.Join(names, ", "), f.id(to))
	since := r.at[from]
	if from == f.race.Start() {
		if since = r.start; since == race.Unseen {
			since = r.gun
		}
	}
	if took := r.at[to].Since(since); took != race.NoTime {
		text += fmt.Sprintf(": %s km from %s in %s, %s", length, f.id(from), took, perKilometre(took, length))
	}
	return append(flags, f.ask(flag{code: "points_missed_in_a_row", at: r.row(), bib: r.bib(), weight: int64(length), text: text,
		severity: Fair, runners: []*runner{r}, from: from, to: to}, goingOn))
}

// count writes how many there are of a thing.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
