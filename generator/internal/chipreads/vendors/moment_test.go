package vendors

import (
	"testing"
	"time"

	"guntime/generator/internal/problem"
)

// spellings are ways to write the moment 9:40:00.12 of 2022-11-06 in Shanghai, or
// as much of it as they can hold.
var spellings = []struct {
	text string
	at   int64 // milliseconds of the day; 0 for those of 9:40:00.12
}{
	{"2022-11-06 09:40:00.120", 0}, {"2022-11-06T09:40:00.120", 0}, {"2022-11-06 09:40:00,120", 0}, {"2022-11-06 9:40:00.12", 0},
	{"2022/11/6 9:40:00", 34_800_000}, {"2022/11/06 09:40:00.12", 0}, {"2022.11.06 09:40:00.12", 0}, {"2022/11/6 9:40", 34_800_000}, {"2022 / 11 / 6 9:40:00.12", 0},
	{"06.11.2022 09:40:00.120", 0}, {"6.11.2022 9:40:00,12", 0}, {"06-11-2022 09:40:00.120", 0}, {"06/11/2022 09:40:00.12", 0}, {"11/06/2022 09:40:00.12", 0}, {"6/11/22 9:40:00.12", 0}, {"06.11.22 09:40:00.12", 0},
	{"11/6/2022 9:40:00.12 AM", 0}, {"11/6/2022, 9:40:00 AM", 34_800_000}, {"11/6/2022 9:40:00.12 a.m.", 0}, {"6/11/2022 9:40:00.12 a. m.", 0}, {"11/6/2022 9:40:00.12\u202fAM", 0}, {"AM 9:40:00.12", 0}, {"9:40:00.12am", 0},
	{"2022/11/6 上午9:40:00", 34_800_000}, {"2022年11月6日 9:40:00.12", 0}, {"2022年11月6日 上午9时40分0秒", 34_800_000}, {"2022年11月6日 星期日 9:40:00.12", 0}, {"上午 9:40:00.12", 0}, {"9点40分0秒", 34_800_000}, {"午前9時40分0秒", 34_800_000}, {"2022. 11. 6. 오전 9:40:00", 34_800_000}, {"２０２２／１１／０６　０９：４０：００．１２", 0},
	{"2022-11-06 09:40:00.120000", 0}, {"2022-11-06 09:40:00.119500", 0}, {"09:40:00.119999", 0}, {"09:40:00:120", 0}, {"09:40:00:12", 0}, {"2022-11-06 09:40:00:120", 0},
	{"2022-11-06T01:40:00.12Z", 0}, {"2022-11-06T09:40:00.120+0800", 0}, {"2022-11-06T09:40:00.120+08:00", 0}, {"2022-11-06 09:40:00.120 +0800", 0}, {"2022-11-06 09:40:00.120 +08", 0}, {"2022-11-05T20:40:00.120-05:00", 0}, {"2022-11-06 01:40:00.12 UTC", 0}, {"2022-11-06 09:40:00.12 GMT+8", 0}, {"2022-11-06 09:40:00.12 CST", 0}, {"01:40:00.12Z", 0}, {"20221106T014000.12Z", 0},
	{"20221106 094000.12", 0}, {"20221106094000.120", 0}, {"20221106094000120", 0}, {"20221106T094000.12", 0}, {"20221106 09:40:00.12", 0}, {"06112022 09:40:00.12", 0}, {"221106094000", 34_800_000}, {"094000.12", 0}, {"094000120", 0}, {"09400012", 0}, {"094000", 34_800_000},
	{"09:40:00.12", 0}, {"9:40:00.12", 0}, {"9:40:0.12", 0}, {"09.40.00", 34_800_000}, {"9.40.00,12", 0}, {"2022-11-06 09.40.00.120", 0}, {"06.11.2022 09.40.00", 34_800_000}, {"9h40m00.12s", 0}, {"9h40:00.12", 0}, {"9h40'00\"12", 0},
	{"09:40:00.12 2022-11-06", 0}, {"09:40:00.12 06/11/2022", 0}, {"2022-11-06_09:40:00.12", 0}, {"2022/11/06_09:40:00.120000", 0}, {"\"2022-11-06 09:40:00.12\"", -1},
	{"06-Nov-2022 09:40:00.12", 0}, {"Nov 6, 2022 9:40:00.12 AM", 0}, {"6 November 2022 09:40:00.12", 0}, {"Sun Nov  6 09:40:00 CST 2022", 34_800_000}, {"Sun, 06 Nov 2022 09:40:00 +0800", 34_800_000}, {"Sun Nov 06 09:40:00.120000  2022-11-06", 0}, {"Sun Nov 6 2022 09:40:00 GMT+0800", 34_800_000},
	{"1667698800.12", 0}, {"1667698800", 34_800_000}, {"1667698800120", 0}, {"1667698800120000", 0}, {"1667698800119999", 0}, {"1667698800120000000", 0}, {"1667698800,12", 0}, {"/Date(1667698800120)/", 0},
	{"34800.12", 0}, {"34800", 34_800_000}, {"34800120", 0}, {"44871.402779166669", 0}, {"0.402779166666667", 0}, {"44871.40277778", 34_800_000}, {"0.40278", 34_800_192},
}

