package read

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// contradictions warns of rulings on one bib of which one makes the other void, and
// of those that stand twice. What was taken back since, by a reinstatement or a
// release, contradicts nothing.
func contradictions(rulings []race.Ruling, found *problem.List) {
	standing := map[string][]*race.Ruling{}
	for i := range rulings {
		r := &rulings[i]
		list := standing[r.Bib]
		switch r.Kind {
		case race.Reinstate:
			out := len(list) - 1
			for out >= 0 && !strikes(list[out]) {
				out--
			}
			if out < 0 {
				at(r).Report(found, problem.Warning, "nothing_to_reinstate",
					fmt.Sprintf("bib %q is reinstated without having been disqualified", r.Bib), "")
				continue
			}
			standing[r.Bib] = slices.Delete(list, out, out+1)
			continue
		case race.ReleaseCertificate:
			list = slices.DeleteFunc(list, func(o *race.Ruling) bool { return o.Kind == race.HoldCertificate })
		case race.HoldCertificate:
			list = slices.DeleteFunc(list, func(o *race.Ruling) bool { return o.Kind == race.ReleaseCertificate })
		}
		standing[r.Bib] = append(list, r)
	}
	void := map[*race.Ruling]bool{} // each is said once
	for i := range rulings {
		r := &rulings[i]
		list := standing[r.Bib]
		n := slices.Index(list, r)
		if n < 0 {
			continue
		}
		for _, o := range list[:n] {
			switch counts := prevails(r, o); {
			case counts == r && void[o]:
			case counts != nil:
				if counts == r {
					void[o] = true
				} else {
					void[r] = true
				}
				at(r).Report(found, problem.Warning, "rulings_contradict",
					fmt.Sprintf("the rulings %s and %s (line %d) on bib %q contradict each other: %s counts", said(r), said(o), o.From.Line, r.Bib, said(counts)), remedy(counts))
			case r.Kind == o.Kind && r.Point == o.Point:
				at(r).Report(found, problem.Warning, "ruling_repeated",
					fmt.Sprintf("the ruling %s on bib %q stands twice, here and in line %d", said(r), r.Bib, o.From.Line), "remove one of the two lines")
			}
		}
	}
}

func at(r *race.Ruling) problem.Place {
	return problem.Place{Path: r.From.Path, Line: r.From.Line, Column: 1}
}

func strikes(r *race.Ruling) bool { return r.Kind == race.Disqualify || r.Kind == race.Doping }

// overrides are the rulings that make others on the same bib void, in whatever
// order they were made (R56).
var overrides = map[race.RulingKind][]race.RulingKind{
	race.Doping:      {race.Disqualify, race.Withdraw, race.PlaceRuling, race.ConfirmPoint},
	race.Disqualify:  {race.Withdraw, race.PlaceRuling, race.ConfirmPoint},
	race.Withdraw:    {race.PlaceRuling, race.JudgesOrder},
	race.PlaceRuling: {race.JudgesOrder},
}

// prevails returns which of a ruling and an earlier one makes the other void, nil
// where both stand. Of two places the later one counts.
func prevails(r, earlier *race.Ruling) *race.Ruling {
	switch {
	case slices.Contains(overrides[earlier.Kind], r.Kind):
		return earlier
	case slices.Contains(overrides[r.Kind], earlier.Kind), r.Kind == earlier.Kind && r.Place != earlier.Place:
		return r
	}
	return nil
}

// remedy is how the ruling that does not count can be made to.
func remedy(counts *race.Ruling) string {
	if strikes(counts) {
		return "a disqualification counts whichever came first; take it back with a line " + counts.Bib + ",reinstate, or remove the other line"
	}
	return "remove the line that does not count"
}

// said names a ruling with its place or point.
func said(r *race.Ruling) string {
	switch {
	case r.Place > 0:
		return fmt.Sprintf("%s %d", r.Kind, r.Place)
	case r.Point != "":
		return fmt.Sprintf("%s %s", r.Kind, r.Point)
	}
	return string(r.Kind)
}
