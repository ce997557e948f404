package pdf

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// AppendCode appends a two-byte code to a literal string, with escapes.
func AppendCode(b []byte, code int) []byte {
	for _, c := range [2]byte{byte(code >> 8), byte(code)} {
		switch c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r': // a reader would convert it to a line feed
			b = append(b, `\r`...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// Hundredths rounds a number to hundredths.
func Hundredths(v float64) int64 { return int64(math.Round(v * 100)) }

// AppendNumber appends a number with at most two decimals.
func AppendNumber(b []byte, v float64) []byte { return AppendHundredths(b, Hundredths(v)) }

// AppendHundredths appends a number of hundredths.
func AppendHundredths(b []byte, n int64) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	switch {
	case n%100 == 0:
		return b
	case n%10 == 0:
		return append(b, '.', '0'+byte(n/10%10))
	}
	return append(b, '.', '0'+byte(n/10%10), '0'+byte(n%10))
}

// AppendJSON appends a text in quotes, as JSON has it.
func AppendJSON(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == 0x2028 || r == 0x2029:
			b = append(b, `\u`...)
			for shift := 12; shift >= 0; shift -= 4 {
				b = append(b, "0123456789abcdef"[r>>shift&15])
			}
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
