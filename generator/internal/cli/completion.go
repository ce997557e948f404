package cli

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"guntime/generator/internal/build"
	"guntime/generator/internal/page"
	"guntime/generator/internal/project"
	"guntime/generator/internal/propose"
	"guntime/generator/internal/read"
)

// completing is the word by which a shell asks what may come next. It is in no help.
const completing = "__complete"

// shells are the scripts for each shell; they ask the program itself.
//
//go:embed shell/guntime.*
var shells embed.FS

type completionOptions struct{}

func (*completionOptions) options() []option { return nil }

// do prints the script that makes a shell complete the words of guntime.
func (*completionOptions) do(l *line) error {
	text, err := shells.ReadFile("shell/guntime." + l.word(0))
	if err != nil {
		return misused(meant(l.word(0), shellNames, "there are scripts for "+strings.Join(shellNames, ", ")), "no completions for the shell %q", l.word(0))
	}
	_, err = l.stdout.Write(text)
	return err
}

var shellNames = []string{"bash", "zsh", "fish"}

// mostCompleted is how many bibs are offered at once.
const mostCompleted = 200

// complete prints what the last of the words may become: a candidate a line, a tab,
// and what it is. Where it is a file or a folder, the line is ":file" or ":dir", and
// the shell knows better.
func complete(ctx context.Context, w io.Writer, words []string) error {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	offer := func(candidate, says string) bool {
		if !strings.HasPrefix(candidate, last) {
			return false
		}
		fmt.Fprintf(w, "%s\t%s\n", candidate, says)
		return true
	}
	if len(words) == 1 {
		for _, c := range commands() {
			offer(c.name, c.says)
		}
		if strings.HasPrefix(last, "-") {
			offer("-help", "all commands")
			offer("-version", "the version")
		}
		return nil
	}
	name, given := commandOf(words[:len(words)-1])
	c, ok := commandNamed(name)
	if !ok {
		return nil
	}
	options := c.new().options()
	var plain []string // the words that are no flags
	var value *option  // the flag whose value is asked for
	dir := "."
	for i := 0; i < len(given); i++ {
		flagged := strings.HasPrefix(given[i], "-")
		if !flagged {
			plain = append(plain, given[i])
			continue
		}
		flag, _, joined := strings.Cut(strings.TrimLeft(given[i], "-"), "=")
		at := slices.IndexFunc(options, func(o option) bool { return o.name == flag })
		if at < 0 || options[at].value == "" || joined {
			continue
		}
		if i+1 == len(given) {
			value = &options[at]
			break
		}
		if i++; flag == "C" {
			dir = given[i]
		}
	}
	switch {
	case value != nil:
		offerKind(ctx, w, offer, value.value, dir, nil)
	case strings.HasPrefix(last, "-"):
		for _, o := range options {
			offer("-"+o.name, o.says)
		}
	default:
		if all := append(slices.Clone(c.words), c.may...); len(plain) < len(all) {
			offerKind(ctx, w, offer, all[len(plain)], dir, plain)
		}
	}
	return nil
}

// offerKind offers what a word of a kind may be; before are the words that stand in
// front of it.
func offerKind(ctx context.Context, w io.Writer, offer func(candidate, says string) bool, kind, dir string, before []string) {
	switch kind {
	case "DIR":
		fmt.Fprintln(w, ":dir")
	case "FILE.csv", "FILE.json", "FILE.pdf", "DIR|FILE.pdf", "PATH":
		fmt.Fprintln(w, ":file")
	case "FILE":
		offer("edition", "edition.yaml")
		offer("site", "site.yaml")
		fmt.Fprintln(w, ":file")
	case "SHELL":
		for _, s := range shellNames {
			offer(s, "")
		}
	case "TOPIC":
		for _, c := range commands() {
			offer(c.name, c.says)
		}
		for _, t := range topicNames() {
			offer(t, about[t])
		}
	case "EDITION":
		for _, id := range editionsOf(dir) {
			offer(id, "edition")
		}
	case "RACE":
		for _, id := range editionsOf(dir) {
			if len(before) == 0 || before[0] == id {
				for _, rc := range racesOf(dir, id) {
					offer(rc, "race of "+id)
				}
			}
		}
	case "BIB", "LIST":
		offerBibs(ctx, offer, dir)
	case "NAME":
		for _, t := range page.Templates() {
			offer(t.Name, t.Says)
		}
	case "KIND":
		for _, kind := range propose.Examples {
			offer(kind, "a made-up race")
		}
	case "LAYER":
		offer("whole", "")
		offer("imprint", "only the runner's data")
	}
}

// editionsOf are the editions of a project, by their folders.
func editionsOf(dir string) (ids []string) {
	found, _ := filepath.Glob(filepath.Join(dir, "data", "*", "edition.yaml")) // the pattern is right
	for _, f := range found {
		ids = append(ids, filepath.Base(filepath.Dir(f)))
	}
	return ids
}

// racesOf are the races of an edition, as far as its rules can be read.
func racesOf(dir, edition string) (ids []string) {
	text, err := os.ReadFile(filepath.Join(dir, "data", edition, "edition.yaml"))
	if err != nil {
		return nil
	}
	var rules struct{ Races yaml.MapSlice }
	if yaml.Unmarshal(text, &rules) != nil {
		return nil
	}
	for _, r := range rules.Races {
		ids = append(ids, fmt.Sprint(r.Key))
	}
	return ids
}

// offerBibs offers the bibs of all races that begin as what is typed, with the edition and
// the race.
func offerBibs(ctx context.Context, offer func(candidate, says string) bool, dir string) {
	files, err := project.Open(ctx, dir)
	if err != nil {
		return
	}
	defer files.Close()
	archive, _, err := build.Read(ctx, files, read.DryRun)
	if err != nil || archive == nil {
		return
	}
	left := mostCompleted
	for _, e := range archive.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				if offer(entry.Bib, e.ID+" "+rc.ID) {
					left--
				}
				if left == 0 {
					return
				}
			}
		}
	}
}
