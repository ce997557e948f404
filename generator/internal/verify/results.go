package verify

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// results is the content of the results.json of a race.
type results struct {
	folder    string // edition/race
	divisions []division
	facts     []fact
	at        map[string]int // by bib
	running   bool           // somebody is on the course or has not started, so the race is not over
	overall   bool           // somebody has an overall place, so it is
	ready     int            // number of certificates that are ready
	listed    [][]int        // by language, then index of facts: how often the lists of the division have the runner
	rows      []map[string]int
	imprints  map[string]string // by bib: the shard with the certificate
	forms     map[string]bool   // names of the files that those certificates begin with
	revision  int
	stamps    stamps
	teams     []teamTable
	teamRows  map[string][]string // by page of teams: the bibs in its rows
	hubs      map[string][][]int  // by clubs and nations, then as listed
	groups    map[string]string   // by the folder of a club or nation: whose it is
}

type division struct {
	ID     string
	Counts struct{ Entries, Ranked int }
}

// fact is the part of a result that is compared.
type fact struct {
	Bib, Name, Division, Status string
	Latin                       string `json:"latin_name"`
	Gun                         string `json:"gun_time"`
	Net                         string `json:"net_time"`
	Place                       int
	Overall                     int        `json:"place_overall"`
	Groups                      []struct{} `json:"classifications"`
	Nat, Club                   string
	Splits                      []struct{ Point, Time string }
	Certificate                 struct{ Status, Path string }
}

// tables reads the results.json of a race and compares results.csv with it, row by
// row.
func (s *site) tables(folder string) error {
	r := &results{folder: folder, at: map[string]int{}, imprints: map[string]string{}, forms: map[string]bool{}, teamRows: map[string][]string{}, hubs: map[string][][]int{}, groups: map[string]string{},
		stamps: stamps{bits: -1, lines: map[string][]byte{}, files: map[string]portion{}}}
	name := folder + "/results.json"
	f, err := s.files.Open(name)
	if err != nil {
		return s.unread(name, err)
	}
	defer f.Close()
	table, err := s.openTable(folder + "/results.csv")
	if err != nil {
		return err
	}
	in := json.NewDecoder(f)
	if err := s.document(in, r, table); err != nil {
		s.wrong(name, "unreadable_results", rebuild, "%v", err)
		return nil
	}
	if table != nil {
		if _, err := table.Read(); !table.broken && !errors.Is(err, io.EOF) {
			s.wrong(folder+"/results.csv", "results_differ", rebuild, "it does not end where results.json ends, after %d runners", len(r.facts))
		}
	}
	for range s.languages {
		r.listed = append(r.listed, make([]int, len(r.facts)))
		r.rows = append(r.rows, map[string]int{})
	}
	s.races[folder] = r
	return nil
}

