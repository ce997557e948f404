package certificate

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// entrants is a race with so many ranked men and a woman of each other status.
func entrants(t testing.TB, n int) (*race.Verdict, *race.RaceVerdict) {
	t.Helper()
	e, rc, rv := meeting()
	rv.Results = make([]race.Result, 0, n+4)
	for i := range n {
		r := finisher(rc, fmt.Sprintf("M%05d", i+1), "张伟", "ZHANG Wei")
		r.Place, r.Gun = i+1, r.Gun+race.Clock(1000*i)
		rv.Results = append(rv.Results, r)
	}
	rv.Divisions[0].Results = rv.Results[:n:n]
	for i, status := range []race.Status{race.Unranked, race.Disqualified, race.DNF, race.DNS} {
		r := finisher(rc, fmt.Sprintf("F%d", i+1), "李娜", "")
		r.Division, r.Status, r.Place, r.Reason = rc.Divisions[1], status, 0, &race.Reason{Clause: fmt.Sprintf("10.%d", i+4), Limit: race.NoTime}
		rv.Results = append(rv.Results, r)
	}
	rv.Divisions[1].Results = rv.Results[n:]
	return &race.Verdict{Edition: e, Over: true, Races: []*race.RaceVerdict{rv}}, rv
}

func booklet(t testing.TB, v *race.Verdict, rv *race.RaceVerdict) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Results(&b, nil, artifact.Key{}, design(t), book(t), []string{"zh", "en"}, v, rv); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAVacantPlaceStandsInTheBooklet(t *testing.T) {
	v, rv := entrants(t, 3)
	for i := range 3 {
		rv.Results[i].Place += i // 1, 3, 5
	}
	rv.Divisions[0].Vacant = []int{2, 4, 6}
	for n, page := range pagesOf(t, booklet(t, v, rv)) {
		want := []string{"2 空缺 vacant", "4 空缺 vacant", "6 空缺 vacant"}
		if n == 0 { // the first eight alone
			want = want[:2]
		}
		text := strings.Join(strings.Fields(page), " ")
		for _, w := range want {
			if strings.Count(text, w) != 1 {
				t.Errorf("page %d has %q %d times:\n%s", n+1, w, strings.Count(text, w), text)
			}
		}
	}
}