// readAlone reads a moment that is the only cell of its file.
func readAlone(zone *time.Location, day int, text string) (Read, string) {
	m := moments{zoned: zoned{zone: zone}, day: day}
	cell := []byte(text)
	m.survey([][]byte{cell}, nil)
	var r Read
	why := m.read(&r, cell)
	if r.UTC {
		_, offset := time.Unix(int64(r.Day)*86400+r.At/1000, 0).In(zone).Zone()
		at := int64(r.Day)*dayLength + r.At + int64(offset)*1000
		r.Day, r.At = int(at/dayLength), at%dayLength
	}
	return r, why
}

func TestEverySpellingOfAMomentIsRead(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	day := DayNumber(time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC))
	if len(spellings) < 60 {
		t.Errorf("only %d spellings", len(spellings))
	}
	for _, s := range spellings {
		if s.at < 0 {
			continue // quotes are the separator's
		}
		want := s.at
		if want == 0 {
			want = 34_800_120
		}
		r, why := readAlone(zone, day, s.text)
		if why != "" || r.At != want || r.Dated && r.Day != day {
			t.Errorf("%q is %d of day %d (%d): %s", s.text, r.At, r.Day, day, why)
		}
	}
}

func TestWhatIsNoMomentIsNone(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	for _, text := range []string{"", "-", "noon", "9:61:00", "25:00:00", "2022-13-06 09:40:00", "2022-02-30 09:40:00", "31/02/2022 09:40:00", "40:00.1", "9:40", "13:40:00 XM", "2022-11-06 09:40:00 EST", "2022-11-06",
		"06/11/2022", "0:40:00 AM PM", "9:40:00:1200", "1:2:3:4:5", "2022-11-06 09:40:00 +9999", "12345678901", "99999999999999999999", "9:40:00.12.13", "123:40:00", "9:400:00", "Nov 9:40:00", "32 Nov 2022 9:40:00", "C1"} {
		if r, why := readAlone(zone, 19302, text); why == "" {
			t.Errorf("%q is read as %d of day %d", text, r.At, r.Day)
		}
	}
}

func TestTheFileDecidesWhatItsCellsLeaveOpen(t *testing.T) {
	day := func(y, m, d int) int { return DayNumber(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)) }
	for claim, tt := range map[string]struct {
		race  int
		order Order
		cells []string
		want  int // the day of the first cell
		why   string
	}{
		"the day of the race tells the day from the month":       {day(2022, 11, 6), AnyOrder, []string{"06/11/2022 09:40:00", "06/11/2022 09:41:00"}, day(2022, 11, 6), ""},
		"also where the month stands first":                      {day(2022, 11, 6), AnyOrder, []string{"11/06/2022 09:40:00"}, day(2022, 11, 6), ""},
		"a day past the twelfth decides for all lines":           {0, AnyOrder, []string{"05/11/2022 09:40:00", "13/11/2022 09:40:00"}, day(2022, 11, 5), ""},
		"nothing decides: it is said, and nothing guessed":       {0, AnyOrder, []string{"05/11/2022 09:40:00"}, 0, anyDate},
		"another day than the race's is not turned into it":      {day(2022, 11, 6), AnyOrder, []string{"05/06/2022 09:40:00"}, 0, anyDate},
		"a declared order holds":                                 {day(2022, 11, 6), MonthFirst, []string{"06/11/2022 09:40:00"}, day(2022, 6, 11), ""},
		"a day that is its own month needs no order":             {0, AnyOrder, []string{"11/11/2022 09:40:00"}, day(2022, 11, 11), ""},
		"years of two digits are in order by the race's day":     {day(2022, 11, 6), AnyOrder, []string{"22/11/06 09:40:00"}, day(2022, 11, 6), ""},
		"one line with the month first does not turn all others": {day(2022, 11, 6), AnyOrder, []string{"06/11/2022 09:40:00", "06/11/2022 09:41:00", "06/11/2022 09:42:00"}, day(2022, 11, 6), ""},
		"a race over midnight has two days, and one order":       {day(2022, 11, 6), AnyOrder, []string{"06/11/2022 23:40:00", "07/11/2022 00:10:00"}, day(2022, 11, 6), ""},
	} {
		t.Run(claim, func(t *testing.T) {
			m := moments{zoned: zoned{zone: time.UTC}, day: tt.race, order: tt.order}
			var cells [][]byte
			for _, c := range tt.cells {
				cells = append(cells, []byte(c))
			}
			m.survey(cells, nil)
			var r Read
			if why := m.read(&r, cells[0]); why != tt.why || why == "" && r.Day != tt.want {
				t.Errorf("day %d, not %d: %s", r.Day, tt.want, why)
			}
		})
	}
	for claim, tt := range map[string]struct {
		cells []string
		at    int64 // of the first
	}{
		"seconds of the day are no spreadsheet's days where they spread": {[]string{"44871.40", "34800.12", "51234.5"}, 44_871_400},
		"days of a spreadsheet are those near the race's":                {[]string{"44871.40277778", "44871.5"}, 34_800_000},
		"eight digits are milliseconds where they are no clock":          {[]string{"34800120", "34999999"}, 34_800_120},
		"eight digits are a clock where all are one":                     {[]string{"09400012", "10014599"}, 34_800_120},
	} {
		t.Run(claim, func(t *testing.T) {
			m := moments{zoned: zoned{zone: time.UTC}, day: day(2022, 11, 6)}
			var cells [][]byte
			for _, c := range tt.cells {
				cells = append(cells, []byte(c))
			}
			m.survey(cells, nil)
			var r Read
			if why := m.read(&r, cells[0]); why != "" || r.At != tt.at {
				t.Errorf("%d, not %d: %s", r.At, tt.at, why)
			}
		})
	}
}

