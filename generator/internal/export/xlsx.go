package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// The limits of a sheet, and what its cells are.
const (
	sheetRows  = 1<<20 - 1 // rows without the header
	cellLength = 32767     // in UTF-16 units, the most a cell may hold
)

// styleOf are the style attributes of cells; the numbers are indexes in styleSheet.
var styleOf = [...]string{duration: ` s="2"`, money: ` s="3"`}

// aDate is that of the files in the archive, because the bytes must depend only on the
// content.
var aDate = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// headStyle is the style of column names.
const headStyle = ` s="1"`

// XLSX writes results.xlsx: the rows of results.csv, with times as durations and
// numbers as numbers, and a second sheet that says what they are, and one of
// teams where there are any. Text is never a formula. It writes a stream, and the same results give the same bytes. It omits
// the milliseconds of splits. Rows that parts has from the last build are not made
// again.
func XLSX(w io.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath, rows *artifact.Parts) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	sheets := max(1, (len(rv.Results)+sheetRows-1)/sheetRows)
	more := []string{"about"}
	if len(rv.Teams) > 0 {
		more = append(more, "teams")
	}
	part := func(name string, write func(*bufio.Writer)) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: aDate})
		if err != nil {
			return err
		}
		b := bufio.NewWriterSize(f, 1<<16)
		b.WriteString(xml.Header)
		write(b)
		return b.Flush()
	}
	fixed := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes(sheets + len(more))},
		{"_rels/.rels", `<Relationships xmlns="` + packageNS + `"><Relationship Id="rId1" Type="` + documentNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", workbook(v.Edition.Demonstration, sheets, more)},
		{"xl/_rels/workbook.xml.rels", workbookParts(sheets + len(more))},
		{"xl/styles.xml", styleSheet},
	}
	for _, p := range fixed {
		if err := part(p.name, func(b *bufio.Writer) { b.WriteString(p.text) }); err != nil {
			return err
		}
	}
	sheet := packed{z: z, parts: rows}
	for i := range sheets {
		if err := sheet.begin(sheetName(i + 1)); err != nil {
			return err
		}
		if err := resultSheet(&sheet, v, rv, i*sheetRows, min((i+1)*sheetRows, len(rv.Results)), path); err != nil {
			return err
		}
	}
	if err := part(sheetName(sheets+1), func(b *bufio.Writer) { aboutSheet(b, v, rv) }); err != nil {
		return err
	}
	if len(rv.Teams) > 0 {
		if err := part(sheetName(sheets+2), func(b *bufio.Writer) { teamSheet(b, v, rv, path) }); err != nil {
			return err
		}
	}
	return z.Close()
}

// column is a column of results.csv that the sheet has too.
type column struct {
	name   string
	source int    // index among the cells of the row
	letter string // its name in the sheet
}

// sheetColumns returns all columns except milliseconds of splits.
func sheetColumns(rc *race.Race) []column {
	var all []column
	for i, name := range columns(rc) {
		if point, ok := strings.CutSuffix(name, "_ms"); ok && point != "gun" && point != "net" {
			continue
		}
		all = append(all, column{name: name, source: i, letter: letters(len(all))})
	}
	return all
}

