package table

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"guntime/generator/internal/race"
)

// The words of each language, a file a language: what columns are called, and
// what genders and statuses are. en.txt tells the form of the files.
//
//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// languages is a set of files of the lexicon, a bit each.
type languages uint64

// sense is one thing that a header can mean.
type sense struct {
	target string // a column, a point, or one of the targets below
	weak   bool   // only where the cells fit
	order  int    // among the words of its column in its file
	in     languages
	exact  bool // the column's own name, or declared
}

// The targets of the lexicon that are neither columns nor points.
const (
	timeSense = "time" // a time of which the name does not say whether it is gun or net
	passSense = "pass" // what tables have and nobody needs here
)

// letterPair is a pair of letters that some languages write for the genders.
type letterPair struct {
	male, female, other string // folded
	in                  languages
}

// lexicon is all that the files say, by folded words.
type lexicon struct {
	senses   map[string][]sense
	sorted   []string // the words of senses in order, to find those that are cut off
	genders  map[string]race.Gender
	letters  []letterPair
	statuses map[string]race.TimedStatus
}

var theLexicon = sync.OnceValue(func() *lexicon {
	x := &lexicon{senses: map[string][]sense{}, genders: map[string]race.Gender{}, statuses: map[string]race.TimedStatus{}}
	files, err := fs.Glob(lexiconFiles, "lexicon/*.txt")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for i, file := range files {
		raw, err := lexiconFiles.ReadFile(file)
		if err != nil {
			panic(err) // the files are in the program
		}
		if err := x.add(string(raw), languages(1)<<i); err != nil {
			panic(fmt.Sprintf("%s: %v", file, err)) // a test reads all of them
		}
	}
	for word := range x.senses {
		x.sorted = append(x.sorted, word)
	}
	slices.Sort(x.sorted)
	return x
})

// add adds a file of the lexicon.
func (x *lexicon) add(text string, in languages) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, list, ok := strings.Cut(line, ": ")
		if !ok {
			return fmt.Errorf("the line %q has no colon", line)
		}
		for order, word := range strings.Split(list, ", ") {
			folded := foldWord(word)
			kind, value, _ := strings.Cut(key, " ")
			switch {
			case kind == "letters":
				if err := x.pair(word, in); err != nil {
					return err
				}
			case folded == "":
				return fmt.Errorf("the word %q has no letter", word)
			case kind == "gender" && value != "":
				g := race.Gender(value[0])
				if old, known := x.genders[folded]; known && old != g {
					return fmt.Errorf("%q is the gender %s already", word, old)
				}
				x.genders[folded] = g
			case kind == "status" && value != "":
				s := race.TimedStatus(strings.ToLower(value))
				if old, known := x.statuses[folded]; known && old != s {
					return fmt.Errorf("%q is the status %s already", word, old)
				}
				x.statuses[folded] = s
			default:
				x.sense(folded, sense{target: key, weak: strings.HasSuffix(word, "?") || utf8.RuneCountInString(folded) == 1 && folded[0] < 0x80, order: order, in: in})
			}
		}
	}
	return nil
}

// sense adds what a word means to what it means in other languages.
func (x *lexicon) sense(word string, s sense) {
	list := x.senses[word]
	if i := slices.IndexFunc(list, func(o sense) bool { return o.target == s.target }); i >= 0 {
		list[i].in |= s.in
		list[i].weak = list[i].weak && s.weak
		list[i].order = min(list[i].order, s.order)
		return
	}
	x.senses[word] = append(list, s)
}

// pair adds letters for the genders, such as M/F or m/w/d.
func (x *lexicon) pair(word string, in languages) error {
	letters := append(strings.Split(word, "/"), "")
	if len(letters) < 3 || len(letters) > 4 {
		return fmt.Errorf("%q is no pair of letters", word)
	}
	p := letterPair{male: foldWord(letters[0]), female: foldWord(letters[1]), other: foldWord(letters[2]), in: in}
	for i := range x.letters {
		if o := &x.letters[i]; o.male == p.male && o.female == p.female {
			o.in |= in
			o.other = cmp.Or(o.other, p.other)
			return nil
		}
	}
	x.letters = append(x.letters, p)
	return nil
}

// foldWord returns a form of a word that is equal for words that differ only in
// case, width, accents, dots, spaces and the tradition of Chinese characters.
func foldWord(s string) string {
	var small [64]byte
	if buf, ok := foldASCII(s, small[:0]); ok {
		return string(buf)
	}
	var b strings.Builder
	for _, r := range simplified.Replace(norm.NFKD.String(s)) {
		switch r = unicode.ToLower(r); r {
		case 'ß':
			b.WriteString("ss")
		case 'æ':
			b.WriteString("ae")
		case 'œ':
			b.WriteString("oe")
		case 'ø':
			b.WriteByte('o')
		case 'ł':
			b.WriteByte('l')
		case 'đ', 'ð':
			b.WriteByte('d')
		case 'þ':
			b.WriteString("th")
		case 'ı':
			b.WriteByte('i')
		case '/', '⁄', '／':
			b.WriteByte('/')
		default:
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(r)
			}
		}
	}
	return norm.NFC.String(withoutSlash(b.String(), strings.TrimSpace(s)))
}

// foldASCII appends the folded form of a word of ASCII alone.
func foldASCII(s string, buf []byte) ([]byte, bool) {
	slash := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80:
			return nil, false
		case c >= 'A' && c <= 'Z':
			buf = append(buf, c+'a'-'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			buf = append(buf, c)
		case c == '/':
			buf, slash = append(buf, c), true
		}
	}
	if slash || len(buf) == 0 {
		return append(buf[:0], withoutSlash(string(buf), strings.TrimSpace(s))...), true
	}
	return buf, true
}

// withoutSlash leaves the slash in M/F and takes it out of longer words. Where
// nothing is left the word is its one sign, as # is.
func withoutSlash(folded, word string) string {
	if word = strings.TrimSuffix(word, "?"); folded == "" && utf8.RuneCountInString(word) == 1 {
		return word
	}
	if i := strings.IndexByte(folded, '/'); i >= 0 && (utf8.RuneCountInString(folded) > 3 || i == 0 || i == len(folded)-1) {
		return strings.ReplaceAll(folded, "/", "")
	}
	return folded
}
