//go:build !windows

package project

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"guntime/generator/internal/problem"
)

// place is a folder with a project in it, and things beside it.
type place struct {
	*testing.T
	dir string
}

func newPlace(t *testing.T) place {
	p := place{t, t.TempDir()}
	for name, text := range map[string]string{
		"p/data/site.yaml": "title: T\n", "p/data/2020/edition.yaml": "name: N\n", "p/data/2020/run/entries.csv": "bib\n1\n",
		"p/data/2020/run/reads/a.txt": "read\n", "p/content/en/about.md": "# A\n", "p/templates/race.html": "x", "p/shared/times.csv": "bib\n",
		"else/secret.csv": "secret\n", "else/reads/b.txt": "read\n", "else/page.md": "# P\n",
	} {
		p.write(name, text)
	}
	return p
}

func (p place) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p place) write(name, text string) {
	p.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(p.path(name)), 0o777), os.WriteFile(p.path(name), []byte(text), 0o666)); err != nil {
		p.Fatal(err)
	}
}

// link puts a link in the place of whatever is there.
func (p place) link(target, name string) {
	p.Helper()
	if err := errors.Join(os.RemoveAll(p.path(name)), os.Symlink(target, p.path(name))); err != nil {
		p.Fatal(err)
	}
}

func (p place) open(allow ...string) *Project {
	p.Helper()
	opened, err := Open(p.Context(), p.path("p"), allow...)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { opened.Close() })
	return opened
}

func (p place) foreign(allow ...string) problem.List {
	p.Helper()
	return p.open(allow...).Foreign("content", "data", "templates")
}

// refused holds the findings against one place and one code.
func (p place) refused(found problem.List, path, code string) {
	p.Helper()
	if len(found) != 1 || found[0].Path != path || found[0].Line != 1 || found[0].Column != 1 || found[0].Code != code || found[0].Level != problem.Error || found[0].Hint == "" {
		p.Errorf("the findings are %v, and not %s:1:1: error … [%s] with a hint", found, path, code)
	}
}

func TestALinkThatLeavesTheProjectIsAnErrorWhereItStandsAndIsNeverOpened(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]string{
		"data/site.yaml":              "../../else/secret.csv",
		"data/2020/edition.yaml":      "../../../else/secret.csv",
		"data/2020/run/entries.csv":   "../../../../else/secret.csv",
		"data/2020/run/reads/a.txt":   "../../../../../else/secret.csv",
		"data/2020/run/reads":         "../../../../else/reads",
		"data/2020":                   "../../else",
		"data":                        "../else",
		"data/champions.csv":          "ABSOLUTE/else/secret.csv",
		"content":                     "../else",
		"content/en":                  "ABSOLUTE/else",
		"content/en/about.md":         "../../../else/page.md",
		"templates/race.html":         "../../else/page.md",
		"templates/assets":            "../../else",
		"data/2020/run/rulings.csv":   "ABSOLUTE/else/nothing.csv",
		"data/2020/run/releases.csv":  "../../../../else/nothing.csv",
		"data/2020/run/times.csv":     "../../../chain",
		"data/2020/run/reads/all.txt": "/dev/zero",
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			p.link("../else/secret.csv", "p/chain")
			p.link(strings.Replace(target, "ABSOLUTE", p.dir, 1), "p/"+name)
			p.refused(p.foreign(), name, "outside_project")
			var refused *problem.FileError
			if f, err := p.open().Root.Open(name); !errors.As(err, &refused) {
				t.Errorf("it opens: %v, %v", f, err)
			}
			if _, err := fs.Stat(p.open().Root, name); !errors.As(err, &refused) {
				t.Errorf("it is looked at: %v", err)
			}
		})
	}
}

func TestALinkFromOnePlaceOfTheProjectToAnotherIsFollowed(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"../../../shared/times.csv", "ABSOLUTE/p/shared/times.csv", "ABSOLUTE/way/shared/times.csv", "../../../chain", "../../../../p/shared/times.csv"} {
		p := newPlace(t)
		p.link("shared/times.csv", "p/chain")
		p.link("p", "way")
		p.link(strings.Replace(target, "ABSOLUTE", p.dir, 1), "p/data/2020/run/times.csv")
		if found := p.foreign(); len(found) > 0 {
			t.Errorf("%s: %v", target, found)
		}
		if text, err := fs.ReadFile(p.open().Root, "data/2020/run/times.csv"); err != nil || string(text) != "bib\n" {
			t.Errorf("%s: %q, %v", target, text, err)
		}
	}
}

