// Package manual writes what there is to tell of a command: as text for a terminal
// of 80 columns, and as a page for man.
//
// It takes pages, and knows no command. Texts are lines as they shall stand; lines
// that are indented are kept as they are.
package manual

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Page is what there is to tell of a command.
type Page struct {
	Name    string
	Usage   string // the whole line without flags
	Says    string // what it does
	Flags   []Flag
	More    string   // lines of text; "" for none
	Example []string // command lines
}

// Flag is a flag of a command. Value is "" for a switch.
type Flag struct{ Name, Value, Says string }

// Topic is a text beside the commands.
type Topic struct{ Name, Text string }

// Version says which program it is that the page is about. Date is a day such as
// 2026-05-17; both may be "".
type Version struct{ Name, Date string }

// wide is how many columns a line of text may take.
const wide = 80

// Text is a page for a terminal.
func Text(p Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", p.Usage, p.Says)
	if len(p.Flags) > 0 {
		b.WriteString("\n")
	}
	for _, f := range p.Flags {
		name := fmt.Sprintf("    %-16s ", f.called())
		for i, line := range Wrapped(f.Says, wide-21) {
			if i > 0 {
				name = strings.Repeat(" ", 21)
			} else if utf8.RuneCountInString(name) > 21 {
				b.WriteString(strings.TrimRight(name, " ") + "\n")
				name = strings.Repeat(" ", 21)
			}
			b.WriteString(name + line + "\n")
		}
	}
	b.WriteString(p.More)
	if len(p.Example) > 0 {
		b.WriteString("\nExample:\n")
		for _, line := range p.Example {
			b.WriteString("    " + line + "\n")
		}
	}
	return b.String()
}

func (f Flag) called() string { return strings.TrimSpace("-" + f.Name + " " + f.Value) }

// Wrapped are the lines of a text, each of at most so many characters where no word
// is longer.
func Wrapped(text string, most int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// Roff writes the page of a command for man.
func Roff(w io.Writer, p Page, v Version) error {
	var r roff
	r.head("guntime-"+p.Name, p.Says, v)
	r.line(".SH SYNOPSIS")
	r.synopsis(p)
	if len(p.Flags) > 0 {
		r.line(".SH OPTIONS")
		r.flags(p.Flags)
	}
	if p.More != "" {
		r.line(".SH DESCRIPTION")
		r.text(p.More)
	}
	if len(p.Example) > 0 {
		r.line(".SH EXAMPLES")
		r.block(p.Example)
	}
	r.tail()
	r.line(".SH SEE ALSO")
	r.line(".BR guntime (1)")
	_, err := io.WriteString(w, r.String())
	return err
}

// Whole writes the page of the program for man: every command and every topic.
func Whole(w io.Writer, pages []Page, topics []Topic, v Version) error {
	var r roff
	r.head("guntime", "results site of a road race from its timing files and rules", v)
	r.line(".SH SYNOPSIS")
	r.line(".B guntime")
	r.line("[\\fICOMMAND\\fR] [\\fIflags\\fR] [\\fIwords\\fR]")
	r.line(".SH DESCRIPTION")
	r.text("Without a command it builds the project in this folder: data/, content/ and templates/ become public/. Long flags take one dash or two.")
	r.line(".SH COMMANDS")
	for _, p := range pages {
		r.line(".SS " + quoted(p.Usage))
		r.text(strings.ToUpper(p.Says[:1]) + p.Says[1:] + ".")
		r.flags(p.Flags)
		if p.More != "" {
			r.line(".PP")
			r.text(p.More)
		}
		if len(p.Example) > 0 {
			r.line(".PP")
			r.line("Example:")
			r.block(p.Example)
		}
	}
	for _, t := range topics {
		r.line(".SH " + quoted(strings.ToUpper(t.Name)))
		r.text(t.Text)
	}
	r.tail()
	_, err := io.WriteString(w, r.String())
	return err
}
