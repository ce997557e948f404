package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jung-kurt/gofpdf"
	"github.com/klauspost/compress/gzip"

	"guntime/content"
	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/page"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/site"
	"guntime/generator/internal/words"
	"guntime/templates"
)

// rivals are the contestants that this program runs as separate processes of
// itself.
var rivals = map[string]func(args []string, stdout io.Writer) error{
	"list": list, "floor": writeFloor, "gzip": packAll, "pages": drawPages, "template": drawAlone, "certificates": drawCertificates,
	"source": func(args []string, _ io.Writer) error { return hugoSite(args[0], args[1]) },
}

// list writes the size and name of every file in a folder, a line each, and prints
// their number and total size in bytes.
func list(args []string, stdout io.Writer) error {
	to, err := os.Create(args[1])
	if err != nil {
		return err
	}
	lines, files, bytes := bufio.NewWriter(to), 0, int64(0)
	err = walk(args[0], func(name string, size int64) {
		files, bytes = files+1, bytes+size
		fmt.Fprintln(lines, size, name)
	})
	fmt.Fprintln(stdout, files, bytes)
	return errors.Join(err, lines.Flush(), to.Close())
}

// writeFloor writes the files of a list, each with the first bytes of the largest
// one.
func writeFloor(args []string, _ io.Writer) error {
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	type file struct {
		name string
		size int
	}
	var files []file
	var largest file
	for line := range strings.Lines(string(text)) {
		size, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("%s: %q: %w", args[0], line, err)
		}
		f := file{name, n}
		if files = append(files, f); f.size >= largest.size {
			largest = f
		}
	}
	data, err := os.ReadFile(filepath.Join(args[1], largest.name))
	if err != nil {
		return err
	}
	return each(len(files), args[2], func(i int, write writer) error { return write(files[i].name, data[:files[i].size]) })
}

// packAll compresses the text files of a list, as a host with twins wants them, and
// keeps nothing.
func packAll(args []string, _ io.Writer) error {
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		_, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch filepath.Ext(name) {
		case ".html", ".css", ".js", ".json", ".svg", ".csv", ".txt", ".xml":
			names = append(names, name)
		}
	}
	var writers sync.Pool
	writers.New = func() any {
		w, _ := gzip.NewWriterLevel(io.Discard, 6) // a good level
		return w
	}
	return each(len(names), "", func(i int, _ writer) error {
		data, err := os.ReadFile(filepath.Join(args[1], filepath.FromSlash(names[i])))
		if err != nil {
			return err
		}
		w := writers.Get().(*gzip.Writer)
		defer writers.Put(w)
		w.Reset(io.Discard)
		if _, err := w.Write(data); err != nil {
			return err
		}
		return w.Close()
	})
}

// writer writes a file into a folder and makes its parents.
type writer func(name string, data []byte) error

// each calls do for n numbers with one worker for each core, and returns the
// errors.
func each(n int, dir string, do func(i int, write writer) error) error {
	workers := runtime.GOMAXPROCS(0)
	failures := make([]error, workers)
	var made sync.Map
	write := func(name string, data []byte) error {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if folder := filepath.Dir(full); !has(&made, folder) {
			if err := os.MkdirAll(folder, 0o777); err != nil {
				return err
			}
			made.Store(folder, true)
		}
		return os.WriteFile(full, data, 0o666)
	}
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < n && failures[w] == nil; i += workers {
				failures[w] = do(i, write)
			}
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

func has(m *sync.Map, key string) bool { _, ok := m.Load(key); return ok }

// judged is a project that is read and judged, with what draws its pages.
type judged struct {
	archive  *race.Archive
	book     *words.Book
	links    race.Links
	pages    *page.Set
	verdicts []*race.Verdict
}

// uncompiled makes html/template draw the templates: it appends something to the
// frame that writes nothing and cannot be compiled.
type uncompiled struct{ fs.FS }

func (f uncompiled) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(f.FS, name)
	if name == "base.html" {
		text = append(text, `{{with printf ""}}{{end}}`...)
	}
	return text, err
}

// load reads and judges a project at a moment. looks has the templates of the site.
func load(dir, moment string, looks fs.FS) (*judged, error) {
	now, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return nil, err
	}
	archive, found := read.Project(os.DirFS(dir))
	if found.Errors() {
		return nil, fmt.Errorf("%s: %v", dir, found)
	}
	messages, err := fs.Sub(content.FS, "messages")
	if err != nil {
		return nil, err
	}
	j := &judged{archive: archive, links: site.Links(archive.Site)}
	j.book, found = words.Load(messages, messages, archive.Site.Languages)
	pages, more := page.New(looks, content.FS, j.book, archive, j.links)
	if found = append(found, more...); found.Errors() {
		return nil, fmt.Errorf("%v", found)
	}
	j.pages = pages
	for _, e := range archive.Editions {
		j.verdicts = append(j.verdicts, judge.Rule(e, now))
	}
	return j, nil
}

