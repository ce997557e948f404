package publish

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guntime/generator/internal/artifact"
)

// field is a plan of n small files, 4 KB each, as runner pages in two languages
// and certificates are; draw is asked what a file holds.
func field(n int, salt func(i int) string) iter.Seq2[artifact.File, error] {
	folders := []string{"en/2022/marathon/runners", "zh/2022/marathon/runners", "2022/marathon/certificates"}
	body := make([]byte, 4<<10)
	for i := range body {
		body[i] = byte('a' + i%26)
	}
	return func(yield func(artifact.File, error) bool) {
		for i := range n {
			name := fmt.Sprintf("%s/M%d.html", folders[i%len(folders)], i/len(folders))
			text := name + salt(i)
			f := artifact.File{Path: name, Key: artifact.KeyOf([]byte(text)), Draw: func(w io.Writer) error {
				if _, err := io.WriteString(w, text); err != nil {
					return err
				}
				_, err := w.Write(body)
				return err
			}}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func plain(int) string { return "" }

// BenchmarkTree reports what publishing 90,000 small files costs beside writing
// the same bytes with os.WriteFile on one goroutine: the first build, one with
// nothing to do, one correction and Verify; and what a build that changes every
// file costs beside writing over them all.
func BenchmarkTree(b *testing.B) {
	const n = 90_000
	for b.Loop() {
		base := b.TempDir()
		floor := clock(b, func() error { return writeAll(filepath.Join(base, "floor"), field(n, plain)) })
		out := filepath.Join(base, "public")
		first := clock(b, func() error { return publishAll(out, field(n, plain)) })
		none := clock(b, func() error { return publishAll(out, field(n, plain)) })
		one := clock(b, func() error {
			return publishAll(out, field(n, func(i int) string {
				if i/3 == 500 {
					return "corrected"
				}
				return ""
			}))
		})
		over := clock(b, func() error { return writeAll(filepath.Join(base, "floor"), field(n, plain)) })
		all := clock(b, func() error { return publishAll(out, field(n, func(int) string { return "all" })) })
		found := clock(b, func() error { _, err := Verify(out); return err })
		for name, t := range map[string]time.Duration{"first": first, "none": none, "one": one, "verify": found} {
			b.ReportMetric(t.Seconds()/floor.Seconds(), name+"/floor")
		}
		b.ReportMetric(floor.Seconds(), "floor-s")
		b.ReportMetric(all.Seconds()/over.Seconds(), "all/overwrite")
		os.RemoveAll(base)
	}
}

func clock(b *testing.B, work func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := work(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func publishAll(dir string, files iter.Seq2[artifact.File, error]) error {
	_, err := Tree(dir, files, Options{})
	return err
}

func writeAll(dir string, files iter.Seq2[artifact.File, error]) error {
	made := map[string]bool{}
	for f, err := range files {
		if err != nil {
			return err
		}
		name := filepath.Join(dir, f.Path)
		if folder := filepath.Dir(name); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			made[folder] = true
		}
		var buf buffer
		if err := f.Draw(&buf); err != nil {
			return err
		}
		if err := os.WriteFile(name, buf, 0o644); err != nil {
			return err
		}
	}
	return nil
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }
