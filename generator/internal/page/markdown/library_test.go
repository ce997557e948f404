package markdown

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

// vanishing is a folder whose files are listed but can no longer be read.
type vanishing struct{ fstest.MapFS }

// ReadFile implements fs.ReadFileFS.
func (vanishing) ReadFile(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func TestAPageThatVanishesWhileItIsReadIsAFinding(t *testing.T) {
	content := vanishing{fstest.MapFS{"en/a.md": {Data: []byte("# A\n")}, "fr/b.md": {Data: []byte("# B\n")}}}
	l := Library{Languages: []string{"en", "fr"},
		Taken: func(string) bool { return false }, OnSite: func(string) bool { return true }}
	if _, found := l.Read(content); !found.Errors() {
		t.Errorf("it is not told: %v", found)
	}
}
