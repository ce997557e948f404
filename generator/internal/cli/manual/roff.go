package manual

import (
	"cmp"
	"strings"
)

// roff is a page for man that is being written, in the macros of man(7).
type roff struct{ strings.Builder }

// line writes a line as it is.
func (r *roff) line(s string) { r.WriteString(s + "\n") }

func (r *roff) head(name, says string, v Version) {
	r.line(".TH " + quoted(strings.ToUpper(name)) + " 1 " + quoted(v.Date) + " " + quoted(strings.TrimSpace("guntime "+v.Name)) + " " + quoted("Guntime"))
	r.line(".SH NAME")
	r.line(escaped(name) + " \\- " + escaped(cmp.Or(says, name)))
}

func (r *roff) synopsis(p Page) {
	words := strings.Fields(p.Usage)
	r.line(".B " + escaped(strings.Join(words[:min(2, len(words))], " ")))
	rest := words[min(2, len(words)):]
	if len(p.Flags) > 0 {
		rest = append([]string{"[flags]"}, rest...)
	}
	if len(rest) > 0 {
		r.line("\\fI" + escaped(strings.Join(rest, " ")) + "\\fR")
	}
}

func (r *roff) flags(flags []Flag) {
	for _, f := range flags {
		r.line(".TP")
		name := "\\fB" + escaped("-"+f.Name) + "\\fR"
		if f.Value != "" {
			name += " \\fI" + escaped(f.Value) + "\\fR"
		}
		r.line(name)
		r.text(f.Says)
	}
}

// text writes lines: those that are indented as they are, the others filled, with a
// paragraph at each empty one.
func (r *roff) text(text string) {
	var kept []string
	empty, begun := false, false
	keep := func() {
		if len(kept) > 0 {
			r.block(kept)
		}
		kept = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n ")
		switch {
		case line == "":
			empty = true
			continue
		case strings.HasPrefix(line, " ") || strings.Contains(strings.TrimSpace(line), "   "): // a list in columns
			if empty && len(kept) > 0 {
				kept = append(kept, "")
			}
			kept = append(kept, line)
		default:
			keep()
			if empty && begun {
				r.line(".PP")
			}
			r.line(escaped(line))
		}
		empty, begun = false, true
	}
	keep()
}

// block writes lines as they are.
func (r *roff) block(lines []string) {
	if text := strings.TrimSuffix(r.String(), "\n"); !strings.HasPrefix(text[strings.LastIndex(text, "\n")+1:], ".S") { // a heading has its space
		r.line(".PP")
	}
	r.line(".nf")
	for _, line := range lines {
		r.line(escaped(line))
	}
	r.line(".fi")
}

func (r *roff) tail() {
	r.line(".SH EXIT STATUS")
	for _, s := range []struct{ status, says string }{
		{"0", "Done."},
		{"1", "The data has errors; nothing was written."},
		{"2", "Wrong usage."},
		{"3", "The machine failed; the old site is unchanged."},
	} {
		r.line(".TP")
		r.line(".B " + s.status)
		r.line(s.says)
	}
	r.line(".SH ENVIRONMENT")
	for _, s := range []struct{ name, says string }{
		{"GUNTIME_KEY", "The text of the private key that signs certificates, where -key is not given."},
		{"SOURCE_DATE_EPOCH", "The moment of the build in seconds since 1970, where -now is not given."},
		{"NO_COLOR", "If it is set, a terminal gets no colour."},
		{"GOGC", "How far the memory may grow between two collections of garbage, in percent."},
	} {
		r.line(".TP")
		r.line(".B " + s.name)
		r.line(escaped(s.says))
	}
}

var escapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\(ga", "^", `\(ha`, "~", `\(ti`)

// escaped is a text in which roff sees no commands.
func escaped(s string) string {
	s = escapes.Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, `\(aq`) {
		s = `\&` + s
	}
	return s
}

// quoted is one word of a macro.
func quoted(s string) string { return `"` + strings.ReplaceAll(escaped(s), `"`, `\(dq`) + `"` }
