package read

import (
	"fmt"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// strangers are the bibs of rows of times that have no entry. They become one
// finding, and one for those whose digits a spreadsheet lost.
type strangers struct{ whole, shortened strangerRows }

// strangerRows are the first of such rows, and how many there are.
type strangerRows struct {
	rows  int
	first []stranger
}

type stranger struct {
	bib string
	at  problem.Place
}

// mostStrangers is how many of them are named.
const mostStrangers = 3

func (s *strangers) add(bib string, at problem.Place) {
	of := &s.whole
	if spelling.Shortened(bib) {
		of = &s.shortened
	}
	if of.rows++; of.rows <= mostStrangers {
		of.first = append(of.first, stranger{strconv.Quote(bib), at})
	}
}

func (s *strangers) report(found *problem.List) {
	s.whole.report(found, "add it to the entries or remove it here; to leave out all such rows, declare unknown_bibs: set_aside under timing")
	s.shortened.report(found, "a spreadsheet shortened the number, and most of its digits are lost: take the bib from the file as it was before")
}

func (s *strangerRows) report(found *problem.List, hint string) {
	if s.rows == 0 {
		return
	}
	text := fmt.Sprintf("bib %s is not in the entries", s.first[0].bib)
	for i, one := range s.first[1:] {
		text += []string{": nor is ", ", "}[i] + fmt.Sprintf("%s on line %d", one.bib, one.at.Line)
	}
	if more := s.rows - len(s.first); more > 0 {
		text += fmt.Sprintf(" and %d others", more)
	}
	s.first[0].at.Report(found, problem.Error, "unknown_bib", text, hint)
}