func TestAProjectThatIsReachedByALinkIsReadAsWhereItLies(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.link("p", "way")
	opened, err := Open(t.Context(), p.path("way"))
	if err != nil {
		t.Fatal(err)
	}
	if found := opened.Foreign("content", "data", "templates"); len(found) > 0 {
		t.Error(found)
	}
	if _, err := fs.ReadFile(opened.Root, "data/site.yaml"); err != nil {
		t.Error(err)
	}
}

func TestFoldersThatLeadRoundInACircleAreLookedAtOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} { // six ways at each of many depths
		p.link("..", "p/data/"+name)
	}
	begun := time.Now()
	if found := p.foreign(); len(found) > 0 {
		t.Error(found)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	p.link("me", "p/data/me")
	p.refused(p.foreign(), "data/me", "bad_link")
}

func TestALinkToNothingIsAnErrorAndNoFileThatIsAbsent(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.link("decided.csv", "p/data/2020/run/rulings.csv")
	p.refused(p.foreign(), "data/2020/run/rulings.csv", "bad_link")
	if _, err := p.open().Root.Open("data/2020/run/rulings.csv"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it counts as absent: %v", err)
	}
	p.link("somebody@desk.4711", "p/data/2020/run/.#times.csv") // what an editor leaves while a file is open
	if found := p.foreign(); len(found) != 1 {
		t.Error(found)
	}
}

func TestADeviceAPipeAndASocketAreErrorsAtOnce(t *testing.T) {
	t.Parallel()
	makes := map[string]func(path string) error{
		"a pipe": func(path string) error { return syscall.Mkfifo(path, 0o666) },
		"a socket": func(path string) error {
			short, err := os.MkdirTemp("", "s") // where a socket is made its path has a length
			if err != nil {
				return err
			}
			defer os.RemoveAll(short)
			at := filepath.Join(short, "s")
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: at, Net: "unix"})
			if err == nil {
				l.SetUnlinkOnClose(false)
				err = errors.Join(l.Close(), os.Rename(at, path))
			}
			return err
		},
		"a device": func(path string) error { return syscall.Mknod(path, syscall.S_IFCHR|0o666, 1<<8|5) }, // /dev/zero
	}
	for kind, makeIt := range makes {
		for _, name := range []string{"data/site.yaml", "data/2020/run/entries.csv", "data/2020/run/reads/b.txt", "content/en/more.md", "templates/base.html"} {
			t.Run(kind+" "+strings.ReplaceAll(name, "/", " "), func(t *testing.T) {
				p := newPlace(t)
				os.Remove(p.path("p/" + name))
				if err := makeIt(p.path("p/" + name)); errors.Is(err, syscall.EPERM) {
					t.Skip("only the system's own user makes one")
				} else if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				p.refused(p.foreign(), name, "not_a_file")
				if f, err := p.open().Root.Open(name); err == nil {
					t.Errorf("it opens: %v", f)
				}
				if took := time.Since(begun); took > time.Second {
					t.Errorf("it took %s", took)
				}
			})
		}
	}
}

func TestAPipeThatComesInAFilesPlaceIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	if err := syscall.Mkfifo(p.path("p/pipe"), 0o666); err != nil {
		t.Fatal(err)
	}
	opened := p.open()
	done := make(chan error, 1)
	go func() { // as if it had been a file when it was looked at
		f, err := opened.tree.project.root.OpenFile("pipe", os.O_RDONLY|nonblock, 0)
		if err == nil {
			err = f.Close()
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("it waits")
	}
}

