package cli

import (
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/read"
	"guntime/templates"
)

// standIns are what the documents leave to their reader, and what a test must not
// reach: another machine, a field of a real size, the root of the disk.
var standIns = []string{
	"MOMENT", "2026-06-01T00:00:00Z", "-bucket NAME", "-bucket results", "FILE", "results.csv", "30000 DIR", "30 made-up", "replay DIR", "replay rehearsal", "PATH", "index.html",
	"COMMAND", "build", "-C DIR", "-C demo", "bash|zsh|fish", "bash", "/race", "race", "/other/folder/key.pem", "key.pem", "/tmp/site/", "race/sited/", "/site/", "race/site/", "$i", "0",
	"2026 marathon", "2022 marathon", "../rehearsal", "rehearsal", " -deploy", "",
}

// anEndpoint is the address of a service; the test has its own.
var anEndpoint = regexp.MustCompile(`https://[a-z0-9.-]+\.(?:amazonaws|aliyuncs)\.com`)

// notRun are the commands that no test can run as they stand, with the reason. Other
// programs' lines are held by what is named.
var notRun = map[string]string{
	"fonts add tamil": "it needs a font that its user has installed; TestEveryExampleOfTheHelpWorks has one",
	"simulate":        "the phrase names the command, without how many run",
	"simulate -reads": "the phrase names the flag, without how many run",
	"build -C race -out race/sited/public -now 2026-06-01T00:00:00Z -shard index/16": "it needs all sixteen parts; TestShardsTogetherAreTheSiteOfOneBuild has them",
	"build -out race/site/public -now 2026-06-01T00:00:00Z -shard index/16":          "the same",
	"deploy -C race -out race/site/public":                                           "the same",
}