// drawPages publishes only the pages of a site.
func drawPages(args []string, _ io.Writer) error {
	j, err := load(args[0], args[1], templates.FS)
	if err != nil {
		return err
	}
	files := site.Plan(site.Input{Archive: j.archive, Verdicts: j.verdicts, History: judge.History(j.archive, j.verdicts), Pages: j.pages,
		Finders: site.Finders(j.archive.Site, j.verdicts, nil, site.KeptFinders{}), Links: j.links, Book: j.book})
	_, err = publish.Tree(filepath.Join(args[2], "public"), func(yield func(artifact.File, error) bool) {
		for f, err := range files {
			if (err != nil || strings.HasSuffix(f.Path, ".html")) && !yield(f, err) {
				return
			}
		}
	}, publish.Options{})
	return err
}

// drawAlone draws every runner's page of a project with html/template only.
func drawAlone(args []string, _ io.Writer) error {
	j, err := load(args[0], args[1], uncompiled{templates.FS})
	if err != nil {
		return err
	}
	for _, v := range j.verdicts {
		for _, rv := range v.Races {
			for _, lang := range j.archive.Site.Languages {
				err := each(len(rv.Results), args[2], func(i int, write writer) error {
					entry := rv.Results[i].Entry
					if entry.Visibility == race.Anonymous {
						return nil
					}
					var b buffer
					if err := j.pages.Runner(lang, v, rv, i)(&b); err != nil {
						return err
					}
					return write(j.links.Runner(lang, v.Edition.ID, rv.Race.ID, entry.Bib), b)
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

// finisher is the part of a result that a certificate shows.
type finisher struct {
	Bib, Name   string
	Place       int
	Gun         string `json:"gun_time"`
	Net         string `json:"net_time"`
	Splits      []struct{ Point, Time string }
	Certificate struct{ Status string }
}

// drawCertificates draws the certificates of the first runners who have one and
// whose name gofpdf can write, each as a document with the Chinese font.
func drawCertificates(args []string, _ io.Writer) error {
	wanted, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	finishers, err := firstFinishers(args[0], wanted)
	if err != nil {
		return err
	}
	const face = "NotoSansSC-Regular.ttf"
	packed, err := fs.ReadFile(templates.FS, "fonts/"+face+truetype.PackedSuffix)
	if err != nil {
		return err
	}
	font, err := truetype.Unpack(packed)
	if err != nil {
		return err
	}
	return each(len(finishers), args[2], func(i int, write writer) error {
		f := finishers[i]
		doc := gofpdf.New("L", "mm", "A4", "")
		doc.AddUTF8FontFromBytes("sc", "", append([]byte(nil), font...)) // gofpdf changes the slice
		doc.AddPage()
		doc.Rect(8, 8, 281, 194, "D")
		line := func(size, y float64, text string) {
			doc.SetFont("sc", "", size)
			doc.SetXY(8, y)
			doc.CellFormat(281, 12, text, "", 0, "C", false, 0, "")
		}
		line(30, 24, "完赛证书 Finish certificate")
		line(16, 44, "2022模拟马拉松 · 2022 Simulated Marathon")
		line(28, 64, f.Name)
		line(14, 80, "参赛号 Bib "+f.Bib)
		line(22, 96, "枪声成绩 Gun time "+f.Gun)
		line(14, 110, fmt.Sprintf("净成绩 Net time %s · 名次 Place %d", f.Net, f.Place))
		for i, s := range f.Splits {
			doc.SetFont("sc", "", 10)
			doc.SetXY(16+float64(i)*29, 140)
			doc.CellFormat(28, 8, s.Point, "", 2, "C", false, 0, "")
			doc.CellFormat(28, 8, s.Time, "", 0, "C", false, 0, "")
		}
		var b buffer
		if err := doc.Output(&b); err != nil {
			return fmt.Errorf("certificate %s: %w", f.Bib, err)
		}
		return write(f.Bib+".pdf", b)
	})
}

// firstFinishers reads as much of a results.json as needed.
func firstFinishers(name string, wanted int) ([]finisher, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	d := json.NewDecoder(bufio.NewReader(in))
	for {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if token == "results" {
			break
		}
	}
	if _, err := d.Token(); err != nil { // the list opens
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all []finisher
	for len(all) < wanted && d.More() {
		var f finisher
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		// gofpdf panics on characters of more than 16 bits.
		if f.Certificate.Status == "ready" && !strings.ContainsFunc(f.Name, func(r rune) bool { return r > 0xFFFF }) {
			all = append(all, f)
		}
	}
	return all, nil
}
