package spelling

import (
	"strings"
	"unicode"
)

// The zero width joiner and non-joiner say how letters join: of Persian چنگیز‌پور and
// of Sinhala ශ්‍රී they are part of the spelling.
const (
	nonJoiner = 0x200C
	joiner    = 0x200D
)

func isJoiner(r rune) bool { return r == nonJoiner || r == joiner }

// joining are the scripts in whose names joiners stand: those that are written like
// Arabic, and those of India and its neighbours.
var joining = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Myanmar, unicode.Khmer}

// joinsLetters reports whether a joiner stands between two letters, or their marks, of
// such a script. Vowel signs of Arabic belong to no script of their own.
func joinsLetters(before, after rune) bool {
	part := func(r rune) bool {
		return unicode.In(r, joining...) && (unicode.IsLetter(r) || unicode.IsMark(r)) || r >= 0x64B && r <= 0x655 || r == 0x670
	}
	return part(before) && part(after) && !(before >= 0x64B && before <= 0x670 && !unicode.In(after, joining...))
}

// KeepsJoiner reports whether Tidy keeps the character at an index of runes: a joiner
// between letters that it joins or parts.
func KeepsJoiner(runes []rune, i int) bool {
	return isJoiner(runes[i]) && i > 0 && i+1 < len(runes) && joinsLetters(runes[i-1], runes[i+1])
}

// tidyJoined is Tidy of a text with joiners. Those that stay are set aside as a character
// that no text has.
func tidyJoined(s string) string {
	const asideNon, asideJoin = 0xFDD0, 0xFDD1 // noncharacters
	runes := []rune(strings.Map(func(r rune) rune {
		if r == asideNon || r == asideJoin {
			return -1
		}
		return r
	}, s))
	kept := make([]rune, len(runes))
	for i, r := range runes {
		switch {
		case KeepsJoiner(runes, i) && r == nonJoiner:
			r = asideNon
		case KeepsJoiner(runes, i):
			r = asideJoin
		}
		kept[i] = r
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case asideNon:
			return nonJoiner
		case asideJoin:
			return joiner
		}
		return r
	}, TidyKey(string(kept)))
}