// letters returns the name of a column in a spreadsheet: A … Z, AA …
func letters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// resultSheet writes the sheet with the results from one to another.
func resultSheet(p *packed, v *race.Verdict, rv *race.RaceVerdict, first, end int, path CertificatePath) error {
	cols := sheetColumns(rv.Race)
	last := cols[len(cols)-1].letter + strconv.Itoa(end-first+1)
	var line, row []byte
	err := p.add(first, first, func() []byte {
		line = append(line, xml.Header...)
		line = append(line, `<worksheet xmlns="`+sheetNS+`"><dimension ref="A1:`+last+`"/><sheetViews><sheetView workbookViewId="0"><pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>`...)
		for i, c := range cols {
			width := 12
			if c.name == "name" || c.name == "latin_name" || c.name == "club" {
				width = 24
			}
			line = fmt.Appendf(line, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
		}
		line = append(line, `</cols><sheetData><row r="1">`...)
		for _, c := range cols {
			line = said(c.name).appendXML(line, c.letter, []byte("1"), headStyle)
		}
		return append(line, "</row>\n"...)
	})
	if err != nil {
		return err
	}
	var cells []cell
	for from := first; from < end; from += partRows {
		to := min(from+partRows, end)
		err := p.add(from, to, func() []byte {
			line = line[:0]
			for i := from; i < to; i++ {
				f := factsOf(v, &rv.Results[i], path)
				cells = f.row(cells[:0], rv.Race)
				row = strconv.AppendInt(row[:0], int64(i-first+2), 10)
				line = append(append(append(line, `<row r="`...), row...), `">`...)
				for _, c := range cols {
					cell := cells[c.source]
					line = cell.appendXML(line, c.letter, row, styleOf[cell.kind])
				}
				line = append(line, "</row>\n"...)
			}
			return line
		})
		if err != nil {
			return err
		}
	}
	return p.end(`</sheetData><autoFilter ref="A1:` + last + `"/></worksheet>`)
}

// aboutSheet writes the sheet that says which results these are.
func aboutSheet(b *bufio.Writer, v *race.Verdict, rv *race.RaceVerdict) {
	h := headerOf(v, rv)
	b.WriteString(`<worksheet xmlns="` + sheetNS + `"><cols><col min="1" max="1" width="18" customWidth="1"/><col min="2" max="2" width="28" customWidth="1"/></cols><sheetData>`)
	var line, row []byte
	for i, l := range []struct {
		name string
		cell
	}{
		{"edition", said(h.Edition)}, {"race", said(h.Race)}, {"state", said(string(h.State))}, {"revision", figure(h.Revision)},
		{"demonstration", yes(h.Demonstration)}, {"entries", figure(h.Counts.Entries)}, {"starters", figure(h.Counts.Starters)},
		{"finishers", figure(h.Counts.Finishers)}, {"ranked", figure(h.Counts.Ranked)},
	} {
		row = strconv.AppendInt(row[:0], int64(i+1), 10)
		line = append(append(append(line[:0], `<row r="`...), row...), `">`...)
		line = said(l.name).appendXML(line, "A", row, headStyle)
		line = l.appendXML(line, "B", row, "")
		b.Write(append(line, "</row>\n"...))
	}
	b.WriteString(`</sheetData></worksheet>`)
}

// appendXML appends a cell of a sheet, nothing for an empty one. A time before the
// gun is text, because a spreadsheet has no negative times.
func (c cell) appendXML(b []byte, letter string, row []byte, style string) []byte {
	if c.kind == nothing || c.kind == wording && c.text == "" {
		return b
	}
	if c.kind == duration && (c.number < 0 || c.number >= longest) {
		c, style = said(race.Clock(c.number).String()), ""
	}
	b = append(append(append(b, `<c r="`...), letter...), row...)
	b = append(append(b, '"'), style...)
	switch c.kind {
	case wording:
		b = append(b, ` t="inlineStr"><is><t xml:space="preserve">`...)
		return append(appendEscaped(b, c.text), `</t></is></c>`...)
	case truth:
		b = append(b, ` t="b"`...)
	}
	b = append(b, `><v>`...)
	switch c.kind {
	case money:
		b = append(b, c.text...)
	case duration:
		b = strconv.AppendFloat(b, float64(c.number/1000)/86400, 'g', -1, 64)
	default:
		b = strconv.AppendInt(b, c.number, 10)
	}
	return append(b, `</v></c>`...)
}

// longest is the limit of times in milliseconds; longer ones are not written as
// durations.
const longest = 1000 * 3600 * 1000

// appendEscaped appends the text of a cell. It leaves texts that need escapes to
// encoding/xml.
func appendEscaped(b []byte, s string) []byte {
	if simple(s) {
		return append(b, s...)
	}
	s = shown(s)
	if !strings.ContainsAny(s, "<>&'\"\t\n\r") {
		return append(b, s...)
	}
	var text bytes.Buffer
	if err := xml.EscapeText(&text, []byte(s)); err != nil { // a buffer never fails
		panic(err)
	}
	return append(b, text.Bytes()...)
}

// simple reports whether a text needs no change in a cell, as nearly all.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'' || c == '"' || c == '_' {
			return false
		}
	}
	return len(s) <= cellLength
}

// shown returns a text as a cell can hold it: without characters that XML forbids,
// no longer than a cell, and with "_x0041_" escaped, which is an escape itself.
func shown(s string) string {
	units := 0
	for i, r := range s {
		if units += 1 + len(string(r))/4; units > cellLength {
			s = s[:i]
			break
		}
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, forbidden) {
		s = strings.Map(func(r rune) rune {
			if forbidden(r) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, "\uFFFD"))
	}
	if strings.Contains(s, "_x") {
		s = strings.ReplaceAll(s, "_x", "_x005F_x")
	}
	return s
}

func forbidden(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// Name spaces of the format.
const (
	sheetNS    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	documentNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNS  = "http://schemas.openxmlformats.org/package/2006/relationships"
	sheetType  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// styleSheet has the styles by number: plain, head, duration, amount.
const styleSheet = `<styleSheet xmlns="` + sheetNS + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

func sheetName(n int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", n) }

func contentTypes(sheets int) string {
	var b strings.Builder
	b.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + sheetType + `styles+xml"/>`)
	for n := 1; n <= sheets; n++ {
		b.WriteString(`<Override PartName="/` + sheetName(n) + `" ContentType="` + sheetType + `worksheet+xml"/>`)
	}
	b.WriteString(`</Types>`)
	return b.String()
}

// workbook names the sheets, those of results and more: of made-up results each says so.
func workbook(demonstration bool, sheets int, more []string) string {
	title := "results"
	if demonstration {
		title = "DEMONSTRATION results"
	}
	var b strings.Builder
	b.WriteString(`<workbook xmlns="` + sheetNS + `" xmlns:r="` + documentNS + `"><sheets>`)
	for n := 1; n <= sheets; n++ {
		name := title
		if n > 1 {
			name += " " + strconv.Itoa(n)
		}
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
	}
	for i, name := range more {
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, sheets+i+1, sheets+i+1)
	}
	b.WriteString(`</sheets><definedNames>`)
	for n := range sheets {
		fmt.Fprintf(&b, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">'%s'!$1:$1</definedName>`, n, title+strings.Repeat(" "+strconv.Itoa(n+1), min(n, 1)))
	}
	b.WriteString(`</definedNames></workbook>`)
	return b.String()
}

func workbookParts(sheets int) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="` + packageNS + `">`)
	for n := 1; n <= sheets; n++ {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, documentNS, n)
	}
	fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, sheets+1, documentNS)
	return b.String()
}
