package internal

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
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
	"generator/internal/table/encodings":   "golang.org/x/text",
	"generator/internal/table/fixed":       "table/spelling golang.org/x/text",
	"generator/internal/table/sheets":      "problem github.com/tdewolff/parse/v2",
	"generator/internal/table/spelling":    "race golang.org/x/text",
	"generator/internal/table":             "race problem table/encodings table/fixed table/sheets table/spelling github.com/gocarina/gocsv golang.org/x/text",
	"generator/internal/chipreads":         "race problem table table/encodings table/spelling chipreads/vendors golang.org/x/text",
	"generator/internal/chipreads/vendors": "race problem table table/spelling github.com/tidwall/gjson", // columns of the format generic are named, folded and dated as a table's
	"generator/internal/read/beside":       "race problem yamlpos",
	"generator/internal/read":              "race problem read/beside yamlpos table table/spelling chipreads chipreads/vendors read/look golang.org/x/text",
	"generator/internal/read/look":         "race yamlpos",
	"generator/internal/selection":         "race",
	"generator/internal/forecast":          "race",
	"generator/internal/propose":           "race table table/spelling", // what a table was taken for decides what the project says
	// What is drawn.
	"generator/internal/words":                     "race artifact problem github.com/nicksnyder/go-i18n/v2 golang.org/x/text github.com/goccy/go-yaml",
	"generator/internal/page":                      "race words artifact problem forecast page/asset page/board page/champions page/chart page/course page/field page/hubs page/lists page/markdown page/oncourse page/pagetmpl page/qrcode page/ruletables page/social page/splits page/sportsevent page/years github.com/goccy/go-yaml",
	"generator/internal/certificate":               "race words artifact problem certificate/pdf certificate/preview certificate/svg certificate/script certificate/drawing certificate/signing certificate/scan certificate/ruled certificate/truetype github.com/go-text/typesetting golang.org/x/text github.com/jung-kurt/gofpdf github.com/goccy/go-yaml rsc.io/qr",
	"generator/internal/certificate/sample":        "race words problem certificate certificate/pdf github.com/goccy/go-yaml",
	"generator/internal/certificate/pdf":           "artifact certificate/truetype github.com/klauspost/compress",
	"generator/internal/certificate/svg":           "",
	"generator/internal/certificate/script":        "github.com/go-text/typesetting golang.org/x/text",
	"generator/internal/certificate/drawing":       "certificate/pdf certificate/svg github.com/jung-kurt/gofpdf",
	"generator/internal/certificate/preview":       "certificate/drawing certificate/svg certificate/truetype",
	"generator/internal/certificate/signing":       "",
	"generator/internal/certificate/scan":          "rsc.io/qr",
	"generator/internal/certificate/ruled":         "race words",
	"generator/internal/certificate/truetype":      "artifact github.com/go-text/typesetting github.com/andybalholm/brotli",
	"generator/internal/certificate/truetype/pack": "certificate/truetype golang.org/x/text",
	"generator/internal/page/asset":                "race artifact problem github.com/tdewolff/minify/v2",
	"generator/internal/page/board":                "race words page/chart",
	"generator/internal/page/champions":            "race page/chart page/lists",
	"generator/internal/page/chart":                "race",
	"generator/internal/page/lists":                "race words",
	"generator/internal/page/field":                "race page/chart page/lists",
	"generator/internal/page/course":               "race words page/chart",
	"generator/internal/page/years":                "race words",
	"generator/internal/page/hubs":                 "race words page/board page/lists github.com/mozillazg/go-pinyin golang.org/x/text", // the id of a club is its name in pinyin
	"generator/internal/page/oncourse":             "race words forecast",
	"generator/internal/page/own":                  "problem golang.org/x/net",
	"generator/internal/page/markdown":             "problem github.com/goccy/go-yaml github.com/yuin/goldmark",
	"generator/internal/page/qrcode":               "rsc.io/qr",
	"generator/internal/page/ruletables":           "race words page/chart",
	"generator/internal/page/social":               "race words artifact page/lists certificate/truetype golang.org/x/image github.com/klauspost/compress", // the fonts are those of the certificates
	"generator/internal/page/splits":               "race words page/lists",
	"generator/internal/page/sportsevent":          "race",
	"generator/internal/page/pagetmpl":             "artifact problem",
	"generator/internal/export":                    "race words artifact forecast github.com/gocarina/gocsv github.com/mozillazg/go-pinyin golang.org/x/text",
	"generator/internal/site":                      "race words page page/course page/hubs page/lists page/years certificate export artifact",
	// What is written, served and checked. A manifest is the publisher's, so all of them know it.
	"generator/internal/publish": "artifact problem github.com/andybalholm/brotli github.com/klauspost/compress",
	"generator/internal/verify":  "race artifact publish problem export golang.org/x/net github.com/ledongthuc/pdf rsc.io/qr", // not site: it checks by its own knowledge
	"generator/internal/preview": "artifact problem github.com/fsnotify/fsnotify",
	"generator/internal/deploy":  "artifact publish github.com/klauspost/compress github.com/minio/minio-go/v7",
	// One build of all that. It knows content and templates, which lie beneath a project's.
	"generator/internal/build": "race artifact problem project yamlpos read judge review words page page/own certificate certificate/sample site publish guntime/content guntime/templates",
	// Race day: that again and again, and the upload beside it.
	"generator/internal/live":     "problem project publish build",
	"generator/internal/simulate": "race",
	"generator/internal/replay":   "race problem yamlpos table chipreads/vendors",
	// The command line imports every room, and nothing imports it but main.
	"generator/internal/cli":           "*",
	"generator/internal/cli/checked":   "race problem review table cli/show",
	"generator/internal/cli/neighbour": "problem project",
	"generator/internal/cli/manual":    "",
	"generator/internal/cli/show":      "problem golang.org/x/text",
	"generator":                        "cli",
	"generator/guntime":                "cli", // the same under the program's name, for go install
	"generator/release":                "",
	"generator/bench":                  "*",
	"generator/e2e":                    "",
}

// diskful are the packages that may touch the disk's paths.
var diskful = map[string]bool{"generator": true, "generator/bench": true, "generator/guntime": true, "generator/release": true, "generator/internal/cli": true, "generator/internal/project": true,
	"generator/internal/publish": true, "generator/internal/cli/neighbour": true, "generator/internal/preview": true, "generator/internal/deploy": true, "generator/internal/certificate/truetype/pack": true}

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

// TestTheProgramDoesWithoutTheNamesOfTheWorld: golang.org/x/text/language/display has those
// of everything in every language, 2 MB. Tests hold table/spelling/nations.txt against it.
func TestTheProgramDoesWithoutTheNamesOfTheWorld(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "..").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "\nguntime/generator\n") || strings.Contains(string(out), "x/text/language/display") {
		t.Error("the program imports golang.org/x/text/language/display")
	}
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
