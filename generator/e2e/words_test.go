package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guntime/content"

	"github.com/goccy/go-yaml"
)

// accents turn English into text that is readable but not English: ⟦Fîñîšhéd⟧.
var accents = strings.NewReplacer("a", "å", "e", "é", "i", "î", "n", "ñ", "o", "ø", "s", "š", "u", "ü", "A", "Å", "E", "É", "O", "Ø", "S", "Š")

// kept are the parts of a message or a page that are the same in every language.
var kept = regexp.MustCompile(`\{\{.*?\}\}|\{#.*?\}|\]\(.*?\)|\[\^.*?\]`)

// spoken matches what a page says to people: its texts, and attributes that are
// read out or shown.
var spoken = regexp.MustCompile(`>\s*([^<>]*[^<>\s])\s*<|(?:aria-label|title|alt|placeholder|content|data-label)="([^"]*)"`)

func pseudo(s string) string {
	var b strings.Builder
	at := 0
	for _, m := range kept.FindAllStringIndex(s, -1) {
		b.WriteString(accents.Replace(s[at:m[0]]) + s[m[0]:m[1]])
		at = m[1]
	}
	return b.String() + accents.Replace(s[at:])
}

// filled returns the skeleton of a catalogue with every message in accents.
func filled(t *testing.T, skeleton string) string {
	t.Helper()
	var b strings.Builder
	english, id := "", ""
	forms := map[string]string{}
	quoted := func(s string) string {
		q, err := json.Marshal("⟦" + pseudo(s) + "⟧")
		if err != nil {
			t.Fatal(err)
		}
		return string(q)
	}
	for line := range strings.Lines(skeleton) {
		line = strings.TrimSuffix(line, "\n")
		if comment, ok := strings.CutPrefix(line, "# "); ok {
			if id != "" {
				english, id, forms = "", "", map[string]string{}
			}
			english = comment
			if form, text, ok := strings.Cut(comment, ": "); ok {
				forms[form] = text
			}
			continue
		}
		key, ok := strings.CutSuffix(line, ":")
		switch form, isForm := strings.CutPrefix(key, "  "); {
		case !ok:
		case isForm:
			b.WriteString(line + " " + quoted(forms[form]) + "\n")
			continue
		case forms["other"] != "" && strings.HasPrefix(english, "other: "):
			id = key
		default:
			line, id = line+" "+quoted(english), key
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// A project of three languages gets a fourth, unknown to the code, only by files:
// those of guntime words, filled in, and the two common pages. None of its pages
// may then have any English.
func TestAFourthLanguageIsFilesAlone(t *testing.T) {
	dir := t.TempDir()
	project := func(path string) string { return filepath.Join(dir, filepath.FromSlash(path)) }
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(project(path)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(project(path), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	read := func(path string) string {
		t.Helper()
		data, err := os.ReadFile(project(path))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	obey := func(args ...string) {
		t.Helper()
		var complaint bytes.Buffer
		if status := run(context.Background(), args, io.Discard, &complaint); status != done {
			t.Fatalf("%v: status %d\n%.3000s", args, status, complaint.String())
		}
	}
	obey("simulate", "-runners", "60", dir)
	site := read("data/site.yaml")
	languages := regexp.MustCompile(`(?m)^languages:.*$`)
	if !languages.MatchString(site) {
		t.Fatalf("no languages in\n%s", site)
	}
	write("data/site.yaml", languages.ReplaceAllString(site, "languages: [zh, en, ja, eo]"))
	obey("words", "eo", "-C", dir)
	write("content/messages/eo.yaml", filled(t, read("content/messages/eo.yaml")))
	for _, name := range []string{"glossary", "verify"} {
		page, err := fs.ReadFile(content.FS, "en/"+name+".md")
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(strings.TrimPrefix(string(page), "---\n"), "\n---\n")
		head = regexp.MustCompile(`(?m)^(\w+): (.*)$`).ReplaceAllStringFunc(head, func(line string) string {
			key, text, _ := strings.Cut(line, ": ")
			return key + ": ⟦" + pseudo(text) + "⟧"
		})
		write("content/eo/"+name+".md", "---\n"+head+"\n---\n"+pseudo(body))
	}
	obey("build", "-C", dir, "-quiet", "-now", "2030-01-01T00:00:00Z")

	var english map[string]any
	source, err := fs.ReadFile(content.FS, "messages/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(source, &english); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for id, text := range english {
		// The name of a language and the banner stand in their own languages on every page.
		if s, plain := text.(string); plain && pseudo(s) != s && id != "language.name" && id != "banner.demonstration" {
			ids[s] = id
		}
	}
	pages := 0
	err = filepath.WalkDir(project("public/eo"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		pages++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		page := string(data)
		if !strings.Contains(page, `<html lang="eo">`) || !strings.Contains(page, "⟦") {
			t.Errorf("%s is not in the language", path)
		}
		for _, m := range spoken.FindAllStringSubmatch(page, -1) {
			if id := ids[html.UnescapeString(m[1]+m[2])]; id != "" {
				t.Errorf("%s says %q in English: %s", path, id, m[0])
			}
		}
		return nil
	})
	if err != nil || pages < 60 {
		t.Errorf("%d pages, %v", pages, err)
	}
}
