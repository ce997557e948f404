package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// ownMessages are the ids of the messages that this package uses.
var ownMessages = func() []string {
	ids := strings.Fields(`ordinal distance date moment currency percent list.more list.last sentences
		status.finished status.unranked status.under_review status.disqualified status.disqualified_clause status.dnf status.dns
		status.on_course status.not_started
		reason.missing_point reason.cutoff reason.cutoff_unseen reason.ruling reason.ruling.disqualify reason.ruling.withdraw
		reason.ruling.annul_time reason.ruling.other reason.doping reason.no_finish reason.no_finish_last reason.leg_unfinished reason.leg_unfinished_last reason.no_start
		reason.row_set_aside reason.no_division reason.time_annulled reason.by_place reason.under_time reason.not_under_time
		reason.tied reason.unknown_amount reason.annulled_time reason.place_by_ruling reason.not_given reason.not_finished reason.disqualified
		reason.not_yet reason.pending reason.no_code reason.no_glyph reason.ruled reason.ruled_dated
		end_of division.with_category ages.span ages.over ages.under ages.of point.start point.finish point.half`)
	for m := 1; m <= 12; m++ {
		ids = append(ids, fmt.Sprintf("month.%d", m))
	}
	return ids
}()

// Status returns the status of a runner in a word or two, with the clause of a
// disqualification: "DQ 10.6".
func (l *Language) Status(r *race.Result) (string, error) {
	if r.Status == race.Disqualified && r.Reason != nil && r.Reason.Clause != "" {
		return l.Say("status.disqualified_clause", "Clause", r.Reason.Clause)
	}
	return l.Say("status." + string(r.Status))
}

// Reason returns why something is so, in whole sentences: the point, the limit, who
// ruled and when, and the referee's note. It does not include the clause, which
// pages show beside it. It gives no cause for a withdrawal.
func (l *Language) Reason(rc *race.Race, reason *race.Reason) (string, error) {
	if reason == nil {
		return "", fmt.Errorf("no reason to give (%s)", l.tag)
	}
	first, err := l.because(rc, reason)
	if err != nil || reason.Ruling == nil {
		return first, err
	}
	ruling := reason.Ruling
	ruled, note := "", ruling.Note.In(l.tag)
	if by := ruling.By(l.tag); by != "" {
		ruled = l.own("reason.ruled", "Authority", by)
		if !ruling.Date.IsZero() {
			ruled = l.own("reason.ruled_dated", "Authority", by, "Date", l.Date(ruling.Date))
		}
	}
	if ruling.Kind == race.Withdraw {
		note = ""
	}
	return l.Sentences(first, ruled, note), nil
}

// because returns the first sentence of a reason.
func (l *Language) because(rc *race.Race, reason *race.Reason) (string, error) {
	id := "reason." + string(reason.Code)
	switch reason.Code {
	case race.MissedPoint:
		point, err := l.Point(rc, reason.Point)
		if err != nil {
			return "", err
		}
		return l.Say(id, "Point", point)
	case race.CutoffFailed:
		i := rc.Point(reason.Point)
		point, err := l.Point(rc, reason.Point)
		if err != nil {
			return "", err
		}
		if !rc.Points[i].Cutoff.Set || rc.Points[i].Cutoff.Unknown {
			return l.Say("reason.cutoff_unseen", "Point", point)
		}
		return l.Say(id, "Point", point, "Time", timeOfDay(&rc.Wall, rc.Points[i].Cutoff.At))
	case race.ByRulingReason:
		if reason.Ruling == nil {
			return l.Say(id)
		}
		switch reason.Ruling.Kind {
		case race.Disqualify, race.Withdraw, race.AnnulTime:
			return l.Say(id + "." + string(reason.Ruling.Kind))
		}
		return l.Say(id + ".other")
	case race.NoFinish:
		if reason.LastPoint == "" {
			return l.Say(id)
		}
		point, err := l.Point(rc, reason.LastPoint)
		if err != nil {
			return "", err
		}
		return l.Say("reason.no_finish_last", "Point", point)
	case race.LegUnfinished:
		if reason.LastPoint == "" {
			return l.Say(id, "Leg", reason.Leg)
		}
		point, err := l.Point(rc, reason.LastPoint)
		if err != nil {
			return "", err
		}
		return l.Say("reason.leg_unfinished_last", "Leg", reason.Leg, "Point", point)
	case race.PrizeUnder, race.PrizeNotUnder:
		return l.Say(id, "Time", l.Clock(reason.Limit))
	}
	return l.Say(id)
}

