package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"
	"rsc.io/qr/coding"
)

// The QR code on a certificate is one glyph of a font of its own, drawn as
// rectangles. It is read back from the outline in the font.

// lastGlyph matches the text operation that draws the code, the last of the page.
var lastGlyph = regexp.MustCompile(`(?s)/(R\d+) [\d.]+ Tf [\d.-]+ [\d.-]+ Td \((.{2,4})\)Tj ET EMC EMC\s*$`)

// codeOf returns the text of the QR code on a certificate, "" where it has none.
func codeOf(doc *pdf.Reader) (string, error) {
	page := doc.Page(1)
	contents := page.V.Key("Contents")
	if contents.Len() == 0 {
		return "", nil
	}
	stream, err := io.ReadAll(contents.Index(contents.Len() - 1).Reader())
	if err != nil {
		return "", err
	}
	drawn := lastGlyph.FindSubmatch(stream)
	if drawn == nil {
		return "", nil
	}
	glyph := []byte(strings.NewReplacer(`\r`, "\r", `\\`, `\`, `\(`, `(`, `\)`, `)`).Replace(string(drawn[2])))
	font, err := io.ReadAll(page.Resources().Key("Font").Key(string(drawn[1])).Key("DescendantFonts").Index(0).Key("FontDescriptor").Key("FontFile2").Reader())
	if err != nil || len(glyph) != 2 {
		return "", errors.Join(err, fmt.Errorf("the code is drawn by %q", glyph))
	}
	rows, err := glyphSquares(font, int(binary.BigEndian.Uint16(glyph)))
	if err != nil {
		return "", err
	}
	return decodeQR(rows)
}

// fontTable returns the table of a font that has this name, nil where there is
// none.
func fontTable(font []byte, name string) []byte {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		entry := font[12+16*i:]
		if string(entry[:4]) == name {
			from := binary.BigEndian.Uint32(entry[8:])
			return font[from : from+binary.BigEndian.Uint32(entry[12:])]
		}
	}
	return nil
}

// glyphSquares returns the squares of a glyph, true for a dark one, row by row from
// the top. The glyph must consist of rectangles that are one square high.
func glyphSquares(font []byte, glyph int) ([][]bool, error) {
	loca, long := fontTable(font, "loca"), binary.BigEndian.Uint16(fontTable(font, "head")[50:]) != 0
	offset := func(glyph int) int {
		if long {
			return int(binary.BigEndian.Uint32(loca[4*glyph:]))
		}
		return 2 * int(binary.BigEndian.Uint16(loca[2*glyph:]))
	}
	b := fontTable(font, "glyf")[offset(glyph):offset(glyph+1)]
	contours := int(int16(binary.BigEndian.Uint16(b)))
	if contours < 1 {
		return nil, errors.New("the code is drawn by no outline")
	}
	b = b[10+2*(contours-1):]
	points := int(binary.BigEndian.Uint16(b)) + 1
	b = b[4:] // behind the last end, and no instructions
	flags := b[:points]
	b = b[points:]
	if points%4 != 0 {
		return nil, errors.New("the code is drawn by no rectangles")
	}
	var at [2][]int // x and y of all points
	for axis, bit := range []struct{ short, same byte }{{2, 16}, {4, 32}} {
		v := 0
		for _, f := range flags {
			switch {
			case f&bit.short != 0 && f&bit.same != 0:
				v, b = v+int(b[0]), b[1:]
			case f&bit.short != 0:
				v, b = v-int(b[0]), b[1:]
			case f&bit.same == 0:
				v, b = v+int(int16(binary.BigEndian.Uint16(b))), b[2:]
			}
			at[axis] = append(at[axis], v)
		}
	}
	square, size := at[1][1]-at[1][0], 0
	if square <= 0 {
		return nil, errors.New("the code is drawn by no squares")
	}
	for i := range points {
		size = max(size, at[0][i]/square, at[1][i]/square)
	}
	rows := make([][]bool, size)
	for y := range rows {
		rows[y] = make([]bool, size)
	}
	for i := 0; i < points; i += 4 { // up where dark begins, down where it ends
		for x := at[0][i] / square; x < at[0][i+2]/square; x++ {
			rows[size-1-at[1][i]/square][x] = true
		}
	}
	return rows, nil
}

// decodeQR returns the text of a QR code, given its squares. It corrects no errors,
// because the squares come from a font and not from a photograph.
func decodeQR(rows [][]bool) (string, error) {
	version := coding.Version((len(rows) - 17) / 4)
	if version < coding.MinVersion || version > coding.MaxVersion || len(rows) != int(version)*4+17 {
		return "", fmt.Errorf("a code of %d squares", len(rows))
	}
	for level := coding.L; level <= coding.H; level++ {
		for mask := range coding.Mask(8) {
			plan, err := coding.NewPlan(version, level, mask)
			if err != nil {
				return "", err
			}
			if data := dataOf(plan, rows); data != nil {
				return message(data, version)
			}
		}
	}
	return "", errors.New("the code is in no format")
}

// dataOf returns the data bytes of a QR code, nil where the code does not have the
// format (level and mask) of the plan.
func dataOf(plan *coding.Plan, rows [][]bool) []byte {
	data := make([]byte, plan.DataBytes+plan.CheckBytes)
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			switch dark := pixel&coding.Black != 0; pixel.Role() {
			case coding.Format:
				if dark != rows[y][x] {
					return nil
				}
			case coding.Data, coding.Check:
				if dark != rows[y][x] {
					data[pixel.Offset()/8] |= 1 << (7 - pixel.Offset()&7)
				}
			}
		}
	}
	return data[:plan.DataBytes]
}

// message decodes the data bytes of a QR code.
func message(data []byte, version coding.Version) (string, error) {
	at := 0
	next := func(bits int) (v int) {
		for range bits {
			v <<= 1
			if at/8 < len(data) {
				v |= int(data[at/8]) >> (7 - at%8) & 1
			}
			at++
		}
		return v
	}
	digits, letters := 10, 8 // bits of the count of characters
	if version >= 10 {
		digits, letters = 12, 16
	}
	var text bytes.Buffer
	for at < 8*len(data) {
		switch mode := next(4); mode {
		case 0:
			return text.String(), nil
		case 1:
			n := next(digits)
			for ; n >= 3; n -= 3 {
				fmt.Fprintf(&text, "%03d", next(10))
			}
			if n == 2 {
				fmt.Fprintf(&text, "%02d", next(7))
			} else if n == 1 {
				text.WriteString(strconv.Itoa(next(4)))
			}
		case 4:
			for range next(letters) {
				text.WriteByte(byte(next(8)))
			}
		default:
			return "", fmt.Errorf("the code has the mode %d", mode)
		}
	}
	return text.String(), nil
}

// checkCode compares the code on a certificate with the lists of its race: the key
// of this site must have signed it, its stamp must be listed, and the list must
// agree with results.json. f is the runner, nil where the file does not tell.
func (s *site) checkCode(r *results, name string, f *fact, data []byte) {
	if r.stamps.bits < 0 {
		return
	}
	link := s.codeIn(name, data)
	if link == "" {
		return // a design without a code
	}
	_, digits, _ := strings.Cut(link, "#")
	code := unpackDigits(digits)
	const signature, head = 64, 1 + siteSize + tagSize + stampSize + 1
	if !strings.HasPrefix(link, s.base) || len(code) < signature+head || code[signature] != payloadVersion {
		s.wrong(name, "stamps_differ", rebuild, "its code is %q", link)
		return
	}
	payload := code[signature:]
	digest, site := sha256.Sum256(payload), sha256.Sum256([]byte(s.base))
	rest := payload[1:]
	tag, stamp := rest[siteSize:siteSize+tagSize], rest[siteSize+tagSize:siteSize+tagSize+stampSize]
	hash := sha256.Sum256(tag)
	line := r.stamps.lines[lower32.EncodeToString(hash[:hashSize])]
	switch {
	case s.key == nil || !ecdsa.Verify(s.key, digest[:], new(big.Int).SetBytes(code[:signature/2]), new(big.Int).SetBytes(code[signature/2:signature])):
		s.wrong(name, "stamps_differ", rebuild, "its code is not signed with the key of %s", keyFile)
	case !bytes.Equal(rest[:siteSize], site[:siteSize]):
		s.wrong(name, "stamps_differ", rebuild, "its code is of another site")
	case line == nil || !bytes.Equal(line[:stampSize], stamp):
		s.wrong(name, "stamps_differ", rebuild, "the list of its race has another stamp, or none")
	case f != nil:
		place, gun, net := todayOf(tag, line)
		if bib := bibOf(payload[head:]); bib != f.Bib || place != f.Place || gun != f.Gun || net != f.Net {
			s.wrong(name, "results_differ", rebuild, "its code and the list of its race say bib %s, place %d, %s, %s, results.json bib %s, place %d, %s, %s",
				bib, place, gun, net, f.Bib, f.Place, f.Gun, f.Net)
		}
	}
}

// The first bytes of the payload, which follows the signature in a code.
const (
	payloadVersion = 2
	siteSize       = 4
)

// bibOf returns the bib: the third text of a payload, "" where the payload is
// damaged.
func bibOf(b []byte) (text string) {
	for range 3 {
		n, size := binary.Uvarint(b)
		if size <= 0 || int(n) > len(b)-size {
			return ""
		}
		text, b = string(b[size:size+int(n)]), b[size+int(n):]
	}
	return text
}

// unpackDigits returns the bytes that digits stand for: five digits are two bytes,
// the last three are one.
func unpackDigits(digits string) (b []byte) {
	for ; len(digits) >= 5; digits = digits[5:] {
		n, _ := strconv.Atoi(digits[:5])
		b = append(b, byte(n>>8), byte(n))
	}
	if n, err := strconv.Atoi(digits); err == nil {
		b = append(b, byte(n))
	}
	return b
}
