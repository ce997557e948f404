package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// watch sees lines being appended to the reads, and pages that show them.
type watch struct {
	d      *raceDay
	public string
	bib    map[string]string // by chip, of those who are watched
	feeds  []feed
	closed bool // no further line is measured
	reads  int
	looked time.Time

	mutex sync.Mutex // the bucket looks too
	open  map[string]*waiting
	disk  []time.Duration
	far   []time.Duration
}

// feed is a file of reads that grows.
type feed struct {
	path  string
	point int
	size  int64
}

// waiting is a page that does not show yet what was read.
type waiting struct {
	page   string // inside the site
	seen   []passing
	bucket []passing
	had    time.Time // the page's modification when it was last read
}

// passing is a time that the page is to show, and since when.
type passing struct {
	since time.Time
	text  []byte
}

// chips are how a replay calls them.
var chips = regexp.MustCompile(`58[0-9a-fA-F]{10}`)

// watch begins to look at the files of reads, which exist.
func (d *raceDay) watch(day, public string, objects *countedBucket) (*watch, error) {
	w := &watch{d: d, public: public, bib: map[string]string{}, open: map[string]*waiting{}}
	folder := filepath.Join(day, "data/2022/marathon")
	text, err := os.ReadFile(filepath.Join(folder, "chips.csv"))
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		if d.samples[row[1]] {
			w.bib[row[0]] = row[1]
		}
	}
	for i, id := range d.points {
		if i == 0 {
			continue // a start is no split of the page
		}
		f := feed{path: filepath.Join(folder, "reads", id+".txt"), point: i}
		info, err := os.Stat(f.path)
		if err != nil {
			return nil, err
		}
		f.size = info.Size()
		w.feeds = append(w.feeds, f)
	}
	if objects != nil {
		objects.arrived = w.arrived
	}
	return w, nil
}

// look reads what was appended, and the pages that something is waited for.
func (w *watch) look() error {
	for i := range w.feeds {
		if err := w.appended(&w.feeds[i]); err != nil {
			return err
		}
	}
	if time.Since(w.looked) < 50*time.Millisecond {
		return nil
	}
	w.looked = time.Now()
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for bib, p := range w.open {
		full := filepath.Join(w.public, filepath.FromSlash(p.page))
		info, err := os.Stat(full)
		if err != nil || info.ModTime().Equal(p.had) {
			continue
		}
		text, err := os.ReadFile(full)
		if err != nil {
			continue
		}
		p.had = info.ModTime()
		p.seen = shown(p.seen, text, time.Now(), &w.disk)
		if len(p.seen)+len(p.bucket) == 0 {
			delete(w.open, bib)
		}
	}
	return nil
}

// shown takes out what a text has, and keeps how long that took.
func shown(list []passing, text []byte, now time.Time, took *[]time.Duration) []passing {
	return slices.DeleteFunc(list, func(p passing) bool {
		if !bytes.Contains(text, p.text) {
			return false
		}
		*took = append(*took, now.Sub(p.since))
		return true
	})
}

// appended notes whose lines came to a file.
func (w *watch) appended(f *feed) error {
	info, err := os.Stat(f.path)
	if err != nil || info.Size() <= f.size {
		return err
	}
	now := time.Now()
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	text := make([]byte, info.Size()-f.size)
	if _, err := file.ReadAt(text, f.size); err != nil {
		return err
	}
	f.size = info.Size()
	w.reads += bytes.Count(text, []byte("\n"))
	if w.closed {
		return nil
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, chip := range chips.FindAll(text, -1) {
		bib, ok := w.bib[strings.ToLower(string(chip))]
		if !ok || w.d.times[bib][f.point] == race.NoTime {
			continue
		}
		p := w.open[bib]
		if p == nil {
			p = &waiting{page: "en/2022/marathon/runners/" + bib + ".html"}
			w.open[bib] = p
		}
		want := []byte(">" + new(words.Language).Clock(w.d.times[bib][f.point]) + "<") // whole, as 16:41 is in 1:16:41 too
		same := func(o passing) bool { return bytes.Equal(o.text, want) }
		if slices.ContainsFunc(p.seen, same) || slices.ContainsFunc(p.bucket, same) { // a double
			continue
		}
		if text, err := os.ReadFile(filepath.Join(w.public, filepath.FromSlash(p.page))); err == nil && bytes.Contains(text, want) {
			continue // a double that came after the page
		}
		p.seen = append(p.seen, passing{now, want})
		if w.d.deploys {
			p.bucket = append(p.bucket, passing{now, want})
		}
		p.had = time.Time{}
	}
	return nil
}

// wants reports whether an object is a page that is watched.
func (w *watch) wants(key string) bool {
	name, ok := strings.CutPrefix(key, "en/2022/marathon/runners/")
	return ok && w.d.samples[strings.TrimSuffix(name, ".html")]
}

// arrived notes that the bucket has an object.
func (w *watch) arrived(key string, body []byte) {
	if !w.wants(key) {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for bib, p := range w.open {
		if p.page == key {
			p.bucket = shown(p.bucket, body, time.Now(), &w.far)
			if len(p.seen)+len(p.bucket) == 0 {
				delete(w.open, bib)
			}
			return
		}
	}
}

// settled reports whether every page shows what was read.
func (w *watch) settled() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return len(w.open) == 0
}

func (w *watch) says() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return fmt.Sprintf("%d reads, %d pages seen to change, %d waited for", w.reads, len(w.disk), len(w.open))
}

// waits are pages that do not show yet what was read.
func (w *watch) waits() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var list []string
	for bib, p := range w.open {
		one := bib
		for _, s := range p.seen {
			one += " " + string(s.text)
		}
		list = append(list, one)
	}
	slices.Sort(list)
	return strings.Join(list[:min(len(list), 20)], ", ")
}

func (w *watch) result() (reads int, disk, bucket []time.Duration, missing int) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, p := range w.open {
		missing += max(len(p.seen), len(p.bucket))
	}
	slices.Sort(w.disk)
	slices.Sort(w.far)
	return w.reads, w.disk, w.far, missing
}

// walkNewer calls visit with the size of every file that was written since a moment.
func walkNewer(dir string, since time.Time, visit func(size int64)) error {
	return filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil && !info.ModTime().Before(since) {
			visit(info.Size())
		}
		return err
	})
}
