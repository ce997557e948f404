package read

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// chipped are three entries with a chip each.
const chipped = "bib,name,gender,chip\n1,张三,M,C1\n2,Ann Lee,F,C2\nF3,李四,女,C3\n"

// readProject is a project timed by reads alone: the keys of the item of
// timing, and files by their names in the race's folder.
func readProject(keys string, pairs ...string) fstest.MapFS {
	fsys := files("data/2022/edition.yaml", yearYAML+"    timing:\n      - {kind: reads, "+keys+"}\n", folder+"entries.csv", chipped, folder+"times.csv", "absent")
	for i := 0; i < len(pairs); i += 2 {
		fsys[folder+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// textOf is a file of lines.
func textOf(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

// passed are the instants of a runner at the points, "-" for one not seen.
func passed(t *testing.T, rc *race.Race, bib string) string {
	t.Helper()
	e := entry(t, rc, bib)
	if e.Timing == nil {
		return "no timing"
	}
	if e.Timing.SetAside {
		return "set aside"
	}
	var list []string
	for _, at := range e.Timing.At {
		if at == race.Unseen {
			list = append(list, "-")
		} else {
			list = append(list, shown(at))
		}
	}
	return strings.Join(list, " ")
}

// ipicoLine is a line of an IPICO reader with a checksum of its own.
func ipicoLine(reader, tag, stamp string, hundredths int) string {
	line := fmt.Sprintf("aa%s%s0a2a%s%02x", reader, tag, stamp, hundredths)
	sum := 0
	for i := 2; i < len(line); i++ {
		sum += int(line[i])
	}
	return fmt.Sprintf("%s%02x", line, sum%256)
}

func TestFormats(t *testing.T) {
	const want = "7:30:02.5 8:35:00.25 9:40:00.12"
	const pins = "1,张三,M,C1\n"
	for name, tt := range map[string]struct {
		keys, text, chip string
	}{
		"RACE RESULT, version 2 with a header": {`format: raceresult, points: {Start: start, "D-1/2": half, "D-1/1": finish}`, textOf(
			"PassingNo;Bib/Transp;Date;Time;EventID;Hits;MaxRSSI;InternalData;IsActive;Channel;LoopID;LoopOnly;WakeupCounter;Battery;Temperature;InternalActiveData;BoxName;FileNumber;MaxRSSIAntenna;BoxId",
			"1;C1;2022-11-06;07:30:02.500;0;3;-50;;1;1;1;0;7;3.0;20;;Start;1;1;4711",
			"2;C1;0000-00-00;08:35:00.250;0;3;-50;;1;1;2;0;7;3.0;20;;D-1;1;1;4712",
			"#S;whatever", "GETSTATUS",
			"#P;3;C1;;09:40:00.120;0;3;-50;;1;1;1;0;7;3.0;20;;D-1;1;1;4712"), "C1"},
		"RACE RESULT, version 1 without a header": {`format: raceresult, points: {Start: start, Half: half, Ziel: finish}`, textOf(
			"1;C1;2022-11-06;07:30:02.500;0;3;-50;;1;1;1;7;3.0;20;;Start;1;1;4711",
			"2;C1;;08:35:00.250;0;3;-50;;1;1;2;7;3.0;20;;Half;1;1;4712",
			"3;C1;;09:40:00.120;0;3;-50;;1;1;1;7;3.0;20;;Ziel;1;1;4713"), "C1"},
		"ChronoTrack with commas and tildes": {`format: chronotrack, points: {START: start, 117F38: half, "FINISH/4": finish}`, textOf(
			"CT01_13,1,START,guntime,07:30:00.00,0,117F37,0", "ack~getconnectioninfo", "CT01_13,2,START,newlocation,07:30:00.00,0,117F37,0",
			"CT01_13,24,START,C1,07:30:02.50,1,117F37,8", "CT01_33~25~21K~C1~2022-11-06T08:35:00.25~1~117F38~2", "CT01_13~26~FINISH~C1~09:40:00.12~1~117F39~4",
			"CT01_13,27,START,77777,07:30:00.00,1,117F37,0"), "C1"},
		"MYLAPS, several passings in a message": {`format: mylaps, points: {Start: start, "Mats/4": half, "Mats/5": finish}`, textOf(
			"Start@Marker@t=2022-11-06 07:30:00.000|mt=gun|n=Gunshot 1@4@$", "Start@Pong@$",
			"Start@Passing@c=C1|ct=CX|t=07:30:02.500|d=221106|l=1|dv=1|re=0|an=-1|g=-1|n=C1|b=-1@7@$",
			"Mats@Passing@t=08:35:00.250|c=C1|ct=UH|d=221106|l=1|dv=4@t=09:40:00.120|c=C1|d=221106|dv=5@ 1016@$"), "C1"},
		"IPICO, hundredths in hex": {`format: ipico, points: {"01": start, "02": half, "0a": finish}`, textOf(
			"ab00000222", ipicoLine("01", "0000000123ab", "221106073002", 50), strings.ToUpper(ipicoLine("02", "0000000123ab", "221106083500", 25))+"FS",
			ipicoLine("0a", "0000000123ab", "221106094000", 12)+"LS"), "0000000123AB"},
		"Impinj": {`format: impinj, points: {"10.16.21.1": start, "10.16.21.2": half, "10.16.21.147": finish}`, textOf(
			"Reader, EPC, Time, Sequence/Count, PeakRSSI, TagSeenCount, RFMode, SearchMode, TriggerType, Tags, Attempts, T, Timeout",
			"10.16.21.147,,,,,dense reader MaxMiller,Dual Target,Upon seeing no new Tags for t ms or timeout,20,1,1,10",
			"10.16.21.147,35000000019010061A8F0000,094000.119001,0,-69", "10.16.21.1,35000000019010061A8F0000,073002.500000,0,-69", "10.16.21.2,35000000019010061A8F0000,083500.25,0,-69"), "35000000019010061a8f0000"},
		"RFID Ultra, log and live": {`format: rfidultra, points: {"1/2": start, "5": half, "12": finish}`, textOf(
			"Connected,1", "V=24.1", "U112",
			`0,1000015,8,"07:30:02.500",1,2`, `0,1000015,8,"2022-11-06 08:35:00.250",5,1`, "0,1000015,1352194800,120,1,-56,0,1,12,0000000000000000,0,34"), "1000015"},
		"generic by headers": {`format: generic, separator: ";", columns: {Tag: chip, Zeit: time, Tag des Laufs: date, Wo: reader}, points: {S: start, H: half, Z: finish}`, textOf(
			"Nr;Wo;Tag;Zeit;Tag des Laufs", "1;S;C1;07:30:02,5;2022-11-06", "2;h;c1;8:35:00.250;2022/11/06", "3;Z;C1;09:40:00.12;20221106"), "C1"},
		"generic without a header, points named": {`format: generic, columns: {"1": chip, "2": time, "3": point}`, textOf(
			"C1,2022-11-06 07:30:02.5,起点", "C1,2022-11-06T00:35:00.25Z,half", "C1,1667698800.1195,Finish"), "C1"},
		"generic by file, with the bib itself": {`format: generic, columns: {No: bib, T: time, P: point}, points: {A: start, B: half, reads.txt: finish}`, textOf(
			"P|No|T", "A|1|07:30:02.5", "B|1|08:35:00.25", "?|1|09:40:00.12"), "C1"},
	} {
		t.Run(name+" gives the points their times", func(t *testing.T) {
			fsys := readProject("file: reads.txt, "+tt.keys, "reads.txt", tt.text)
			fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte("bib,name,gender,chip\n" + strings.Replace(pins, "C1", tt.chip, 1))}
			rc := expect(t, fsys)
			if got := passed(t, rc, "1"); got != want {
				t.Errorf("passed at %s, not %s", got, want)
			}
		})
	}
}

// stations is a generic source of headless columns, with readers of one letter.
const (
	columns  = `file: reads.txt, format: generic, columns: {"1": chip, "2": time, "3": reader, "4": strength}`
	stations = columns + `, points: {s: start, h: half, f: finish}`
)

func TestPicks(t *testing.T) {
	const all = "C1,07:29:30,s,-50\nC1,07:30:02,s,-70\nC1,08:35:00,h,-70\nC1,08:35:04,h,-40\nC1,08:35:03,h,-60\nC1,09:40:00,f,-50\nC1,09:40:00.5,f,-45\n"
	for name, tt := range map[string]struct{ keys, text, want string }{
		"the start is the last read before the next point, the others the first": {"", all + "C1,10:00:00,s,-40\n", "7:30:02 8:35:00 9:40:00"},
		"the order of lines does not matter":                                     {"", "C1,09:40:00.5,f\nC1,09:40:00,f\nC1,08:35:04,h\nC1,07:30:02,s\nC1,08:35:00,h\nC1,07:29:30,s\n", "7:30:02 8:35:00 9:40:00"},
		"the last read of the first passing":                                     {", pick: last", all + "C1,09:59:00,f,-1\n", "7:30:02 8:35:04 9:40:00.5"},
		"the strongest read of a passing":                                        {", pick: strongest", all, "7:30:02 8:35:04 9:40:00.5"},
		"a pick by point":                                                        {", pick: {half: last, start: first}", all, "7:29:30 8:35:04 9:40:00"},
		"a passing ends where nothing is heard for a window":                     {", pick: last, window: \"0:00:02\"", all, "7:30:02 8:35:00 9:40:00.5"},
		"main and backup mats at one point":                                      {"", "C1,07:30:01,s\nC1,09:40:02,f\nC1,09:40:01,g\nC1,08:35:00,h\n", "7:30:01 8:35:00 9:40:01"},
		"a later read at the start is no start":                                  {"", "C1,08:35:00,h\nC1,09:40:00,f\nC1,09:50:00,s\n", "- 8:35:00 9:40:00"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := stations
			if strings.Contains(tt.text, ",g") {
				keys = strings.Replace(keys, "f: finish", "f: finish, g: finish", 1)
			}
			rc := expect(t, readProject(keys+tt.keys, "reads.txt", tt.text))
			if got := passed(t, rc, "1"); got != tt.want {
				t.Errorf("passed at %s, not %s", got, tt.want)
			}
		})
	}
	t.Run("midnight is crossed", func(t *testing.T) {
		fsys := readProject(stations, "reads.txt", "C1,20:00:01,s\nC1,22:05:00,h\nC1,00:10:00,f\n")
		text := string(fsys["data/2022/edition.yaml"].Data)
		fsys["data/2022/edition.yaml"].Data = []byte(strings.NewReplacer("07:30:00", "20:00:00", `cutoff: "13:45"`, `cutoff: "26:00"`).Replace(text))
		if got := passed(t, expect(t, fsys), "1"); got != "20:00:01 22:05:00 24:10:00" {
			t.Errorf("passed at %s", got)
		}
	})
	t.Run("a clock that is off is mended by the offset that is declared", func(t *testing.T) {
		rc := expect(t, readProject(stations+`, offsets: {f: "-0:00:01.5", h: "+1:00:00"}`, "reads.txt", "C1,07:30:01,s\nC1,07:35:00,h\nC1,09:40:00,f\n"))
		if got := passed(t, rc, "1"); got != "7:30:01 8:35:00 9:39:58.5" {
			t.Errorf("passed at %s", got)
		}
	})
	t.Run("a course that comes by a mat again takes its passes in turn", func(t *testing.T) {
		keys := `file: [reads/a.txt, "reads/b*.txt"], format: generic, columns: {"1": chip, "2": time, "3": reader}, points: {ends: [start, finish], h: half}, gap: "0:10:00"`
		rc := expect(t, readProject(keys, "reads/a.txt", "C1,07:30:01,ends\nC1,09:40:00,ends\nC1,09:41:00,ends\nC2,07:31:00,ends\nC2,10:00:00,ends\n", "reads/b1.txt", "C1,08:35:00,h\n", "reads/b2.txt", "C2,08:40:00,h\n"))
		if got := passed(t, rc, "1") + ", " + passed(t, rc, "2"); got != "7:30:01 8:35:00 9:40:00, 7:31:00 8:40:00 10:00:00" {
			t.Errorf("passed at %s", got)
		}
	})
	t.Run("a pass that was missed is told by the points around it", func(t *testing.T) {
		keys := strings.Replace(stations, "s: start, h: half, f: finish", "ends: [start, finish], h: half", 1)
		rc := expect(t, readProject(keys, "reads.txt", "C1,08:35:00,h\nC1,09:40:00,ends\n"),
			"data/2022/edition.yaml:16:127: review: 1 chip came by the mat of start, finish fewer times than it has points [pass_missing]")
		if got := passed(t, rc, "1"); got != "- 8:35:00 9:40:00" {
			t.Errorf("passed at %s", got)
		}
	})
	t.Run("chips come from a file, several a runner, and a tag is the bib of who has none", func(t *testing.T) {
		fsys := readProject(stations+", chips: chips.csv", "chips.csv", "chip,bib,name\nA1,1,x\nA2,1,x\nA9,900,other race\n", "reads.txt", "A1,07:30:01,s\na2,08:35:00,h\nC1,09:40:00,f\nF3,07:31:00,s\nA9,07:31:00,s\n")
		fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,张三,M,C1\nF3,李四,女,\n")
		rc := expect(t, fsys, "data/2022/edition.yaml:16:9: review: 1 read is by chips that do not run in this race [other_race]")
		if got := passed(t, rc, "1") + ", " + passed(t, rc, "F3"); got != "7:30:01 8:35:00 9:40:00, 7:31:00 - -" {
			t.Errorf("passed at %s", got)
		}
	})
	t.Run("one chip on two people is refused, in the entries and in a chips file", func(t *testing.T) {
		fsys := readProject(stations+", chips: chips.csv", "chips.csv", "chip,bib\nC2,1\n", "reads.txt", "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\n")
		fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,张三,M,C1\n2,Ann Lee,F,C2\nF3,李四,女,c1\n")
		expect(t, fsys, folder+`chips.csv:2:1: error: the chip "C2" of bib "1" is that of bib "2" already, by `+folder+`entries.csv:3 [duplicate_chip]`,
			folder+`entries.csv:4:1: error: the chip "C1" of bib "F3" is that of bib "1" already [duplicate_chip]`)
	})
	t.Run("a table and reads are one timing where they agree", func(t *testing.T) {
		fsys := readProject(stations+"}\n      - {file: times.csv", "reads.txt", "C1,07:30:01,s\nC1,09:40:00.2,f\nC1,08:35:00,h\nC2,09:45:00,f\n", "times.csv", "bib,half,finish\n1,1:05:00,2:10:01\n2,1:05:00,2:10:01\n")
		rc := expect(t, fsys, folder+`reads.txt:4:1: warning: bib "2": the reads have finish at 2:15:00, `+folder+`times.csv:3 has 2:10:01 [row_set_aside]`)
		if got := passed(t, rc, "1") + ", " + passed(t, rc, "2"); got != "7:30:01 8:35:00 9:40:00.2, set aside" {
			t.Errorf("passed at %s", got)
		}
	})
}

func TestReadsFindings(t *testing.T) {
	const year = "data/2022/edition.yaml:"
	const good = "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\n"
	many := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i) + "\n")
		}
		return b.String()
	}
	clock := func(s int) string { return race.Clock(s * 1000).String() }
	for name, tt := range map[string]struct {
		keys, text string
		want       []string
		passed     string
	}{
		"an unknown chip is one warning with its count": {"", good + "X9,07:30:05,s\nx9,08:40:00,h\n", []string{
			folder + `reads.txt:4:1: warning: no entry has the chip "X9": 2 reads are ignored [unknown_chip]`}, "7:30:01 8:35:00 9:40:00"},
		"a reader that points does not name": {"", good + "C1,09:40:01,z\nC2,09:40:01,z\n", []string{
			folder + `reads.txt:4:1: warning: points does not say where the reader "z" is: 2 reads are ignored [unknown_reader]`}, "7:30:01 8:35:00 9:40:00"},
		"a reader that never read": {columns + `, points: {s: start, h: half, f: finish, backup: finish}`, good, []string{
			year + `16:157: warning: there are no reads from the reader "backup" [silent_reader]`}, "7:30:01 8:35:00 9:40:00"},
		"a line that cannot be read is set aside by its place alone": {"", good + "C1,09:61:00,f\n??\n", []string{
			folder + `reads.txt:4:4: warning: the time cannot be read: "C1,09:61:00,f" [row_set_aside]`,
			folder + `reads.txt:5:1: warning: the time cannot be read: "??" [row_set_aside]`}, "7:30:01 8:35:00 9:40:00"},
		"a line that cannot be read, and no other at that point": {"", "C1,07:30:01,s\nC1,9h40,f\nC2,08:35:00,h\n", []string{
			folder + `reads.txt:2:1: warning: bib "1" has no other read at finish [row_set_aside]`,
			folder + `reads.txt:2:4: warning: the time cannot be read: "C1,9h40,f" [row_set_aside]`}, "set aside"},
		"on_row_error: stop makes it an error": {stations + ", on_row_error: stop", good + "C1,09:61:00,f\n", []string{
			folder + `reads.txt:4:4: error: the time cannot be read: "C1,09:61:00,f" [row_set_aside]`}, ""},
		"reads before the gun": {"", good + "C1,07:00:00,h\nC1,06:00:00,s\n", []string{
			year + `16:127: review: the reader "s" has 1 read before the gun [before_gun]`,
			year + `16:137: warning: the reader "h" has 1 read before the gun [before_gun]`}, "7:30:01 8:35:00 9:40:00"},
		"a read of the finish line by those who start beside it": {"", good + "C1,07:30:20,f\n", []string{
			year + `16:146: warning: the reader "f" has 1 read too soon after the gun (faster than 60 km/h) [too_soon]`}, "7:30:01 8:35:00 9:40:00"},
		"a passing before the points that lead there": {"", good + "C1,08:20:00,f\n", []string{
			year + `16:146: review: 1 chip was read at finish before the points that lead there, the first of them that of bib "1" [stray_reads]`}, "7:30:01 8:35:00 9:40:00"},
		"points that cannot be true together": {"", "C1,07:30:01,s\nC1,09:45:00,h\nC1,09:40:00,f\n", []string{
			folder + `reads.txt:3:1: warning: the chip of bib "1" was read at finish at 9:40:00, though half at 9:45:00 [row_set_aside]`}, "set aside"},
		"a parked chip is named": {"", good + many(150, func(i int) string { return "C1," + clock(9*3600+40*60+i) + ",f" }), []string{
			folder + `reads.txt:3:1: warning: the chip of bib "1" was read 151 times at finish between 9:40:00 and 9:42:29 (probably left near the mat): 150 reads are ignored [parked_chip]`}, "7:30:01 8:35:00 9:40:00"},
		"a chip that stays for long is named": {"", good + many(8, func(i int) string { return "C1," + clock(9*3600+40*60+i*290) + ",f" }), []string{
			folder + `reads.txt:3:1: warning: the chip of bib "1" was read 9 times at finish between 9:40:00 and 10:13:50 (probably left near the mat): 8 reads are ignored [parked_chip]`}, "7:30:01 8:35:00 9:40:00"},
		"an unknown chip that lay there is named twice": {"", good + many(101, func(i int) string { return "X," + clock(9*3600+i) + ",f" }), []string{
			folder + `reads.txt:4:1: warning: unassigned chip "X" was read 101 times between 9:00:00 and 9:01:40 by the reader "f" and others (probably left near the mat) [parked_chip]`,
			folder + `reads.txt:4:1: warning: no entry has the chip "X": 101 reads are ignored [unknown_chip]`}, "7:30:01 8:35:00 9:40:00"},
		"a bib that never entered is an error": {strings.Replace(stations, "chip", "bib", 1), "1,07:30:01,s\n9,08:35:00,h\n9,09:35:00,f\n", []string{
			folder + `reads.txt:2:1: error: bib "9" is not in the entries [unknown_bib]`}, ""},
		"a clock one hour slow is named": {"", many(3, func(i int) string {
			return fmt.Sprintf("C%d,07:30:0%d,s\nC%d,07:3%d:00,h\nC%d,09:4%d:00,f", i+1, i, i+1, i+3, i+1, i)
		}), []string{
			year + `16:137: review: the clock of the reader "h" seems to be 1:00:00 slow, against the other points of 3 runners [clock_offset]`,
			year + `16:137: warning: the reader "h" has 3 reads too soon after the gun (faster than 60 km/h) [too_soon]`}, "7:30:00 - 9:40:00"},
		"a clock one hour fast is named": {"", many(3, func(i int) string {
			return fmt.Sprintf("C%d,07:30:0%d,s\nC%d,08:3%d:00,h\nC%d,10:4%d:00,f", i+1, i, i+1, i+3, i+1, i)
		}), []string{
			year + `16:146: review: the clock of the reader "f" seems to be 1:00:00 fast, against the other points of 3 runners [clock_offset]`}, "7:30:00 8:33:00 10:40:00"},
		"a backup whose clock is minutes off is named": {columns + `, points: {s: start, h: half, f: finish, g: finish}`, many(3, func(i int) string {
			return fmt.Sprintf("C%d,07:30:0%d,s\nC%d,08:3%d:00,h\nC%d,09:4%d:00,f\nC%d,09:4%d:00.3,g", i+1, i, i+1, i+3, i+1, i, i+1, i+2)
		}), []string{
			year + `16:157: review: the clock of the reader "g" seems to be 0:02:00 fast, against the reader "f" at the same point, if that one is right [clock_offset]`}, "7:30:00 8:33:00 9:40:00"},
		"a file of another format is refused": {`file: reads.txt, format: impinj, points: {f: finish}`, many(12, func(i int) string { return "nothing like it" }), []string{
			folder + `reads.txt:1:1: error: no line of the file can be read as impinj: line 1: the line is incomplete: "nothing like it" [wrong_format]`}, ""},
		"a zip is refused":        {"", "PK\x03\x04 and more", []string{folder + `reads.txt:1:1: error: the file is an archive or a spreadsheet, not text [not_text]`}, ""},
		"an empty file is a word": {"", "", []string{folder + `reads.txt:1:1: warning: the file is empty [empty_file]`}, "no timing"},
		"zero bytes spoil a line": {"", good + "C1,09:\x0040:00,f\n", []string{folder + `reads.txt:4:7: warning: the line contains zero bytes: "C1,09:\x0040:00,f" [row_set_aside]`}, "7:30:01 8:35:00 9:40:00"},
		"a line of 10 MB spoils itself": {"", "C1,07:30:01,s\n" + strings.Repeat("x", 10<<20) + "\nC1,08:35:00,h\nC1,09:40:00,f\n", []string{
			folder + `reads.txt:2:1: warning: the line is longer than any reader writes [row_set_aside]`}, "7:30:01 8:35:00 9:40:00"},
		"a UTF-16 file is read": {"", "\xFF\xFEC\x001\x00,\x000\x007\x00:\x003\x000\x00:\x000\x001\x00,\x00s\x00\n\x00", []string{
			year + `16:137: warning: there are no reads from the reader "h" [silent_reader]`, year + `16:146: warning: there are no reads from the reader "f" [silent_reader]`}, "7:30:01 - -"},
		"lines end as they like to":     {"", "C1,07:30:01,s\rC1,08:35:00,h\rC1,09:40:00,f", nil, "7:30:01 8:35:00 9:40:00"},
		"reads of another day are told": {stations, good + "C1,2022-10-06 09:00:00,f\n", []string{year + `16:146: warning: the reader "f" has 1 read of another day [other_day]`}, "7:30:01 8:35:00 9:40:00"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := tt.keys
			if keys == "" {
				keys = stations
			}
			rc := expect(t, readProject(keys, "reads.txt", tt.text), tt.want...)
			if rc == nil {
				return
			}
			if got := passed(t, rc, "1"); got != tt.passed {
				t.Errorf("passed at %s, not %s", got, tt.passed)
			}
		})
	}
}