// document reads results.json as a stream.
func (s *site) document(in *json.Decoder, r *results, table *table) error {
	if _, err := in.Token(); err != nil {
		return err
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		switch key {
		case "revision":
			err = in.Decode(&r.revision)
		case "divisions":
			err = in.Decode(&r.divisions)
		case "teams":
			err = in.Decode(&r.teams)
		case "results":
			if _, err = in.Token(); err != nil {
				return err
			}
			for in.More() {
				var row json.RawMessage
				if err := in.Decode(&row); err != nil {
					return err
				}
				if err := s.result(r, row, table); err != nil {
					return err
				}
			}
			_, err = in.Token()
		default:
			err = in.Decode(new(json.RawMessage))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// result reads one runner.
func (s *site) result(r *results, row json.RawMessage, table *table) error {
	var f fact
	var all map[string]any
	d := json.NewDecoder(bytes.NewReader(row))
	d.UseNumber()
	if err := errors.Join(json.Unmarshal(row, &f), d.Decode(&all)); err != nil {
		return err
	}
	name := r.folder + "/results.json"
	if f.Bib != "" {
		if _, twice := r.at[f.Bib]; twice {
			s.wrong(name, "runner_twice", rebuild, "bib %s is in it twice", f.Bib)
		}
		r.at[f.Bib] = len(r.facts)
	}
	if f.Certificate.Status == "ready" {
		r.ready++
	}
	r.running = r.running || f.Status == "on_course" || f.Status == "not_started"
	r.overall = r.overall || f.Overall > 0
	r.facts = append(r.facts, f)
	for key := range all {
		if private(key) {
			s.wrong(name, "private_field", "it is only for the race office: remove it from the export", "it has %q", key)
		}
	}
	where := s.of(r.folder, f.Bib)
	s.lookInOwn(name, where, plain(row))
	for _, e := range where.of {
		s.lone(name, e, f.Name)
		s.lone(name, e, f.Latin)
	}
	if table != nil {
		s.compare(r, len(r.facts), all, table)
	}
	return nil
}

// table is results.csv.
type table struct {
	*csv.Reader
	columns []string
	broken  bool // reported already
}

func (s *site) openTable(name string) (*table, error) {
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil, s.unread(name, err)
	}
	t := &table{Reader: csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))}
	t.ReuseRecord = true
	columns, err := t.Read()
	if err != nil {
		s.wrong(name, "unreadable_results", rebuild, "%v", err)
		return nil, nil
	}
	t.columns = slices.Clone(columns)
	for _, column := range t.columns {
		if private(column) {
			s.wrong(name, "private_field", "it is only for the race office: remove it from the export", "it has the column %q", column)
		}
	}
	return t, nil
}

// compare compares the next row of results.csv with a row of results.json, in the
// columns that both have.
func (s *site) compare(r *results, n int, all map[string]any, t *table) {
	name := r.folder + "/results.csv"
	cells, err := t.Read()
	if err != nil {
		if !t.broken {
			s.wrong(name, "results_differ", rebuild, "row %d cannot be read: %v", n+1, err)
		}
		t.broken = true
		return
	}
	for i, column := range t.columns {
		value, there := all[column]
		if !there || i >= len(cells) {
			continue
		}
		want := ""
		switch v := value.(type) {
		case nil:
		case string:
			want = v
		case json.Number, bool:
			want = fmt.Sprint(v)
		default:
			continue // an object has columns of its own
		}
		if got := strings.TrimPrefix(cells[i], "'"); got != strings.TrimPrefix(want, "'") {
			s.wrong(name, "results_differ", rebuild, "row %d: %s is %q, in results.json %q", n+1, column, got, want)
		}
	}
	where := s.of(r.folder, cells[0])
	texts := make([][]byte, 0, len(cells))
	for i, cell := range cells {
		if i < len(t.columns) && !strings.HasSuffix(t.columns[i], "_ms") {
			texts = append(texts, []byte(strings.TrimPrefix(cell, "'")))
		}
	}
	s.lookInOwn(name, where, texts...)
}

