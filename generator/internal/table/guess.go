package table

import (
	"cmp"
	"errors"
	"guntime/generator/internal/table/encodings"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// encodingNames are names of encodings in other programs, with those of the web.
var encodingNames = map[string]string{"utf-8-sig": "utf-8", "utf8-bom": "utf-8", "utf-8-bom": "utf-8", "cp936": "gbk", "ms936": "gbk",
	"cp950": "big5", "cp932": "shift_jis", "cp949": "euc-kr", "latin-1": "latin1", "cp1252": "windows-1252", "cp1250": "windows-1250", "cp1251": "windows-1251"}

// EncodingNamed is the encoding of a name such as big5 or windows-1252.
func EncodingNamed(name string) (encoding.Encoding, error) {
	if web, ok := encodingNames[strings.ToLower(name)]; ok {
		name = web
	}
	e, err := htmlindex.Get(name)
	if err != nil || strings.EqualFold(name, "x-user-defined") || strings.EqualFold(name, "replacement") {
		return nil, errors.New("not a known encoding")
	}
	return e, nil
}

// Candidate is an encoding that a text may be in.
type Candidate struct {
	Encoding string // as encoding.yaml names it
	Row      string // the first row in which it matters, read by it
	score    float64
}

// model says how likely bytes above ASCII are in the texts that people write in
// an encoding: ranges of two bytes for those of East Asia, letters for others.
type model struct {
	name    string
	prior   float64
	pairs   []pairs
	single  float64 // a byte above ASCII alone, where pairs are usual: half-width kana
	common  string  // letters, in lower case
	cyrilic bool    // words are of these letters alone
}

// pairs is a range of first bytes, how many characters it has, and how many of a
// hundred characters of usual text lie in it.
type pairs struct {
	from, to byte
	size     float64
	percent  float64
	trailLow bool // the second byte may be below 0xA1
}

// models are the encodings that are tried. The shares are those of names and of
// words of tables: of Chinese names a third begin with 0xC9 to 0xD7, Korean
// syllables all come before, and Japanese ones are written in kana as well.
var models = []model{
	{name: "gb18030", pairs: []pairs{{0xB0, 0xC8, 2350, 60, false}, {0xC9, 0xD7, 1410, 36, false}, {0xD8, 0xF7, 3008, 3, false}, {0xA1, 0xA3, 282, .9, false}, {0x81, 0xFE, 20000, .05, true}}},
	{name: "big5", pairs: []pairs{{0xA4, 0xC6, 5401, 96, true}, {0xC9, 0xF9, 7652, 3, true}, {0xA1, 0xA3, 408, .9, true}, {0x81, 0xFE, 9000, .01, true}}},
	{name: "shift_jis", single: 1. / 63 / 10, pairs: []pairs{{0x82, 0x82, 180, 30, true}, {0x83, 0x83, 150, 30, true}, {0x88, 0x97, 2965, 37, true}, {0x98, 0x9F, 1400, 1, true}, {0xE0, 0xEA, 1990, 1, true}, {0x81, 0x81, 147, 1, true}, {0x84, 0xFC, 4000, .01, true}}},
	{name: "euc-jp", single: 1e-4, pairs: []pairs{{0xA4, 0xA4, 83, 30, false}, {0xA5, 0xA5, 86, 30, false}, {0xB0, 0xCF, 2965, 37, false}, {0xD0, 0xF4, 3390, 1.5, false}, {0xA1, 0xA3, 240, 1, false}, {0x8E, 0xFE, 4000, .01, false}}},
	{name: "euc-kr", pairs: []pairs{{0xB0, 0xC8, 2350, 98, false}, {0xCA, 0xFD, 4888, .5, false}, {0xA1, 0xA3, 282, 1, false}, {0x81, 0xFE, 8822, .05, true}}},
	{name: "windows-1252", prior: 3, common: "éèêëàâäáåãçíìîïñóòôöõøúùûüæß"},
	{name: "windows-1250", prior: 1, common: "ąćęłńóśźżěščřžýáíéúůďťňöüőűăâîşţ"},
	{name: "windows-1251", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", cyrilic: true},
	{name: "windows-1254", common: "ğışçöüâ"},
	{name: "windows-1257", common: "āčēģīķļņšūžąęėįųõäöü"},
	{name: "iso-8859-2", common: "ąćęłńóśźżěščřžýáíéúůďťňöüőűăâîşţ"},
	{name: "koi8-r", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", cyrilic: true},
	{name: "ibm866", common: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", cyrilic: true},
	{name: "macintosh", common: "éèêëàâäáåãçíìîïñóòôöõøúùûüæß"},
}

// sampled is how much of a text is looked at to find its encoding.
const sampled = 256 << 10

// Candidates are the encodings that a text that is not Unicode may be in, the
// likeliest first. Those that cannot read it are left out.
func (v *Vocabulary) Candidates(raw string) []Candidate {
	sample := raw
	if len(sample) > sampled {
		sample = sample[:strings.LastIndexByte(sample[:sampled], '\n')+1]
	}
	var list []Candidate
	for _, m := range models {
		e, err := EncodingNamed(m.name)
		if err != nil {
			continue
		}
		text := encodings.Text(sample, e)
		if strings.ContainsRune(text, utf8.RuneError) || strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 && r < 0xA0 }) {
			continue
		}
		c := Candidate{Encoding: m.name, score: m.prior}
		if m.pairs != nil {
			c.score += m.scorePairs(sample)
		} else {
			c.score += m.scoreLetters(text)
		}
		for line := range strings.Lines(text) {
			if c.Row == "" && strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) {
				c.Row = strings.TrimSpace(line)
			}
		}
		lines := 0
		for line := range strings.Lines(text) {
			if lines++; lines > 20 {
				break
			}
			for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;|\t\r\n\"", r) }) {
				if strings.ContainsFunc(cell, func(r rune) bool { return r > unicode.MaxASCII }) && v.canonical(cell) != "" {
					c.score += 20
				}
			}
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(b.score, a.score) })
	return list
}

// scorePairs is the logarithm of how likely the bytes are.
func (m *model) scorePairs(raw string) (score float64) {
	for i := 0; i < len(raw); i++ {
		lead := raw[i]
		if lead < 0x80 {
			continue
		}
		if m.single > 0 && (m.name == "shift_jis" && lead >= 0xA1 && lead <= 0xDF) {
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
func (m *model) scoreLetters(text string) (score float64) {
	common := []rune(m.common)
	share := make(map[rune]float64, len(common))
	for i, r := range common {
		p := .9 / 20 // the same in all, so that a long list is no worse than a short one
		if m.cyrilic && i < 12 {
			p = .7 / 12
		} else if m.cyrilic {
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
			case m.cyrilic && (latin(before) || latin(after)):
				p *= .01
			case !m.cyrilic && !latin(before) && !latin(after):
				p *= .05
			}
			score += math.Log(p)
		}
		before = r
	}
	return score
}
