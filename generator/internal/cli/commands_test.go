package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// wrongValues are values of each flag that cannot be meant; FILE stands for a
// file that is there, SITE for the project's site.
var wrongValues = map[string][]string{
	"host":       {"", "results.test:8080"},
	"C":          {"nowhere", "FILE"},
	"out":        {"FILE/in/a/file"},
	"from":       {"nowhere.csv", "SITE"},
	"languages":  {"tlh", "", "en,", "en,en", "../en"},
	"now":        {"yesterday", "2026-01-01", "2026-13-01T00:00:00Z"},
	"jobs":       {"0", "-1", "many", "99999999999999999999", "1.5"},
	"key":        {"nowhere.pem", "FILE"},
	"quiet":      {"maybe"},
	"durable":    {"maybe"},
	"json":       {"maybe"},
	"stats":      {"maybe"},
	"shard":      {"", "1", "x/4", "4/4", "-1/4", "0/0", "index/0", "index"},
	"dry-run":    {"maybe"},
	"allow":      {"nowhere", "FILE", ""},
	"bucket":     {"", "b", "My_Bucket"},
	"endpoint":   {"nonsense"},
	"region":     nil, // the service names its regions
	"prefix":     nil, // any folder is one
	"eject":      {"nowhere.html", "../go.mod", "", "assets"},
	"explain":    nil, // a file that the site has not is an answer
	"fix-report": {"FILE/in/a/file.csv"},
	"report":     {"FILE/in/a/file.json"},
	"review":     {"FILE/in/a/file", "SITE/review"},
	"addr":       {"nonsense", "127.0.0.1:many", "127.0.0.1:70000", "203.0.113.9:8080", "no.such.host.invalid:80"},
	"note":       nil, // any text is a note
	"edition":    {"1896"},
	"encoding":   {"no-such-encoding"},
	"sheet":      {"without a table"},
	"column":     {"gender", "=gender", "Sex="},
	"race":       {"swim"},
	"where":      {"shoe=blue", "place", "place<=many", "=", "division=nobody="},
	"bibs":       {"nobody", ","},
	"layer":      {"half"},
	"runners":    {"0", "-5", "many"},
	"seed":       {"-1", "many"},

	"including-withdrawn": {"maybe"},
}

func TestEveryFlagOfEveryCommandSaysWhatIsWrongWithItsValue(t *testing.T) {
	base := t.TempDir()
	project, file := filepath.Join(base, "p"), filepath.Join(base, "file")
	if err := os.WriteFile(file, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	validate := map[string]string{"DIR": filepath.Join(base, "new"), "EDITION": "2025", "RACE": "race", "BIB": "1", "LANG": "fr", "FILE": "edition", "NAME": "race.html"}
	var quiet bytes.Buffer
	for _, args := range [][]string{{"new", "-now", "2026-01-01T00:00:00Z", project}, {"build", "-C", project, "-now", "2026-01-01T00:00:00Z"}} {
		if Run(t.Context(), args, &quiet, &quiet) != Done {
			t.Fatal(&quiet)
		}
	}
	before := listing(t, base)
	refuses := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second) // serve and watch go on for ever
		defer stop()
		status := Run(ctx, args, &out, &errs)
		lines := strings.Split(strings.TrimSuffix(errs.String(), "\n"), "\n")
		if status != BadUsage || !strings.HasPrefix(lines[0], "guntime: ") || len(lines) != 2 || !strings.HasPrefix(lines[1], "    hint: ") || out.Len() > 0 {
			t.Errorf("guntime %q: status %d, stderr %q, stdout %q", args, status, errs.String(), out.String())
		}
	}
	for _, c := range commands() {
		words := []string{c.name}
		for _, o := range c.new().options() {
			if o.name == "C" {
				words = append(words, "-C", project)
			}
		}
		if c.name == "simulate" {
			words = append(words, "-runners", "3")
		}
		for _, w := range c.words {
			words = append(words, validate[w])
		}
		for _, o := range c.new().options() {
			values, known := wrongValues[o.name]
			if !known {
				t.Errorf("guntime %s -%s: this test has no wrong value for it", c.name, o.name)
			}
			for _, v := range values {
				v = strings.NewReplacer("FILE", file, "SITE", filepath.Join(project, "public")).Replace(v)
				refuses(append(words[:len(words):len(words)], "-"+o.name+"="+v)...)
			}
			if o.value != "" {
				refuses(append(words[:len(words):len(words)], "-"+o.name)...)
			}
		}
		refuses(append(words[:len(words):len(words)], "-wings")...)
		refuses(append(words[:len(words):len(words)], "further")...)
		if len(c.words) > 0 {
			refuses(words[:len(words)-1]...)
		}
	}
	if after := listing(t, base); after != before {
		t.Errorf("wrong command lines wrote files:\n%s\nbefore:\n%s", after, before)
	}
}

// listing is every file below a folder.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		b.WriteString(path + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHelpFitsATerminalAndNamesEveryTopic(t *testing.T) {
	var list bytes.Buffer
	if err := help(&list, ""); err != nil {
		t.Fatal(err)
	}
	files, err := topics.ReadDir("help")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		topic := strings.TrimSuffix(f.Name(), ".txt")
		if !strings.Contains(list.String(), "help "+topic) {
			t.Errorf("help does not name the topic %s", topic)
		}
		var text bytes.Buffer
		if err := help(&text, topic); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text.String()) {
			if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 80 {
				t.Errorf("help %s: %q is longer than 80 columns", topic, line)
			}
		}
	}
	if err := help(&list, "../run"); err == nil {
		t.Error("help takes a path for a topic")
	}
}
