package export

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Other alphabets in Latin letters. Each piece of text is followed by up to three
// spellings: the one of English, that of passports (ICAO 9303; Greek ELOT 743 in the
// first), and that of scholars or the sound. The script latin.js has the same tables:
// change both.
const (
	cyrillicTable = "кс ks/ks/x ий iy/ii/ij а a б b в v г g/g/h д d е e ё yo/e/io ж zh/zh/z з z и i й y/i/j к k л l м m н n о o п p р r с s т t у u ф f х kh/kh/h ц ts/ts/c ч ch/ch/c ш sh/sh/s щ shch/shch/sc ъ -/ie/- ы y ь - э e ю yu/iu/ju я ya/ia/ja " +
		"і i ї yi/i/ji є ye/ie/je ґ g ў w/u/u ј j љ lj њ nj ћ c ђ dj џ dz ѕ dz ѓ gj ќ kj ә a ғ g/g/gh қ k/k/q ң n/n/ng ө o ұ u ү u һ h"
	greekTable = "αυ av/af/au ευ ev/ef/eu ου ou/ou/u μπ mp/b/b ντ nt/d/d γκ gk/g/g γγ ng γξ nx γχ nch/nch/nh α a β v/v/b γ g δ d/d/dh ε e ζ z η i/i/e θ th ι i κ k λ l μ m ν n ξ x/x/ks ο o π p ρ r σ s ς s τ t υ y/i/u φ f/f/ph χ ch/h/kh ψ ps ω o"
	kanaTable  = "きゃ kya きゅ kyu きょ kyo しゃ sha/sha/sya しゅ shu/shu/syu しょ sho/sho/syo ちゃ cha/cha/tya ちゅ chu/chu/tyu ちょ cho/cho/tyo にゃ nya にゅ nyu にょ nyo ひゃ hya ひゅ hyu ひょ hyo みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo " +
		"ぎゃ gya ぎゅ gyu ぎょ gyo じゃ ja/ja/zya じゅ ju/ju/zyu じょ jo/jo/zyo びゃ bya びゅ byu びょ byo ぴゃ pya ぴゅ pyu ぴょ pyo しぇ she ちぇ che じぇ je てぃ ti でぃ di ふぁ fa ふぃ fi ふぇ fe ふぉ fo うぃ wi うぇ we うぉ wo ゔぁ va ゔぃ vi ゔぇ ve ゔぉ vo ゔ vu " +
		"あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi/shi/si す su せ se そ so た ta ち chi/chi/ti つ tsu/tsu/tu て te と to な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu/fu/hu へ he ほ ho " +
		"ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o ん n が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji/ji/zi ず zu ぜ ze ぞ zo だ da ぢ ji/ji/di づ zu で de ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ー -"
)

// spellings is how many ways to write a piece a table has at most.
const spellings = 3

// alphabets are the tables by piece; the longest piece has pieceRunes characters.
var alphabets = sync.OnceValue(func() map[string][spellings]string {
	all := map[string][spellings]string{}
	for _, table := range []string{cyrillicTable, greekTable, kanaTable} {
		fields := strings.Fields(table)
		for i := 0; i+1 < len(fields); i += 2 {
			ways := strings.Split(fields[i+1], "/")
			var each [spellings]string
			for n := range each {
				each[n] = strings.TrimPrefix(ways[min(n, len(ways)-1)], "-")
			}
			all[fields[i]] = each
		}
	}
	return all
})

const pieceRunes = 2

// romanised reports whether a character belongs to an alphabet of the tables.
func romanised(r rune) bool {
	return r >= 0x370 && r <= 0x52F || r >= 0x1F00 && r <= 0x1FFF || r >= 0x3041 && r <= 0x30FC
}

// Romanise returns the ways to write a name of another alphabet in Latin letters, the
// usual one first; none for a name that has no such letters. What the tables do not
// have stays as it is.
func Romanise(name string) []string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII && !usual(r) }) {
		return nil
	}
	plain := norm.NFKC.String(name)
	if !strings.ContainsFunc(plain, romanised) {
		return nil
	}
	text := []rune(hiragana(strings.ToLower(norm.NFC.String(strings.Map(unstressed, norm.NFD.String(plain))))))
	table := alphabets()
	var ways [spellings]strings.Builder
	var doubled [spellings]bool // the consonant that follows, after a small tsu
	write := func(n int, s string) {
		if doubled[n] && s != "" && strings.IndexByte("aiueon", s[0]) < 0 {
			if strings.HasPrefix(s, "ch") {
				ways[n].WriteByte('t')
			} else {
				ways[n].WriteByte(s[0])
			}
		}
		doubled[n] = false
		ways[n].WriteString(s)
	}
	for i := 0; i < len(text); {
		if text[i] == 'っ' {
			doubled = [spellings]bool{true, true, true}
			i++
			continue
		}
		size := min(pieceRunes, len(text)-i)
		each, known := table[string(text[i:i+size])]
		for !known && size > 1 {
			size--
			each, known = table[string(text[i:i+size])]
		}
		if !known { // a letter with a mark that the tables do not have
			r, _ := utf8.DecodeRuneInString(norm.NFD.String(string(text[i])))
			if each, known = table[string(r)]; !known {
				each = [spellings]string{string(text[i]), string(text[i]), string(text[i])}
			}
		}
		for n := range ways {
			write(n, each[n])
		}
		i += size
	}
	var all []string
	for n := range ways {
		way := ways[n].String()
		if n > 0 && strings.ContainsFunc(string(text), kana) { // long vowels are often not written
			way = shortVowels.Replace(way)
		}
		if !slices.Contains(all, way) {
			all = append(all, way)
		}
	}
	return all
}

var shortVowels = strings.NewReplacer("ou", "o", "oo", "o", "uu", "u")

func kana(r rune) bool { return r >= 0x3041 && r <= 0x30FC }

// unstressed leaves out marks of stress and breath, which are none of the letter.
func unstressed(r rune) rune {
	switch r {
	case 0x300, 0x301, 0x313, 0x314, 0x342, 0x345:
		return -1
	}
	return r
}

// hiragana writes katakana as hiragana.
func hiragana(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x30A1 && r <= 0x30F6 {
			return r - 0x60
		}
		return r
	}, text)
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "Ä", "ae", "Ö", "oe", "Ü", "ue", "Å", "aa", "Ø", "oe")

// spelledOut returns a name with ä, ö, ü, å and ø as two letters, "" if it has none.
func spelledOut(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	plain := norm.NFC.String(name)
	if out := umlauts.Replace(plain); out != plain {
		return out
	}
	return ""
}
