package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// flag is one thing about one runner that a referee may want to look into.
type flag struct {
	code   string
	at     race.Position // of the row that shows it
	bib    string
	weight int64 // of two of a kind the greater is the stronger evidence
	text   string
	hint   string

	severity Severity
	item     int       // the offence it may be, by the numbers of the rules; 0 for none of them
	runners  []*runner // whose times show it, the one that the finding names first
	from, to int       // the stretch or the point that shows it, equal where it is no stretch
	marks    []Mark    // for what is no time on the course
	weaker   int       // how many more of the kind there were, which were only counted
}

// How many flags of one kind in one race stand alone, and of how many of the
// others the bibs are named.
const (
	alone = 30
	named = 100
)

// sortFlags orders the flags of one race by kind, the strongest first.
func sortFlags(flags []flag) {
	slices.SortFunc(flags, func(a, b flag) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(b.weight, a.weight), cmp.Compare(a.at.Path, b.at.Path),
			cmp.Compare(a.at.Line, b.at.Line), cmp.Compare(a.text, b.text))
	})
}

// report adds the flags of one race, sorted: the strongest of each kind by
// themselves, the others of the kind together.
func report(found *problem.List, e *race.Edition, rc *race.Race, flags []flag) {
	for len(flags) > 0 {
		n := 1
		for n < len(flags) && flags[n].code == flags[0].code {
			n++
		}
		kind := flags[:n]
		flags = flags[n:]
		for _, g := range kind[:min(n, alone)] {
			found.Add(problem.Problem{Path: g.at.Path, Sheet: g.at.Sheet, Line: g.at.Line, Column: 1, Level: problem.Review, Code: g.code, Text: g.text, Hint: g.hint})
		}
		if n > alone {
			weaker := 0
			for i := range kind {
				weaker += kind[i].weaker
			}
			found.Add(bundle(e, rc, kind[alone:], weaker))
		}
	}
}

// bundle is the one finding that stands for many flags of a kind, and for weaker
// ones that were only counted.
func bundle(e *race.Edition, rc *race.Race, flags []flag, weaker int) problem.Problem {
	var bibs []string
	for _, g := range flags[:min(len(flags), named)] {
		bibs = append(bibs, g.bib)
	}
	list := strings.Join(bibs, ", ")
	if more := len(flags) + weaker - len(bibs); more > 0 {
		list += fmt.Sprintf(" and %d others", more)
	}
	return problem.Problem{Path: rules(e), Level: problem.Review, Code: flags[0].code,
		Text: fmt.Sprintf("race %s: %d more cases of this kind, none stronger: %s", rc.ID, len(flags)+weaker, list),
		Hint: "so many cases suggest a problem with the course, rules or data, not with single runners"}
}

// The offences that timing data can point at, by the numbers that the rules of
// 2021 and 2022 give them alike.
const (
	falseAge   = 1
	twoChips   = 2
	relay      = 3
	startOrder = 4
	goingOn    = 5
	transport  = 6
	distance   = 7
	otherChip  = 8
)

var offences = map[int]string{
	falseAge:   "possible false age at registration",
	twoChips:   "possible use of two chips or of another runner's chip (friends running together look the same)",
	relay:      "possible relay or use of transport",
	startOrder: "possible false start",
	goingOn:    "possibly continued after a cut-off, or came back to the course",
	transport:  "possible use of transport",
	distance:   "possibly not the whole distance",
	otherChip:  "possible transfer of a bib or chip",
}

// clause is the paragraph of the edition's rules on an offence, "" where the
// rule data does not say which section they have.
func (f *field) clause(item int) string {
	section := f.race.Rules.Clauses.Discipline
	if section == "" || item == 0 {
		return ""
	}
	return fmt.Sprintf("%s.%d", section, item)
}

// ask makes a flag one of an offence: the hint says which it may be, and that
// a ruling decides.
func (f *field) ask(g flag, item int) flag {
	g.item, g.hint = item, offences[item]+"; the referee decides"
	if clause := f.clause(item); clause != "" {
		g.hint = "clause " + clause + ", " + g.hint
	}
	return g
}
