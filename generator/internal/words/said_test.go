package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// literal is the text of a string in the source.
func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// Every call that says a message by its name fills in each of its placeholders,
// and there is such a message.
func TestEveryPlaceholderIsOneThatTheCodeFillsIn(t *testing.T) {
	en, problems := readCatalogue(os.DirFS(catalogues), reference)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	calls := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"say", "Say", "own"}, method.Sel.Name) {
				return true
			}
			id, ok := literal(call.Args[0])
			if _, named := en.texts[id]; !ok || !named && len(call.Args) == 2 { // one argument alone is a helper's of that name
				return true
			}
			calls++
			said, ok := en.texts[id]
			if !ok {
				t.Errorf("%s: there is no message %q", files.Position(call.Pos()), id)
			}
			var filled []string
			for i := 1; i < len(call.Args); i += 2 {
				name, ok := literal(call.Args[i])
				if !ok {
					return true // only the run knows what is filled in
				}
				filled = append(filled, name)
			}
			for _, p := range said.placeholders() {
				if !slices.Contains(filled, p) {
					t.Errorf("%s: nothing fills in {{.%s}} of %q", files.Position(call.Pos()), p, id)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || calls < 300 {
		t.Errorf("%d calls, %v", calls, err)
	}
}