// The commands of the documents are followed as they stand, document by document, in
// one folder with the table of the README; what never ends is stopped after a moment,
// and a deploy only says what it would do.
func TestTheCommandsOfTheDocumentsWork(t *testing.T) {
	texts := documents(t)
	t.Chdir(t.TempDir())
	for name, value := range map[string]string{"SOURCE_DATE_EPOCH": "1780272000", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "TZ": "UTC", "GUNTIME_KEY": ""} { // 2026-06-01
		t.Setenv(name, value)
	}
	follow := func(patience time.Duration, args ...string) (int, string) {
		ctx, stop := context.WithTimeout(t.Context(), patience)
		defer stop()
		var out, said bytes.Buffer
		status := Run(ctx, args, &out, &said)
		return status, out.String() + said.String()
	}
	need := func(args ...string) {
		t.Helper()
		if status, said := follow(time.Minute, args...); status != Done {
			t.Fatalf("%q: %d %s", args, status, said)
		}
	}
	table := regexp.MustCompile(`(?m)^    (bib,name.*)\n((?:    .*\n)+)`).FindString(texts["README.md"])
	entries, passed := "Startnr,Name,Geschl.\n", "Startnr,Zeit\n"
	for line := range strings.Lines(strings.ReplaceAll(table, "    ", "")) {
		if cells := strings.Split(strings.TrimSpace(line), ","); cells[0] != "bib" && len(cells) > 4 {
			entries += strings.Join(cells[:3], ",") + "\n"
			passed += cells[0] + "," + cells[4] + "\n"
		}
	}
	for name, text := range map[string]string{"results.csv": strings.ReplaceAll(table, "    ", ""), "entries.xlsx": entries, "times.csv": passed} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	need("simulate", "-runners", "20", "demo")
	bucket := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // an empty one
		w.Header().Set("Content-Type", "application/xml")
		if r.URL.Query().Has("location") {
			io.WriteString(w, "<LocationConstraint></LocationConstraint>")
			return
		}
		if r.URL.Query().Has("list-type") {
			io.WriteString(w, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
			return
		}
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, "<Error><Code>NoSuchKey</Code></Error>")
	}))
	defer bucket.Close()
	settings, err := os.ReadFile("demo/data/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	deploy := regexp.MustCompile(`(?m)^    (deploy: \{.*\})`).FindStringSubmatch(texts["generator/docs/hosting.md"])[1]
	deploy = anEndpoint.ReplaceAllString(deploy, bucket.URL)
	if err := os.WriteFile("demo/data/site.yaml", append(settings, deploy+"\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS("race", os.DirFS("demo")); err != nil {
		t.Fatal(err)
	}
	need("build", "-C", "demo")
	if err := os.WriteFile("demo/data/site.yaml", append(settings, "icp: 京ICP备00000000号-2\n"+deploy+"\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	need("build", "-C", "demo") // so that one goes before the last

	endless := map[string]bool{"serve": true, "watch": true, "live": true, "replay": true}
	folder := map[string]bool{"new": true, "simulate": true, "schema": true, "completion": true, "help": true, "version": true, "keygen": true}
	done, ran, skipped := map[string]bool{}, 0, map[string]bool{}
	standing := strings.NewReplacer(standIns...)
	for _, document := range slices.Sorted(maps.Keys(texts)) {
		if document == "generator/docs/contract.md" { // a list of synopses
			continue
		}
		lines := aCommand.FindAllStringSubmatch(texts[document], -1)
		for i, m := range append(lines, inAPhrase.FindAllStringSubmatch(texts[document], -1)...) {
			line := anEndpoint.ReplaceAllString(standing.Replace(strings.TrimSpace(regexp.MustCompile(`\s+(#|…|&&|>|&|;|   ).*$`).ReplaceAllString(m[1], ""))), bucket.URL)
			args := split(line)
			c, ok := commandNamed(args[0])
			if !ok || done[line] {
				continue // a text in columns: TestDocumentsShowCommandsThatThereAre
			}
			done[line] = true
			if _, why := notRun[line]; why {
				skipped[line] = true
				continue
			}
			flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			for _, o := range c.new().options() {
				o.define(flags)
			}
			if err := parse(flags, args[1:]); i >= len(lines) && (err != nil || flags.NArg() < len(c.words)) {
				continue // a sentence names the command without its words or a value
			}
			if !slices.Contains(args, "-C") && !folder[c.name] || slices.Contains(args, ".") {
				args = append([]string{args[0], "-C", "demo"}, slices.DeleteFunc(args[1:], func(a string) bool { return a == "-C" || a == "." })...)
			}
			if c.name == "deploy" && !slices.Contains(args, "-dry-run") && !slices.Contains(args, "-bundle") {
				args = append(args, "-dry-run")
			}
			if c.name == "new" {
				os.RemoveAll("my-race")
			}
			patience := time.Minute
			if endless[c.name] {
				patience = 400 * time.Millisecond
				os.RemoveAll("rehearsal")
			}
			ran++
			if status, said := follow(patience, args...); status != Done && !(endless[c.name] && status == Machine) {
				t.Errorf("%s: guntime %s: status %d\n%s", document, strings.Join(args, " "), status, said)
			}
		}
	}
	for line, why := range notRun {
		if !skipped[line] && why != "" {
			t.Errorf("no document has %q, which is not to be run", line)
		}
	}
	if ran < 40 {
		t.Errorf("only %d commands were run", ran)
	}
}

// aKey begins a block of rule data.
var aKey = regexp.MustCompile(`(?m)^(?:[a-z_]+:(?: |$)|- [a-z{])`)

// Blocks of rule data, fenced or indented, in the documents and in the help, have only
// keys that the program's reader knows, somewhere in its files.
func TestRuleDataOfDocumentsAndHelpHaveKeysThatThereAre(t *testing.T) {
	texts := documents(t)
	err := fs.WalkDir(topics, "help", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(topics, name)
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	indent := func(text, by string) string { return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, by+"$1") }
	const head, edition, site = "name: {en: Run}\ndate: 2026-05-17\ntime_zone: UTC\nstate: provisional\n", "races:\n  run:\n    km: 10\n", "title: {en: Runs}\nbase_url: https://example.org/\nlanguages: [en]\n"
	unknown := func(block string) (least string) {
		least = "nothing reads it"
		for _, files := range [][2]string{
			{site + block, head + edition}, {site, block}, {site, head + block + edition}, {site, head + edition + indent(block, "    ")}, {site, head + "races:\n  run:\n" + indent(block, "    ")},
			{site, head + edition + "    timing:\n" + indent(block, "      ")},
		} {
			var any any
			if yaml.Unmarshal([]byte(files[0]), &any) != nil || yaml.Unmarshal([]byte(files[1]), &any) != nil {
				continue // a key that the frame has, too
			}
			_, found := read.DryRun(fstest.MapFS{"data/site.yaml": {Data: []byte(files[0])}, "data/2026/edition.yaml": {Data: []byte(files[1])}})
			i := slices.IndexFunc(found, func(p problem.Problem) bool { return p.Code == "unknown_key" || p.Code == "yaml" })
			if i < 0 {
				return ""
			}
			least = found[i].String()
		}
		overlay := fstest.MapFS{"certificate-mine.yaml": {Data: []byte(block)}, "images/logo.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>`)}}
		for _, like := range []string{"", "like: certificate.yaml\n"} {
			overlay["certificate-mine.yaml"].Data = []byte(like + block)
			overlay["certificate.yaml"] = &fstest.MapFile{Data: programs(t, "certificate.yaml")}
			if _, problems := certificate.ParseDesign(overlay, "mine"); !slices.ContainsFunc(problems, func(p problem.Problem) bool {
				return strings.Contains(p.Text, "unknown field") || strings.Contains(p.Text, "already defined") || strings.Contains(p.Text, "like")
			}) {
				return ""
			}
		}
		return least
	}
	blocks := 0
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		text := texts[name]
		var list []string
		for _, m := range aBlock.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], "apiVersion:") { // of Kubernetes
				list = append(list, m[1])
			}
		}
		text = aBlock.ReplaceAllString(text, "")
		for _, block := range regexp.MustCompile(`(?:(?m)^    .*\n)+`).FindAllString(text, -1) {
			if aKey.MatchString(block[4:min(len(block), 64)]) && aKey.FindStringIndex(block[4:])[0] == 0 {
				list = append(list, block)
			}
		}
		for _, block := range list {
			spaces := len(block) - len(strings.TrimLeft(block, " "))
			block = regexp.MustCompile(`(?m)^ {`+string(rune('0'+spaces))+`}`).ReplaceAllString(block, "")
			blocks++
			if found := unknown(block); found != "" {
				t.Errorf("%s: %s\n%s", name, found, block)
			}
		}
	}
	if blocks < 20 {
		t.Errorf("only %d blocks", blocks)
	}
}

// programs is a template of the program.
func programs(t *testing.T, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(templates.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
