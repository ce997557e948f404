package cli

import (
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
)

const statuses = `Exit status: 0 done · 1 the data has errors, nothing was written · 2 wrong usage · 3 the machine failed, the old site is unchanged.
`

// topics are the texts that help has besides the commands.
//
//go:embed help/*.txt
var topics embed.FS

// more is what there is to say of a command besides its flags.
//
//go:embed help/command/*.txt
var more embed.FS

// help prints all commands, one command with its flags, or a topic.
func help(w io.Writer, about string) error {
	if about == "" {
		fmt.Fprint(w, "guntime makes the results site of a road race from its timing files and rules.\n\n")
		for _, c := range commands() {
			fmt.Fprintf(w, "    %-30s %s\n", c.usage(), c.says)
		}
		fmt.Fprint(w, "\nWithout a command it builds the project in this folder. guntime help COMMAND shows the flags of one;\nguntime help rules, help timing and help deploy explain ranking, timing files and hosts.\n", statuses)
		return nil
	}
	if topic, err := topics.ReadFile("help/" + about + ".txt"); err == nil {
		_, err = w.Write(topic)
		return err
	}
	at := slices.IndexFunc(commands(), func(c command) bool { return c.name == about })
	if at < 0 {
		return misused("unknown command %q", about)
	}
	c := commands()[at]
	fmt.Fprintf(w, "%s: %s\n\n", c.usage(), c.says)
	for _, o := range c.new().options() {
		fmt.Fprintf(w, "    %-16s %s\n", strings.TrimSpace("-"+o.name+" "+o.value), o.says)
	}
	if text, err := more.ReadFile("help/command/" + about + ".txt"); err == nil {
		w.Write(text) // a closed terminal is no reason to fail
	}
	fmt.Fprint(w, "\n", statuses)
	return nil
}
