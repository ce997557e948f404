package cli

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/certificate/sample"
	"guntime/generator/internal/cli/manual"
	"guntime/generator/internal/problem"
	"guntime/templates"
)

const statuses = "Exit status: 0 done · 1 the data has errors, nothing was written ·\n2 wrong usage · 3 the machine failed, the old site is unchanged\n"

// topics are the texts that help has besides the commands.
//
//go:embed help/*.txt
var topics embed.FS

// more is what there is to say of a command besides its flags.
//
//go:embed help/command/*.txt
var more embed.FS

type helpOptions struct{ man bool }

func (o *helpOptions) options() []option { return []option{asManPage(&o.man)} }

// do prints all commands, one command with its flags, a topic, or a page for man.
func (o *helpOptions) do(l *line) error {
	about := l.word(0)
	if o.man {
		return manPage(l.stdout, about)
	}
	return help(l.stdout, about)
}

// help prints all commands, one command with its flags, or a topic. The text of a
// topic of the same name follows a command's flags.
func help(w io.Writer, about string) error {
	if about == "" {
		_, err := io.WriteString(w, overview())
		return err
	}
	c, known := commandNamed(about)
	topic := topicText(about)
	switch {
	case !known && topic == "":
		return unknownCommand(about)
	case !known:
		_, err := io.WriteString(w, topic)
		return err
	}
	text := manual.Text(c.page())
	if topic != "" {
		text += "\n" + topic
	}
	_, err := io.WriteString(w, text+"\n"+statuses)
	return err
}

// overview is the list of commands, task by task.
func overview() string {
	var b strings.Builder
	b.WriteString("guntime makes the results site of a road race from its timing files and rules.\n\n")
	for _, task := range tasks {
		shown := task
		for _, c := range commands() {
			if c.task == task {
				fmt.Fprintf(&b, "%-14s%-26s %s\n", shown, c.called(), c.says)
				shown = ""
			}
		}
	}
	fmt.Fprintf(&b, "\nWithout a command it builds the project in this folder. guntime help COMMAND\nshows its flags and an example; these topics explain more:\n")
	for _, name := range topicNames() {
		fmt.Fprintf(&b, "    guntime help %-14s %s\n", name, about[name])
	}
	return b.String() + statuses
}

// about says what a topic explains.
var about = map[string]string{
	"rules":        "ranking, prizes, cut-offs, age groups",
	"timing":       "tables and raw reads as they are",
	"deploy":       "hosts and their limits, and several machines",
	"certificates": "the facts of a certificate's design",
}

// topicNames are the topics in the order of their alphabet.
func topicNames() (names []string) {
	files, _ := topics.ReadDir("help") // embedded
	for _, f := range files {
		if !f.IsDir() {
			names = append(names, strings.TrimSuffix(f.Name(), ".txt"))
		}
	}
	names = append(names, factsTopic)
	slices.Sort(names)
	return names
}

// factsTopic is the topic that the certificates tell themselves.
const factsTopic = "certificates"

// topicText is the text of a topic, "" where there is none.
func topicText(name string) string {
	if !slices.Contains(topicNames(), name) {
		return ""
	}
	if name == factsTopic {
		return factsText()
	}
	text, _ := topics.ReadFile(path.Join("help", name+".txt")) // embedded
	return string(text)
}

// page is what there is to tell of a command.
func (c command) page() manual.Page {
	p := manual.Page{Name: c.name, Usage: c.usage(), Says: c.says, Example: c.tries}
	for _, o := range c.new().options() {
		p.Flags = append(p.Flags, manual.Flag{Name: o.name, Value: o.value, Says: o.says})
	}
	if text, err := more.ReadFile("help/command/" + c.name + ".txt"); err == nil {
		p.More = string(text)
	}
	return p
}

// manPage writes the page for man of a command or a topic, or of the program.
func manPage(w io.Writer, about string) error {
	v := version()
	switch c, known := commandNamed(about); {
	case known:
		p := c.page()
		if text := topicText(about); text != "" {
			p.More += "\n" + text
		}
		return manual.Roff(w, p, v)
	case about == "":
		var all []manual.Page
		for _, c := range commands() {
			all = append(all, c.page())
		}
		var texts []manual.Topic
		for _, name := range topicNames() {
			texts = append(texts, manual.Topic{Name: name, Text: topicText(name)})
		}
		return manual.Whole(w, all, texts, v)
	case topicText(about) != "":
		return manual.Roff(w, manual.Page{Name: about, Usage: "guntime help " + about, Says: "explained", More: topicText(about)}, v)
	}
	return unknownCommand(about)
}

// unknownCommand is the error of a word that is neither a command nor a topic.
func unknownCommand(name string) error {
	var known []string
	for _, c := range commands() {
		known = append(known, c.name)
	}
	return misused(meant(name, append(known, topicNames()...), "guntime help lists the commands"), "unknown command %q", name)
}

// meant is a hint that names the word of a list that is nearest to a wrong one, else
// another hint.
func meant(wrong string, known []string, otherwise string) string {
	if near := problem.Nearest(wrong, known); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return otherwise
}

// factsText lists the facts of a certificate's design.
func factsText() string {
	var b strings.Builder
	b.WriteString("Designs of the program; a race takes one by certificate: {design: NAME}, and\nguntime certificates -design shows them all:\n\n")
	looks, _ := sample.Looks(templates.FS) // the pattern is good
	for _, d := range looks {
		fmt.Fprintf(&b, "    %-12s %3.0f × %3.0f mm  %s\n", cmp.Or(d.Name, "(no name)"), d.Width, d.Height, d.Says)
	}
	b.WriteString("\nFacts that a design (templates/certificate.yaml, certificate-NAME.yaml) can\nshow, by fact, if and unless:\n\n")
	for _, f := range certificate.Facts() {
		fmt.Fprintf(&b, "    %-16s %s\n", f.Name, f.Says)
	}
	b.WriteString("    link             only by if and unless: that there is a code to scan\n")
	return b.String()
}
