package verify

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// sheets checks a workbook. Sheets of runners are checked row by row; any published
// text may stand elsewhere in it.
func (r *reader) sheets(name string, data []byte) error {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.wrong(name, "unreadable_results", rebuild, "%v", err)
		return nil
	}
	r.lookInShared(name, []byte(book.Comment))
	for _, part := range book.File {
		r.lookInShared(name, []byte(part.Name+"\n"+part.Comment+"\n"+string(part.Extra)))
		f, err := part.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(f)
		if err != nil {
			r.wrong(name, "unreadable_results", rebuild, "%s: %v", part.Name, err)
			continue
		}
		r.lookInShared(name, data)
		if strings.HasPrefix(part.Name, "xl/worksheets/") {
			if err := r.sheet(name, path.Dir(name), data); err != nil {
				r.wrong(name, "unreadable_results", rebuild, "%s: %v", part.Name, err)
			}
		}
	}
	return nil
}

// sheet checks the rows of a sheet that has the bib in its first column.
func (r *reader) sheet(name, folder string, data []byte) error {
	in := xml.NewDecoder(bytes.NewReader(data))
	var texts [][]byte
	row, column, bib := 0, "", ""
	runners, number := false, false
	for {
		token, err := in.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				texts, bib = texts[:0], ""
				row++
			case "c":
				number = true
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "r":
						column = strings.TrimRight(a.Value, "0123456789")
					case "t":
						number = false
					}
				}
			}
		case xml.CharData:
			if row == 1 && column == "A" && string(t) == "bib" {
				runners = true
			}
			if !runners || number || len(t) == 0 {
				continue
			}
			if column == "A" {
				bib = string(t)
			}
			texts = append(texts, bytes.Clone(t))
			if row == 1 && private(string(t)) {
				r.wrong(name, "private_field", "it is for nobody but the race office: take it out of the export", "it has the column %q", t)
			}
		case xml.EndElement:
			if t.Name.Local == "row" && runners && row > 1 {
				r.lookInOwn(name, r.of(folder, bib), texts...)
			}
		}
	}
}