func TestIPICOChecksum(t *testing.T) {
	damaged := strings.Replace(ipicoLine("02", "0000000000c1", "221106083500", 50), "0a2a", "0a3a", 1)
	const points = `file: reads.txt, format: ipico, points: {"01": start, "02": half, "03": finish}`
	rest := []string{damaged, ipicoLine("01", "0000000000c1", "221106073001", 0), ipicoLine("03", "0000000000c1", "221106094000", 0)}
	const finding = folder + `reads.txt:1:35: warning: the checksum bb is wrong: "aa020000000000c10a3a22110608350032bb" [row_set_aside]`
	for claim, tt := range map[string]struct {
		more   []string
		want   []string
		passed string
	}{
		"a line whose checksum is wrong is set aside, and its runner is under review": {nil,
			[]string{folder + `reads.txt:1:1: warning: bib "1" has no other read at half [row_set_aside]`, finding}, "set aside"},
		"another read there is enough": {[]string{ipicoLine("02", "0000000000c1", "221106083501", 0)}, []string{finding}, "7:30:01 8:35:01 9:40:00"},
	} {
		t.Run(claim, func(t *testing.T) {
			fsys := readProject(points, "reads.txt", textOf(append(rest[:3:3], tt.more...)...))
			fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,张三,M,0000000000C1\n")
			if got := passed(t, expect(t, fsys, tt.want...), "1"); got != tt.passed {
				t.Errorf("passed at %s, not %s", got, tt.passed)
			}
		})
	}
}
