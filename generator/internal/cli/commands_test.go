package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
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
	"from":       {"nowhere.csv", "SITE", "-1:00"},
	"languages":  {"tlh", "", "en,", "en,en", "../en"},
	"now":        {"yesterday", "2026-01-01", "2026-13-01T00:00:00Z"},
	"jobs":       {"0", "-1", "many", "99999999999999999999", "1.5"},
	"key":        {"nowhere.pem", "FILE"},
	"quiet":      {"maybe"},
	"durable":    {"maybe"},
	"json":       {"maybe"},
	"stats":      {"maybe"},
	"shard":      {"", "1", "x/4", "4/4", "-1/4", "0/0", "index/0", "index"},
	"bundle":     {"SITE/site.zip", "FILE.rar"},
	"dry-run":    {"maybe"},
	"every":      {"", "soon", "-1s", "1", "2h"},
	"deploy":     {"maybe"},
	"allow":      {"nowhere", "FILE", ""},
	"bucket":     {"", "b", "My_Bucket"},
	"endpoint":   {"nonsense"},
	"region":     nil, // the service names its regions
	"prefix":     nil, // any folder is one
	"printed":    {"FILE/in/a/file.csv"},
	"packages":   {"nowhere", "FILE"},
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
	"design":     {"maybe"},
	"runners":    {"0", "-5", "many"},
	"seed":       {"-1", "many"},
	"reads":      {"maybe"},
	"format":     {"carbon", "impinj,", "auto"},
	"speed":      {"-1", "fast", "100001"},
	"man":        {"maybe"},
	"example":    {"", "swim"},
	"all":        {"maybe"},
	"faults":     {"hail", "late,hail", "none,late", "", "clock,clock-undeclared"},

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
	if lines := strings.Count(list.String(), "\n"); lines > 40 {
		t.Errorf("the list of commands has %d lines", lines)
	}
	pages := []string{""}
	for _, topic := range topicNames() {
		if !strings.Contains(list.String(), "help "+topic) || about[topic] == "" {
			t.Errorf("help does not tell the topic %s", topic)
		}
		pages = append(pages, topic)
	}
	for _, c := range commands() {
		if !strings.Contains(list.String(), " "+c.called()+" ") || !slices.Contains(tasks, c.task) {
			t.Errorf("help does not list %s", c.name)
		}
		pages = append(pages, c.name)
	}
	for _, name := range pages {
		var text bytes.Buffer
		if err := help(&text, name); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text.String()) {
			if line = strings.TrimSuffix(line, "\n"); utf8.RuneCountInString(line) > 80 && !strings.HasPrefix(line, "    guntime ") { // an example can be copied
				t.Errorf("help %s: %q is longer than 80 columns", name, line)
			}
		}
		if c, ok := commandNamed(name); ok && !strings.Contains(text.String(), "Example:\n    "+c.tries[0]) {
			t.Errorf("help %s shows no example", name)
		}
	}
	if err := help(&list, "../run"); err == nil {
		t.Error("help takes a path for a topic")
	}
}

// The examples of the help are tried as they stand. What several begin with is done
// once; what never ends by itself is stopped after a moment.
func TestEveryExampleOfTheHelpWorks(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Chdir(t.TempDir())
	endless := map[string]bool{"serve": true, "watch": true, "live": true}
	done := map[string]bool{}
	for _, c := range commands() {
		if c.name == "new" { // its folder is called as that of the others
			continue
		}
		for i, line := range c.tries {
			args := split(line)
			if args[0] != "guntime" || i == len(c.tries)-1 && args[1] != c.name && args[1] != "check" {
				t.Fatalf("%s: %s", c.name, line)
			}
			if done[line] && (line != built || c.name != "rollback") {
				continue
			}
			done[line] = true
			if args[1] == "fonts" { // the package that its user has installed
				installPackage(t, filepath.Join("my-race", "node_modules"), "NotoSerifTamil")
			}
			patience := time.Minute
			if endless[args[1]] {
				patience = time.Second / 2
			}
			ctx, stop := context.WithTimeout(t.Context(), patience)
			var out, errs bytes.Buffer
			status := Run(ctx, args[1:], &out, &errs)
			stop()
			if status != Done && !(status == Machine && endless[args[1]]) && !strings.Contains(errs.String(), "address already in use") {
				t.Errorf("%s: status %d\n%s", line, status, &errs)
			}
		}
	}
}

