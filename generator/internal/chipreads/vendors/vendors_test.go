package vendors

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/problem"
)

// readsOf parses a text line by line and writes each read on a line: its chip
// and bib, who heard it, when, how strong, and why it cannot be used.
func readsOf(p Parser, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		p.Parse([]byte(strings.TrimRight(line, "\r\n")), func(r *Read) {
			day := "-"
			if r.Dated {
				day = time.Unix(int64(r.Day)*86400, 0).UTC().Format(time.DateOnly)
			}
			fmt.Fprintf(&b, "%s|%s by %s/%s/%s at %s %d", r.Chip, r.Bib, r.Place, r.Reader, r.Part, day, r.At)
			if r.UTC {
				b.WriteString(" UTC")
			}
			if r.Strength != 0 {
				fmt.Fprintf(&b, " of %d", r.Strength)
			}
			if r.Gun {
				b.WriteString(" gun")
			}
			if r.Why != "" {
				fmt.Fprintf(&b, ": %s, at %d", r.Why, r.Offset)
			}
			b.WriteByte('\n')
		})
	}
	return b.String()
}

// A new format gets its lines here: one of each kind that its manual has, one of
// control, and one that is broken.
var lines = map[string]struct{ text, want string }{
	"raceresult": {
		"1;33;0000-00-01;00:00:02.773;6692;12;-68;09ca52\n#P;3;C1;2022-11-06;09:40:00.1201;0;3;-50;;1;1;1;0;7;3.0;20;;D-1;1;1;4712\n4;C2;0000-00-00;09:40:01;0;3;-50;;1;1;2;7;3.0;20;;Ziel;1;1;4713\nGETTIME;\n5;C1;2022-13-06;09:40:00\n",
		"33| by // at - 2773 of -68\nC1| by D-1/4712/1 at 2022-11-06 34800121 of -50\nC2| by Ziel/4713/2 at - 34801000 of -50\nC1| by // at - 0 of -32768: the date cannot be read, at 5\n",
	},
	"chronotrack": {
		"SimpleClient~2.0001~CTP01\ngetconnectionid\nCT01_13,24,START,C1,07:30:02.50,1,117F37,8\nCT01_33~25~21K~C2~2022-11-06T08:35:00.25~1~117F38~0\nack~getconnectioninfo\nCT01_13,2,START,newlocation,07:30:00.00,0,117F37,0\nCT01_13,2,START,guntime,07:30:00.00,0,117F37,0\nCT01_33~9~s~C1~1667698800.12~1~R~1\nTO~1~C1~160~18~1667698800.12~f~4~-57~3~P~56\nCT01_13,26,X,C1,25:00:00,1,R,1\n",
		"C1| by START/117F37/8 at - 27002500\nC2| by 21K/117F38/0 at 2022-11-06 30900250 gun\n| by // at - 27000000 gun\nC1| by s/R/1 at 2022-11-06 6000120 UTC\nC1| by /f/4 at 2022-11-06 6000120 UTC of -57\nC1| by X/R/1 at - 0: the time cannot be read, at 16\n",
	},
	"mylaps": {
		"Mats@Marker@t=2022-11-06 07:30:00.000|mt=gun|n=Gunshot 1@4@$\nMats@Store@C10000109:40:00.120 3 0F  1000022110670@$\nMats@Passing@\nt=09:40:00|c=C3|d=221106@\n5@$\nMats@Passing@c=C1|t=09:40:00.12|d=221106|dv=5|b=7|n=F-7@c=C2|t=09:40:01|b=-1@4@$\nMats@Pong@$\nMats@Passing@4@$\n",
		"| by // at 2022-11-06 27000000 gun\nC100001| by Mats// at 2022-11-06 34800120\nC3| by Mats// at 2022-11-06 34800000\nC1|F-7 by Mats//5 at 2022-11-06 34800120\nC2| by Mats// at - 34801000\n| by // at - 0: the line is incomplete, at 0\n",
	},
	"ipico": {
		"aa000580000000c10a2a2211060940000c0101801bLS\nab000a2a221106020730000c\naa400000000123450a2a01123018455927a7RR3c\naa400000000123450a2a01123018455927a7\naa400000000123450a2a01123018455927a8\nab01\n",
		"0580000000c1| by /00/ at 2022-11-06 34800120\n| by // at 2022-11-06 27000120 gun\n000000012345| by /40/ at 2001-12-30 67559390\n000000012345| by /40/ at 2001-12-30 67559390\n000000012345| by /40/ at - 0: the checksum a8 is wrong, at 34\n",
	},
	"impinj": {
		"Reader, EPC, Time, Count, RSSI\n10.16.21.147,738A,123132.461593,0,-52\n10.16.21.147,,,0\n10.16.21.147,738A,noon,0,-52\nTag ID, Discover Time\n738A,Sun Nov 06 09:40:00.120000  2022-11-06\n",
		"738A| by /10.16.21.147/ at - 45092462 of -52\n738A| by /10.16.21.147/ at - 0 of -52: the time cannot be read, at 18\n738A| by // at 2022-11-06 34800120\n",
	},
	"rfidultra": {
		"C1\t2022-11-06 09:40:00.120\t1\t2\n1,C1,8,\"17:57:54.88\",1,2\n0,C2,1351668674,880,1,-56,0,1,12,0000000000000000,0,34\nV=12.1\n1,,0,\"17:57:54\",1,2\n",
		"C1| by /1/2 at 2022-11-06 34800120\nC1|8 by /1/2 at - 64674880\nC2| by 12/1/1 at 2022-10-31 27074880 of -56\n| by /1/2 at - 64674000: the line has no chip, at 2\n",
	},
	"raceresult-json": {
		`{"Bib":7,"TimingPoint":"Ziel","Time":34800.12,"Passing":{"Transponder":"C1","RSSI":-75,"LoopID":0,"Channel":8,"DeviceID":"D-1","IsMarker":false,"UTCTime":"2022-11-06T01:40:00.12Z"}}` + "\n" +
			`{"TimingPoint":"Ziel","Time":34801,"Passing":{"Transponder":"C2","LoopID":2,"DeviceID":"D-1","UTCTime":"2022-11-06T09:40:01Z"}}` + "\n" + `{"Time":27000,"Passing":{"Transponder":"","IsMarker":true}}` + "\n" + `{"Time":` + "\n",
		"C1|7 by Ziel/D-1/8 at 2022-11-06 6000120 UTC of -75\nC2| by Ziel/D-1/2 at 2022-11-06 34801000\n| by // at - 27000000 gun\n| by // at - 0: the record is no JSON, at 0\n",
	},
	"wiclax": {
		"C1;06-11-2022 09:40:00.120;0A;559;;0\n*\nRACESTART 07:30:00,000\nCLOCKOK\nC1;06-13-2022 09:40:00.120;0A;559;;0\n",
		"C1| by //0A at 2022-11-06 34800120\n| by // at - 27000000 gun\nC1| by //0A at - 0: the date cannot be read, at 3\n",
	},
	"jchip": {
		"N0000IMPINJ\nDA413A35 09:40:00.1233 10  10000      C7 date=20221106\nDJ413A36 09:40:01.00 10  10001      C7\nGT0094000120\nDA413A35 9.40 10\n",
		"413A35| by // at 2022-11-06 34800124\n413A36| by // at - 34801000\n413A35| by // at - 0: the time cannot be read, at 8\n",
	},
	"feibot": {
		"aabb01:2022-11-06_09:40:00.120,port=1,rssi=-60\nAABB02:2022-11-06_09:40:61.000,port=2,rssi=-55\nnot a line\n",
		"aabb01| by //1 at 2022-11-06 34800120 of -60\nAABB02| by //2 at 2022-11-06 0 of -55: the time cannot be read, at 6\nnot a line| by // at - 0: the line is incomplete, at 0\n",
	},
	"alien": {
		"Tag:8000 8004, Disc:2022/11/06 09:40:00.120, Last:2022/11/06 09:40:01, Count:4, Ant:1, Proto:1\n(No Tags)\n1 0000000000001234 2022/11/06_09:40:00.120000\n<Alien-RFID-Tag><TagID>E200 11</TagID>\n<DiscoveryTime>2022/11/06 09:40:00</DiscoveryTime><Antenna>2</Antenna></Alien-RFID-Tag>\nTag:1, Disc:never\n",
		"80008004| by //1 at 2022-11-06 34800120\n0000000000001234| by // at 2022-11-06 34800120\nE20011| by //2 at 2022-11-06 34800000\n1| by // at - 0: the time cannot be read, at 12\n",
	},
	"zebra": {
		`{"data":{"antenna":1,"hostName":"FX1","idHex":"e280","peakRssi":-56},"timestamp":"2022-11-06T09:40:00.120+0800","type":"SIMPLE"}` + "\n" + `{"type":"heartbeat","timestamp":"x"}` + "\n" + `{"data":{"idHex":"e281"},"timestamp":1667698800120}` + "\n" + `{"data":{"idHex":"e281"},"timestamp":"noon"}` + "\n",
		"e280| by /FX1/1 at 2022-11-06 6000120 UTC of -56\ne281| by // at 2022-11-06 6000120 UTC\ne281| by // at - 0: the time cannot be read, at 0\n",
	},
	"orion": {
		"# log\n$S,1\n$P,1,C1,3,12,34800120\n$P;1;C2;3;12;34801000\n$P,1,C1,3,12,99999999\n",
		"C1| by // at - 34800120\nC2| by // at - 34801000\nC1| by // at - 0: the time cannot be read, at 13\n",
	},
	"generic": {
		"Tag;When;Where;dBm\nC1;2022-11-06T01:40:00.1201Z;finish;-60.5\nC2;1667698800;start;\n;09:40:00;start;\n",
		"C1| by finish// at 2022-11-06 6000121 UTC of -60\nC2| by start// at 2022-11-06 6000000 UTC of -32768\n| by start// at - 34800000 of -32768: the line has no chip, at 0\n",
	},
}

