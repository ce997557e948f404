package certificate

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// facts are what a field may show. The first ones are the same for every
// runner of a race and stand on the form; the rest are the runner's own.
var facts = []string{
	"edition", "race", "date", "distance", "course", "statement", "revision", "state", "demonstration", "check",
	"name", "latin_name", "bib", "nation", "division", "club", "place", "overall", "reason", "gun", "net", "pace",
}

// shared is how many of the facts are the same for every runner.
const shared = 10

// isFixed reports whether a field can be drawn on the form.
func (f *field) isFixed() bool { return f.Say != "" || slices.Index(facts, f.Fact) < shared }

// fixedText is the text of a field that every runner shares, in one language;
// empty where there is nothing to say.
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
		return l.Distance(rc.Length), nil
	case "course":
		return e.Course.In(l.Tag()), nil
	case "statement":
		return l.Say("certificate.statement", "Race", rc.Name.In(l.Tag()), "Date", l.Date(e.Date), "Distance", l.Distance(rc.Length))
	case "revision":
		return l.Say("certificate.revision", "Number", e.Revision())
	case "state":
		switch e.State {
		case race.Official:
			return "", nil
		case race.Notice:
			if !e.NoticeUntil.IsZero() {
				return l.Say("certificate.notice", "Until", l.Moment(e.NoticeUntil))
			}
		}
		return l.Say("certificate.provisional")
	case "check":
		if f.link != nil {
			return l.Say("certificate.check")
		}
		return "", nil
	case "demonstration":
		if e.Demonstration {
			return l.Say("certificate.demonstration")
		}
		return "", nil
	}
	return "", fmt.Errorf("no fact %q", field.Fact)
}

// text is the text of a runner's field in one language, empty where there is
// nothing to say.
func (f *Form) text(fact string, l *words.Language, r *race.Result) (string, error) {
	switch fact {
	case "name":
		name, _ := f.nameOf(r)
		if name == "" {
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
	case "division":
		if r.Division == nil {
			return words.Nothing, nil
		}
		return l.Division(r.Division)
	case "place":
		if r.Place == 0 {
			return l.Status(r)
		}
		return f.outOf(r.Place, f.ranked[r.Division]), nil
	case "overall":
		if r.PlaceOverall == 0 {
			return words.Nothing, nil
		}
		return f.outOf(r.PlaceOverall, f.rankedOverall), nil
	case "reason":
		if r.Reason == nil || r.Place > 0 {
			return "", nil
		}
		return l.Reason(f.race, r.Reason)
	case "gun":
		if r.Annulled {
			return l.Say("certificate.annulled")
		}
		return l.Clock(r.Gun), nil
	case "net":
		return l.Clock(r.Net), nil
	case "pace":
		return l.Pace(f.paced(r).Pace(f.race.Length)), nil
	}
	return "", fmt.Errorf("no fact %q", fact)
}

// paced is the time that the pace is of: the net one, or the gun time of a
// runner whose start was not seen.
func (f *Form) paced(r *race.Result) race.Clock {
	if r.Net != race.NoTime {
		return r.Net
	}
	return r.Gun
}

// outOf writes a place and how many have one.
func (f *Form) outOf(place, ranked int) string {
	l := f.languages[0]
	return l.Number(place) + " / " + l.Number(ranked)
}

// concealed reports whether a certificate that anybody can open would say more
// of a runner than the runner wants published.
func concealed(r *race.Result) bool {
	return r.Entry.Visibility == race.Anonymous && !r.Certificate.ByCode
}

// nameOf returns the runner's names as the certificate bears them: in full
// where only the runner's own code opens it, else as they are published. The
// Latin name is empty where it says nothing more. A name that no font can draw
// whole gives way to the Latin one, and that to the bib: never a box, never a
// name with a hole in it.
func (f *Form) nameOf(r *race.Result) (name, latin string) {
	if r.Certificate.ByCode {
		name, latin = r.Entry.Name, r.Entry.LatinName
	} else {
		name, latin = r.Entry.PublishedName(), r.Entry.PublishedLatinName()
	}
	name, latin = f.drawable(name), f.drawable(latin)
	switch {
	case name == "":
		return latin, ""
	case strings.EqualFold(name, latin):
		return name, ""
	}
	return name, latin
}

// drawable is a runner's own text, tidied; empty where a font lacks any of it.
func (f *Form) drawable(text string) string {
	text, _ = clean(text)
	if _, lacking := f.lacking(text); lacking {
		return ""
	}
	return text
}

// lacking returns the first character of a tidy text that some stack of fonts
// has not.
func (f *Form) lacking(text string) (rune, bool) {
	for _, r := range text {
		for _, stack := range f.design.stacks {
			if r != ' ' && !slices.ContainsFunc(stack, func(face *face) bool { return face.has(r) }) {
				return r, true
			}
		}
	}
	return 0, false
}

// splitRow is one row of the table of splits.
type splitRow struct {
	point  int // index in the race's points
	label  string
	finish bool
}

// rows are the points that the table shows: those the edition lists, and the
// finish, but not the start.
func (f *Form) rows() ([]splitRow, error) {
	var rows []splitRow
	for i, p := range f.race.Points {
		if i == f.race.Start() || !p.Listed && i != f.race.Finish() {
			continue
		}
		label, err := f.languages.say("both", func(l *words.Language) (string, error) {
			s, err := l.Point(f.race, p.ID)
			if err == nil && s != "" && s[0] >= '0' && s[0] <= '9' && l != f.languages[len(f.languages)-1] {
				return "", nil // a distance needs no translation: the last language's is the shorter
			}
			return s, err
		})
		if err != nil {
			return nil, err
		}
		rows = append(rows, splitRow{point: i, label: label, finish: i == f.race.Finish()})
	}
	return rows, nil
}

// splitTimes are one row's times: since the gun, since the point before, and
// since the runner's own start. The first segment begins at the runner's own
// start where that was seen, at the gun where not, so that the segments add up
// to the net time or to the gun time.
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