// runner compares a runner's page with results.json. A page shows the gun time, the
// net time and the place in this order, before any other time or place.
func (r *reader) runner(name, folder, bib string) {
	race := r.races[folder]
	if race == nil {
		return
	}
	i, there := race.at[bib]
	if !there {
		r.wrong(name, "page_too_many", rebuild, "results.json has no runner with bib %s", bib)
		return
	}
	r.lookForOwner(name, r.of(folder, bib))
	f := &race.facts[i]
	texts := r.page.texts
	for _, want := range []struct{ what, text string }{{"bib", f.Bib}, {"name", f.Name}} {
		if want.text != "" && !slices.Contains(texts, strings.TrimSpace(want.text)) {
			r.wrong(name, "results_differ", rebuild, "it does not say the %s %q of results.json", want.what, want.text)
		}
	}
	if at := slices.IndexFunc(texts, func(s string) bool { return strings.HasPrefix(s, "/") && number(s[1:]) > 0 }); race.running && at >= 0 {
		r.wrong(name, "counted_early", rebuild, "it says %q: while the race is not over no place is one of so many", texts[at])
	}
	for _, text := range r.page.sheet {
		if isClock(text) && strings.Count(text, ":") == 2 && text != f.Gun && text != f.Net {
			r.wrong(name, "results_differ", rebuild, "the preview of the certificate says %q, results.json %q and %q", text, f.Gun, f.Net)
		}
	}
	if f.Gun == "" {
		return
	}
	// The time that ranks stands first.
	at := slices.IndexFunc(texts, isClock)
	gun, net := clockText(f.Gun), clockText(f.Net)
	if at < 0 || clockText(texts[at]) != gun && clockText(texts[at]) != net {
		r.wrong(name, "results_differ", rebuild, "the gun time is %q, in results.json %q", textAt(texts, at), f.Gun)
		return
	}
	rest := texts[at+1:]
	other, what := net, "net"
	if clockText(texts[at]) != gun {
		other, what = gun, "gun"
	}
	if at := slices.IndexFunc(rest, isClock); f.Net != "" && (at < 0 || clockText(rest[at]) != other) {
		r.wrong(name, "results_differ", rebuild, "the %s time is %q, in results.json %q", what, textAt(rest, at), other)
	}
	if at := slices.IndexFunc(rest, func(s string) bool { return number(s) > 0 }); f.Place > 0 && (at < 0 || number(rest[at]) != f.Place) {
		r.wrong(name, "results_differ", rebuild, "the place is %q, in results.json %d", textAt(rest, at), f.Place)
	}
}

func textAt(texts []string, at int) string {
	if at < 0 {
		return ""
	}
	return texts[at]
}

// clockText returns a time of results.json as pages write it: without hours under
// an hour.
func clockText(s string) string {
	if rest, ok := strings.CutPrefix(s, "0:"); ok {
		if rest[0] == '0' {
			return rest[1:]
		}
		return rest
	}
	return s
}

// isClock reports whether a text is a time such as 2:09:00 or 34:41.
func isClock(s string) bool {
	part := strings.Split(s, ":")
	if len(part) < 2 || len(part) > 3 || len(part[len(part)-1]) != 2 || len(part) == 3 && len(part[1]) != 2 {
		return false
	}
	_, err := strconv.ParseUint(strings.Join(part, ""), 10, 64)
	return err == nil
}

// number parses a text such as "1,034" or "5=", 0 for any other.
func number(s string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSuffix(s, "="), ",", ""))
	if err != nil {
		return 0
	}
	return n
}

// listing is what a page lists: a division, or the runners without a place.
type listing struct {
	lang   int
	race   *results
	id     string // of the division, or "others"
	ranked bool
}

// listOf returns what a page lists; false for a page that is no list.
func (s *site) listOf(name string) (l listing, is bool) {
	part := strings.Split(path.Dir(name), "/")
	if len(part) < 4 || path.Base(name) != "index.html" {
		return l, false
	}
	l = listing{slices.Index(s.languages, part[0]), s.races[part[1]+"/"+part[2]], part[3], part[3] != "others"}
	if l.lang < 0 || l.race == nil {
		return l, false
	}
	rest := part[4:]
	if l.ranked && !slices.ContainsFunc(l.race.divisions, func(d division) bool { return d.ID == l.id }) {
		return l, false
	}
	if len(rest) > 0 && rest[0] == "others" {
		l.ranked, rest = false, rest[1:]
	}
	return l, len(rest) == 0 || len(rest) == 1 && number(rest[0]) != 0
}

// list compares a page of a list with results.json.
func (r *reader) list(name string, l listing) {
	race, lang, id, ranked := l.race, l.lang, l.id, l.ranked
	key := id + " others"
	if ranked {
		key = id
	}
	r.mu.Lock()
	for _, row := range r.page.rows {
		if !row.empty {
			race.rows[lang][key]++
		}
	}
	r.mu.Unlock()
	for _, row := range r.page.rows {
		if row.link == "" || !strings.Contains(row.link, "/runners/") {
			continue // somebody whose name is hidden
		}
		bib := strings.TrimPrefix(strings.TrimSuffix(path.Base(row.link), ".html"), "#")
		i, there := race.at[bib]
		if !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", bib)
			continue
		}
		r.mu.Lock()
		race.listed[lang][i]++
		r.mu.Unlock()
		r.row(name, row, race, &race.facts[i], id, ranked)
	}
}

