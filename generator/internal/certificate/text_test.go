package certificate

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestText(t *testing.T) {
	f := form(t, nil)
	var drawn [][]byte
	cases := []struct{ claim, bib, name, latin, want string }{
		{"a plain name", "A00123", "张伟", "ZHANG Wei", "张伟"},
		{"a name of rare characters", "1", "䶮㛃𬱖𠅤犇喆叕", "", "䶮㛃𬱖𠅤犇喆叕"},
		{"a name with a middle dot", "2", "阿卜杜拉·买买提", "", "阿卜杜拉·买买提"},
		{"a Latin name", "3", "Kjell-Erik Ståhl", "", "Kjell-Erik Ståhl"},
		{"a name in extended Latin", "4", "Łukasz Żółć-Šimunović ğőș", "", "Łukasz Żółć-Šimunović ğőș"},
		{"a name in Cyrillic", "5", "Николай Фёдоров", "", "Николай Фёдоров"},
		{"a name in Greek", "6", "Σπύρος Λούης", "", "Σπύρος Λούης"},
		{"an apostrophe", "7", "Sonia O’Sullivan", "", "Sonia O’Sullivan"},
		{"brackets and backslashes", "8", `A) (B\\ \n <C> %D /E`, "", `A) (B\\ \n <C> %D /E`},
		{"line breaks", "9", "Anna\r\nMaria\tSchmidt", "", "Anna Maria Schmidt"},
		{"directions", "10", "\u202eabc\u202c \u200fdef\u2066", "", "abc def"},
		{"Han and Latin in one name", "11", "李Łukasz王", "", "李Łukasz王"},
		{"a combining accent", "12", "Rene\u0301 Duval", "", "Rene\u0301 Duval"},
	}
	for _, c := range cases {
		drawn = append(drawn, draw(t, f, finisher(f.race, c.bib, c.name, c.latin)))
	}
	t.Run("every text is read as it is written", func(t *testing.T) {
		for i, pages := range texts(t, drawn...) {
			c, lines := cases[i], strings.Split(pages[0], "\n")
			for _, want := range []string{c.want, c.bib + " 345 / 801 421 / 1,200", "3:31:05 3:29:41 4:59", "男子 Men 中国 China", "2022北京马拉松", "完赛证书"} {
				if !slices.Contains(lines, want) {
					t.Errorf("%s: no line %q in\n%s", c.claim, want, pages[0])
				}
			}
		}
	})
	t.Run("a long name keeps every character", func(t *testing.T) {
		names := []string{
			strings.Repeat("𬱖犇张、", 20), strings.Repeat("Wolfeschlegelstein", 5)[:80],
			"Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Ruiz P", strings.Repeat("张", 200),
		}
		var long [][]byte
		for _, name := range names {
			long = append(long, draw(t, f, finisher(f.race, "1", name, "")))
		}
		drawn = append(drawn, long...)
		for i, pages := range texts(t, long...) {
			if text := solid(pages[0]); !strings.Contains(text, solid(names[i])) {
				t.Errorf("%q is not in %q", names[i], text)
			}
		}
	})
	t.Run("strict readers find nothing amiss in any of them", func(t *testing.T) { sound(t, drawn...) })
	t.Run("every split is printed", func(t *testing.T) {
		r := finisher(f.race, "1", "张伟", "")
		lines := strings.Split(texts(t, draw(t, f, r))[0][0], "\n")
		last := race.Clock(0)
		for i, p := range f.race.Points[1:] {
			gun := r.Splits[i+1]
			segment := gun - last
			if i == 0 {
				segment = gun - r.StartDelay
			}
			last = gun
			for _, want := range []race.Clock{gun, segment, gun - r.StartDelay} {
				if !slices.ContainsFunc(lines, func(l string) bool { return slices.Contains(strings.Fields(l), want.Text()) }) {
					t.Errorf("%s: no %s", p.ID, want.Text())
				}
			}
		}
	})
	t.Run("a missed point and the segment after it have no time", func(t *testing.T) {
		r := finisher(f.race, "1", "张伟", "")
		r.Splits[4] = race.NoTime
		if g, s, n := f.splitTimes(&r, f.table, 3); g != race.NoTime || s != race.NoTime || n != race.NoTime {
			t.Errorf("the point has %v %v %v", g, s, n)
		}
		if g, s, _ := f.splitTimes(&r, f.table, 4); g == race.NoTime || s != race.NoTime {
			t.Errorf("the point after it has %v, a segment of %v", g, s)
		}
	})
	t.Run("segments add up to the net time, or to the gun time of a start not seen", func(t *testing.T) {
		for _, delay := range []race.Clock{83_600, race.NoTime} {
			r := finisher(f.race, "1", "张伟", "")
			want := r.Net
			if r.StartDelay = delay; delay == race.NoTime {
				r.Net, want = race.NoTime, r.Gun
			}
			sum := race.Clock(0)
			for i := range f.table {
				_, s, _ := f.splitTimes(&r, f.table, i)
				sum += s
			}
			if sum != want {
				t.Errorf("%v, not %v", sum, want)
			}
		}
	})
}
