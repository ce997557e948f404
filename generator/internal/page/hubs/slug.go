package hubs

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// longestSlug is how long the id of a club may be: it is the name of a folder.
const longestSlug = 48

// plain are letters that do not come apart into a Latin letter and a mark.
var plain = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i", "&", " and ")

// Slug is a name in lower-case Latin letters, digits and hyphens: accents go, Chinese
// characters are read as pinyin, a syllable each. What no Latin letter stands for is left
// out. A name that is cut is told from others by its hash.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	write := func(s string) {
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
	}
	for _, r := range norm.NFKD.String(plain.Replace(strings.ToLower(name))) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
			write(string(r))
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.': // l'étoile, A.C.
		case unicode.Is(unicode.Han, r):
			gap = true
			if read := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(read) > 0 {
				write(strings.ReplaceAll(read[0], "ü", "v"))
			}
			gap = true
		default:
			gap = true
		}
	}
	if slug := b.String(); len(slug) <= longestSlug {
		return slug
	}
	return strings.TrimRight(b.String()[:longestSlug], "-") + "-" + hashed(name)[len(hashMark):]
}

// hashMark begins the ids that are hashes.
const hashMark = "c-"

// hashed is the id of a group that no slug tells from others.
func hashed(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hashMark + hex.EncodeToString(sum[:4])
}
