package review

import "fmt"

// rulingsHeader names the columns of rulings.csv that a proposal fills.
const rulingsHeader = "bib,ruling,clause,authority,date,place,point,note_en,note_zh"

// A Proposal is what could follow from a case: lines for rulings.csv, ready to
// be copied there by whoever decides. Authority and date are left to them.
type Proposal struct {
	When  string
	Lines []string
}

// proposals are the rulings that may follow from a flag. None of them is ever
// made by itself.
func (f *field) proposals(g flag) []Proposal {
	var out, passed []string
	for _, r := range g.runners {
		if r.bib() == "" { // a chip that nobody has
			continue
		}
		if !r.heard {
			out = append(out, fmt.Sprintf("%s,disqualify,%s,,,,,,", r.bib(), f.clause(g.item)))
		}
		if g.code != "points_missed_in_a_row" && g.code != "no_point_between" {
			continue
		}
		for p := g.from + 1; p < g.to; p++ {
			if f.mats[p].sound() && !f.passed(r, p) {
				passed = append(passed, fmt.Sprintf("%s,confirm_point,,,,,%s,,", r.bib(), f.id(p)))
			}
		}
	}
	var list []Proposal
	if len(out) > 0 {
		list = append(list, Proposal{"If the referee finds an offence, by the runner who committed it", out})
	}
	if len(passed) > 0 {
		list = append(list, Proposal{"If a camera, a judge or another runner saw them there", passed})
	}
	return list
}
