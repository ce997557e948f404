package read

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
	"guntime/generator/internal/simulate"
)

// buffer is a file that is being written.
type buffer struct {
	bytes.Buffer
	name string
	to   fstest.MapFS
}

func (b *buffer) Close() error {
	b.to[b.name] = &fstest.MapFile{Data: b.Bytes()}
	return nil
}

// simulated is a made-up project.
func simulated(t testing.TB, runners int) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := simulate.Project(simulate.Options{Runners: runners, Seed: 7}, func(name string) (io.WriteCloser, error) {
		return &buffer{name: name, to: fsys}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// A vendor writes one read as a line of its format; step is the milliseconds
// that its clock counts in. The keys are those beside the format, or byFile where
// nothing but the file's name says who heard a chip.
type vendor struct {
	name string
	step int64
	head string
	keys string
	line func(point, chip string, day time.Time, at race.Instant) string
}

// shown is the moment that a read of the vendor's has: between two that its clock knows
// the later one.
func (v *vendor) shown(at race.Instant) race.Instant {
	step := race.Instant(v.step)
	return (at + step - 1) / step * step
}

const byFile = "by file"

func hms(at race.Instant, ms string) string {
	return fmt.Sprintf("%02d:%02d:%02d"+ms, at/3600000%24, at/60000%60, at/1000%60, at%1000)
}

// writers are those of all formats, and other ways in which devices write the same.
var writers = slices.Concat(ownWriters(), []vendor{
	{"chronotrack", 1, "", "", func(point, chip string, _ time.Time, at race.Instant) string {
		return fmt.Sprintf("CT01_13,1,%s,%s,%s,1,117F37,8", point, chip, hms(at, ".%03d"))
	}},
	{"mylaps", 1, "", "", func(point, chip string, day time.Time, at race.Instant) string {
		return fmt.Sprintf("%s@Passing@\nt=%s|c=%s|d=%s@1@$", point, hms(at, ".%03d"), chip, day.Format("060102"))
	}},
	{"impinj", 1, "Tag ID, Discover Time\n", byFile, func(_, chip string, day time.Time, at race.Instant) string {
		return chip + "," + day.Format("Mon Jan 02 ") + hms(at, ".%03d") + "000  " + day.Format(time.DateOnly)
	}},
	{"rfidultra", 1, "", "", func(point, chip string, day time.Time, at race.Instant) string {
		return fmt.Sprintf("%s\t%s %s\t%s\t1", chip, day.Format(time.DateOnly), hms(at, ".%03d"), point)
	}},
})

// ownWriters are the writers of the formats, which a replay uses.
func ownWriters() []vendor {
	var list []vendor
	for _, f := range vendors.Formats {
		w, _ := vendors.NewWriter(f.Name)
		keys := ""
		if w.ByFile {
			keys = byFile
		} else if w.Columns != "" {
			keys = ", " + w.Columns
		}
		list = append(list, vendor{f.Name, w.Step, w.Head, keys, func(point, chip string, day time.Time, at race.Instant) string {
			ms := time.Duration(at) * time.Millisecond
			one := vendors.Written{Chip: chip, Reader: point, Day: day.Add(ms).Truncate(24 * time.Hour), Unix: day.UnixMilli() - 8*3_600_000 + int64(at)}
			one.At = day.Add(ms).Sub(one.Day)
			return strings.TrimSuffix(w.Line(&one), "\n")
		}})
	}
	return list
}

// written is a project whose table of times has been written out as raw reads:
// each passing is read three times, in files of which each holds a part.
func written(t testing.TB, fsys fstest.MapFS, v vendor) fstest.MapFS {
	t.Helper()
	archive, list := Project(fsys)
	if archive == nil {
		t.Fatal(findings(list))
	}
	e := archive.Editions[0]
	rc := e.Races[0]
	out := fstest.MapFS{}
	for name, f := range fsys {
		out[name] = f
	}
	day := time.Date(e.Date.Year(), e.Date.Month(), e.Date.Day(), 0, 0, 0, 0, time.UTC)
	base := "data/" + e.ID + "/"
	delete(out, base+rc.ID+"/times.csv")
	more, end := v.keys, ""
	if v.keys == byFile {
		more, end = "", ".txt"
	}
	keys := fmt.Sprintf("    timing:\n      - {kind: reads, file: reads/*.txt, format: %s%s, chips: chips.csv, points: {", v.name, more)
	for i, p := range rc.Points {
		keys += fmt.Sprintf(`"%02x%s": "%s", `, i, end, p.ID)
	}
	edition := string(fsys[base+"edition.yaml"].Data)
	out[base+"edition.yaml"] = &fstest.MapFile{Data: []byte(strings.TrimRight(edition, "\n") + "\n" + strings.TrimSuffix(keys, ", ") + "}}\n")}
	parts := make([]bytes.Buffer, max(3, len(rc.Points)))
	var chips bytes.Buffer
	chips.WriteString("chip,bib\n")
	for i, entry := range rc.Entries {
		chip := fmt.Sprintf("%012x", 0x58000000+i)
		fmt.Fprintf(&chips, "%s,%s\n", chip, entry.Bib)
		if entry.Timing == nil {
			continue
		}
		for j, at := range entry.Timing.At {
			if at == race.Unseen {
				continue
			}
			for k, later := range []race.Instant{0, 310, 1500} {
				if j == rc.Start() {
					later = -later
				}
				part := (i + k) % 3
				if v.keys == byFile {
					part = j
				}
				fmt.Fprintf(&parts[part], "%s\n", v.line(fmt.Sprintf("%02x", j), chip, day, at+later))
			}
		}
	}
	for i := range parts {
		if parts[i].Len() == 0 {
			continue
		}
		out[fmt.Sprintf("%s%s/reads/%02x.txt", base, rc.ID, i)] = &fstest.MapFile{Data: append([]byte(v.head), parts[i].Bytes()...)}
	}
	out[base+rc.ID+"/chips.csv"] = &fstest.MapFile{Data: chips.Bytes()}
	return out
}

func TestSimulatedReads(t *testing.T) {
	runners := 600
	if testing.Short() {
		runners = 150
	}
	fsys := simulated(t, runners)
	archive, list := Project(fsys)
	if archive == nil {
		t.Fatal(findings(list))
	}
	want := archive.Editions[0]
	for _, v := range writers {
		t.Run("a race written out as "+v.name+" reads back to the same passings and the same verdict", func(t *testing.T) {
			archive, list := Project(written(t, fsys, v))
			if archive == nil {
				t.Fatal(findings(list))
			}
			got, want := archive.Editions[0], coarse(want, v.step)
			timed := 0
			for i, e := range want.Races[0].Entries {
				g := got.Races[0].Entries[i]
				if e.Timing == nil || e.Timing.SetAside || !slices.ContainsFunc(e.Timing.At, func(at race.Instant) bool { return at != race.Unseen }) {
					if g.Timing != nil {
						t.Fatalf("bib %s was never read and has %v", e.Bib, g.Timing)
					}
					continue
				}
				timed++
				if g.Timing == nil || g.Timing.SetAside {
					t.Fatalf("bib %s is lost: %v, %s", e.Bib, g.Timing, findings(list))
				}
				if !slices.Equal(g.Timing.At, e.Timing.At) {
					t.Fatalf("bib %v passed the points at %v, not at %v", e.Bib, g.Timing.At, e.Timing.At)
				}
			}
			if timed < runners*5/6 {
				t.Fatalf("only %d runners were timed", timed)
			}
			now := want.At(race.Instant(10 * race.Day))
			a, b := judge.Rule(want, now), judge.Rule(got, now)
			for i, r := range a.Races[0].Results {
				o := b.Races[0].Results[slices.IndexFunc(b.Races[0].Results, func(o race.Result) bool { return o.Entry.Bib == r.Entry.Bib })]
				if e := r.Entry; e.Timing != nil && (e.Timing.SetAside || e.Timing.Status != race.TimedNone) {
					continue // a table says what no reader can
				}
				if o.Status != r.Status || o.Place != r.Place || o.Gun != r.Gun || o.Net != r.Net {
					t.Fatalf("result %d, bib %s: %v %v %v %v, not %v %v %v %v", i, r.Entry.Bib, o.Status, o.Place, o.Gun, o.Net, r.Status, r.Place, r.Gun, r.Net)
				}
			}
		})
	}
}

// coarse is an edition as clocks that count in a step of milliseconds have it.
func coarse(e *race.Edition, step int64) *race.Edition {
	edition, rc := *e, *e.Races[0]
	rc.Entries = nil
	for _, entry := range e.Races[0].Entries {
		if entry.Timing != nil {
			one, timing := *entry, *entry.Timing
			timing.At = slices.Clone(timing.At)
			for i, at := range timing.At {
				if at != race.Unseen {
					timing.At[i] += (race.Instant(step) - at%race.Instant(step)) % race.Instant(step)
				}
			}
			one.Timing = &timing
			entry = &one
		}
		rc.Entries = append(rc.Entries, entry)
	}
	edition.Races = []*race.Race{&rc}
	return &edition
}

func TestImpinjLogs(t *testing.T) {
	logs, err := filepath.Glob("../../../../shared/data/real/impinj-reads/*.txt")
	if err != nil || len(logs) == 0 {
		t.Skip("the real data is not here")
	}
	tags := map[string]bool{}
	fsys := readProject(`file: reads/*.txt, format: impinj, points: {"10.16.21.147": finish, "127.0.0.1": finish}`)
	for _, name := range logs {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[folder+"reads/"+filepath.Base(name)] = &fstest.MapFile{Data: raw}
		for line := range strings.Lines(string(raw)) {
			if cells := strings.Split(line, ","); len(cells) > 1 && len(cells[1]) > 10 {
				tags[cells[1]] = true
			}
		}
	}
	edition := string(fsys["data/2022/edition.yaml"].Data)
	fsys["data/2022/edition.yaml"].Data = []byte(strings.NewReplacer("07:30:00", "11:00:00", `, cutoff: "13:45"`, "").Replace(edition))
	for _, format := range []string{"impinj", "auto"} {
		fsys["data/2022/edition.yaml"].Data = []byte(strings.Replace(string(fsys["data/2022/edition.yaml"].Data), "format: impinj", "format: "+format, 1))
		testImpinjLogs(t, fsys, tags, format)
	}
}

// testImpinjLogs holds what is in the logs, in whichever way their format is told.
func testImpinjLogs(t *testing.T, fsys fstest.MapFS, tags map[string]bool, format string) {
	const parked = "35000000019010061A8F0000"
	t.Run("format: "+format+": each tag but the parked one is a passing, and the parked one is named", func(t *testing.T) {
		entries := "bib,name,gender,chip\n"
		for i, tag := range sortedKeys(tags) {
			if tag != parked {
				entries += fmt.Sprintf("%d,Rider,M,%s\n", i+1, strings.ToLower(tag))
			}
		}
		fsys[folder+"entries.csv"].Data = []byte(entries)
		p := newProject(fsys)
		archive, list := p.archive()
		if archive == nil {
			t.Fatal(findings(list))
		}
		finished := 0
		for _, e := range archive.Editions[0].Races[0].Entries {
			if e.Timing != nil && !e.Timing.SetAside && e.Timing.At[2] != race.Unseen {
				finished++
			}
		}
		n := p.reads
		t.Logf("%d tags, %d reads, %d of unknown tags, %d finishers, %d duplicates dropped", len(tags), n.Reads, n.Unknown, n.Timed, n.Reads-n.Unknown-n.Timed)
		if len(tags) != 67 || n.Reads != 18_622 || n.Unknown != 10_063 || n.Timed != 66 || finished != 66 {
			t.Errorf("%d tags, %v, %d finishers", len(tags), n, finished)
		}
		text := findings(list)
		if !strings.Contains(text, `no entry has the chip "`+parked+`": 10063 reads are ignored`) || !strings.Contains(text, `unassigned chip "`+parked+`" was read 10063 times between 12:31:32.`) {
			t.Errorf("the parked tag is not named:\n%s", text)
		}
		t.Log("\n" + text)
	})
}

func sortedKeys(set map[string]bool) []string {
	var list []string
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func TestContractExample(t *testing.T) {
	t.Run("the contract's edition, with tables and reads that exist, reads without an error", func(t *testing.T) {
		raw, err := os.ReadFile("../../../../shared/contract.md")
		if err != nil {
			t.Skip("the contract is not here")
		}
		_, text, ok := strings.Cut(string(raw), "```yaml\n")
		text, _, ok2 := strings.Cut(text, "```")
		if !ok || !ok2 {
			t.Fatal("no example in the contract")
		}
		fsys := files("data/2022/edition.yaml", text,
			folder+"entries.csv", "号码,姓名,性别,芯片\n1,张三,M,AA01\n2,Ann Lee,F,AA02\n",
			folder+"times.csv", "bib,year,start,5K,half,Pace\n1,2013,0:00:02,0:16:00,1:05:00,3:10\n2,2013,0:00:02,0:18:00,1:15:00,3:10\n1,2012,0:00:02,0:17:00,1:15:00,3:10\n",
			folder+"reads/a.txt", "Reader, EPC, Time, Count, RSSI\n10.16.21.147,AA01,094000.5,0,-60\n10.16.21.147,AA02,100000.5,0,-60\n")
		archive, list := Project(fsys)
		if list.Errors() {
			t.Fatal(findings(list))
		}
		if got := passed(t, archive.Editions[0].Races[0], "1"); got != "7:30:02 7:46:00 8:35:00 9:40:00.5" {
			t.Errorf("passed at %s", got)
		}
		t.Log("\n" + findings(list))
	})
}

// fuzzReads holds that any file of reads in a format gives an edition or an
// error, findings on lines that exist, and times in course order.
func fuzzReads(f *testing.F, format string, seeds ...string) {
	v := writers[slices.IndexFunc(writers, func(v vendor) bool { return v.name == format })]
	day := time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC)
	f.Add([]byte(v.head + v.line("00", "C1", day, 27_002_000) + "\n" + v.line("01", "C1", day, 31_000_120) + "\n" + v.line("02", "C2", day, 34_000_999) + "\nrubbish\n"))
	f.Add([]byte(v.line("03", "F3", day, 39_000_000) + "\r" + v.line("03", "F3", day, 29_000_000) + "\r" + v.line("01", "F3", day, 28_000_000)))
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		keys := strings.TrimSuffix(v.keys, byFile)
		fsys := readProject(fmt.Sprintf(`file: "*.txt", format: %s%s, points: {"00": start, "01": half, "02": finish, "03": [half, finish], "*": finish}`, v.name, keys), "reads.txt", string(text))
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
		if archive == nil {
			return
		}
		for _, e := range archive.Editions[0].Races[0].Entries {
			last := race.Unseen
			for _, at := range timesOf(e) {
				if at != race.Unseen && at <= last {
					t.Fatalf("out of course order: %v", e.Timing.At)
				}
				last = max(last, at)
			}
		}
	})
}

