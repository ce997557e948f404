package review

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"guntime/generator/internal/race"
)

// byName files bans under the names that entries may have.
func byName(bans []race.Ban) map[string][]*race.Ban {
	filed := map[string][]*race.Ban{}
	for i := range bans {
		name := foldName(bans[i].Name)
		filed[name] = append(filed[name], &bans[i])
	}
	return filed
}

// banned reports entries of somebody who may not enter on the race day (R42):
// the same name, and the same birth date where both are known. The finding
// names neither; it points at the entry and at the ban.
func (f *field) banned(filed map[string][]*race.Ban) []flag {
	if len(filed) == 0 {
		return nil
	}
	var flags []flag
	for i := range f.runners {
		e := f.runners[i].Entry
		if f.runners[i].heard {
			continue
		}
		bans := filed[foldName(e.Name)]
		if latin := foldName(e.LatinName); latin != "" && latin != foldName(e.Name) {
			bans = append(bans[:len(bans):len(bans)], filed[latin]...)
		}
		for _, b := range bans {
			if !b.Holds(f.edition.Date) {
				continue
			}
			known := !b.Birth.IsZero() && !e.Birth.IsZero()
			if known && b.Birth.Format(time.DateOnly) != e.Birth.Format(time.DateOnly) {
				continue
			}
			sure, severity := "the same name and birth date", Strong
			if !known {
				severity, sure = Fair, "the same name, the birth date is not known on both sides"
			}
			until, marks := "for life", []Mark{dayMark("banned from", b.Since), dayMark("race day", f.edition.Date)}
			marks[1].Odd = true
			if !b.Until.IsZero() {
				until = "to " + b.Until.Format(time.DateOnly)
				marks = append(marks, dayMark("banned to", b.Until))
			}
			flags = append(flags, flag{code: "banned_entry", at: e.From, bib: e.Bib, severity: severity, runners: []*runner{&f.runners[i]}, marks: marks,
				text: fmt.Sprintf("%s is entered within a ban from %s %s under %s by %s: %s", e.Bib, b.Since.Format(time.DateOnly), until, b.Item, b.Authority, sure),
				hint: fmt.Sprintf("the ban is at %s; the referee decides", b.From)})
		}
	}
	return flags
}

// foldName returns the form under which two names are the same: narrow, in
// lower case, without spaces.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms of ASCII
			r -= 0xFEE0
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
