package spelling

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
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
var LexiconFiles embed.FS

// Languages is a set of files of the lexicon, a bit each.
type Languages uint64

// Sense is one thing that a header can mean.
type Sense struct {
	Target string // a column, a point, or one of the targets below
	Weak   bool   // only where the cells fit
	Order  int    // among the words of its column in its file
	In     Languages
	Exact  bool // the column's own name, or declared
}

// The targets of the lexicon that are neither columns nor points.
const (
	TimeSense = "time" // a time of which the name does not say whether it is gun or net
	PassSense = "pass" // what tables have and nobody needs here
)

// letterPair is a pair of letters that some languages write for the genders.
type letterPair struct {
	male, female, other string // folded
	in                  Languages
}

// lexicon is all that the files say, by folded words.
type lexicon struct {
	Senses   map[string][]Sense
	Sorted   []string // the words of senses in order, to find those that are cut off
	genders  map[string]race.Gender
	letters  []letterPair
	statuses map[string]race.TimedStatus
}

var Lexicon = sync.OnceValue(func() *lexicon {
	x := &lexicon{Senses: map[string][]Sense{}, genders: map[string]race.Gender{}, statuses: map[string]race.TimedStatus{}}
	files, err := fs.Glob(LexiconFiles, "lexicon/*.txt")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for i, file := range files {
		raw, err := LexiconFiles.ReadFile(file)
		if err != nil {
			panic(err) // the files are in the program
		}
		if err := x.add(string(raw), Languages(1)<<i); err != nil {
			panic(fmt.Sprintf("%s: %v", file, err)) // a test reads all of them
		}
	}
	for word := range x.Senses {
		x.Sorted = append(x.Sorted, word)
	}
	slices.Sort(x.Sorted)
	return x
})

// lexiconFiles are the names of the files, in the order of the bits of Languages.
var lexiconFiles = sync.OnceValue(func() (names []string) {
	files, err := fs.Glob(LexiconFiles, "lexicon/*.txt")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, file := range files {
		names = append(names, strings.TrimSuffix(path.Base(file), ".txt"))
	}
	return names
})

// add adds a file of the lexicon.
func (x *lexicon) add(text string, in Languages) error {
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
			folded := FoldWord(word)
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
				x.sense(folded, Sense{Target: key, Weak: strings.HasSuffix(word, "?") || utf8.RuneCountInString(folded) == 1 && folded[0] < 0x80, Order: order, In: in})
			}
		}
	}
	return nil
}

// Sense adds what a word means to what it means in other languages.
func (x *lexicon) sense(word string, s Sense) {
	list := x.Senses[word]
	if i := slices.IndexFunc(list, func(o Sense) bool { return o.Target == s.Target }); i >= 0 {
		list[i].In |= s.In
		list[i].Weak = list[i].Weak && s.Weak
		list[i].Order = min(list[i].Order, s.Order)
		return
	}
	x.Senses[word] = append(list, s)
}

// pair adds letters for the genders, such as M/F or m/w/d.
func (x *lexicon) pair(word string, in Languages) error {
	letters := append(strings.Split(word, "/"), "")
	if len(letters) < 3 || len(letters) > 4 {
		return fmt.Errorf("%q is no pair of letters", word)
	}
	p := letterPair{male: FoldWord(letters[0]), female: FoldWord(letters[1]), other: FoldWord(letters[2]), in: in}
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

// FoldWord returns a form of a word that is equal for words that differ only in
// case, width, accents, dots, spaces and the tradition of Chinese characters.
func FoldWord(s string) string {
	var small [64]byte
	if buf, ok := foldASCII(s, small[:0]); ok {
		return string(buf)
	}
	var b strings.Builder
	for _, r := range Simplified.Replace(norm.NFKD.String(s)) {
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
		case 'ς':
			b.WriteRune('σ')
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