func FuzzRaceResult(f *testing.F) {
	fuzzReads(f, "raceresult", "#P;1;C1;0000-00-00;07:31:00.1;;;;;;;;\n#S\nGETTIME;\n", "\xFF\xFE1\x00;\x00", "PassingNo;Date;Time\n1;2022-11-06;08:00:00\n")
}

func FuzzChronoTrack(f *testing.F) {
	fuzzReads(f, "chronotrack", "ack~x\nCT01_33~1~00~C1~2022-11-06T08:00:00.1~1~x~0\nCT,,,guntime,,,,\n")
}

func FuzzMylaps(f *testing.F) {
	fuzzReads(f, "mylaps", "a@Passing@@$\n@Passing@c=1|t=@$\nb@Marker@t=1@$", "00@Passing@b=1|n=1|t=08:00:00|d=221106@c=|t=1@5@$")
}

func FuzzIPICO(f *testing.F) {
	fuzzReads(f, "ipico", "aa400000000123450a2a01123018455927a7\naa400000000123450a2a01123018455964e4FS\nab\n")
}

func FuzzImpinj(f *testing.F) {
	fuzzReads(f, "impinj", "00,,,,,x\n00,C1\n00,C1,,0,-1\n00,C1,080000.,0,-1\n\x00,\n")
}

