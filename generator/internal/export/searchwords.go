package export

import (
	"bytes"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// beginning is how many characters of a key count where one of them may be wrong. The
// script of the finder has the same number.
const beginning = 5

// beginnings returns the file from which a browser learns which names are nearly what
// was typed, and whether there may be any with what was typed: the first characters of
// all keys, without those that have an Eastern one, sorted, each with a digit for how many
// UTF-16 units it shares with the one before, and the rest.
func (l *sortedList) beginnings() []byte {
	var all []string
	for _, key := range l.keys {
		n := 0
		for i := range key {
			if n == beginning {
				key = key[:i]
				break
			}
			n++
		}
		if !strings.ContainsFunc(key, eastern) && !strings.ContainsAny(key, "0123456789") { // digits part them in the file
			all = append(all, key)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	b := []byte{'"'}
	before := ""
	for _, key := range all {
		same, at := 0, 0
		for at < len(key) && at < len(before) {
			r, n := utf8.DecodeRuneInString(key[at:])
			if o, _ := utf8.DecodeRuneInString(before[at:]); r != o {
				break
			}
			same, at = same+utf16.RuneLen(r), at+n
		}
		b = append(append(b, byte('0'+same)), key[at:]...)
		before = key
	}
	return append(b, "\"\n"...)
}

func (s *Search) wordsName() string {
	sum := sumOf(s.words)
	return hex.EncodeToString(sum[:5])
}

// Words returns the name of the file of beginnings, and a function that draws it.
func (s *Search) Words() (name string, draw func(io.Writer) error) {
	return "lists/w" + s.wordsName() + ".json", func(w io.Writer) error {
		_, err := bytes.NewReader(s.words).WriteTo(w)
		return err
	}
}
