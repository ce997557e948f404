package verify

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// plain decodes what JSON, addresses and markup escape.
func plain(text []byte) []byte {
	var out []byte // nil until something is decoded
	done := 0
	for i := 0; i < len(text); i++ {
		var read []byte
		n := 0
		switch text[i] {
		case '\\':
			read, n = unescaped(text[i:])
		case '%':
			read, n = unquoted(text[i:])
		case '&':
			if end := bytes.IndexByte(text[i:min(len(text), i+12)], ';'); end > 0 {
				read, n = []byte(html.UnescapeString(string(text[i:i+end+1]))), end+1
			}
		}
		if n == 0 {
			continue
		}
		if out == nil {
			out = make([]byte, 0, len(text))
		}
		out = append(append(out, text[done:i]...), read...)
		i += n - 1
		done = i + 1
	}
	if out == nil {
		return text
	}
	return append(out, text[done:]...)
}

// unescaped decodes a \uXXXX escape of JSON and returns its length in bytes, 0
// where there is none.
func unescaped(text []byte) ([]byte, int) {
	unit := func(text []byte) rune {
		if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
			return -1
		}
		n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	switch r := unit(text); {
	case r < 0:
		return nil, 0
	case utf16.IsSurrogate(r):
		return utf8.AppendRune(nil, utf16.DecodeRune(r, unit(text[6:]))), min(12, len(text))
	default:
		return utf8.AppendRune(nil, r), 6
	}
}

// unquoted decodes a run of %XX escapes and returns its length in bytes, 0 where
// there is none.
func unquoted(text []byte) (read []byte, n int) {
	for n+2 < len(text) && text[n] == '%' {
		c, err := strconv.ParseUint(string(text[n+1:n+3]), 16, 8)
		if err != nil {
			break
		}
		read, n = append(read, byte(c)), n+3
	}
	return read, n
}
