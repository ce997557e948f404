package certificate

import (
	"fmt"
	"strconv"
	"strings"

	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Check looks for problems before certificates are drawn. A name that does not fit,
// or a fixed text that no font can draw, is an error. A name that is empty, cannot
// be drawn, or lost a control character is a warning, so that it does not stop the
// others. Results that will never have a certificate are skipped.
func (f *Form) Check(results []race.Result) problem.List {
	var problems problem.List
	var name *field
	for _, field := range f.fields {
		if field.Fact == "name" {
			name = field
		}
	}
	s := f.sheets.Get().(*sheet)
	defer f.sheets.Put(s)
	nations := map[string]bool{}
	alike := map[string]*kind{} // warnings about names, one a kind
	var nameless []int
	named := false
	for i := range results {
		r := &results[i]
		if !r.Certificate.Possible() {
			continue
		}
		add := func(level problem.Level, code, hint, format string, args ...any) {
			if level == problem.Warning {
				if alike[code] == nil {
					alike[code] = &kind{named: 1}
					if code == Withheld {
						alike[code].named = namedWithheld
					}
				}
				had := alike[code]
				if had.named == 0 {
					had.again(r.Entry.From.Line)
					return
				}
				had.named--
				had.index = len(problems)
			}
			problems.Add(problem.Problem{Path: r.Entry.From.Path, Sheet: r.Entry.From.Sheet, Line: r.Entry.From.Line, Column: 1, Level: level, Code: code,
				Text: "bib " + strconv.Quote(r.Entry.Bib) + ": " + fmt.Sprintf(format, args...), Hint: hint})
		}
		printed, latin := f.nameOf(r)
		named = named || printed != ""
		if printed == "" && strings.TrimSpace(r.Entry.Name+r.Entry.LatinName) == "" {
			nameless = append(nameless, i)
		}
		if r.Entry.Visibility == race.Public || r.Certificate.ByCode {
			for _, raw := range []string{r.Entry.Name, r.Entry.LatinName} {
				if tidy, changed := clean(raw); changed {
					add(problem.Warning, "name_control", "remove the invisible characters from the entry",
						"the name %s contains line breaks or invisible characters; the certificate says %q", strconv.QuoteToASCII(raw), tidy)
				}
				tidy, signs := f.withoutSigns(raw)
				if len(signs) > 0 && tidy == "" && printed == "" {
					add(problem.Warning, Withheld, "give the entry a name of letters", "the name %q has no letters; the certificate is withheld", raw)
				} else if len(signs) > 0 {
					add(problem.Warning, "name_symbol", "remove the symbols from the entry",
						"no font has %q (U+%04X) of the name %q; the certificate leaves it out", signs[0], signs[0], raw)
				}
				if c, lacking := f.lacking(tidy); lacking && printed == "" {
					add(problem.Warning, Withheld, script.FontHint(c)+", or give the entry a latin_name",
						"no font has the character %q (U+%04X) of %q; the certificate is withheld", c, c, tidy)
				} else if lacking {
					add(problem.Warning, "missing_glyph", script.FontHint(c),
						"no font has the character %q (U+%04X) of %q; the certificate says %q", c, c, tidy, printed)
				}
			}
		}
		s.reset()
		for _, field := range f.fields {
			text := ""
			switch field.Fact {
			case "name":
				text = printed
			case "latin_name":
				text = latin
			case "bib":
				text = r.Entry.Bib
			case "nation", "reason", "club", "team", "wave":
				if field.Fact == "nation" {
					if nations[r.Entry.Nat] {
						continue
					}
					nations[r.Entry.Nat] = true
				}
				var err error
				if text, err = f.fieldText(field, r); err != nil {
					add(problem.Error, "certificate", "", "%v", err)
				}
			}
			if !f.putField(s, field, text, 0, r, f) && field == name {
				add(problem.Error, "name_too_long", "shorten the name in the entry, or give the field name more height in the design",
					"the name of %d characters does not fit on the certificate", len([]rune(text)))
			}
		}
		for _, c := range s.missing {
			add(problem.Error, "missing_glyph", "add a font that has it to fonts in the design, or change the entry",
				"no font has the character %q (U+%04X)", c, c)
		}
	}
	for _, i := range nameless {
		e := results[i].Entry
		text, hint := fmt.Sprintf("bib %q: the name is empty; the certificate shows the bib instead", e.Bib), "give the entry a name"
		if !named { // a table without names: one finding is enough
			text, hint = "no entry has a name; the certificates show the bibs instead", ""
		}
		problems.Add(problem.Problem{Path: e.From.Path, Sheet: e.From.Sheet, Line: e.From.Line, Column: 1, Level: problem.Warning, Code: "empty_name", Text: text, Hint: hint})
		if !named {
			break
		}
	}
	for _, k := range alike {
		problems[k.index].Text += k.says()
	}
	return problems.Sorted()
}

// Withheld is the code of the finding that a runner gets no certificate because no
// font has their name.
const Withheld = "certificate_withheld"

// namedWithheld is how many of them are named; the others are counted.
const namedWithheld = 20

// kind counts the names of which one warning tells.
type kind struct {
	index  int // of the last warning
	named  int // how many more have a warning of their own
	others int
	lines  []int // of the first two of them
}

func (k *kind) again(line int) {
	if k.others++; k.others <= 2 {
		k.lines = append(k.lines, line)
	}
}

// says is how often it is so, and where; "" where it is so once.
func (k *kind) says() string {
	if k.others == 0 {
		return ""
	}
	text := fmt.Sprintf(", and so it is with %s: on line %d", problem.Quantity(k.others, "other name", "other names"), k.lines[0])
	if k.others > 1 {
		text += fmt.Sprintf(", %d", k.lines[1])
	}
	return text
}