// split parts a command line at its blanks, but for what is quoted.
func split(line string) (args []string) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			args = append(args, part)
		} else {
			args = append(args, strings.Fields(part)...)
		}
	}
	return args
}

func TestPagesForManAreWhatManReads(t *testing.T) {
	var whole bytes.Buffer
	if err := manPage(&whole, ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands() {
		if !strings.Contains(whole.String(), "\n.SS \""+strings.ReplaceAll(c.usage(), "-", `\-`)+"\"\n") {
			t.Errorf("the page does not tell of %s", c.name)
		}
		var one bytes.Buffer
		if err := manPage(&one, c.name); err != nil || !strings.HasPrefix(one.String(), ".TH ") {
			t.Errorf("%s: %v", c.name, err)
		}
		whole.Write(one.Bytes())
	}
	for line := range strings.Lines(whole.String()) {
		if strings.HasPrefix(line, ".") && !regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|B|BR|nf|fi)\b`).MatchString(line) || strings.HasPrefix(line, "'") {
			t.Errorf("a line that man takes for a command: %q", line)
		}
	}
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		return
	}
	check := exec.Command(mandoc, "-Tlint", "-Wwarning")
	check.Stdin = strings.NewReader(strings.Replace(whole.String(), `1 ""`, `1 "2026-01-01"`, 1))
	found, _ := check.CombinedOutput() // its findings are looked at
	for line := range strings.Lines(string(found)) {
		if !strings.Contains(line, "missing date") && !strings.Contains(line, ": TH") {
			t.Errorf("mandoc: %s", line)
		}
	}
}

func TestAShellIsOfferedWhatMayComeNext(t *testing.T) {
	t.Chdir(t.TempDir())
	var quiet bytes.Buffer
	if Run(t.Context(), split(made)[1:], &quiet, &quiet) != Done {
		t.Fatal(&quiet)
	}
	for line, want := range map[string]string{
		"rel":                                  "release",
		"build -du":                            "-durable",
		"build -C ":                            ":dir",
		"rulings -C my-race ":                  "2022",
		"codes -C my-race 2022 ":               "marathon",
		"codes -C=my-race ":                    "",
		"explain -C my-race M1":                "M1",
		"certificates -C my-race -bibs F00001": "F00001",
		"certificates -C my-race -layer imp":   "imprint",
		"completion z":                         "zsh",
		"help tim":                             "timing",
		"templates -eject rac":                 "race.html",
		"explain -C nowhere ":                  "",
		"nonsense ":                            "",
		"build -now ":                          "",
		"certificates -C my-race 2022 further": "",
	} {
		var out bytes.Buffer
		words := strings.Split(line, " ")
		if status := Run(t.Context(), append([]string{completing}, words...), &out, &out); status != Done {
			t.Errorf("%s: status %d", line, status)
		}
		got, _, _ := strings.Cut(strings.TrimSpace(out.String()), "\t")
		if got != want {
			t.Errorf("%q: %q, not %q", line, got, want)
		}
	}
	if bash, err := exec.LookPath("bash"); err == nil {
		for _, name := range shellNames[:1] {
			script, _ := shells.ReadFile("shell/guntime." + name)
			check := exec.Command(bash, "-n")
			check.Stdin = bytes.NewReader(script)
			if said, err := check.CombinedOutput(); err != nil {
				t.Errorf("bash: %v\n%s", err, said)
			}
		}
	}
}

func TestTheVersionIsOfTheProgramThatWasBuilt(t *testing.T) {
	settings := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.time", Value: "2026-05-17T08:00:00Z"}, {Key: "vcs.modified", Value: "true"}}
	for want, info := range map[string]*debug.BuildInfo{
		"development version": nil,
		"v1.2.3":              {Main: debug.Module{Version: "v1.2.3"}},
		"v1.2.3, commit 0123456789ab with changes, 2026-05-17":              {Main: debug.Module{Version: "v1.2.3"}, Settings: settings},
		"development version, commit 0123456789ab with changes, 2026-05-17": {Main: debug.Module{Version: "v0.0.0-20260517080000-0123456789ab+dirty"}, Settings: settings},
	} {
		if got := origin(info); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
