package internal

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers is the import table: what each package may import besides the
// standard library. Names without a dot are rooms of this module's internal
// folder, but for those that begin with guntime/.
var layers = map[string]string{
	"content":   "",
	"templates": "",
	// The nouns, which import nothing.
	"generator/internal/race":     "",
	"generator/internal/artifact": "",
	"generator/internal/problem":  "race",
	// A project, with the program's own pages and templates beneath its own.
	"generator/internal/project": "artifact problem guntime/content guntime/templates",
	// What is read, judged and reviewed.
	"generator/internal/judge":             "race",
	"generator/internal/review":            "race judge problem",
	"generator/internal/yamlpos":           "race problem github.com/goccy/go-yaml",
	"generator/internal/table/sheets":      "problem github.com/tdewolff/parse/v2",
	"generator/internal/table/spelling":    "race golang.org/x/text",
	"generator/internal/table":             "race problem table/sheets table/spelling github.com/gocarina/gocsv golang.org/x/text",
	"generator/internal/chipreads":         "race problem table table/spelling chipreads/vendors golang.org/x/text",
	"generator/internal/chipreads/vendors": "race problem table table/spelling github.com/tidwall/gjson", // columns of the format generic are named, folded and dated as a table's
	"generator/internal/read":              "race problem yamlpos table table/spelling chipreads chipreads/vendors golang.org/x/text",
	"generator/internal/selection":         "race",
	"generator/internal/propose":           "race table table/spelling", // what a table was taken for decides what the project says
	// What is drawn.
	"generator/internal/words":                     "race artifact problem github.com/nicksnyder/go-i18n/v2 golang.org/x/text github.com/goccy/go-yaml",
	"generator/internal/page":                      "race words artifact problem page/asset page/chart page/lists page/markdown page/pagetmpl page/qrcode github.com/goccy/go-yaml",
	"generator/internal/certificate":               "race words artifact problem certificate/pdf certificate/truetype github.com/jung-kurt/gofpdf github.com/goccy/go-yaml rsc.io/qr",
	"generator/internal/certificate/pdf":           "certificate/truetype github.com/klauspost/compress",
	"generator/internal/certificate/truetype":      "artifact github.com/andybalholm/brotli",
	"generator/internal/certificate/truetype/pack": "certificate/truetype golang.org/x/text",
	"generator/internal/page/asset":                "artifact problem github.com/tdewolff/minify/v2",
	"generator/internal/page/chart":                "race",
	"generator/internal/page/lists":                "race",
	"generator/internal/page/markdown":             "problem github.com/goccy/go-yaml github.com/yuin/goldmark",
	"generator/internal/page/qrcode":               "rsc.io/qr",
	"generator/internal/page/pagetmpl":             "artifact problem",
	"generator/internal/export":                    "race words artifact github.com/gocarina/gocsv github.com/mozillazg/go-pinyin golang.org/x/text",
	"generator/internal/site":                      "race words page page/lists certificate export artifact",
	// What is written, served and checked. A manifest is the publisher's, so all of them know it.
	"generator/internal/publish": "artifact problem github.com/andybalholm/brotli",
	"generator/internal/verify":  "race artifact publish problem export golang.org/x/net github.com/ledongthuc/pdf rsc.io/qr", // not site: it checks by its own knowledge
	"generator/internal/preview": "artifact problem github.com/fsnotify/fsnotify",
	"generator/internal/deploy":  "artifact publish github.com/minio/minio-go/v7",
	// One build of all that. It knows content, whose messages lie beneath a project's.
	"generator/internal/build":    "race artifact problem project read judge review words page certificate site publish guntime/content",
	"generator/internal/simulate": "race",
	// The command line imports every room, and nothing imports it but main.
	"generator/internal/cli": "*",
	"generator":              "cli",
	"generator/bench":        "*",
	"generator/e2e":          "",
}

// diskful are the packages that may touch the disk's paths.
var diskful = map[string]bool{"generator": true, "generator/bench": true, "generator/internal/cli": true, "generator/internal/project": true,
	"generator/internal/publish": true, "generator/internal/preview": true, "generator/internal/deploy": true, "generator/internal/certificate/truetype/pack": true}

func TestEveryPackageImportsOnlyWhatTheTableAllows(t *testing.T) {
	root := "../.."
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "public" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		allowed, ok := layers[pkg]
		if !ok {
			t.Errorf("%s: package %s is not in the table", path, pkg)
			return nil
		}
		seen[pkg] = true
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			if name == "os" && !diskful[pkg] {
				t.Errorf("%s imports os: files come to it as an fs.FS or an io.Writer", path)
			}
			if !mayImport(allowed, name) {
				t.Errorf("%s imports %s, the table allows: %s", path, name, allowed)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range layers {
		if !seen[pkg] {
			t.Errorf("package %s is in the table, but not in the tree", pkg)
		}
	}
}

func mayImport(allowed, name string) bool {
	first, _, _ := strings.Cut(name, "/")
	if allowed == "*" || !strings.Contains(first, ".") && first != "guntime" {
		return true
	}
	for _, a := range strings.Fields(allowed) {
		if !strings.Contains(a, ".") && !strings.HasPrefix(a, "guntime/") {
			a = "guntime/generator/internal/" + a
		}
		if name == a || strings.Contains(a, ".") && strings.HasPrefix(name, a+"/") {
			return true
		}
	}
	return false
}

// mostLines is how many lines of code a folder has at most, tests aside: what is
// larger is two rooms.
const mostLines = 6000

func TestNoRoomIsTooLargeAndTheMainPackageHoldsMainAlone(t *testing.T) {
	lines := map[string]int{}
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		lines[filepath.Dir(path)] += strings.Count(string(text), "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, n := range lines {
		if n > mostLines {
			t.Errorf("%s has %d lines, more than %d", dir, n, mostLines)
		}
	}
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	if names := strings.Join(files, " "); names != filepath.FromSlash("../doc.go ../main.go") {
		t.Errorf("package main has %s: it holds main.go and doc.go alone", names)
	}
}

func TestTheMapNamesEveryRoom(t *testing.T) {
	text, err := os.ReadFile("../doc.go")
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range rooms {
		if room.IsDir() && !strings.Contains(string(text), "\n//\t"+room.Name()+" ") {
			t.Errorf("doc.go does not name the package %s", room.Name())
		}
	}
}