// timeOfDay writes what a wall clock shows at an instant without needless
// seconds: 8:25; 2:30 (UTC+2) where the clock shows it twice.
func timeOfDay(w *race.Wall, i race.Instant) string {
	return strings.TrimSuffix(w.Text(i), ":00") + w.Which(i)
}

// TimeOfDay writes an instant as the wall clock showed it: 8:25, 7:30:05.
func (l *Language) TimeOfDay(w *race.Wall, i race.Instant) string {
	if i == race.Unseen {
		return Nothing
	}
	return timeOfDay(w, i)
}

// Division returns the name of a division: its own, else the message for its id,
// else, for a division of a category, the name of the rest of its id and the
// category, else its id.
func (l *Language) Division(d *race.Division) (string, error) {
	if name := d.Name.In(l.tag); name != "" {
		return name, nil
	}
	if id := "division." + d.ID; l.Has(id) {
		return l.Say(id)
	}
	if rest, ok := strings.CutPrefix(d.ID, d.Category+"-"); ok && d.Category != "" {
		name, err := l.Division(&race.Division{ID: rest, Name: d.Base, Gender: d.Gender})
		if err != nil {
			return "", err
		}
		return l.Say("division.with_category", "Division", name, "Category", l.Category(d.Category))
	}
	if d.Gender == race.GenderX { // whatever it is called in the addresses
		return l.Say("division.nonbinary")
	}
	first, size := utf8.DecodeRuneInString(d.ID)
	return string(unicode.ToUpper(first)) + strings.ReplaceAll(d.ID[size:], "-", " "), nil
}

// RankedBy returns what decides the places of a race: which time, by band if they
// differ; while the race is not over, the order of arrival.
func (l *Language) RankedBy(rv *race.RaceVerdict) (string, error) {
	rc := rv.Race
	kind := func(k race.ClockKind) string {
		if k == race.ByNet {
			return "net"
		}
		return "gun"
	}
	if rc.OfLaps() {
		return l.Say("ranked_by.laps")
	}
	if !rv.Over {
		return l.Say("ranked_by.arrival")
	}
	bands := rc.Rules.Ranking.Bands
	if len(bands) == 0 {
		return l.Say("ranked_by." + kind(rc.Rules.Ranking.By))
	}
	var parts []string
	from := 1
	for _, b := range bands {
		id, args := "ranked_band.", []any{"From", from, "To", b.To}
		if b.To == 0 {
			id, args = "ranked_from.", args[:2]
		}
		part, err := l.Say(id+kind(b.By), args...)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
		if b.To == 0 {
			break
		}
		from = b.To + 1
	}
	return l.Sentences(parts[0], parts[1:]...), nil
}

// Category returns the name of a category of entries, or its id where no message
// exists.
func (l *Language) Category(id string) string {
	if m := "category." + id; l.Has(m) {
		return l.own(m)
	}
	return id
}

// Point returns the name of a point of the course: the message for its id (start,
// half, finish …), else its distance. An unknown point is an error.
func (l *Language) Point(rc *race.Race, id string) (string, error) {
	i := rc.Point(id)
	if i < 0 {
		return "", fmt.Errorf("the race %q has no point %q", rc.ID, id)
	}
	if m := "point." + id; l.Has(m) {
		return l.Say(m)
	}
	return l.Distance(rc.Points[i].At), nil
}
