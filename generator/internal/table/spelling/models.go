package spelling

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Model says how likely bytes above ASCII are in the texts that people write in
// an encoding: ranges of two bytes for those of East Asia, letters for others.
type Model struct {
	Name    string
	prior   float64
	pairs   []pairs
	single  float64 // a byte above ASCII alone, where pairs are usual: half-width kana
	common  string  // letters, in lower case
	own     bool    // words are of these letters alone
	tongues string  // languages whose texts are usually in it, by their files of the lexicon
}

// pairs is a range of first bytes, how many characters it has, and how many of a
// hundred characters of usual text lie in it.
type pairs struct {
	from, to byte
	size     float64
	percent  float64
	trailLow bool // the second byte may be below 0xA1
}

// Models are the encodings that are tried. The shares are those of names and of
// words of tables: of Chinese names a third begin with 0xC9 to 0xD7, Korean
// syllables all come before, and Japanese ones are written in kana as well.
var Models = []Model{
	{Name: "gb18030", pairs: []pairs{{0xB0, 0xC8, 2350, 60, false}, {0xC9, 0xD7, 1410, 36, false}, {0xD8, 0xF7, 3008, 3, false}, {0xA1, 0xA3, 282, .9, false}, {0x81, 0xFE, 20000, .05, true}}},
	{Name: "big5", pairs: []pairs{{0xA4, 0xC6, 5401, 96, true}, {0xC9, 0xF9, 7652, 3, true}, {0xA1, 0xA3, 408, .9, true}, {0x81, 0xFE, 9000, .01, true}}},
	{Name: "shift_jis", single: 1. / 63 / 10, pairs: []pairs{{0x82, 0x82, 180, 30, true}, {0x83, 0x83, 150, 30, true}, {0x88, 0x97, 2965, 37, true}, {0x98, 0x9F, 1400, 1, true}, {0xE0, 0xEA, 1990, 1, true}, {0x81, 0x81, 147, 1, true}, {0x84, 0xFC, 4000, .01, true}}},
	{Name: "euc-jp", single: 1e-4, pairs: []pairs{{0xA4, 0xA4, 83, 30, false}, {0xA5, 0xA5, 86, 30, false}, {0xB0, 0xCF, 2965, 37, false}, {0xD0, 0xF4, 3390, 1.5, false}, {0xA1, 0xA3, 240, 1, false}, {0x8E, 0xFE, 4000, .01, false}}},
	{Name: "euc-kr", pairs: []pairs{{0xB0, 0xC8, 2350, 98, false}, {0xCA, 0xFD, 4888, .5, false}, {0xA1, 0xA3, 282, 1, false}, {0x81, 0xFE, 8822, .05, true}}},
	{Name: "windows-1252", prior: 3, common: "éèêëàâäáåãçíìîïñóòôöõøúùûüæß"},
	{Name: "windows-1250", tongues: "cs hr hu pl ro sk sl", prior: 1, common: "ąćęłńóśźżěščřžýáíéúůďťňöüőűăâîşţ"},
	{Name: "windows-1251", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", own: true},
	{Name: "windows-1254", tongues: "tr", common: "ğışçöüâ"},
	{Name: "windows-1253", common: "αοιεςτνσρκηυπλμωδγθχφβξζψόίάέήύώ", own: true},
	{Name: "windows-1257", tongues: "et lt lv", common: "āčēģīķļņšūžąęėįųõäöü"},
	{Name: "iso-8859-2", common: "ąćęłńóśźżěščřžýáíéúůďťňöüőűăâîşţ"},
	{Name: "koi8-r", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", own: true},
	{Name: "ibm866", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", own: true},
	{Name: "macintosh", common: "éèêëàâäáåãçíìîïñóòôöõøúùûüæß"},
}

// Score is the logarithm of how likely a text is in the encoding, by its bytes and by
// what they are read as.
func (m *Model) Score(raw, text string) float64 {
	if m.pairs != nil {
		return m.prior + m.scorePairs(raw)
	}
	return m.prior + m.scoreLetters(text)
}

// tongueScore is what a name of a column in a language counts whose texts are usually in
// the encoding.
const tongueScore = 4

// OfTongues is the score for names of columns: õ and ő are one byte, and only the
// language tells them apart.
func (m *Model) OfTongues(headers []string) float64 {
	for _, h := range headers {
		in := SpokenIn(h)
		for i, file := range lexiconFiles() {
			if in == Languages(1)<<i && slices.Contains(strings.Fields(m.tongues), file) {
				return tongueScore
			}
		}
	}
	return 0
}

// scorePairs is the logarithm of how likely the bytes are.
func (m *Model) scorePairs(raw string) (score float64) {
	for i := 0; i < len(raw); i++ {
		lead := raw[i]
		if lead < 0x80 {
			continue
		}
		if m.single > 0 && (m.Name == "shift_jis" && lead >= 0xA1 && lead <= 0xDF) {
			score += math.Log(m.single)
			continue
		}
		if i+1 >= len(raw) {
			break
		}
		trail := raw[i+1]
		p := 1e-9
		for _, in := range m.pairs {
			if lead >= in.from && lead <= in.to && (in.trailLow || trail >= 0xA1) {
				p = in.percent / 100 / in.size
				break
			}
		}
		score += math.Log(p)
		i++
	}
	return score
}

// scoreLetters is the logarithm of how likely the letters above ASCII are, alone
// and beside their neighbours: no word has a capital after a small letter.
func (m *Model) scoreLetters(text string) (score float64) {
	common := []rune(m.common)
	share := make(map[rune]float64, len(common))
	for i, r := range common {
		p := .9 / 20 // the same in all, so that a long list is no worse than a short one
		if m.own && i < 12 {
			p = .7 / 12
		} else if m.own {
			p = .25 / float64(len(common)-12)
		}
		share[r] = p
	}
	before := rune(' ')
	for i, r := range text {
		if r > unicode.MaxASCII {
			p := share[unicode.ToLower(r)]
			if p == 0 {
				p = 1e-4
			}
			after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			latin := func(r rune) bool { return r <= unicode.MaxASCII && unicode.IsLetter(r) }
			switch {
			case unicode.IsUpper(r) && unicode.IsLower(before):
				p *= .01
			case m.own && (latin(before) || latin(after)):
				p *= .01
			case !m.own && !latin(before) && !latin(after):
				p *= .05
			}
			score += math.Log(p)
		}
		before = r
	}
	return score
}
