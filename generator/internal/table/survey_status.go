package table

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// StatusCode is a number or a word that stands for a status, as in exports of UltraSignup.
type StatusCode struct {
	Code   string // a number, or a word that no lexicon has
	Means  string // finished, DNF, DNS or DQ
	Custom bool   // nothing in the table says which of these: it is the custom
}

// mostCodes is how many different numbers a column of statuses has at most.
const mostCodes = 8

// coded reports whether the cells of a column of statuses are numbers.
func (c *Surveyed) coded() bool {
	return !c.many && len(c.values) <= mostCodes && c.whole > 0 && c.whole == c.Filled
}

// worded reports whether a column of statuses has some that are known, and few others.
func (c *Surveyed) worded() bool {
	return !c.many && len(c.values) <= mostCodes && c.statuses > 0 && c.statuses < c.Filled
}

// statusWords finds out what the words in a column of statuses mean that are in no
// lexicon: those whose rows have a time, and a place where the table has places,
// finished. Without them being known a column is passed over that has few others.
func (s *surveyor) statusWords(c *Surveyed) {
	codes, _ := s.codeRows(c)
	places := s.Column("place") != nil || s.Column("gender_place") != nil
	strange := 0
	for _, word := range slices.Sorted(maps.Keys(codes)) {
		if _, known := spelling.ParseStatus(word); known {
			continue
		}
		if n := codes[word]; most(n.timed, n.rows) && (!places || most(n.placed, n.rows)) {
			c.Codes = append(c.Codes, StatusCode{Code: word, Means: "finished"})
			continue
		}
		strange += codes[word].rows
	}
	switch {
	case (c.Filled-strange)*2 < c.Filled:
		c.Codes = nil
		c.pass("its cells are not finished, DNF, DNS or DQ")
	case len(c.Codes) > 0:
		c.Why = "the rows with its other words have a time"
	}
}

// codeRows are what the rows of one code have.
type codeRows struct{ rows, timed, placed, split int }

// statusCodes finds out what the numbers in a column of statuses mean: those who
// finished have a time, the others have none. What tells those who did not finish
// from those who did not start are their splits, else the custom: 2 and 3.
func (s *surveyor) statusCodes() {
	c := s.Column("status")
	if c != nil && !c.Given && c.worded() {
		s.statusWords(c)
		return
	}
	if c == nil || c.Given || !c.coded() {
		return
	}
	codes, splits := s.codeRows(c)
	main := ""
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		n := codes[code]
		switch {
		case !most(n.timed, n.rows) && !most(n.rows-n.timed, n.rows):
			c.pass(fmt.Sprintf("its numbers do not go with the times: %d of %s with the number %s have one", n.timed, problem.Quantity(n.rows, "row", "rows"), code))
			return
		case n.timed > 0 && (main == "" || n.timed > codes[main].timed):
			main = code
		}
	}
	if main == "" {
		c.pass("its cells are not finished, DNF, DNS or DQ")
		return
	}
	placed := codes[main].placed > 0
	passing := slices.ContainsFunc(slices.Collect(maps.Values(codes)), func(n *codeRows) bool { return n.timed == 0 && n.split > 0 })
	var says []string
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		n := codes[code]
		one := StatusCode{Code: code, Means: "finished"}
		switch {
		case code == main || most(n.timed, n.rows) && placed && n.placed > 0:
		case most(n.timed, n.rows) && placed:
			one.Means = "DQ" // a time and no place
		case most(n.timed, n.rows):
			continue // that is for somebody to say: the rows are set aside
		case splits && n.split > 0:
			one.Means = "DNF"
		case passing:
			one.Means = "DNS"
		default:
			one.Means, one.Custom = "DNF", true
			if code == "3" {
				one.Means = "DNS"
			}
		}
		c.Codes = append(c.Codes, one)
		says = append(says, fmt.Sprintf("%d of %s with the number %s have a time", n.timed, problem.Quantity(n.rows, "row", "rows"), code))
	}
	c.Why = "its numbers go with the times: " + strings.Join(says, ", ")
}

// codeRows counts what the rows of each code have, and reports whether the table
// has splits.
func (s *surveyor) codeRows(c *Surveyed) (codes map[string]*codeRows, splits bool) {
	codes = map[string]*codeRows{}
	s.rows(func(cells []string) bool {
		cell := func(i int) string {
			if i >= len(cells) {
				return ""
			}
			return spelling.Given(cells[i])
		}
		code := cell(c.Number - 1)
		if code == "" {
			return true
		}
		n := codes[code]
		if n == nil {
			n = &codeRows{}
			codes[strings.Clone(code)] = n
		}
		n.rows++
		timed, split, placed := false, false, false
		for i := range s.Columns {
			o := &s.Columns[i]
			switch {
			case o.Means == "place" || o.Means == "gender_place":
				number, ok := leading(cell(i))
				placed = placed || ok && number > 0
			case o.IsTime() && o.Format != "":
				t, err := spelling.TimeShown(cell(i), spelling.TimeFormat(o.Format))
				seen := err == nil && t > 0
				if o.KM > 0 || o.Means == "half" {
					split, splits = split || seen, true
				} else if o.Means != "start" {
					timed = timed || seen
				}
			}
		}
		n.timed, n.split, n.placed = n.timed+rank(timed), n.split+rank(split), n.placed+rank(placed)
		return true
	})
	return codes, splits
}
