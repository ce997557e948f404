package chipreads

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/encodings"
)

// longestLine is how many bytes a line of reads may have; no reader writes
// half as many.
const longestLine = 1 << 16

// lines hands out the records of a file one at a time, so that a file of any
// size is never in memory. A record is a line, unless a format ends it otherwise.
type lines struct {
	r    *bufio.Reader
	ends byte // of lines
	as   vendors.Ends
	line int  // on which the next record begins, from 1
	lead int  // characters before it on that line
	open bool // the last record has no line end
	code bool // the bytes of the file are not those of the text
}

// errTooLong says that a line was ignored for its length.
var errTooLong = errors.New("the line is longer than any reader writes")

// next returns the next record without its end, and the line and the characters
// before it where it begins; it is valid until the next call. The error is io.EOF
// at the end, errTooLong for a record that was ignored, else that of the file
// system.
func (l *lines) next() (record []byte, line, lead int, err error) {
	line, lead = l.line, l.lead
	for {
		have, _ := l.r.Peek(l.r.Buffered())
		n, record := vendors.Cut(have, l.as, l.ends)
		if n > 0 {
			l.pass(have[:n], record)
			return withoutEnd(record), line, lead, nil
		}
		if len(have) == longestLine {
			return nil, line, lead, l.skip()
		}
		if more, err := l.r.Peek(len(have) + 1); err != nil && len(more) == len(have) {
			if len(have) > 0 && err == io.EOF {
				l.pass(more, more)
				l.open = true
				return withoutEnd(more), line, lead, nil
			}
			return nil, line, lead, err
		}
	}
}

// withoutEnd drops the end of a line.
func withoutEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// pass counts the lines of what was read, and takes it.
func (l *lines) pass(read, record []byte) {
	if _, err := l.r.Discard(len(read)); err != nil {
		return
	}
	switch {
	case l.as == vendors.AtLineEnds:
		l.line++
	default:
		if n := bytes.Count(read, []byte{l.ends}); n > 0 {
			l.line += n
			l.lead = 0
			read = read[bytes.LastIndexByte(read, l.ends)+1:]
		}
		l.lead += utf8.RuneCount(read)
	}
}

// skip ignores the rest of a line that is too long.
func (l *lines) skip() error {
	_, err := l.r.ReadSlice(l.ends)
	for err == bufio.ErrBufferFull {
		_, err = l.r.ReadSlice(l.ends)
	}
	l.line, l.lead = l.line+1, 0
	if err == nil || err == io.EOF {
		return errTooLong
	}
	return err
}

// openLines finds out by the beginning of a file of reads how it is encoded, by
// the rules of tables. guessed says that nothing confirms it. The error says why
// the file is no text.
func openLines(from io.Reader, declared encoding.Encoding) (l *lines, guessed bool, refused *problem.FileError) {
	raw := bufio.NewReaderSize(from, longestLine)
	head, err := raw.Peek(longestLine)
	if err != nil && err != io.EOF {
		return nil, false, &problem.FileError{Code: "unreadable_file", Text: fmt.Sprintf("the file cannot be read: %v", err)}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("\x1F\x8B")), bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return nil, false, &problem.FileError{Code: "not_text", Text: "the file is an archive or a spreadsheet, not text", Hint: "unpack it, or save it as text"}
	}
	var decode encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		if _, err := raw.Discard(3); err != nil {
			return nil, false, &problem.FileError{Code: "unreadable_file", Text: fmt.Sprintf("the file cannot be read: %v", err)}
		}
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		decode = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case declared != nil:
		decode = declared
	case bytes.IndexByte(head, 0) >= 0 && encodings.UTF16(head) != encoding.Nop:
		decode = encodings.UTF16(head)
	case !utf8.Valid(uncut(head)):
		if text, _, _ := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), head); bytes.ContainsRune(text[:max(0, len(text)-8)], utf8.RuneError) {
			break // damage on some lines: each is judged by itself
		}
		decode, guessed = simplifiedchinese.GB18030, true
	}
	l = &lines{r: raw, ends: '\n', line: 1}
	if decode != nil {
		l.code = true
		l.r = bufio.NewReaderSize(transform.NewReader(raw, decode.NewDecoder()), longestLine)
		head, _ = l.r.Peek(longestLine)
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		l.ends = '\r'
	}
	return l, guessed, nil
}

// uncut drops a character at the end of a block of which only a part is there.
func uncut(block []byte) []byte {
	for i := 1; i <= 3 && i <= len(block); i++ {
		if b := block[len(block)-i]; utf8.RuneStart(b) {
			if !utf8.FullRune(block[len(block)-i:]) {
				return block[:len(block)-i]
			}
			break
		}
	}
	return block
}

// file adds all reads of one file. It returns where it ended; nil where nothing can
// go on from there.
func (c *collector) file(name string) *ending {
	f, err := c.tables.FS.Open(name)
	if err != nil {
		problem.WholeFile(name).ReportUnreadable(c.tables.Found, name, err)
		return nil
	}
	defer f.Close()
	from := &counted{from: f}
	l, guessed, refused := openLines(from, c.source.Encoding)
	if refused != nil {
		problem.WholeFile(name).Report(c.tables.Found, problem.Error, refused.Code, refused.Text, refused.Hint)
		return nil
	}
	if guessed {
		problem.WholeFile(name).Report(c.tables.Found, problem.Warning, "guessed_encoding", "the text is not UTF-8 and was read as GB18030, which is not confirmed", "declare it: encoding: gb18030, big5, windows-1252 …")
	}
	parser := c.begin(l, name, c.tables.Found)
	if !c.open(name, parser) || !c.readOn(l) {
		return nil
	}
	end := c.endOf(l, from.n)
	c.close()
	return end
}

// readOn adds the reads of what is left of the file; false where it could not be read.
func (c *collector) readOn(l *lines) bool {
	add := c.addRead
	for {
		line, number, lead, err := l.next()
		if err == io.EOF {
			return true
		}
		c.line, c.lead = number, lead
		c.text = line
		blank := len(bytes.TrimSpace(line)) == 0
		if l.open {
			c.cut, l.open = c.shorter(line), !blank
		}
		switch {
		case err == errTooLong:
			c.setLineAside(0, err.Error())
		case err != nil:
			problem.Place{Path: c.path, Line: c.line, Column: 1}.Report(c.tables.Found, problem.Error, "unreadable_file", fmt.Sprintf("the file cannot be read: %v", err), "")
			return false
		case blank:
		case bytes.IndexByte(line, 0) >= 0:
			c.setLineAside(bytes.IndexByte(line, 0), "the line contains zero bytes")
		default:
			c.parser.Parse(line, add)
		}
	}
}
