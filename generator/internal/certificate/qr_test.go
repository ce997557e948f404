package certificate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// scanned returns what a scanner reads of a certificate's code, printed with 150
// dots to the inch. It sees the code and a finger's breadth around it.
func scanned(t *testing.T, d *Design, pdf []byte) string {
	t.Helper()
	const resolution, around = 150, 12 // millimetres
	dots := func(mm float64) int { return int(mm / 25.4 * resolution) }
	side := dots(d.QR.Size + 2*around)
	grey := rendered(t, pdf, resolution, dots(d.QR.At[0]-around), dots(d.QR.At[1]-around), side, side)
	c := exec.Command(program(t, "zbarimg"), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-")
	c.Stdin = bytes.NewReader(fmt.Appendf(nil, "P5 %d %d 255\n%s", side, len(grey)/side, grey))
	out, _ := c.Output() // it fails where it finds none
	return strings.TrimSpace(string(out))
}

func TestTheCodeOfASignedCertificateIsReadFromAPrint(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 3))
	link := ""
	e, rc, rv := meeting()
	e.Demonstration = true
	f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, signer(t))
	if err != nil {
		t.Fatal(err)
	}
	f.link = func(*sheet, *race.Result) string { return link }
	for i := range 5 {
		payload := make([]byte, 110+i*20) // of a signature and a payload
		for j := range payload {
			payload[j] = byte(random.Uint32())
		}
		link = "https://results.example.org/zh/verify/#" + digits(payload)
		if got := scanned(t, design(t), draw(t, f, rv.Results[0])); got != link {
			t.Errorf("read %q, want %q", got, link)
		}
	}
}
