package truetype

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"slices"
	"strings"
)

var errWOFF = errors.New("not a WOFF file")

// largestTable is how many bytes a table of a font has at most.
const largestTable = 64 << 20

// FromWOFF returns the TrueType file in a WOFF file of version 1.0, in which each
// table is packed by itself.
func FromWOFF(data []byte) ([]byte, error) {
	if len(data) < 44 || string(data[:4]) != "wOFF" || u32(data, 4) != 0x00010000 {
		return nil, errWOFF
	}
	var tables []table
	for i := range int(u16(data, 12)) {
		record := 44 + 20*i
		if record+20 > len(data) {
			return nil, errWOFF
		}
		at, packed, size := int(u32(data, record+4)), int(u32(data, record+8)), int(u32(data, record+12))
		if at+packed > len(data) || size > largestTable {
			return nil, errWOFF
		}
		t := table{string(data[record : record+4]), data[at : at+packed]}
		if packed < size {
			r, err := zlib.NewReader(bytes.NewReader(t.data))
			if err != nil {
				return nil, errWOFF
			}
			if t.data, err = io.ReadAll(io.LimitReader(r, int64(size)+1)); err != nil {
				return nil, errWOFF
			}
		}
		if len(t.data) != size {
			return nil, errWOFF
		}
		tables = append(tables, t)
	}
	if !slices.ContainsFunc(tables, func(t table) bool { return t.tag == "head" && len(t.data) >= 12 }) {
		return nil, errWOFF
	}
	slices.SortFunc(tables, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	for i := range tables {
		if tables[i].tag == "head" { // the checksum of the file is set last
			tables[i].data = slices.Clone(tables[i].data)
			copy(tables[i].data[8:12], []byte{0, 0, 0, 0})
		}
	}
	return appendTables(nil, tables), nil
}

// Usable reports why a font file cannot be used on a certificate.
func Usable(data []byte) error {
	_, err := parseFile("font", data)
	return err
}
