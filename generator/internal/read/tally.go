package read

import (
	"fmt"
	"strings"

	"guntime/generator/internal/problem"
)

// tally gathers findings that differ only in the row: a word that is wrong in
// every row becomes one finding, at the first of them, with its count and the
// places of two more.
type tally struct {
	order  []string
	byWord map[string]*tallied
}

type tallied struct {
	at         problem.Place
	text, hint string
	rows       int
	more       []problem.Place
}

func (c *tally) add(word string, at problem.Place, text string) { c.addHint(word, at, text, "") }

// addHint adds a finding with a hint of its own.
func (c *tally) addHint(word string, at problem.Place, text, hint string) {
	if c.byWord == nil {
		c.byWord = map[string]*tallied{}
	}
	if m := c.byWord[word]; m != nil {
		if m.rows++; len(m.more) < 2 {
			m.more = append(m.more, at)
		}
		return
	}
	word = strings.Clone(word)
	c.order = append(c.order, word)
	c.byWord[word] = &tallied{at: at, text: text, hint: hint, rows: 1}
}

// rows is how many rows were added.
func (c *tally) rows() (n int) {
	for _, m := range c.byWord {
		n += m.rows
	}
	return n
}

func (c *tally) report(found *problem.List, code, hint string) {
	c.reportAs(found, problem.Warning, code, hint)
}

func (c *tally) reportAs(found *problem.List, level problem.Level, code, hint string) {
	for _, word := range c.order {
		m := c.byWord[word]
		if m.rows > 1 {
			m.text += fmt.Sprintf(", in %d rows", m.rows)
			for i, at := range m.more {
				m.text += []string{": also on line ", ", "}[i] + fmt.Sprint(at.Line)
			}
		}
		own := m.hint
		if own == "" {
			own = hint
		}
		m.at.Report(found, level, code, m.text, own)
	}
}