func TestAnAllowedFolderIsReadAsTablesAndReadsAlone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"data/2020/run/entries.csv", "data/2020/run/times.csv", "data/2020/run/rulings.csv", "data/2020/run/releases.csv", "data/champions.csv", "data/bans.csv", "data/2020/run/reads/c.txt"} {
		p := newPlace(t)
		p.link(p.path("else/secret.csv"), "p/"+name)
		p.refused(p.foreign(), name, "outside_project")
		p.refused(p.foreign(p.path("p")), name, "outside_project")
		if found := p.foreign(p.path("p/content"), p.path("else")); len(found) > 0 {
			t.Error(found)
		}
		if text, err := fs.ReadFile(p.open(p.path("else")).Root, name); err != nil || string(text) != "secret\n" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	for _, name := range []string{"data/site.yaml", "data/2020/edition.yaml", "data/2020/revisions.jsonl", "content/en/about.md", "templates/race.html", "content/logo.png"} {
		p := newPlace(t)
		p.link(p.path("else/secret.csv"), "p/"+name)
		found := p.foreign(p.path("else"))
		p.refused(found, name, "outside_project")
		if strings.Contains(found[0].Hint, "-allow") {
			t.Errorf("%s: the hint does not help: %s", name, found[0].Hint)
		}
		if _, err := fs.ReadFile(p.open(p.path("else")).Root, name); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func TestAFolderOfReadsOnAnAllowedShareIsListedAndRead(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.link(p.path("else/reads"), "p/data/2020/run/reads")
	opened := p.open(p.path("else"))
	names, err := fs.Glob(opened.Root, "data/2020/run/reads/*.txt")
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	if text, err := fs.ReadFile(opened.Root, names[0]); err != nil || string(text) != "read\n" {
		t.Errorf("%q, %v", text, err)
	}
	// What lies on the share leads no further than the share and the project.
	p.write("beyond/x.txt", "x")
	p.link(p.path("beyond/x.txt"), "else/reads/x.txt")
	p.link(p.path("p/shared/times.csv"), "else/reads/back.txt")
	if _, err := fs.ReadFile(opened.Root, "data/2020/run/reads/x.txt"); err == nil {
		t.Error("a link of the share leads out of it")
	}
	if _, err := fs.ReadFile(opened.Root, "data/2020/run/reads/back.txt"); err != nil {
		t.Error(err)
	}
	// An edition on the share has tables there, and no rules.
	p.write("else/2021/edition.yaml", "name: N\n")
	p.write("else/2021/run/entries.csv", "bib\n")
	p.link(p.path("else/2021"), "p/data/2021")
	if _, err := fs.ReadFile(opened.Root, "data/2021/run/entries.csv"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(opened.Root, "data/2021/edition.yaml"); err == nil {
		t.Error("rules are read from the share")
	}
}

func TestTheHintOfALinkCanBePasted(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.write("it's a share/x.csv", "bib\n")
	p.link(p.path("it's a share/x.csv"), "p/data/2020/run/times.csv")
	found := p.foreign()
	if want := `-allow '` + p.dir + `/it'\''s a share'`; len(found) != 1 || !strings.HasSuffix(found[0].Hint, want) {
		t.Errorf("the hint does not end in %s: %v", want, found)
	}
	if found := p.foreign(p.path("it's a share")); len(found) > 0 {
		t.Error(found)
	}
}

func TestAFileOfATerabyteIsRefusedUnread(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for name, size := range map[string]int64{"data/2020/run/reads/a.txt": 1 << 40, "content/en/about.md": 2 << 30} {
		if err := os.Truncate(p.path("p/"+name), size); err != nil {
			t.Skip(err)
		}
		p.refused(p.foreign(), name, "too_large")
		if _, err := p.open().Root.Open(name); err == nil {
			t.Errorf("%s opens", name)
		}
		os.Truncate(p.path("p/"+name), 1)
	}
}

func TestAFileThatGrowsIsReadAsItWas(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	f, err := p.open().Root.Open("data/2020/run/reads/a.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	more, err := os.OpenFile(p.path("p/data/2020/run/reads/a.txt"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer more.Close()
	text := ""
	for b := make([]byte, 2); ; { // each time it is read there is more
		n, err := f.Read(b)
		text += string(b[:n])
		if err == io.EOF {
			break
		}
		if _, err := more.WriteString("more\n"); err != nil || len(text) > 100 {
			t.Fatal(text, err)
		}
	}
	if text != "read\n" {
		t.Errorf("%q was read", text)
	}
}

func TestReadingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	ctx, cancel := context.WithCancel(t.Context())
	opened, err := Open(ctx, p.path("p"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := opened.Root.Open("data/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := f.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("reading goes on: %v", err)
	}
	if _, err := opened.Root.Open("data/site.yaml"); !errors.Is(err, context.Canceled) {
		t.Errorf("files open: %v", err)
	}
	if _, err := fs.ReadDir(opened.Root, "data"); !errors.Is(err, context.Canceled) {
		t.Errorf("folders are listed: %v", err)
	}
	if _, err := opened.Keys(); !errors.Is(err, context.Canceled) {
		t.Errorf("files are hashed: %v", err)
	}
}

func TestAFileIsReadLikeAnyOther(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.write("p/data/2020/run/entries.csv", strings.Repeat("bib,name\n", 10_000))
	f, err := p.open().Root.Open("data/2020/run/entries.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := iotest.TestReader(f, []byte(strings.Repeat("bib,name\n", 10_000))); err != nil {
		t.Error(err)
	}
}
