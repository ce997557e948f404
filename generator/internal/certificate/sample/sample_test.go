package sample

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

const root = "../../../../"

// beneath are the templates of the program with files of a project over them.
type beneath struct{ own map[string]string }

func (b beneath) Open(name string) (fs.File, error) {
	if text, ok := b.own[name]; ok {
		dir, err := os.MkdirTemp("", "design")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := os.WriteFile(filepath.Join(dir, "a"), []byte(text), 0o644); err != nil {
			return nil, err
		}
		return os.Open(filepath.Join(dir, "a"))
	}
	return os.DirFS(root + "templates").Open(name)
}

func (b beneath) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(os.DirFS(root+"templates"), name)
	if name == "." {
		for own := range b.own {
			all = append(all, entry(own))
		}
	}
	return all, err
}

// entry is the entry of a file in its folder.
type entry string

func (e entry) Name() string               { return string(e) }
func (e entry) IsDir() bool                { return false }
func (e entry) Type() fs.FileMode          { return 0 }
func (e entry) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

func site(t *testing.T, own map[string]string) Site {
	t.Helper()
	messages := os.DirFS(root + "content/messages")
	book, found := words.Load(messages, messages, []string{"zh", "en"})
	if found.Errors() {
		t.Fatal(found)
	}
	return Site{Templates: beneath{own}, Title: race.Text{"zh": "城市跑", "en": "City Run"}, BaseURL: "https://example.org/", Languages: []string{"zh", "en"}, Book: book, Verify: "zh/verify/"}
}

// tool finds a program of the machine, or skips; where everything must be there, it
// fails.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return path
}

func TestEveryDesignIsShownWithEveryNameAsMadeUp(t *testing.T) {
	own := map[string]string{
		"certificate-blue.yaml":   "says: ours in blue\nlike: certificate.yaml\ncolours: {accent: \"#0000aa\"}\n",
		"certificate-broken.yaml": "pag: 1\n",
	}
	var pdf bytes.Buffer
	designs, found, err := Draw(&pdf, site(t, own))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(root + "templates/certificate*.yaml")
	if err != nil || len(files) < 7 {
		t.Fatalf("%d designs of the program: %v", len(files), err)
	}
	var names []string
	for _, d := range designs {
		names = append(names, d.Name)
	}
	if len(designs) != len(files)+1 || names[0] != "" || !slices.Contains(names, "blue") || slices.Contains(names, "broken") || !slices.IsSorted(names) {
		t.Errorf("shown: %q", names)
	}
	if !found.Errors() || found[0].Path != "templates/certificate-broken.yaml" {
		t.Errorf("findings: %v", found)
	}

	file := filepath.Join(t.TempDir(), "designs.pdf")
	if err := os.WriteFile(file, pdf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool(t, "qpdf"), "--check", file).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	if out, err := exec.Command(tool(t, "mutool"), "info", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("repair")) {
		t.Errorf("mutool: %v\n%s", err, out)
	}
	outline, err := exec.Command(tool(t, "mutool"), "show", file, "outline").Output()
	if err != nil || strings.Count(string(outline), "certificate") != len(designs) {
		t.Errorf("the bookmarks: %v\n%s", err, outline)
	}
	text, err := exec.Command(tool(t, "pdftotext"), "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(text), "\f")
	if len(pages) != len(designs)*len(Names)+1 { // nothing follows the last form feed
		t.Fatalf("%d pages for %d designs", len(pages)-1, len(designs))
	}
	for i, page := range pages[:len(pages)-1] {
		design, name := designs[i/len(Names)], Names[i%len(Names)]
		page = strings.Join(strings.Fields(page), "")
		for _, want := range []string{design.File, design.Says, "every name and time is made up", "演示数据", "Demonstration data", "城市跑", name.Latin, "mm"} {
			if !strings.Contains(page, strings.Join(strings.Fields(want), "")) {
				t.Errorf("page %d, %s: no %q in %s", i+1, design.File, want, page)
			}
		}
		plain := func(r rune) rune { // the direction in which it is read is the reader's
			if strings.ContainsRune("-\u202a\u202b\u202c", r) {
				return -1
			}
			return r
		}
		if want := strings.Map(plain, strings.Join(strings.Fields(name.Name), "")); !strings.Contains(strings.Map(plain, page), want) {
			t.Errorf("page %d, %s: no name %q in %s", i+1, design.File, want, page)
		}
	}

	var again bytes.Buffer
	if _, _, err := Draw(&again, site(t, own)); err != nil || !bytes.Equal(again.Bytes(), pdf.Bytes()) {
		t.Errorf("drawn again it has other bytes: %v", err)
	}
}

func TestWithoutAGoodDesignNothingIsWritten(t *testing.T) {
	s := site(t, nil)
	s.Templates = os.DirFS(t.TempDir())
	designs, _, err := Draw(failing{t}, s)
	if len(designs) > 0 || err != nil {
		t.Errorf("%v, %v", designs, err)
	}
	full := site(t, nil)
	if _, _, err := Draw(closed{}, full); err != io.ErrClosedPipe {
		t.Errorf("a file that takes nothing: %v", err)
	}
}

// failing is a file to which nothing may be written.
type failing struct{ t *testing.T }

func (f failing) Write(p []byte) (int, error) {
	f.t.Errorf("%d bytes are written", len(p))
	return len(p), nil
}

// closed takes nothing.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
