package export

import (
	"cmp"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// keyRunes is how many characters of a name are searched. The script of the finder
// cuts what is typed at the same length.
const keyRunes = 40

//go:embed data/han.txt
var hanText string

// hanForms maps each traditional or Japanese form of a character to its simplified
// form.
var hanForms = sync.OnceValue(func() map[rune]rune {
	forms := map[rune]rune{}
	for line := range strings.Lines(hanText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for group := range strings.FieldsSeq(line) {
			all := []rune(group)
			for _, form := range all[1:] {
				forms[form] = all[0]
			}
		}
	}
	return forms
})

// The main block of Chinese characters.
const firstHan, lastHan = 0x4E00, 0x9FFF

func usual(r rune) bool { return r >= firstHan && r <= lastHan }

// usualForms are the simplified forms of the characters of that block.
var usualForms = sync.OnceValue(func() *[lastHan - firstHan + 1]rune {
	var forms [lastHan - firstHan + 1]rune
	for i := range forms {
		forms[i] = firstHan + rune(i)
	}
	for form, r := range hanForms() {
		if usual(form) {
			forms[form-firstHan] = r
		}
	}
	return &forms
})

// simplified returns the simplified form of a character, or the character itself.
func simplified(r rune) rune {
	if usual(r) {
		return usualForms()[r-firstHan]
	}
	if s, ok := hanForms()[r]; ok {
		return s
	}
	return r
}

// letterForms replaces letters that Unicode does not decompose into a letter and a
// mark.
var letterForms = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "æ", "ae", "œ", "oe",
	"ı", "i", "ħ", "h", "ŧ", "t", "ŋ", "n", "ς", "σ", "ٱ", "ا", "ة", "ه", "ى", "ي", "ی", "ي", "ک", "ك", "ء", "", "ـ", "")

// foldWords returns the words of a name without case, accents, width, traditional
// forms, Arabic vowels and hamza, joiners, and the difference of katakana and hiragana. All characters but letters and digits separate words. The
// script of the finder folds what is typed in the same way: change both.
func foldWords(name string) []string {
	if name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !usual(r) }) {
		return []string{strings.Map(simplified, name)}
	}
	bare := name
	if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		bare = strings.Map(func(r rune) rune {
			if r >= 0x300 && r <= 0x36F || r >= 0x64B && r <= 0x65F || r == 0x670 || r == 0x200C || r == 0x200D {
				return -1
			}
			return r
		}, norm.NFKD.String(name))
	}
	bare = strings.ToLower(bare)
	if strings.ContainsFunc(bare, func(r rune) bool { return r > unicode.MaxASCII }) {
		bare = hiragana(strings.Map(simplified, norm.NFC.String(letterForms.Replace(bare))))
	}
	return strings.FieldsFunc(bare, func(r rune) bool { return !wordly(r) })
}

// wordly reports whether a character is part of a word. Private characters of old
// encodings are, and unassigned ones too: a browser may know them as letters, such
// as the newest Chinese characters.
func wordly(r rune) bool {
	return usual(r) || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.In(r, unicode.Co, unicode.Cn)
}

// cut returns the beginning of a key that counts.
func cut(key []byte) []byte {
	if len(key) <= keyRunes {
		return key
	}
	n := 0
	for i := range string(key) {
		if n == keyRunes {
			return key[:i]
		}
		n++
	}
	return key
}

// compareKeys compares keys as JavaScript does, by UTF-16: a character beyond the
// basic plane is less than U+E000.
func compareKeys(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && i < len(a) && !utf8.RuneStart(a[i]) {
		i--
	}
	if i == len(a) || i == len(b) {
		return len(a) - len(b)
	}
	x, _ := utf8.DecodeRuneInString(a[i:])
	y, _ := utf8.DecodeRuneInString(b[i:])
	return cmp.Compare(utf16Order(x), utf16Order(y))
}

func utf16Order(r rune) rune {
	if r >= 0xE000 && r <= 0xFFFF {
		return r + unicode.MaxRune
	}
	return r
}
