package certificate

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// printed returns what a scanner reads from each of several PDFs, rendered in
// grey at 150 dots to the inch.
func printed(t *testing.T, sheets [][]byte) (texts []string) {
	t.Helper()
	zbarimg, pdftoppm := program(t, "zbarimg"), program(t, "pdftoppm")
	dir := t.TempDir()
	for i, sheet := range sheets {
		name := filepath.Join(dir, fmt.Sprintf("%03d", i))
		if err := os.WriteFile(name+".pdf", sheet, 0o666); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(pdftoppm, "-r", "150", "-gray", "-singlefile", name+".pdf", name).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		out, _ := exec.Command(zbarimg, "--quiet", "--raw", name+".pgm").Output() // it fails where it finds none
		texts = append(texts, strings.TrimSpace(string(out)))
		os.Remove(name + ".pgm")
	}
	return texts
}

func TestTheCodeOfASignedCertificateIsReadFromAPrint(t *testing.T) {
	const rounds = 5
	random := rand.New(rand.NewPCG(2, 3))
	e, rc, rv := meeting()
	e.Demonstration = true
	rv.Results = append(rv.Results, finisher(rc, "A00123", "张伟", "ZHANG Wei"))
	var want []string
	var sheets [][]byte
	for i := range rounds {
		payload := make([]byte, 110+i*20%100) // of a signature and a payload
		for j := range payload {
			payload[j] = byte(random.Uint32())
		}
		link := "https://results.example.org/zh/verify/#" + digits(payload)
		f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, func(*race.Result) string { return link })
		if err != nil {
			t.Fatal(err)
		}
		want, sheets = append(want, link), append(sheets, draw(t, f, rv.Results[0]))
	}
	for i, got := range printed(t, sheets) {
		if got != want[i] {
			t.Errorf("sheet %d: read %q, want %q", i, got, want[i])
		}
	}
}
