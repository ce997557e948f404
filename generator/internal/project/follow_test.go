package project

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/artifact"
)

// remembering is a project whose hashes are remembered.
type remembering struct {
	t      *testing.T
	dir    string
	hashes *Hashes
	now    time.Time
}

func (r *remembering) write(name, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

// keys are those of the data with the memory; it holds that they are those without it.
func (r *remembering) keys(what string, cut int64) artifact.Key {
	r.t.Helper()
	var all [2]artifact.Sources
	for i, h := range []*Hashes{nil, r.hashes} {
		p, err := Open(r.t.Context(), r.dir)
		if err != nil {
			r.t.Fatal(err)
		}
		if cut > 0 {
			p.Cut("data/a.txt", cut)
		}
		p.Remember(h)
		if all[i], err = p.Keys(); err != nil {
			r.t.Fatal(err)
		}
		p.Close()
	}
	if all[0].Data != all[1].Data {
		r.t.Errorf("%s: the key with a memory is another one", what)
	}
	return all[1].Data
}

func TestRememberedHashesAreThoseOfTheFiles(t *testing.T) {
	r := &remembering{t: t, dir: t.TempDir(), now: time.Now()}
	r.hashes = NewHashes(func() time.Time { return r.now })
	text := ""
	for n := range 2000 {
		text += fmt.Sprintf("line %d\n", n)
	}
	r.write("data/a.txt", text)
	first := r.keys("at first", 0)
	if r.keys("again", 0) != first {
		t.Error("the key of the same is another one")
	}
	if r.keys("cut", 100) == first || r.hashes.Replaced("data/a.txt") != 1 {
		t.Errorf("a file that is cut shorter has the same key, or counts as the same: %d", r.hashes.Replaced("data/a.txt"))
	}
	f, err := os.OpenFile(filepath.Join(r.dir, "data/a.txt"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("more\n"); err != nil {
		t.Fatal(err)
	}
	if r.keys("longer", 0) == first || r.hashes.Replaced("data/a.txt") != 1 {
		t.Error("a file that grew has the same key, or counts as another one")
	}
	if _, err := f.WriteAt([]byte("LINE"), 0); err == nil {
		t.Fatal("a file that is appended to was written at its beginning")
	}
	r.write("data/a.txt", "LINE"+text[4:]+"more\nand more\n") // the same file, with another beginning
	r.keys("another beginning", 0)
	if r.hashes.Replaced("data/a.txt") != 2 {
		t.Error("a file with another beginning counts as the same")
	}
	r.write("data/b", "LINE"+text[4:]+"more\nand more\nmuch more\n")
	if err := os.Rename(filepath.Join(r.dir, "data/b"), filepath.Join(r.dir, "data/a.txt")); err != nil {
		t.Fatal(err)
	}
	r.keys("another file", 0)
	if r.hashes.Replaced("data/a.txt") != 3 {
		t.Error("another file counts as the same")
	}
	r.write("data/a.txt", "short\n")
	r.keys("short", 0)
}

func TestACorrectionInTheMiddleIsSeenWhateverElseAFileKeeps(t *testing.T) {
	r := &remembering{t: t, dir: t.TempDir(), now: time.Now().Add(time.Hour)} // no file is fresh
	r.hashes = NewHashes(func() time.Time { return r.now })
	text := strings.Repeat("1,2:41:07\n", 5000)
	r.write("data/a.txt", text)
	r.keys("at first", 0)
	middle := len(text) / 2
	for n, after := range []string{"", "2,2:50:00\n"} {
		at := r.now.Add(time.Duration(n+1) * time.Minute)
		text = text[:middle] + strconv.Itoa(n+3) + text[middle+1:] + after
		r.write("data/a.txt", text)
		if err := os.Chtimes(filepath.Join(r.dir, "data/a.txt"), at, at); err != nil {
			t.Fatal(err)
		}
		r.keys("corrected, "+strconv.Itoa(len(after))+" bytes longer", 0)
		if got := r.hashes.Replaced("data/a.txt"); got != n+1 {
			t.Errorf("it was anything but longer %d times, want %d", got, n+1)
		}
	}
}

func TestAFileThatIsWrittenTwiceInATickIsHashedAgain(t *testing.T) {
	r := &remembering{t: t, dir: t.TempDir(), now: time.Now()}
	r.hashes = NewHashes(func() time.Time { return r.now })
	r.write("data/a.txt", "one\n")
	at := r.now
	if err := os.Chtimes(filepath.Join(r.dir, "data/a.txt"), at, at); err != nil {
		t.Fatal(err)
	}
	r.keys("one", 0)
	r.write("data/a.txt", "two\n")
	if err := os.Chtimes(filepath.Join(r.dir, "data/a.txt"), at, at); err != nil {
		t.Fatal(err)
	}
	r.keys("two, of the same size and time", 0)
}

func TestWholeLinesEndWhereTheFileSays(t *testing.T) {
	dir := t.TempDir()
	r := &remembering{t: t, dir: dir}
	for text, want := range map[string]int64{
		"":                             0,
		"a":                            1,
		"one\ntwo":                     4,
		"one\ntwo\n":                   8,
		"one\rtwo":                     4,
		"one\r\ntwo\r":                 5,
		"\xFF\xFEa\x00\n\x00b\x00":     6,
		"\xFE\xFF\x00a\x00\n\x00b":     6,
		"\xEF\xBB\xBFone\ntwo":         7,
		"no line ends in a long text.": 28,
	} {
		r.write("data/a.txt", text)
		p, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.WholeLines("data/a.txt", int64(len(text))); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
		p.Close()
	}
}

func TestAFileThatIsCutEndsThere(t *testing.T) {
	r := &remembering{t: t, dir: t.TempDir()}
	r.write("data/a.txt", "one\ntwo\n")
	p, err := Open(t.Context(), r.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Cut("data/a.txt", 4)
	if text, err := fs.ReadFile(p.Root, "data/a.txt"); err != nil || string(text) != "one\n" {
		t.Errorf("%q, %v", text, err)
	}
}