// row compares a row of a list with the result of its runner.
func (r *reader) row(name string, row row, of *results, f *fact, id string, ranked bool) {
	says := func(what, want string) {
		if want != "" && !slices.Contains(row.texts, strings.TrimSpace(want)) {
			r.wrong(name, "results_differ", rebuild, "bib %s: its row does not say the %s %q of results.json", f.Bib, what, want)
		}
	}
	if ranked && (f.Division != id || f.Place == 0 || len(row.texts) == 0 || number(row.texts[0]) != f.Place) {
		r.wrong(name, "results_differ", rebuild, "bib %s: it is in the list %s at %q, in results.json %s at %d", f.Bib, id, textAt(row.texts, min(0, len(row.texts)-1)), f.Division, f.Place)
	}
	if !ranked && (f.Place > 0 && !of.mayRun() || f.Division != "" && f.Division != id) {
		r.wrong(name, "results_differ", rebuild, "bib %s: it is among those of %s without a place, in results.json %s at %d", f.Bib, id, f.Division, f.Place)
	}
	says("bib", f.Bib)
	says("name", f.Name)
	if ranked {
		says("gun time", clockText(f.Gun))
		says("net time", clockText(f.Net))
	}
}

// mayRun reports whether the race may not be over: then the list of those without a place
// has everybody.
func (r *results) mayRun() bool { return r.running || !r.overall }

// checkComplete reports runners of a race who lack a page or a row in a language, and a
// count of certificates that differs from results.json.
func (s *site) checkComplete(r *results) {
	for lang, tag := range s.languages {
		for i := range r.facts {
			f := &r.facts[i]
			if f.Bib == "" {
				continue
			}
			all := tag + "/" + r.folder + "/runners/"
			if page := all + f.Bib + ".html"; !s.paths[page] && !s.shown[all+"index.html"][f.Bib] {
				s.wrong(page, "no_page", rebuild, "bib %s of %s/results.json has no page", f.Bib, r.folder)
			}
			if n := r.listed[lang][i]; n != 1 && !(n == 2 && f.Place > 0 && r.mayRun()) {
				s.wrong(tag+"/"+r.folder+"/index.html", "not_listed_once", rebuild, "bib %s is %d times in the lists of %s", f.Bib, n, cmp.Or(f.Division, "those without a division"))
			}
		}
		for _, d := range r.divisions {
			if n := r.rows[lang][d.ID]; n != d.Counts.Ranked {
				s.wrong(tag+"/"+r.folder+"/"+d.ID+"/index.html", "counts_differ", rebuild, "%d rows have a place, in results.json %d", n, d.Counts.Ranked)
			}
			if n := r.rows[lang][d.ID+" others"]; n != d.Counts.Entries-d.Counts.Ranked && !(n == d.Counts.Entries && r.mayRun()) {
				s.wrong(tag+"/"+r.folder+"/"+d.ID+"/index.html", "counts_differ", rebuild, "%d rows have no place, in results.json %d", n, d.Counts.Entries-d.Counts.Ranked)
			}
		}
	}
	for i := range r.facts {
		if f := &r.facts[i]; r.running && (f.Overall > 0 || len(f.Groups) > 0) {
			s.wrong(r.folder+"/results.json", "counted_early", rebuild, "bib %s has an overall place or one in a group, and the race is not over", f.Bib)
		}
	}
	certificates := len(r.imprints)
	for name := range s.paths {
		if path.Dir(name) == r.folder+"/certificates" && path.Ext(name) == ".pdf" && !r.forms[path.Base(name)] {
			certificates++
		}
	}
	if certificates != r.ready {
		s.wrong(r.folder+"/results.json", "certificates_differ", rebuild, "it has %d certificates ready, the folder %d", r.ready, certificates)
	}
}
