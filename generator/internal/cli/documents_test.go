package cli

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/read"
)

// documents are the texts that show commands and rule data, by their paths from the
// root of the repository.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"README.md", ".github/*.md", "generator/docs/*.md", "generator/docs/howto/*.md"} {
		names, err := filepath.Glob(filepath.Join("../../..", pattern))
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[strings.TrimPrefix(filepath.ToSlash(name), "../../../")] = string(text)
		}
	}
	return all
}

// aCommand matches a line of a block that begins with the program, or a command within
// a sentence.
var (
	aCommand  = regexp.MustCompile(`(?m)^    (?:[ \t]*)(?:guntime|go run \./generator) ([a-z]+\b[^\n]*)`)
	inAPhrase = regexp.MustCompile("`guntime ([a-z]+\\b[^`\n]*)`")
)

// Commands of the documents are those that the program has, with their flags and
// words. What follows a command on its line, and what the shell fills in, is left out.
func TestDocumentsShowCommandsThatThereAre(t *testing.T) {
	shown, names := 0, map[string]bool{}
	for name, text := range documents(t) {
		if name == "generator/docs/contract.md" { // a list of synopses
			continue
		}
		lines := aCommand.FindAllStringSubmatch(text, -1)
		for i, m := range append(lines, inAPhrase.FindAllStringSubmatch(text, -1)...) {
			line := regexp.MustCompile(`\s+(#|…|&&|\||>|&|;|   ).*$`).ReplaceAllString(m[1], "")
			args := split(strings.NewReplacer("'", `"`, " &&", "").Replace(line))
			c, ok := commandNamed(args[0])
			if !ok {
				if !strings.Contains(m[0], "  ") { // else a text in columns
					t.Errorf("%s: no such command: %s", name, m[0])
				}
				continue
			}
			flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			for _, o := range c.new().options() {
				o.define(flags)
			}
			shown, names[c.name] = shown+1, true
			if err := parse(flags, args[1:]); err != nil && (i < len(lines) || !strings.Contains(err.Error(), "needs an argument")) {
				t.Errorf("%s: guntime %s: %v", name, line, err)
			} else if n := flags.NArg(); n > len(c.words)+len(c.may) || i < len(lines) && n < len(c.words) && !c.isAlone(flags) { // a sentence may name a command without its words
				t.Errorf("%s: guntime %s: %d words, and it takes %s", name, line, n, c.usage())
			}
		}
	}
	if shown < 40 || len(names) < 12 {
		t.Errorf("only %d commands are shown, %d different ones", shown, len(names))
	}
}

func TestTheREADMEListsEveryCommandAsTheHelpDoes(t *testing.T) {
	readme := strings.Join(strings.Fields(documents(t)["README.md"]), " ")
	_, listed, _ := strings.Cut(overview(), "\n\n")
	listed, _, _ = strings.Cut(listed, "\n\n")
	for line := range strings.Lines(listed) {
		if text := strings.Join(strings.Fields(line), " "); !strings.Contains(readme, text) {
			t.Errorf("the README lacks %q", text)
		}
	}
}

var aBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// Rule data of the documents are read as they stand: as an edition, as keys of a race,
// or as site.yaml, each with what it leaves out.
func TestDocumentsShowRuleDataThatTheReaderTakes(t *testing.T) {
	const edition = "name: {en: Run}\ndate: 2026-05-17\ntime_zone: UTC\nstate: provisional\nraces:\n  run:\n"
	const course = "    gun: \"07:00:00\"\n    divisions: {men: {gender: M}, women: {gender: F}}\n    points: [{id: start, km: 0}, {id: 10k, km: 10}, {id: 30k, km: 30}, {id: finish, km: 42.195}]\n    km: 42.195\n"
	const site = "title: {en: Runs}\nbase_url: https://example.org/\nlanguages: [en]\n"
	read1 := func(siteText, editionText string) problem.List {
		_, found := read.DryRun(fstest.MapFS{"data/site.yaml": {Data: []byte(siteText)}, "data/2026/edition.yaml": {Data: []byte(editionText)}})
		return found
	}
	blocks := 0
	for name, text := range documents(t) {
		for _, m := range aBlock.FindAllStringSubmatch(text, -1) {
			block := m[1]
			blocks++
			var any any
			if err := yaml.Unmarshal([]byte(block), &any); err != nil {
				t.Errorf("%s: %v\n%s", name, err, block)
				continue
			}
			var found problem.List
			switch {
			case strings.HasPrefix(block, "apiVersion:"): // of Kubernetes
				continue
			case strings.Contains(block, "\nraces:"):
				found = read1(site, block)
			case strings.HasPrefix(block, "    timing:"), strings.HasPrefix(block, "    entries:"):
				found = read1(site, edition+block+course)
			case strings.HasPrefix(block, "      - "):
				found = read1(site, edition+"    timing:\n"+block+course)
			default:
				continue // a part of something that its text explains
			}
			for _, f := range found {
				if f.Level == problem.Error && f.Code != "missing_file" && f.Code != "no_files" && strings.HasSuffix(f.Path, ".yaml") {
					t.Errorf("%s: %s\n%s", name, f, block)
				}
			}
		}
	}
	if blocks < 6 {
		t.Errorf("only %d blocks", blocks)
	}
}
