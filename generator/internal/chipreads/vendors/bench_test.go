package vendors

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/problem"
)

// BenchmarkFormats parses a million lines of each format a round, as its devices
// write them.
func BenchmarkFormats(b *testing.B) {
	for _, f := range []struct{ name, line string }{
		{"raceresult", "1;ABCD%03d;2022-11-06;09:40:00.120;0;3;-50;;1;1;1;0;7;3.0;20;;f;1;1;4711"},
		{"raceresult-json", `{"ID":1,"Bib":50001,"TimingPoint":"FINISH","Result":-10,"Time":34800.12,"Invalid":false,"Passing":{"Transponder":"ABCD%03d","Position":{"Latitude":0,"Longitude":0,"Altitude":0,"Flag":""},"Hits":75,"RSSI":-75,"Battery":3,"LoopID":8,"Channel":8,"DeviceID":"D-50432","IsMarker":false,"UTCTime":"2022-11-06T01:40:00.12Z"}}`},
		{"chronotrack", "TO~1~ABCD%03d~160~18~1667698800.12~117F37~4~-57~3~P~56"},
		{"mylaps", "Finish@Passing@c=ABCD%03d|ct=UH|t=09:40:00.120|d=221106|l=13|dv=4|re=0|an=00001111|g=0|b=41|n=41@1@$"},
		{"ipico", ""},
		{"impinj", "10.16.21.147,35000000019010061A8F0%03d,094000.119001,0,-69"},
		{"rfidultra", "0,1000%03d,1351668674,880,1,-56,0,1,12,0000000000000000,0,34"},
		{"wiclax", "ABCD%03d;06-11-2022 09:40:00.120;0A;559;;0"},
		{"jchip", "DAABCD%03d 09:40:00.1200 10  10000      C7 date=20221106"},
		{"feibot", "ABCD%03d:2022-11-06_09:40:00.120,port=1,rssi=-60"},
		{"alien", "Tag:ABCD%03d, Disc:2022/11/06 09:40:00.120, Last:2022/11/06 09:40:01.120, Count:4, Ant:1, Proto:2"},
		{"zebra", `{"data":{"antenna":1,"eventNum":7,"format":"epc","hostName":"FX9600","idHex":"ABCD%03d","peakRssi":-56},"timestamp":"2022-11-06T09:40:00.120+0800","type":"SIMPLE"}`},
		{"orion", "$P,1,ABCD%03d,3,12,34800120"},
		{"generic", "ABCD%03d,2022-11-06 09:40:00.120,reader 1"},
	} {
		b.Run(f.name, func(b *testing.B) {
			var lines [100][]byte
			for i := range lines {
				lines[i] = []byte(fmt.Sprintf(f.line, i))
				if f.name == "ipico" {
					lines[i] = []byte("aa400000000123450a2a01123018455927a7")
				}
			}
			of := File{Path: "a", Zone: time.FixedZone("CST", 8*3600), Day: 19302, Found: &problem.List{}}
			if f.name == Generic {
				of.Columns = []Column{{Header: "1", Role: "chip"}, {Header: "2", Role: "time"}, {Header: "3", Role: "reader"}}
				of.Head = []byte(strings.Repeat(string(lines[0])+"\n", 1000))
			}
			good := 0
			p := NewParser(f.name, of)
			count := func(r *Read) {
				if r.Why == "" {
					good++
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				for i := range 1_000_000 {
					p.Parse(lines[i%100], count)
				}
			}
			if good < 1_000_000 {
				b.Fatalf("only %d reads", good)
			}
		})
	}
}
