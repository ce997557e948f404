package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

func TestTheSumOfTwoTextsIsThatOfTheirSums(t *testing.T) {
	text := bytes.Repeat([]byte("1st,张伟,2:14:33.6\n"), 40)
	for at := 0; at <= len(text); at += 7 {
		if got, want := joined(crc32.ChecksumIEEE(text[:at]), crc32.ChecksumIEEE(text[at:]), int64(len(text)-at)), crc32.ChecksumIEEE(text); got != want {
			t.Fatalf("%08x for %d and %d bytes, not %08x", got, at, len(text)-at, want)
		}
	}
}

// opened is a file in memory.
type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func TestExportsOfKeptPartsAreThoseThatAreDrawnWhole(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *race.Verdict, *race.RaceVerdict, CertificatePath, *artifact.Parts) error{"results.json": JSON, "results.csv": CSV, "results.xlsx": XLSX} {
		v, rv := verdict()
		one := rv.Results
		rv.Results = nil
		for i := range 3*partRows + 50 {
			r := one[i%len(one)]
			e := *r.Entry
			e.Bib = fmt.Sprintf("M%d", i)
			r.Entry = &e
			rv.Results = append(rv.Results, r)
		}
		files, lists := map[string][]byte{}, map[string][]byte{}
		again := func() []byte {
			kept := artifact.NewKept(func(name string) []byte { return lists[name] }, func(path string) (artifact.Opened, error) {
				if files[path] == nil {
					return nil, fs.ErrNotExist
				}
				return opened{bytes.NewReader(files[path])}, nil
			})
			key := func(from, to int) artifact.Key {
				return artifact.Sum(rv.Results[from:to]).With(fmt.Sprint(from), fmt.Sprint(len(rv.Results))) // the head tells the last row
			}
			var b, whole bytes.Buffer
			err := kept.Draw(&b, name, key, func(w io.Writer, parts *artifact.Parts) error { return write(w, v, rv, path, parts) })
			if err != nil {
				t.Fatal(name, err)
			}
			if err := write(&whole, v, rv, path, nil); err != nil {
				t.Fatal(name, err)
			}
			if !bytes.Equal(b.Bytes(), whole.Bytes()) {
				t.Errorf("%s: put together of parts it differs from a whole one", name)
			}
			files[name], lists[name] = b.Bytes(), kept.Made()[name]
			return b.Bytes()
		}
		first := again()
		if !bytes.Equal(again(), first) {
			t.Errorf("%s: the same results give other bytes", name)
		}
		rv.Results[partRows+3].Gun += 1000
		if bytes.Equal(again(), first) {
			t.Errorf("%s: another time changes nothing", name)
		}
		rv.Results = slices.Delete(rv.Results, 5, 6)
		last := again()
		rv.Results = nil
		again()
		if name != "results.xlsx" {
			continue
		}
		z, err := zip.NewReader(bytes.NewReader(last), int64(len(last)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("xl/worksheets/sheet1.xml")
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(f); err != nil || bytes.Count(text, []byte("<row ")) != 3*partRows+50 { // reading it checks its sum
			t.Errorf("%d rows: %v", bytes.Count(text, []byte("<row ")), err)
		}
	}
}
