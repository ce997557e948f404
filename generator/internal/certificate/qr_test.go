package certificate

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestTheCodeOfASignedCertificateIsReadFromAPrint(t *testing.T) {
	zbarimg, pdftoppm := program(t, "zbarimg"), program(t, "pdftoppm")
	want := "https://results.example.org/zh/verify/#" + strings.Repeat("aZ09-_", 29)
	e, rc, rv := meeting()
	rv.Results = append(rv.Results, finisher(rc, "A00123", "张伟", "ZHANG Wei"))
	f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, func(*race.Result) string { return want })
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.pdf"), draw(t, f, rv.Results[0]), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(pdftoppm, "-r", "150", "-png", "-singlefile", filepath.Join(dir, "a.pdf"), filepath.Join(dir, "a")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := exec.Command(zbarimg, "--quiet", "--raw", filepath.Join(dir, "a.png")).Output()
	if err != nil || strings.TrimSpace(string(got)) != want {
		t.Fatalf("read %q, %v", got, err)
	}
}
