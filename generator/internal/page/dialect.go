package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// dialect is the Markdown of the pages: tables, footnotes, ids on headings,
// figures of the rules in running text, quotes as the language has them; no
// HTML.
func (r *manuscript) dialect() goldmark.Markdown {
	quote := func(name string) string {
		text, err := r.book.In(r.lang).Say("quote." + name)
		if err != nil {
			r.report(-1, "markdown", "", "%s", err)
		}
		return text
	}
	marks := extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
		extension.LeftSingleQuote: quote("inner_open"), extension.RightSingleQuote: quote("inner_close"), extension.Apostrophe: "’",
		extension.EnDash: "–", extension.EmDash: "—", extension.Ellipsis: "…"}))
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Footnote, marks),
		goldmark.WithParserOptions(parser.WithAttribute(), parser.WithInlineParsers(
			util.Prioritized(&quotes{open: quote("open"), close: quote("close")}, 900),
			util.Prioritized(&figures{r}, 910))))
}

// quotes turns straight double quotes into a language's own. The first of a
// block opens, the next one closes: where words have no spaces between them,
// nothing else tells.
type quotes struct {
	open, close string
	block       ast.Node // the last one seen, and whether a quote is open in it
	opened      bool
}

func (q *quotes) Trigger() []byte { return []byte{'"'} }

func (q *quotes) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	for parent.Type() == ast.TypeInline {
		parent = parent.Parent()
	}
	if q.block != parent {
		q.block, q.opened = parent, false
	}
	block.Advance(1)
	q.opened = !q.opened
	if q.opened {
		return ast.NewString([]byte(q.open))
	}
	return ast.NewString([]byte(q.close))
}

// figures puts figures of the rules and champions' times in running text:
// {{tax marathon}}, {{time 1984 men}}.
type figures struct{ *manuscript }

func (f *figures) Trigger() []byte { return []byte{'{'} }

func (f *figures) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	if !strings.HasPrefix(string(line), "{{") {
		return nil
	}
	report := func(format string, args ...any) ast.Node {
		f.report(at.Start, "directive", directiveHint, format, args...)
		return nil
	}
	said, _, closed := strings.Cut(string(line), "}}")
	said += "}}"
	m := directive.FindStringSubmatch(said)
	whole := parent.Kind() == ast.KindParagraph && strings.TrimSpace(string(parent.Lines().Value(f.body))) == said
	switch {
	case m != nil && whole && slices.Contains(directives, m[1]):
		return nil // a table, which the walk over the page puts in
	case m != nil && m[1] == "time":
		text, err := f.time(said, strings.Fields(m[2]))
		if err != nil {
			return report("%s", err)
		}
		block.Advance(len(m[0]))
		return ast.NewString([]byte(text))
	case !closed || m == nil || !slices.Contains(append(figureNames, directives...), m[1]):
		return report("%q is not a directive", strings.TrimSpace(said))
	case slices.Contains(directives, m[1]):
		return report("%q is a table and must be a paragraph of its own", said)
	}
	e, err := f.race(said, m[2])
	if err != nil {
		return report("%s", err)
	}
	block.Advance(len(m[0]))
	if e == nil {
		return ast.NewString(nil)
	}
	d := f.draft(f.lang, "")
	text := d.figure(m[1], e, raceOf(e, m[2]))
	if d.err != nil {
		return report("%s", d.err)
	}
	return ast.NewString([]byte(text))
}

// time writes the time of a champion by year and gender, {{time 1984 men}}, or
// of somebody else in that year's list, {{time 2005 men second}}.
func (r *manuscript) time(said string, of []string) (string, error) {
	statuses := []race.ChampionStatus{race.Winner, race.ByRuling, race.Disputed}
	switch len(of) {
	case 2:
	case 3:
		statuses = []race.ChampionStatus{race.ChampionStatus(of[2])}
	default:
		return "", fmt.Errorf("%q names no year and no gender", said)
	}
	for i := range r.archive.Champions {
		c := &r.archive.Champions[i]
		if strconv.Itoa(c.Year) == of[0] && genderID(c.Gender) == of[1] && slices.Contains(statuses, c.Status) && c.Time != race.NoTime {
			return r.book.In(r.lang).Clock(c.Time), nil
		}
	}
	return "", fmt.Errorf("%q: data/champions.csv has no such time", said)
}

// race is the edition whose rules the page holds, nil where the project does
// not have it: its page is never drawn.
func (r *manuscript) race(said, id string) (*race.Edition, error) {
	edition, ok := strings.CutPrefix(r.name, "rules/")
	if !ok {
		return nil, fmt.Errorf("%q can only be used in an edition's rules", said)
	}
	for _, e := range r.archive.Editions {
		if e.ID != edition {
			continue
		}
		if raceOf(e, id) == nil {
			return nil, fmt.Errorf("the edition %s has no race %q", edition, id)
		}
		return e, nil
	}
	return nil, nil
}

func raceOf(e *race.Edition, id string) *race.Race {
	for _, rc := range e.Races {
		if rc.ID == id {
			return rc
		}
	}
	return nil
}

// figureNames are the figures that running text may place.
var figureNames = []string{"date", "gun", "tax", "trophies", "package", "bags", "born", "over", "delay"}

var directiveHint = "the tables are " + strings.Join(directives, ", ") + ", the figures in a text " + strings.Join(figureNames, ", ") + ", each with a race: {{cutoffs marathon}}; a champion's time is {{time 1984 men}}"

// figure writes one figure of a race's rules, and that it is not stated where
// the rules do not say it.
func (d *draft) figure(name string, e *race.Edition, rc *race.Race) string {
	rules := &rc.Rules
	text := ""
	switch name {
	case "date":
		text = d.l.Date(e.Date)
	case "gun":
		text = d.l.TimeOfDay(rc.Gun)
	case "tax":
		text = d.l.Percent(rules.Prizes.Tax)
	case "trophies":
		text = d.l.Number(rules.Trophies)
	case "package":
		if rules.Package.Set && rules.Package.Before != race.Unseen {
			text = d.l.TimeOfDay(rules.Package.Before)
		}
	case "bags":
		if rules.Baggage.Set {
			text = d.l.TimeOfDay(rules.Baggage.Until)
		}
	case "born":
		if !rules.Eligibility.BornBefore.IsZero() {
			text = d.l.Date(rules.Eligibility.BornBefore)
		}
	case "over":
		if rules.Eligibility.Over > 0 {
			text = d.l.Number(rules.Eligibility.Over)
		}
	case "delay":
		text = d.delay(rules.Certificate.Delay)
	}
	if text == "" {
		return d.say("not_stated")
	}
	return text
}
