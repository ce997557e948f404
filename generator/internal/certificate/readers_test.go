package certificate

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// program finds a program of the machine, or skips; where everything must be
// there, it fails.
func program(t testing.TB, name string) string {
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

// strict holds a PDF against a reader that takes nothing but the standard.
func strict(t testing.TB, pdf []byte) {
	t.Helper()
	if testing.Short() {
		return // the race detector would watch the reader, not the program
	}
	model.ConfigPath = "disable"
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationStrict
	err := api.Validate(bytes.NewReader(pdf), c)
	if err != nil && strings.Contains(err.Error(), "AFRelationship: unsupported in version 1.7") { // PDF/A-3 has it, which must not be of version 2
		c.ValidationMode = model.ValidationRelaxed
		err = api.Validate(bytes.NewReader(pdf), c)
	}
	if err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
}

// sound holds PDFs against two programs that read them strictly. Many are read
// together: to start a program takes longer than to read one.
func sound(t testing.TB, pdfs ...[]byte) {
	t.Helper()
	files := filed(t, pdfs)
	if out, err := exec.Command(program(t, "mutool"), append([]string{"info"}, files...)...).CombinedOutput(); err != nil || bytes.Contains(out, []byte("repair")) {
		t.Errorf("mutool: %v\n%s", err, out)
	}
	if out, err := exec.Command(program(t, "qpdf"), "--check", bound(t, files)).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// filed writes each of the PDFs to a file.
func filed(t testing.TB, pdfs [][]byte) (files []string) {
	t.Helper()
	dir := t.TempDir()
	for i, pdf := range pdfs {
		file := filepath.Join(dir, fmt.Sprintf("%03d.pdf", i))
		if err := os.WriteFile(file, pdf, 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// bound makes one file of many, page after page. One that is damaged in any way
// is an error, though it could be mended.
func bound(t testing.TB, files []string) string {
	t.Helper()
	if len(files) == 1 {
		return files[0]
	}
	file := filepath.Join(filepath.Dir(files[0]), "bound.pdf")
	words := append(append([]string{"--empty", "--pages"}, files...), "--", file)
	if out, err := exec.Command(program(t, "qpdf"), words...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, out)
	}
	return file
}

// read is what a reader gets out of a PDF, line by line.
func read(t testing.TB, pdf []byte) string {
	t.Helper()
	return readFile(t, filed(t, [][]byte{pdf})[0])
}

func readFile(t testing.TB, file string) string {
	t.Helper()
	c := exec.Command(program(t, "pdftotext"), "-raw", file, "-")
	var complaints strings.Builder
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v\n%s", err, complaints.String())
	}
	return string(out)
}

var pageCount = regexp.MustCompile(`/Count (\d+)`)

// texts are the texts of the pages of each of many PDFs, all read at once.
func texts(t testing.TB, pdfs ...[]byte) (pages [][]string) {
	t.Helper()
	all := strings.SplitAfter(readFile(t, bound(t, filed(t, pdfs))), "\f")
	for _, pdf := range pdfs {
		n, err := 1, error(nil) // of a certificate, whose count is packed
		if counts := pageCount.FindAllSubmatch(pdf, -1); counts != nil {
			n, err = strconv.Atoi(string(counts[len(counts)-1][1]))
		}
		if err != nil || n >= len(all) { // nothing follows the last form feed
			t.Fatalf("%d pages are left of those of %d documents, and %d wanted: %v", len(all)-1, len(pdfs), n, err)
		}
		pages, all = append(pages, all[:n]), all[n:]
	}
	return pages
}

// pagesOf are the texts of a PDF's pages, a line for each piece of text.
func pagesOf(t testing.TB, pdf []byte) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(read(t, pdf), "\f"), "\f")
}

// informationOf is what a reader shows of a document without opening it.
func informationOf(t testing.TB, pdf []byte) string {
	t.Helper()
	out, err := exec.Command(program(t, "pdfinfo"), "-isodates", filed(t, [][]byte{pdf})[0]).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// solid is a text without its white space: what is left when lines are broken
// elsewhere.
func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= 0x202A && r <= 0x202E { // it says in which direction it read
			return -1
		}
		return r
	}, text)
}

// rendered are the dots of a part of a PDF's first page in grey, a byte each
// from black to white, at so many to the inch; x, y and size are dots.
func rendered(t testing.TB, pdf []byte, resolution, x, y, width, height int) []byte {
	t.Helper()
	c := exec.Command(program(t, "pdftoppm"), "-gray", "-singlefile", "-r", strconv.Itoa(resolution),
		"-x", strconv.Itoa(x), "-y", strconv.Itoa(y), "-W", strconv.Itoa(width), "-H", strconv.Itoa(height), "-")
	c.Stdin = bytes.NewReader(pdf)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // the head: its kind, size and depth, a line each
		_, out, _ = bytes.Cut(out, []byte("\n"))
	}
	return out
}
