package read

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/problem"
)

// formatFiles are files of reads as devices and programs write them. Each has bib
// 1, whose chip is C1, at the start at 7:30:02.5, half at 8:35:00.25 and the finish
// at 9:40:00.12.
var formatFiles = map[string]struct {
	format, keys, text string
	chip               string // where it cannot be C1
	seen               string // where the times are not those
	auto               bool   // format: auto finds the format out
}{
	"ChronoTrack, stored, twelve fields":     {format: "chronotrack", keys: "points: {s: start, h: half, f: finish}", auto: true, text: "TO~1~C1~160~18~1667691002.5~s~4~-57~1~P~56\r\nTO~2~C1~160~18~1667694900.25~h~4~-57~2~P~56\r\nTO~3~C1~160~18~1667698800.12~f~4~-57~3~P~56\r\n"},
	"ChronoTrack, stored, eleven fields":     {format: "chronotrack", keys: `points: {"s/1": start, "h/2": half, f: finish}`, auto: true, text: "TO~1~C1~160~18~1667691002.50~s~1~-57~1~P\nTO~2~C1~160~18~1667694900.25~h~2~-57~2~P\nTO~3~C1~160~18~1667698800.12~f~4~-57~3~P\n"},
	"ChronoTrack, stored, keyed at a keypad": {format: "chronotrack", keys: "points: {s: start, h: half, f: finish}", chip: "-", text: "TO~1~1~160~18~1667691002.50~s~1~-57~1~K~1\nTO~2~1~160~18~1667694900.25~h~2~-57~2~K~1\nTO~3~1~160~18~1667698800.12~f~4~-57~3~I~1\n"},
	"ChronoTrack, sent, with unix times and greetings": {format: "chronotrack", keys: "points: {START: start, HALF: half, FINISH: finish}", auto: true, text: "SimpleClient~2.0001~CTP01\ngetconnectionid\nstream-mode=push\ntime-format=unix\ngetlocations\nack~getlocations~START\n" +
		"CT01_33~1~START~guntime~1667691000.00~0~117F37~0\nCT01_33~2~START~C1~1667691002.50~1~117F37~1\nCT01_33~3~HALF~C1~1667694900250~1~117F38~1\nCT01_33~4~FINISH~C1~1667698800.12~1~117F39~1\nping\n"},
	"ChronoTrack, sent, with dates":                     {format: "chronotrack", keys: "points: {START: start, HALF: half, FINISH: finish}", auto: true, text: "CT01_33~2~START~C1~2022-11-06T07:30:02.50~1~117F37~1\nCT01_33~3~HALF~C1~2022-11-06 08:35:00.25~1~117F38~1\nCT01_33~4~FINISH~C1~2022-11-06T01:40:00.12Z~1~117F39~1\n"},
	"ChronoTrack, the wall clock as if it were UTC":     {format: "chronotrack", keys: "epoch: wall, points: {s: start, h: half, f: finish}", text: "TO~1~C1~160~18~1667719802.5~s~4~-57~1~P~56\nTO~2~C1~160~18~1667723700.25~h~4~-57~2~P~56\nTO~3~C1~160~18~1667727600.12~f~4~-57~3~P~56\n"},
	"MYLAPS on the wire, no line ends":                  {format: "mylaps", keys: "points: {s: start, h: half, f: finish}", auto: true, text: "s@Passing@c=C1|t=07:30:02.500|d=221106@1@$h@Passing@c=C1|t=08:35:00.250|d=221106@2@$h@Pong@$f@Passing@c=C1|t=09:40:00.120|d=221106@3@$"},
	"MYLAPS, records on lines of their own":             {format: "mylaps", keys: "points: {s: start, h: half, f: finish}", auto: true, text: "s@Passing@\r\nt=07:30:02.500|c=C1|ct=UH|d=221106|l=13|dv=4@\r\nt=07:41:00.120|c=C2|ct=UH|d=221106|l=13|dv=4@7@$\r\nh@Passing@\r\nt=08:35:00.250|c=C1|d=221106@8@$\r\nf@Passing@t=09:40:00.120|c=C1|d=221106@9@$\r\n"},
	"MYLAPS, a message cut short before another":        {format: "mylaps", keys: "points: {s: start, h: half, f: finish}", text: "s@Passing@c=C1|t=07:30:02.500|d=221106@\nh@Passing@c=C1|t=08:35:00.250|d=221106@2@$\nf@Passing@c=C1|t=09:40:00.120|d=221106@3@$\n"},
	"MYLAPS, the older protocol":                        {format: "mylaps", keys: "points: {s: start, h: half, f: finish}", auto: true, chip: "ZZ00001", text: "s@Store@ZZ0000107:30:02.500 3 0F  1000022110670@ZZ0000207:30:02.500 3 0F  1000022110671@$h@Store@ZZ0000108:35:00.250 3 0F  1000022110670@$\nf@Store@ZZ0000109:40:00.120 3 0F  1000022110670@$"},
	"MYLAPS BibTag, the bib itself":                     {format: "mylaps", keys: "points: {s: start, h: half, f: finish}", auto: true, chip: "-", text: "s@Passing@t=07:30:02.500|d=221106|b=1|n=1@1@$\nh@Passing@t=08:35:00.250|d=221106|b=1@1@$\nf@Passing@t=09:40:00.120|d=221106|b=1@1@$\n"},
	"RACE RESULT without GPS, days on end":              {format: "raceresult", keys: "points: {s: start, h: half, f: finish}", auto: true, text: "1;C1;0000-00-01;07:30:02.500;0;3;-50;;1;1;1;0;7;3.0;20;;s;1;1;4711\n1;C1;0000-00-12;08:35:00.250;0;3;-50;;1;1;1;0;7;3.0;20;;h;1;1;4711\n1;C1;0000-00-00;09:40:00.120;0;3;-50;;1;1;1;0;7;3.0;20;;f;1;1;4711\n"},
	"RACE RESULT, its oldest columns":                   {format: "raceresult", keys: `points: {"*": finish}`, auto: true, seen: "- - 9:40:00.12", text: "1;C1;0000-00-00;09:40:00.120;6692;12;-68;09ca52\n2;C2;2022-11-06;09:41:00.120;6692;12\n"},
	"RACE RESULT, its header as older programs have it": {format: "raceresult", keys: `points: {"*": finish}`, auto: true, seen: "- - 9:40:00.12", text: "#;ID;Date;Time;Extra\n1;C1;0000-00-00;09:40:00.120;6692;12;-68;09ca52\n"},
	"RACE RESULT, JSON, a record a line": {format: "raceresult-json", keys: "points: {S: start, H: half, F: finish}", auto: true, text: `{"ID":1,"Bib":0,"TimingPoint":"S","Result":-10,"Time":27002.5,"Invalid":false,"Passing":{"Transponder":"C1","Position":{"Latitude":0,"Flag":""},"Hits":75,"RSSI":-75,"LoopID":8,"Channel":8,"DeviceID":"D-1","IsMarker":false,"UTCTime":"2022-11-05T23:30:02.5Z"}}` + "\n" +
		`{"TimingPoint":"H","Time":30900.25,"Passing":{"Transponder":"C1","UTCTime":"2022-11-06T00:35:00.25Z"}}` + "\n" + `{"TimingPoint":"F","Time":34800.12,"Passing":{"Transponder":"C1","UTCTime":"2022-11-06T09:40:00.12Z"}}` + "\n"},
	"RACE RESULT, JSON, over many lines and in a list": {format: "raceresult-json", keys: "points: {S: start, H: half, F: finish}", auto: true, text: "[\n{\n  \"TimingPoint\": \"S\",\n  \"Time\": 27002.5,\n  \"Passing\": {\n    \"Transponder\": \"C1\"\n  }\n},\n{\n  \"TimingPoint\": \"H\", \"Time\": 30900.25, \"Passing\": {\"Transponder\": \"C1\"}}, {\"TimingPoint\":\"F\",\"Time\":34800.12,\"Passing\":{\"Transponder\":\"C1\"}}\n]\n"},
	"IPICO with data of the tag":                       {format: "ipico", keys: `points: {"01": start, "02": half, "0a": finish}`, auto: true, chip: "0580000000C1", text: ipicoData("01", "0580000000c1", "221106073002", 50, "010180") + "\r\n" + ipicoData("02", "0580000000c1", "221106083500", 25, "010180") + "FS\r\n" + ipicoData("0a", "0580000000c1", "221106094000", 12, "010180") + "LS\r\n"},
	"RFID, the file with tabs":                         {format: "rfidultra", keys: `points: {"1": start, "2": half, "3/2": finish}`, auto: true, text: "Chip\tTime\tReader\tPort\nC1\t2022-11-06 07:30:02.500\t1\t2\nC1\t2022-11-06 08:35:00.250\t2\t2\nC1\t2022/11/06 09:40:00.120\t3\t2\n"},
	"RFID, the file with tabs, the time of day alone":  {format: "rfidultra", keys: `points: {"1": start, "2": half, "3": finish}`, text: "C1\t07:30:02.500\t1\t2\r\nC1\t08:35:00.250\t2\t2\r\nC1\t09:40:00.120\t3\t2\r\n"},
	"the log that CrossMgr keeps":                      {format: "impinj", keys: `points: {"*": finish}`, auto: true, seen: "- - 9:40:00.12", text: "Tag ID, Discover Time\nC1,Sun Nov 06 09:40:00.120000  2022-11-06\nC2,Sun Nov 06 09:41:00.120000 CST 2022\n"},
	"Wiclax":                                           {format: "wiclax", keys: `points: {"0A": start, "0B": half, "0C": finish}`, auto: true, text: "*\rC1;06-11-2022 07:30:02.500;0A;559;;0\rC1;06-11-2022 08:35:00.250;0B;560;65;0\r*\rC1;06-11-2022 09:40:00.120;0C;561;;1\rCLOCKOK\rREADOK\r"},
	"J-Chip":                                           {format: "jchip", keys: `points: {"*": finish}`, auto: true, chip: "413A35", seen: "- - 9:40:00.12", text: "N0000FINISH\rGT0094000120 date=20221106\rDA413A35 09:40:00.1200 10  10000      C7 date=20221106\rDA413A36 09:41:00.1200 10  10001      C7 date=20221106\r"},
	"Feibot":                                           {format: "feibot", keys: `points: {"1": start, "2": half, "3": finish}`, auto: true, text: "c1:2022-11-06_07:30:02.500,port=1,rssi=-60\nC1:2022-11-06_08:35:00.250,port=2,rssi=-60\nC1:2022-11-06_09:40:00.120,port=3,rssi=-60\n"},
	"Alien, text":                                      {format: "alien", keys: `points: {"0": start, "1": half, "2": finish}`, auto: true, chip: "1115F26881C3C012", text: "(No Tags)\nTag:1115 F268 81C3 C012, Disc:2022/11/06 07:30:02.500, Last:2022/11/06 07:30:03.500, Count:4, Ant:0, Proto:2\nDisc:2022/11/06 08:35:00.25, Last:2022/11/06 09:00:51, Count:4, Ant:1, Type:4, Tag:1115 F268 81C3 C012\nTag:1115F26881C3C012, Disc:2022/11/06 09:40:00.120, Count:4, Ant:2\n"},
	"Alien, XML":                                       {format: "alien", keys: `points: {"0": start, "1": half, "2": finish}`, auto: true, text: "<Alien-RFID-Tag-List>\n<Alien-RFID-Tag>\n  <TagID>C1</TagID>\n  <DiscoveryTime>2022/11/06 07:30:02.500</DiscoveryTime>\n  <Antenna>0</Antenna>\n</Alien-RFID-Tag>\n<Alien-RFID-Tag><TagID>C1</TagID><DiscoveryTime>2022/11/06 08:35:00.25</DiscoveryTime><Antenna>1</Antenna></Alien-RFID-Tag><Alien-RFID-Tag><TagID>C1</TagID><DiscoveryTime>2022/11/06 09:40:00.12</DiscoveryTime><Antenna>2</Antenna></Alien-RFID-Tag>\n</Alien-RFID-Tag-List>\n"},
	"Zebra": {format: "zebra", keys: "points: {A/1: start, A/2: half, B: finish}", auto: true, text: `{"data":{"antenna":1,"eventNum":7,"format":"epc","hostName":"A","idHex":"c1","peakRssi":-56},"timestamp":"2022-11-06T07:30:02.500+0800","type":"SIMPLE"}` + "\n" + `{"type":"heartbeat","timestamp":"2022-11-06T07:30:03.500+0800","data":{"radio_control":{}}}` + "\n" +
		`[{"data":{"antenna":2,"hostName":"A","idHex":"c1"},"timestamp":"2022-11-06T00:35:00.25Z"},{"data":{"antenna":2,"hostName":"B","idHex":"c1"},"timestamp":1667698800120}]` + "\n"},
	"Orion":                                     {format: "orion", keys: `points: {"*": finish}`, auto: true, seen: "- - 9:40:00.12", text: "# Orion\n$S;1;ok\n$P;1;C1;3;12;34800120\n$P;1;C2;3;12;34860120\n"},
	"a table with a preamble and remarks":       {format: "generic", keys: "columns: {Tag: chip, Zeit: time, Mat: reader}, points: {s: start, h: half, f: finish}", text: "Report of 2022\n\nBy: T. Imer, 3 mats\nTag,Zeit,Mat\n# restarted\nC1,07:30:02.5,s\nC1,08:35:00.25,h\nTag,Zeit,Mat\nC1,09:40:00.12,f\n"},
	"a table whose first lines are skipped":     {format: "generic", keys: `skip_lines: 2, columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1,07:00:00,h\nanything at all\nC1,07:30:02.5,s\nC1,08:35:00.25,h\nC1,09:40:00.12,f\n"},
	"a table without columns named, in Chinese": {format: "generic", keys: "points: {1号: start, 2号: half, 3号: finish}", auto: true, text: "芯片号,读取时间,设备编号,信号强度\nC1,2022-11-06 07:30:02.500,1号,-50\nC1,2022-11-06 08:35:00.250,2号,-50\nC1,2022-11-06 09:40:00.120,3号,-50\n"},
	"a table without columns named, in German":  {format: "generic", keys: "points: {S: start, H: half, Z: finish}", auto: true, text: "Startnr;Datum;Uhrzeit;Gerät\n1;06.11.2022;07:30:02,5;S\n1;06.11.2022;08:35:00,25;H\n1;06.11.2022;09:40:00,12;Z\n"},
	"a table with tildes":                       {format: "generic", keys: `separator: "~", columns: {"1": chip, "3": time, "2": reader}, points: {s: start, h: half, f: finish}`, text: "C1~s~07:30:02.5\nC1~h~08:35:00.25\nC1~f~09:40:00.12\n"},
	"a table with blanks":                       {format: "generic", keys: `separator: space, columns: {"1": chip, "3": time, "2": reader}, points: {s: start, h: half, f: finish}`, text: "C1   s  07:30:02.5\nC1 h\t08:35:00.25\nC1 f 09:40:00.12\n"},
	"day first, declared":                       {format: "generic", keys: `date_format: d/m/y, columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1,06/11/2022 07:30:02.5,s\nC1,06/11/2022 08:35:00.25,h\nC1,06/11/2022 09:40:00.12,f\n"},
	"day first, by the race's day":              {format: "generic", keys: `columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1;06-11-2022 07:30:02.500;s;559;;0\nC1;06-11-2022 08:35:00.250;h;559;;0\nC1;06-11-2022 09:40:00.120;f;559;;0\n"},
	"month first, AM":                           {format: "generic", keys: `columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1,11/6/2022 7:30:02.5 AM,s\nC1,11/6/2022 8:35:00.25 AM,h\nC1,11/6/2022 9:40:00.12 AM,f\n"},
	"the days of a spreadsheet":                 {format: "generic", keys: `columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1,44871.312528935185,s\nC1,44871.357641782408,h\nC1,44871.402779166669,f\n"},
	"seconds of the day":                        {format: "generic", keys: `columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "C1,27002.5,s\nC1,30900.25,h\nC1,34800.12,f\n"},
	"times since the gun":                       {format: "generic", keys: `clock: since_gun, columns: {"1": bib, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, text: "1,0:00:02.5,s\n1,65:00.25,h\n1,2:10:00.12,f\n"},
}

// ipicoData is a line of an IPICO reader with data of the tag.
func ipicoData(reader, tag, stamp string, hundredths int, data string) string {
	line := fmt.Sprintf("aa%s%s0a2a%s%02x%s", reader, tag, stamp, hundredths, data)
	sum := 0
	for i := 2; i < len(line); i++ {
		sum += int(line[i])
	}
	return fmt.Sprintf("%s%02x", line, sum%256)
}

func TestFilesAsDevicesWriteThemAreRead(t *testing.T) {
	for name, tt := range formatFiles {
		for _, format := range []string{tt.format, "auto"} {
			if format == "auto" && !tt.auto {
				continue
			}
			t.Run(name+", format: "+format, func(t *testing.T) {
				fsys := readProject("file: reads.txt, format: "+format+", "+tt.keys, "reads.txt", tt.text)
				chip := tt.chip
				if chip == "" {
					chip = "C1"
				}
				if chip == "-" {
					chip = ""
				}
				fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte("bib,name,gender,chip\n1,张三,M," + chip + "\n2,Ann Lee,F,C2\n")}
				archive, list := Project(fsys)
				if archive == nil {
					t.Fatal(findings(list))
				}
				for _, f := range list {
					if f.Code == "row_set_aside" || f.Code == "gun_differs" || f.Code == "before_gun" {
						t.Errorf("%s", f)
					}
				}
				want := tt.seen
				if want == "" {
					want = "7:30:02.5 8:35:00.25 9:40:00.12"
				}
				if got := passed(t, archive.Editions[0].Races[0], "1"); got != want {
					t.Errorf("passed at %s, not %s\n%s", got, want, findings(list))
				}
			})
		}
	}
}

func TestAFileThatSomethingElseWroteIsToldByWhat(t *testing.T) {
	const line = "aa000580000000c10a2a2211060940000c0101801b\n"
	expect(t, readProject(`file: reads.txt, format: impinj, points: {"*": finish}`, "reads.txt", line),
		folder+"reads.txt:1:1: error: no line of the file can be read as impinj; it looks like ipico [wrong_format]")
	expect(t, readProject(`file: reads.txt, format: auto, points: {"*": finish}`, "reads.txt", "nothing like reads\nat all\n"),
		folder+"reads.txt:1:1: error: nothing is known that writes such a file [wrong_format]")
	t.Run("what was found out is in the report of what files were taken for", func(t *testing.T) {
		fsys := readProject(`file: "*.txt", format: auto, points: {"*": finish}`, "a.txt", line, "b.txt", "C1\t2022-11-06 09:40:00.120\t1\t2\n")
		_, intake, _ := CheckReport(fsys)
		var got []string
		for _, f := range intake.Files {
			if f.Kind == "reads" {
				got = append(got, fmt.Sprint(f.Format, f.FormatFound))
			}
		}
		if !slices.Equal(got, []string{"ipicotrue", "rfidultratrue"}) {
			t.Errorf("%q", got)
		}
	})
}

func TestGunsThatReadersHeard(t *testing.T) {
	const points = "format: chronotrack, points: {s: start, h: half, f: finish}"
	const passings = "CT01_13,1,s,C1,07:30:22.5,1,R,1\nCT01_13,1,h,C1,08:35:00.25,1,R,1\nCT01_13,1,f,C1,09:40:00.12,1,R,1\n"
	for claim, tt := range map[string]struct {
		files []string
		want  []string
	}{
		"the gun of the edition is no finding":                     {[]string{"reads.txt", "CT01_13,1,s,guntime,07:30:00.40,0,R,0\n" + passings}, nil},
		"another one is named with both times":                     {[]string{"reads.txt", "CT01_13,1,s,guntime,07:30:12.30,0,R,0\n" + passings}, []string{folder + "reads.txt:1:1: review: a gun was heard at 7:30:12.3, the edition says 7:30:00 [gun_differs]"}},
		"a chip of zeros is the gun's":                             {[]string{"reads.txt", "CT01_13,1,s,0000,07:30:12.30,1,R,0\n" + passings}, []string{folder + "reads.txt:1:1: review: a gun was heard at 7:30:12.3, the edition says 7:30:00 [gun_differs]"}},
		"a gun hours away is another race's":                       {[]string{"reads.txt", "CT01_13,1,s,guntime,13:30:12.30,0,R,0\n" + passings}, nil},
		"a controller's file of marks has its guns and no runners": {[]string{"reads.txt", passings, "marks.mrk", "PU~1~1667690000.00\nGunStart~2~1667691012.30~R\nname~x\n"}, []string{folder + "marks.mrk:2:1: review: a gun was heard at 7:30:12.3, the edition says 7:30:00 [gun_differs]"}},
	} {
		t.Run(claim, func(t *testing.T) {
			rc := expect(t, readProject(`file: [reads.txt, "*.mrk"], `+points, append(tt.files, "none.mrk", "")...), slices.Sorted(slices.Values(append(tt.want, folder+"none.mrk:1:1: warning: the file is empty [empty_file]")))...)
			if got := passed(t, rc, "1"); got != "7:30:22.5 8:35:00.25 9:40:00.12" {
				t.Errorf("passed at %s", got)
			}
		})
	}
}

func TestTimesThatCanOnlyBeThoseSinceTheGunAreReadAsThoseAndSaid(t *testing.T) {
	const keys = `file: reads.txt, format: generic, columns: {"2": bib, "3": time}, points: {"*": finish}`
	rc := expect(t, readProject(keys, "reads.txt", "1,1,2:10:00.12\n"),
		folder+"reads.txt:1:1: review: the times of the file are read as times since the gun: by the clock all of them are before it [since_gun]")
	if got := passed(t, rc, "1"); got != "- - 9:40:00.12" {
		t.Errorf("passed at %s", got)
	}
	t.Run("one time after the gun makes them all times of day", func(t *testing.T) {
		archive, list := Project(readProject(keys, "reads.txt", "1,1,2:10:00.12\n2,2,9:40:00\n"))
		if archive == nil {
			t.Fatal(findings(list))
		}
		if got := passed(t, archive.Editions[0].Races[0], "2"); got != "- - 9:40:00" {
			t.Errorf("passed at %s", got)
		}
	})
}

func TestSecondsThatAreTheWallClockAreNamed(t *testing.T) {
	const text = "TO~1~C1~160~18~1667719802.5~s~4~-57~1~P~56\nTO~2~C1~160~18~1667723700.25~h~4~-57~2~P~56\nTO~3~C1~160~18~1667727600.12~f~4~-57~3~P~56\n"
	_, list := Project(readProject("file: reads.txt, format: chronotrack, points: {s: start, h: half, f: finish}", "reads.txt", text))
	if !slices.ContainsFunc(list, func(p problem.Problem) bool { return p.Code == "epoch" && strings.Contains(p.Hint, "epoch: wall") }) {
		t.Errorf("%s", findings(list))
	}
}

func TestWhatIsReadAsGenericIsToldWhatItLacks(t *testing.T) {
	const year = "data/2022/edition.yaml:"
	expect(t, readProject(`file: reads.txt, format: impinj, date_format: d/m/y, points: {"*": finish}`, "reads.txt", ""), year+"16:69: error: races.marathon.timing.1.date_format belongs to the format generic [unknown_key]")
	expect(t, readProject(`file: reads.txt, format: generic, points: {"*": finish}`, "reads.txt", "a,b\n1,2\n"), year+`16:66: warning: there are no reads from the reader "*" [silent_reader]`,
		folder+"reads.txt:1:1: error: no line of the file names its columns in words that are known [unknown_column]")
}

// day of the edition in the tests of writers.
var raceDay = time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC)
