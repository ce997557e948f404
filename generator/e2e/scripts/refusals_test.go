package scripts

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// said is all that the scripts' command lines printed on standard error. It is written
// while here is held.
var said bytes.Buffer

// refusals are the texts and the hints by which the command line refuses what it
// cannot follow, as they stand in its code: format strings by their places.
func refusals(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../internal/cli/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	texts, places := map[string]string{}, token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(places, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "misused" {
				return true
			}
			for _, arg := range call.Args[:2] { // the hint and the text
				if lit, ok := arg.(*ast.BasicLit); ok {
					if text, err := strconv.Unquote(lit.Value); err == nil && strings.Trim(text, "%vw") != "" {
						texts[places.Position(lit.Pos()).String()] = text
					}
				}
			}
			return true
		})
	}
	if len(texts) < 100 {
		t.Fatalf("only %d texts and hints in the code", len(texts))
	}
	return texts
}

var verb = regexp.MustCompile(`%[a-z]`)

// elsewhere are texts that only a damaged state brings forth; the tests of rollbacks
// and replays of the whole program have them.
var elsewhere = []string{"it is not known who", "is not what this replay has written", "a replay goes on only where", "more openly than the one that is there", "takes another, -format LIST"}

// allSaid holds that the scripts had the program say each of the texts.
func allSaid(t *testing.T, texts map[string]string) {
	for place, text := range texts {
		if slices.ContainsFunc(elsewhere, func(part string) bool { return strings.Contains(text, part) }) {
			continue
		}
		pattern := verb.ReplaceAllString(regexp.QuoteMeta(text), ".*")
		if !regexp.MustCompile(pattern).Match(said.Bytes()) {
			t.Errorf("%s: no script has the program say %q", place, text)
		}
	}
}
