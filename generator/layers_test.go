package main

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
	"content":                                      "",
	"templates":                                    "",
	"generator/internal/race":                      "",
	"generator/internal/artifact":                  "",
	"generator/internal/problem":                   "race",
	"generator/internal/project":                   "artifact problem guntime/content guntime/templates",
	"generator/internal/judge":                     "race",
	"generator/internal/review":                    "race judge problem",
	"generator/internal/yamlpos":                   "race problem github.com/goccy/go-yaml",
	"generator/internal/table":                     "race problem github.com/gocarina/gocsv golang.org/x/text",
	"generator/internal/chipreads":                 "race problem table chipreads/vendors golang.org/x/text",
	"generator/internal/chipreads/vendors":         "race problem table", // columns of the format generic are named, folded and dated as a table's
	"generator/internal/read":                      "race problem yamlpos table chipreads chipreads/vendors golang.org/x/text",
	"generator/internal/words":                     "race problem github.com/nicksnyder/go-i18n/v2 golang.org/x/text github.com/goccy/go-yaml",
	"generator/internal/page":                      "race words artifact problem page/pagetmpl github.com/yuin/goldmark github.com/goccy/go-yaml github.com/tdewolff/minify/v2 rsc.io/qr",
	"generator/internal/certificate":               "race words artifact problem certificate/pdf certificate/truetype github.com/jung-kurt/gofpdf github.com/goccy/go-yaml rsc.io/qr",
	"generator/internal/certificate/pdf":           "certificate/truetype github.com/klauspost/compress",
	"generator/internal/certificate/truetype":      "artifact github.com/andybalholm/brotli",
	"generator/internal/certificate/truetype/pack": "certificate/truetype golang.org/x/text",
	"generator/internal/page/pagetmpl":             "problem",
	"generator/internal/export":                    "race words artifact github.com/gocarina/gocsv github.com/mozillazg/go-pinyin golang.org/x/text",
	"generator/internal/site":                      "race words page certificate export artifact",
	"generator/internal/publish":                   "artifact problem github.com/andybalholm/brotli",
	"generator/internal/verify":                    "race artifact publish problem export golang.org/x/net github.com/ledongthuc/pdf rsc.io/qr",
	"generator/internal/preview":                   "publish problem github.com/fsnotify/fsnotify",
	"generator/internal/deploy":                    "publish github.com/minio/minio-go/v7",
	"generator/internal/simulate":                  "race",
	"generator/bench":                              "*",
	"generator":                                    "*",
}

// diskful are the packages that may touch the disk's paths.
var diskful = map[string]bool{"generator": true, "generator/bench": true, "generator/internal/project": true, "generator/internal/publish": true, "generator/internal/preview": true, "generator/internal/deploy": true, "generator/internal/certificate/truetype/pack": true}

func TestEveryPackageImportsOnlyWhatTheTableAllows(t *testing.T) {
	root := ".."
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
