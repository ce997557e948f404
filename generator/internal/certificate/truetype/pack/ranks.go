package main

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// alsoCommon has what China's table of standard characters of 2013 has and neither GB 2312 nor
// JIS X 0208 nor Big5 does, in order.
//
//go:embed common.txt
var alsoCommon string

// How common a character is, by the national standards that list the common ones first.
const (
	letter = iota // and signs
	gb1           // the first level of GB 2312
	jis1          // that of JIS X 0208
	big1          // that of Big5
	gb2           // the second level of GB 2312
	second        // those of the others, and alsoCommon
	rare          // a Chinese character that none of them has
)

// ranks says how common a character is.
func ranks() func(rune) int {
	gb, jis, big5 := simplifiedchinese.GBK.NewEncoder(), japanese.ShiftJIS.NewEncoder(), traditionalchinese.Big5.NewEncoder()
	return func(r rune) int {
		china, japan, taiwan := codeOf(gb, r), codeOf(jis, r), codeOf(big5, r)
		if china&0xFF < 0xA1 { // of GBK, and not of GB 2312
			china = 0
		}
		switch {
		case r < 0x3400 || r >= 0xFF00 && r <= 0xFFFF:
			return letter
		case china >= 0xB0A1 && china <= 0xD7F9:
			return gb1
		case japan >= 0x889F && japan <= 0x9872:
			return jis1
		case taiwan >= 0xA440 && taiwan <= 0xC67E:
			return big1
		case china >= 0xD8A1 && china <= 0xF7FE:
			return gb2
		case japan >= 0x989F && japan <= 0xEAA4, taiwan >= 0xC940 && taiwan <= 0xF9D5, strings.ContainsRune(alsoCommon, r), !unicode.Is(unicode.Han, r):
			return second
		}
		return rare
	}
}

// codeOf returns the code of a character that takes two bytes, 0 for any other.
func codeOf(e *encoding.Encoder, r rune) int {
	b, err := e.Bytes([]byte(string(r)))
	if err != nil || len(b) != 2 {
		return 0
	}
	return int(b[0])<<8 | int(b[1])
}
