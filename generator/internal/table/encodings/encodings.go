// Package encodings tells in which encoding the bytes of a table are, and makes text of
// them. It takes bytes alone, and reads and says nothing.
package encodings

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// LikelyChinese reports whether bytes are likely GB18030, and not another encoding
// whose bytes happen to decode as GB18030. Two signs must hold:
//
// Nine characters of ten are those of GB 2312, whose two bytes are both high. In
// Big5, in Shift_JIS and in the letters of Western names the second byte is
// often low.
//
// One character of twenty begins with a byte from 0xD0 to 0xD7, as 张 and 赵 do.
// That rules out EUC-KR, whose syllables all come before, and EUC-JP, where
// few characters stand there.
func LikelyChinese(raw string) bool {
	characters, common, late := 0, 0, 0
	for i := 0; i+1 < len(raw); i++ {
		lead, trail := raw[i], raw[i+1]
		if lead < 0x80 {
			continue
		}
		characters++
		if lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1 {
			common++
		}
		if lead >= 0xD0 && lead <= 0xD7 {
			late++
		}
		i++
	}
	return common*10 >= characters*9 && (characters < 20 || late*20 >= characters)
}

// Text decodes all bytes at once.
func Text(raw string, from encoding.Encoding) string {
	out, _, err := transform.String(from.NewDecoder(), raw)
	if err != nil { // only at a last character that is cut short
		return out + string(utf8.RuneError)
	}
	return strings.TrimPrefix(out, "\uFEFF")
}

// UTF16 returns the byte order of UTF-16 by where the zero bytes of a text
// stand, or encoding.Nop where the text is not UTF-16. Every table has separators
// and line ends, and in UTF-16 each has a zero byte beside it: where most have
// none, the zeros are damage.
func UTF16(raw []byte) encoding.Encoding {
	var zeros, with, without [2]int // by the place of the zero, and of the separator, in its pair
	for i := 0; i+1 < len(raw); i += 2 {
		for at, b := range raw[i : i+2] {
			if b == 0 {
				zeros[at]++
			}
			switch other := raw[i+1-at]; {
			case !strings.ContainsRune(",;|\t\r\n", rune(b)):
			case other == 0:
				with[at]++
			default:
				without[at]++
			}
		}
	}
	switch {
	case zeros[1] > 8*zeros[0] && with[0] > without[0]:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] > 8*zeros[1] && with[1] > without[1]:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return encoding.Nop
}

// Undecoded returns the offset of a character that could not be decoded, or -1.
// In bytes that were not converted U+FFFD may stand as a character of its own;
// there only an invalid byte counts.
func Undecoded(text, raw string) int {
	if !utf8.ValidString(text) {
		return FirstInvalid(text)
	}
	if strings.HasSuffix(raw, text) {
		return -1
	}
	return strings.IndexRune(text, utf8.RuneError)
}

// FirstInvalid returns where the first byte stands that is not UTF-8.
func FirstInvalid(text string) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}