func TestResults(t *testing.T) {
	t.Run("the leaders stand in front, then everybody once, whatever became of them", func(t *testing.T) {
		v, rv := entrants(t, 200)
		pdf := booklet(t, v, rv)
		sound(t, pdf)
		pages := pagesOf(t, pdf)
		if !strings.Contains(pages[0], "成绩册") || !strings.Contains(pages[0], "M00008") || strings.Contains(pages[0], "M00009") {
			t.Errorf("the first page reads\n%s", pages[0])
		}
		rest := strings.Fields(strings.Join(pages[1:], " "))
		seen := map[string]int{}
		for _, word := range rest {
			seen[word]++
		}
		for i := range rv.Results {
			if bib := rv.Results[i].Entry.Bib; seen[bib] != 1 {
				t.Errorf("%s stands %d times", bib, seen[bib])
			}
		}
		whole := solid(strings.Join(pages, ""))
		for _, want := range []string{"未计名次Unranked", "取消成绩DQ", "未完赛DNF", "未起跑DNS", "10.5", "按枪声成绩排名Rankedbyguntime"} {
			if !strings.Contains(whole, want) {
				t.Errorf("it lacks %q", want)
			}
		}
		if last := pages[len(pages)-1]; !strings.Contains(last, fmt.Sprintf("%d / %d", len(pages), len(pages))) {
			t.Errorf("the last page does not say which it is:\n%s", last)
		}
	})
	t.Run("a name is whole however long, rare or strange it is, and hidden where it is to be", func(t *testing.T) {
		v, rv := entrants(t, 6)
		long := strings.TrimSpace(strings.Repeat("Wolfeschlegelsteinhausen ", 4))
		for i, name := range []string{"𬱖䶮犇", "A😀B", "<script>alert(1)</script>", "\u202eevil\u202c"} {
			rv.Results[i].Entry.Name, rv.Results[i].Entry.LatinName = name, ""
		}
		rv.Results[4].Entry.Name, rv.Results[4].Entry.LatinName = "欧阳志远", long
		rv.Results[5].Entry.Visibility, rv.Results[5].Entry.Name, rv.Results[5].Entry.Bib = race.Anonymous, "秘密", "SECRET"
		rv.Results[6].Entry.Visibility, rv.Results[6].Entry.Name = race.Masked, "诸葛孔明"
		text := solid(read(t, booklet(t, v, rv)))
		for _, want := range []string{"𬱖䶮犇", "A[U+1F600]B", "<script>alert(1)</script>", "evil", solid(long), "诸葛*明", "匿名"} {
			if !strings.Contains(text, want) {
				t.Errorf("it lacks %q", want)
			}
		}
		for _, secret := range []string{"秘密", "SECRET", "诸葛孔明", "\u202e"} {
			if strings.Contains(text, secret) {
				t.Errorf("it holds %q", secret)
			}
		}
	})
	t.Run("it says of made-up results that they are, on every page", func(t *testing.T) {
		v, rv := entrants(t, 150)
		v.Edition.Demonstration = true
		for i, page := range pagesOf(t, booklet(t, v, rv)) {
			if !strings.Contains(page, "Demonstration data") {
				t.Errorf("page %d does not", i+1)
			}
		}
	})
	t.Run("a race that nobody entered has a page", func(t *testing.T) {
		v, rv := entrants(t, 0)
		rv.Results, rv.Divisions[1].Results = nil, nil
		if pages := pagesOf(t, booklet(t, v, rv)); len(pages) != 1 {
			t.Errorf("it has %d pages", len(pages))
		}
	})
	t.Run("the same verdict gives the same bytes", func(t *testing.T) {
		v, rv := entrants(t, 300)
		if !bytes.Equal(booklet(t, v, rv), booklet(t, v, rv)) {
			t.Error("it does not")
		}
	})
	t.Run("more pages need no more room", func(t *testing.T) {
		room := func(n int) uint64 {
			v, rv := entrants(t, n)
			var most uint64
			writes := 0
			if err := Results(writerFunc(func(p []byte) (int, error) {
				if writes++; writes%8 != 0 { // collecting garbage takes its time
					return len(p), nil
				}
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
				return len(p), nil
			}), nil, artifact.Key{}, design(t), book(t), []string{"zh", "en"}, v, rv); err != nil {
				t.Fatal(err)
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			runtime.KeepAlive(rv)
			return most - min(most, m.HeapAlloc)
		}
		if few, many := room(600), room(3000); many > few+2<<20 {
			t.Errorf("600 runners need %d bytes, 3000 need %d", few, many)
		}
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func BenchmarkResults30000(b *testing.B) {
	v, rv := entrants(b, 30_000)
	d, words := design(b), book(b)
	for b.Loop() {
		if err := Results(io.Discard, nil, artifact.Key{}, d, words, []string{"zh", "en"}, v, rv); err != nil {
			b.Fatal(err)
		}
	}
}

// kept is a file of the last build, whose parts the next one uses again.
type kept struct{ list, file []byte }

func (k *kept) booklet(t *testing.T, base string, v *race.Verdict, rv *race.RaceVerdict) (read int64) {
	t.Helper()
	from := &counted{Reader: bytes.NewReader(k.file)}
	of := artifact.NewKept(func(string) []byte { return k.list }, func(string) (artifact.Opened, error) { return from, nil })
	var b bytes.Buffer
	err := of.Draw(&b, "results.pdf", nil, func(w io.Writer, parts *artifact.Parts) error {
		return Results(w, parts, artifact.Key{}.With(base), design(t), book(t), []string{"zh", "en"}, v, rv)
	})
	if err != nil {
		t.Fatal(err)
	}
	k.list, k.file = of.Made()["results.pdf"], b.Bytes()
	if !bytes.Equal(k.file, booklet(t, v, rv)) {
		t.Error("with parts of the last build it has other bytes")
	}
	return from.read
}

// counted counts what is read.
type counted struct {
	*bytes.Reader
	read int64
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.Reader.ReadAt(b, at)
	c.read += int64(n)
	return n, err
}

func (*counted) Close() error { return nil }

func TestPagesOfResultsThatAreTheSameAreNotDrawn(t *testing.T) {
	v, rv := entrants(t, 300)
	r := &rv.Results[150]
	k := &kept{}
	if read := k.booklet(t, "a", v, rv); read != 0 {
		t.Errorf("%d bytes of a file that was not there", read)
	}
	size := int64(len(k.file))
	for _, c := range []struct {
		name   string
		change func()
		base   string
		least  int64 // how much of the file is used again
		most   int64
	}{
		{"nothing", func() {}, "a", size * 3 / 4, size},
		{"a time", func() { r.Gun += 1000 }, "a", size / 2, size * 19 / 20},
		{"a name too long for its column", func() { r.Entry.Name = strings.Repeat("张伟", 30) }, "a", size / 2, size * 19 / 20},
		{"a letter that nobody had", func() { r.Entry.Name = "李四" }, "a", 0, size / 3},
		{"a name that is shaped", func() { r.Entry.Name = "محمد" }, "a", 0, size / 3},
		{"a place that is vacant", func() { rv.Divisions[0].Vacant = []int{7} }, "a", size / 4, size * 19 / 20},
		{"what all pages depend on", func() {}, "b", 0, 0},
	} {
		c.change()
		if read := k.booklet(t, c.base, v, rv); read < c.least || read > c.most {
			t.Errorf("%s: %d of %d bytes are used again, expected %d to %d", c.name, read, len(k.file), c.least, c.most)
		}
	}
}
