//go:build !windows

package certificate

import (
	"bytes"
	"io"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"guntime/generator/internal/race"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/truetype"
)

// BenchmarkDraw draws the certificates of a few runners over and over, and
// says what CPU one takes, the collection of garbage included, and how many
// times as much the library alone takes for the texts of one.
func BenchmarkDraw(b *testing.B) {
	for name, f := range map[string]*Form{"unsigned": form(b, nil), "signed": signedForm(b)} {
		b.Run(name, func(b *testing.B) {
			names := []string{"张伟", "欧阳志远", "王小明", "John Smith", "李娜", "Łukasz Żółć", "刘洋", "𬱖犇"}
			var results []race.Result
			bytesEach := 0
			for _, n := range names {
				results = append(results, finisher(f.race, "A00123", n, ""))
				bytesEach += len(draw(b, f, results[len(results)-1])) / len(names)
			}
			plain := plainly(b)
			var w bytes.Buffer
			i, before := 0, used(b)
			for b.Loop() {
				w.Reset()
				if err := f.Draw(&w, &results[i%len(results)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
			each := (used(b) - before) / time.Duration(i)
			b.ReportMetric(float64(each)/1e3, "cpu-µs/certificate")
			b.ReportMetric(float64(bytesEach), "bytes/certificate")
			b.ReportMetric(float64(plain)/float64(each), "times_faster")
		})
	}
}

// used is the CPU time of this process.
func used(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// plainly measures one certificate made by the library alone: fonts read, cut
// and embedded for each document.
func plainly(b *testing.B) time.Duration {
	b.Helper()
	packed, err := os.ReadFile(root + "templates/fonts/NotoSansSC-Regular.ttf" + truetype.PackedSuffix)
	if err != nil {
		b.Fatal(err)
	}
	data, err := truetype.Unpack(packed)
	if err != nil {
		b.Fatal(err)
	}
	const rounds = 5
	before := used(b)
	for range rounds {
		pdf := gofpdf.New("L", "mm", "A4", "")
		pdf.AddUTF8FontFromBytes("text", "", slices.Clone(data))
		pdf.AddPage()
		pdf.SetFont("text", "", 12)
		for i := range 40 {
			pdf.Text(20, 10+4*float64(i), "完赛证书 张伟 A00123 3:31:05")
		}
		if err := pdf.Output(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	return (used(b) - before) / rounds
}

// BenchmarkCheck is the preflight of one result.
func BenchmarkCheck(b *testing.B) {
	f := form(b, nil)
	results := slices.Repeat([]race.Result{finisher(f.race, "A00123", "张伟", "ZHANG Wei")}, 1000)
	for b.Loop() {
		if p := f.Check(results); len(p) > 0 {
			b.Fatal(p)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/1000, "ns/result")
}