func FuzzReadsJSON(f *testing.F) {
	fuzzReads(f, "raceresult-json", "[{\n\"Time\":1,\"Passing\":{}},{\"a\":\"\\\"}\"}]", "{{{{\n{\"Time\":30900,\"Passing\":{\"Transponder\":\"C1\"}}")
}

func FuzzZebra(f *testing.F) {
	fuzzReads(f, "zebra", "[{\"data\":{\"idHex\":\"C1\"},\"timestamp\":1667698800120}]", "{\"data\":{\"idHex\":null},\"timestamp\":null}\n}")
}

func FuzzWiclax(f *testing.F) {
	fuzzReads(f, "wiclax", "*\rRACESTART 07:30:00,000\rC1;6-11-2022 8:00:00;00", "C1;;\nC1;06-11-2022 08:00:00\n")
}

func FuzzJChip(f *testing.F) {
	fuzzReads(f, "jchip", "N0000\rDAC1 08:00:00.1 date=\rD\rGT0\rDAC1 08:00:00.1 10 date=20221106", "DA 08:00:00\n")
}

func FuzzFeibot(f *testing.F) {
	fuzzReads(f, "feibot", "C1:2022-11-06_08:00:00,port=00,rssi=\n:_\nC1:2022-11-06_,=,\n")
}