func TestEveryFormatReadsTheLinesOfItsManual(t *testing.T) {
	of := File{Path: "a.txt", Zone: time.FixedZone("CST", 8*3600), Found: &problem.List{},
		Columns: []Column{{Header: "tag", Role: "chip"}, {Header: "when", Role: "time"}, {Header: "where", Role: "point"}, {Header: "dbm", Role: "strength"}}}
	for _, f := range Formats {
		c, ok := lines[f.Name]
		if !ok {
			t.Errorf("the format %s has no lines here", f.Name)
			continue
		}
		of.Head = []byte(c.text)
		if diff := cmp.Diff(c.want, readsOf(NewParser(f.Name, of), c.text)); diff != "" {
			t.Errorf("%s:\n%s", f.Name, diff)
		}
	}
	if len(lines) != len(Formats) || len(*of.Found) != 0 {
		t.Errorf("%d formats of %d; %v", len(lines), len(Formats), *of.Found)
	}
}

func TestAColumnThatTheFileDoesNotHaveIsAnErrorAndNoReadFollows(t *testing.T) {
	at := problem.Place{Path: "edition.yaml", Line: 7, Column: 3}
	of := File{Path: "a.txt", Zone: time.UTC, Found: &problem.List{}, Columns: []Column{{Header: "tag", Role: "chip", Name: "Tag", At: at}, {Header: "time", Role: "time"}}}
	if got := readsOf(NewParser(Generic, of), "chip,time\nC1,09:40:00\n"); got != "" {
		t.Errorf("reads: %s", got)
	}
	if l := *of.Found; len(l) != 1 || l[0].Line != 7 || l[0].Text != `the file "a.txt" has no column "Tag"` {
		t.Errorf("%v", l)
	}
}
