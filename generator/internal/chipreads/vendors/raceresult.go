package vendors

import (
	"bytes"
	"fmt"
	"slices"

	"guntime/generator/internal/table/spelling"
)

// raceResult reads the passings of RACE RESULT decoders, protocol versions 1
// and 2, with or without the line that names the columns:
//
//	PassingNo;Bib/Transp;Date;Time;EventID;Hits;MaxRSSI;InternalData;IsActive;
//	Channel;LoopID;LoopOnly;WakeupCounter;Battery;Temperature;
//	InternalActiveData;BoxName;FileNumber;MaxRSSIAntenna;BoxId
//
// Version 1 has no LoopOnly. The oldest end after Hits, MaxRSSI, InternalData or
// InternalActiveData. The date may be empty; a decoder without GPS writes
// 0000-00-00, and 0000-00-01 once its own clock has passed midnight, and so on.
type raceResult struct {
	columns []string // folded, as the header names them
	fields  [][]byte
	at      passingColumns
	width   int // number of columns for which at was found
	r       Read
}

// passingColumns is where the parts of a passing stand.
type passingColumns struct {
	chip, date, time, strength, channel, loop, boxName, boxID int
}

var raceResultV2 = []string{"passingno", "bib/transp", "date", "time", "eventid", "hits", "maxrssi", "internaldata", "isactive", "channel",
	"loopid", "looponly", "wakeupcounter", "battery", "temperature", "internalactivedata", "boxname", "filenumber", "maxrssiantenna", "boxid"}

// raceResultWords begin the lines of the protocol that are no passings.
var raceResultWords = []string{"PASSINGS", "GETSTATUS", "GETPROTOCOL", "SETPROTOCOL", "GETMODE", "SETMODE", "STARTOPERATION", "STOPOPERATION",
	"GETTIME", "SETTIME", "GETFILE", "GETFILES", "NEWFILE", "CURRENTFILE", "PUSHPASSINGS", "SETPUSHPASSINGS", "GETCONFIG", "SETCONFIG", "INFO"}

var raceResultFormat = Format{Name: "raceresult", writer: Writer{Head: raceResultHead, Line: raceResultLine}, parser: func(File) Parser { return &raceResult{} }}

// Parse implements Parser.
func (p *raceResult) Parse(line []byte, add func(*Read)) {
	body := line
	if rest, ok := bytes.CutPrefix(line, []byte("#P;")); ok {
		body = rest
	} else if line[0] == '#' && !bytes.HasPrefix(line, []byte("#;ID;")) {
		return
	}
	separator := byte(';')
	if bytes.IndexByte(body, ';') < 0 && bytes.IndexByte(body, '\t') >= 0 {
		separator = '\t'
	}
	p.fields = splitFields(p.fields, body, separator)
	if name := spelling.FoldHeader(string(p.fields[0])); name == "passingno" || name == "#" {
		p.columns = p.columns[:0]
		for _, f := range p.fields {
			p.columns = append(p.columns, spelling.FoldHeader(string(f)))
		}
		p.width = 0
		return
	}
	if slices.Contains(raceResultWords, string(bytes.ToUpper(p.fields[0]))) {
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	if len(p.fields) < 4 {
		if r.Chip = nth(p.fields, 1); len(p.columns) > 0 {
			p.find(len(p.columns))
			r.Chip = nth(p.fields, p.at.chip)
		}
		r.unusable(line, body, tooShort)
		return
	}
	if len(p.fields) != p.width {
		p.find(len(p.fields))
	}
	at := p.at
	r.Chip = nth(p.fields, at.chip)
	r.Place, r.Reader, r.Part = nth(p.fields, at.boxName), nth(p.fields, at.boxID), nth(p.fields, at.loop)
	if len(r.Part) == 0 || string(r.Part) == "0" {
		r.Part = nth(p.fields, at.channel)
	}
	r.Strength = signal(nth(p.fields, at.strength))
	if date := nth(p.fields, at.date); len(date) > 0 && !bytes.HasPrefix(date, []byte("0000-00-")) {
		var ok bool
		if r.Day, ok = isoDay(date); !ok {
			r.unusable(line, date, noDate)
			return
		}
		r.Dated = true
	}
	time := nth(p.fields, at.time)
	var ok bool
	if r.At, ok = timeOfDay(time); !ok {
		r.unusable(line, time, noTime)
		return
	}
	if len(r.Chip) == 0 {
		r.unusable(line, r.Chip, noChip)
	}
}

// find finds where the parts of a passing stand in lines of so many columns: by
// the header, else by the version of the protocol that has as many.
func (p *raceResult) find(width int) {
	columns := p.columns
	if len(columns) == 0 {
		columns = raceResultV2
		if width <= 16 {
			columns = columns[:16]
		} else if width < len(raceResultV2) {
			columns = slices.DeleteFunc(slices.Clone(raceResultV2), func(c string) bool { return c == "looponly" })
		}
	}
	find := func(names ...string) int {
		return slices.IndexFunc(columns, func(c string) bool { return slices.Contains(names, c) })
	}
	p.width = width
	p.at = passingColumns{chip: find("bib/transp", "bib/transpcode", "bib", "transponder", "transp", "id"), date: find("date"), time: find("time"), strength: find("maxrssi"),
		channel: find("channel"), loop: find("loopid"), boxName: find("boxname"), boxID: find("boxid")}
}

const raceResultHead = "PassingNo;Bib/Transp;Date;Time;EventID;Hits;MaxRSSI;InternalData;IsActive;Channel;LoopID;LoopOnly;WakeupCounter;Battery;Temperature;InternalActiveData;BoxName;FileNumber;MaxRSSIAntenna;BoxId\n"

// raceResultLine writes a read.
func raceResultLine(w *Written) string {
	return fmt.Sprintf("1;%s;%s;%s;0;1;-50;;0;;;0;0;0;0;;%s;1;1;1\n", w.Chip, w.date(), w.clock(), w.Reader)
}