func FuzzAlien(f *testing.F) {
	fuzzReads(f, "alien", "<Alien-RFID-Tag><TagID>C1</TagID><DiscoveryTime>2022/11/06 08:00:00<\n</Alien-RFID-Tag>\n<", "Tag:C1, Disc:2022/11/06 08:00:00, Ant:00\nTag:\n1 C1 2022/11/06_08:00:00.1\n")
}

func FuzzOrion(f *testing.F) {
	fuzzReads(f, "orion", "$P,,C1,,,30900120\n$\n$P;;;;;\n#\n")
}

func FuzzAutoReads(f *testing.F) {
	for _, v := range writers {
		f.Add([]byte(v.head + v.line("00", "C1", raceDay, 27_002_000) + "\n" + v.line("02", "C1", raceDay, 34_000_999) + "\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		fsys := readProject(`file: "*.txt", format: auto, points: {"*": finish}`, "reads.txt", string(text))
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
	})
}

func FuzzRFIDUltra(f *testing.F) {
	fuzzReads(f, "rfidultra", "1,1,1,\"1:2:3\nV=\n0,1,99999999999,1,1\n,,,\n0,C1,1,\"8:00:00.1\",00\n")
}

func FuzzGenericReads(f *testing.F) {
	fuzzReads(f, "generic", "when;tag;where\n\"1667698800\";\"C1\n", "when\ttag\twhere\n2022-11-06T08:00:00Z\tC1\t02\n1667698800000\tC1\n")
}

func timesOf(e *race.Entry) []race.Instant {
	if e.Timing == nil {
		return nil
	}
	return e.Timing.At
}

// endless is a project with one file that is made as it is read.
type endless struct {
	fstest.MapFS
	name, line string
	lines      int
}

func (e endless) Open(name string) (fs.File, error) {
	f, err := e.MapFS.Open(name)
	if err == nil && name == e.name {
		f = &stream{File: f, text: e.line, left: e.lines}
	}
	return f, err
}

type stream struct {
	fs.File
	text string
	from int
	left int
}

func (s *stream) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) && s.left > 0 {
		k := copy(b[n:], s.text[s.from:])
		if n, s.from = n+k, s.from+k; s.from == len(s.text) {
			s.from, s.left = 0, s.left-1
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestReadsStream(t *testing.T) {
	t.Run("a file of reads is never in memory", func(t *testing.T) {
		fsys := readProject(`file: reads.txt, format: impinj, points: {m: finish}`, "reads.txt", "x")
		line := strings.Repeat("m,C1,094000.119001,0,-69\nm,C2,095000.5,0,-69\n", 100)
		const times = 2_000 // 9 MB
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		archive, list := Project(endless{fsys, folder + "reads.txt", line, times})
		runtime.ReadMemStats(&after)
		if archive == nil || len(list) != 2 { // both chips lay there
			t.Fatal(findings(list))
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 2<<20 {
			t.Errorf("%d MB read took %d KB of memory", len(line)*times>>20, spent>>10)
		}
	})
}

// BenchmarkReads reads and judges 30,000 runners at 12 points, four reads each.
func BenchmarkReads(b *testing.B) {
	const runners, points, reads = 30_000, 12, 4
	edition := strings.Replace(yearYAML, "      - {id: half, km: 21.0975}\n", "", 1)
	where := ""
	for i := 1; i < points-1; i++ {
		where += fmt.Sprintf("      - {id: p%d, km: %d.%d}\n", i, 38*i/10, 38*i%10)
	}
	edition = strings.Replace(edition, "      - {id: finish", where+"      - {id: finish", 1)
	keys := "    timing: [{kind: reads, file: reads/*.txt, format: impinj, points: {m0: start"
	for i := 1; i < points; i++ {
		id := fmt.Sprintf("p%d", i)
		if i == points-1 {
			id = "finish"
		}
		keys += fmt.Sprintf(", m%d: %s", i, id)
	}
	fsys := files("data/2022/edition.yaml", edition+keys+"}}]\n", folder+"times.csv", "absent")
	var entries strings.Builder
	entries.WriteString("bib,name,gender,chip\n")
	var mats [points]bytes.Buffer
	for i := range runners {
		fmt.Fprintf(&entries, "A%06d,张三%d,%c,E2000000%016X\n", i, i, "MF"[i%2], i)
		for p := range points {
			at := race.Instant(27_000_000 + 1_000*(i%600) + p*(900_000+i%90*10_000) + 1000)
			for k := range reads {
				fmt.Fprintf(&mats[p], "m%d,E2000000%016X,%s,0,-%d\n", p, i, strings.ReplaceAll(hms(at+race.Instant(k*400), ".%03d456"), ":", ""), 70-k)
			}
		}
	}
	fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte(entries.String())}
	size := 0
	for p := range points {
		fsys[fmt.Sprintf("%sreads/%02d.txt", folder, p)] = &fstest.MapFile{Data: mats[p].Bytes()}
		size += mats[p].Len()
	}
	b.ReportAllocs()
	b.SetBytes(int64(size))
	runtime.GC()
	var before, most runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		archive, list := Project(fsys)
		if archive == nil || len(list) > 0 {
			b.Fatalf("%.500s", findings(list))
		}
		verdict := judge.Rule(archive.Editions[0], archive.Editions[0].At(race.Instant(10*race.Day)))
		runtime.ReadMemStats(&most)
		runtime.KeepAlive(verdict)
	}
	b.ReportMetric(float64(runners*points*reads)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(most.Sys-before.Sys)/1e6, "MB-more-of-system")
}