func TestACellThatWasCutShortIsNoTime(t *testing.T) {
	for _, whole := range []string{"2022-11-06 09:40:17.120", "11/6/2022 1:40:17 PM", "2022-11-06T01:40:17.12Z", "2022-11-06T09:40:17+0800", "1667698817.12", "1667698817120", "9:40:17", "06.11.2022 9:40:17", "2022/11/6 下午1:40:17"} {
		m := moments{zoned: zoned{zone: time.UTC}, day: 19302}
		var cells [][]byte
		for range 50 {
			cells = append(cells, []byte(whole))
		}
		m.survey(cells, nil)
		var want Read
		if why := m.read(&want, []byte(whole)); why != "" {
			t.Fatalf("%s: %s", whole, why)
		}
		for n := range len(whole) {
			var r Read
			at := func(r Read) int64 { return int64(r.Day)*dayLength + r.At }
			if why := m.read(&r, []byte(whole[:n])); why == "" && (at(r)-at(want) > 999 || at(want)-at(r) > 999) {
				t.Errorf("%q, cut short to %q, is read as %d of day %d", whole, whole[:n], r.At, r.Day)
			}
		}
	}
}

func TestTimesSinceTheGun(t *testing.T) {
	for text, want := range map[string]int64{"0:35:00.12": 2_100_120, "35:00.12": 2_100_120, "00:35:00.120": 2_100_120, "2100.12": 2_100_120, "35:00": 2_100_000, "1:35:00": 5_700_000, "95:00.5": 5_700_500, "26:10:00": 94_200_000, "-0:00:02.5": -2500,
		"35m00.12s": 2_100_120, "1h35m00s": 5_700_000, "35'00\"12": 2_100_120, "0:35:00:120": 2_100_120, "00:35:00,12": 2_100_120, "1小时35分0秒": -1, "35分0秒": 2_100_000} {
		m := moments{sinceGun: true}
		var r Read
		why := m.read(&r, []byte(text))
		if want == -1 {
			continue
		}
		if why != "" || r.At != want || !r.SinceGun || r.Dated {
			t.Errorf("%q is %d since the gun: %s", text, r.At, why)
		}
	}
	for _, text := range []string{"", "x", "0:60:00", "1:75:00", "0:35:61", "2022-11-06 0:35:00", "0:35:00 PM"} {
		m := moments{sinceGun: true}
		var r Read
		if m.read(&r, []byte(text)) == "" {
			t.Errorf("%q is read as %d", text, r.At)
		}
	}
}

func BenchmarkMoment(b *testing.B) {
	for _, text := range []string{"2022-11-06 09:40:00.120", "06/11/2022 09:40:00.12", "1667698800.12", "11/6/2022 9:40:00 AM", "2022/11/6 上午9:40:00"} {
		b.Run(text, func(b *testing.B) {
			m := moments{zoned: zoned{zone: time.UTC}, day: 19302, order: DayFirst}
			cell := []byte(text)
			b.ReportAllocs()
			for b.Loop() {
				var r Read
				m.read(&r, cell)
			}
		})
	}
}

func FuzzMoment(f *testing.F) {
	for _, s := range spellings {
		f.Add(s.text)
	}
	zone := time.FixedZone("CST", 8*3600)
	f.Fuzz(func(t *testing.T, text string) {
		r, why := readAlone(zone, 19302, text)
		if why == "" && (r.At < 0 || r.At >= dayLength) {
			t.Fatalf("%q is %d of the day", text, r.At)
		}
		m := moments{sinceGun: true, zoned: zoned{zone: zone}}
		m.survey([][]byte{[]byte(text)}, nil)
		m.read(&r, []byte(text))
		p := newGenericReads(File{Zone: zone, Head: []byte(text), Found: &problem.List{}})
		p.Parse([]byte(" "+text), func(*Read) {})
	})
}
