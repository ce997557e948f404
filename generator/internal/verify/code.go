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

// The code on a certificate is a glyph of a font of its own, rectangle by
// rectangle: it is read back from the font, square by square.

// lastGlyph is what draws it, the last that is drawn.
var lastGlyph = regexp.MustCompile(`(?s)/(R\d+) [\d.]+ Tf [\d.-]+ [\d.-]+ Td \((.{2,4})\)Tj ET EMC\s*$`)

// codeOf is what the code on a certificate says, "" where it has none.
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
	rows, err := outlined(font, int(binary.BigEndian.Uint16(glyph)))
	if err != nil {
		return "", err
	}
	return decoded(rows)
}

// fontTable is a table of a font.
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

// outlined are the squares of a glyph that consists of rectangles of four points,
// a square high: which of them are dark, from above.
func outlined(font []byte, glyph int) ([][]bool, error) {
	loca := fontTable(font, "loca")
	b := fontTable(font, "glyf")[binary.BigEndian.Uint32(loca[4*glyph:]):binary.BigEndian.Uint32(loca[4*glyph+4:])]
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

// decoded is what the squares of a QR code say: bytes, then digits. None of them
// is taken for wrong: this is no photograph.
func decoded(rows [][]bool) (string, error) {
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
			if data := taken(plan, rows); data != nil {
				return message(data, version)
			}
		}
	}
	return "", errors.New("the code is in no format")
}

// taken are the bytes that the squares hold, nil where their format is not that
// of the plan.
func taken(plan *coding.Plan, rows [][]bool) []byte {
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

// message is what the bytes of a code say.
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
	digits, letters := 10, 8 // bits of how many follow
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

// given holds a certificate's code against the lists of its race: that the key
// signed it for this site, that the stamp of all it says is listed, and that the
// list says of today what results.json does. f is whose it is, nil where that is
// not known.
func (s *site) given(r *results, name string, f *fact, data []byte) {
	if r.stamps.bits < 0 {
		return
	}
	link := s.codeIn(name, data)
	if link == "" {
		return // a design without a code
	}
	_, digits, _ := strings.Cut(link, "#")
	code := packed(digits)
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
		place, gun, net := said(tag, line)
		if bib := third(payload[head:]); bib != f.Bib || place != f.Place || gun != f.Gun || net != f.Net {
			s.wrong(name, "results_differ", rebuild, "its code and the list of its race say bib %s, place %d, %s, %s, results.json bib %s, place %d, %s, %s",
				bib, place, gun, net, f.Bib, f.Place, f.Gun, f.Net)
		}
	}
}

// What a code holds behind the signature, and how it begins.
const (
	payloadVersion = 2
	siteSize       = 4
)

// third is the third text of a payload, the bib.
func third(b []byte) (text string) {
	for range 3 {
		n, size := binary.Uvarint(b)
		if size <= 0 || int(n) > len(b)-size {
			return ""
		}
		text, b = string(b[size:size+int(n)]), b[size+int(n):]
	}
	return text
}

// packed are the bytes that digits stand for, five for two and three for one.
func packed(digits string) (b []byte) {
	for ; len(digits) >= 5; digits = digits[5:] {
		n, _ := strconv.Atoi(digits[:5])
		b = append(b, byte(n>>8), byte(n))
	}
	if n, err := strconv.Atoi(digits); err == nil {
		b = append(b, byte(n))
	}
	return b
}
