package spelling

import (
	"errors"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// ParseGender reads M, F or X, or a word for them in a language of the lexicon.
// It is for a value that stands alone: those of a column are read by Genders.
func ParseGender(s string) (race.Gender, error) {
	if g, ok := Lexicon().genders[FoldWord(FoldWidth(s))]; ok {
		return g, nil
	}
	return race.NoGender, errors.New("not a gender")
}

// FoldCategory returns a form of a category that is equal for equal categories.
func FoldCategory(s string) string {
	s = strings.ToLower(FoldWidth(s))
	switch s {
	case "轮椅", "轮椅组", "輪椅", "輪椅組", "wheelchairs", "wheel chair", "wheelchair division", "rollstuhl", "rollstuhlfahrer", "fauteuil", "silla de ruedas", "車いす", "車椅子", "휠체어":
		return "wheelchair"
	case "精英", "精英组", "菁英":
		return "elite"
	case "大众", "大众组", "大眾":
		return "general"
	}
	return s
}

// ParseYes reads a yes or a no; a blank cell is a no.
func ParseYes(s string) (yes, ok bool) {
	switch strings.ToLower(FoldWidth(s)) {
	case "yes", "y", "true", "1", "是", "有":
		return true, true
	case "", "no", "n", "false", "0", "否", "无", "-", "—":
		return false, true
	}
	return false, false
}

// ParseVisibility reads how much of an entry may be published: a blank cell is
// Public, and a word that is not known is Anonymous with ok false.
func ParseVisibility(s string) (race.Visibility, bool) {
	switch strings.ToLower(FoldWidth(s)) {
	case "", "public", "公开":
		return race.Public, true
	case "masked", "脱敏", "隐名":
		return race.Masked, true
	case "anonymous", "匿名":
		return race.Anonymous, true
	}
	return race.Anonymous, false
}

// ParseStatus reads the status of a timing file, in the languages of the
// lexicon; blank is TimedNone.
func ParseStatus(cell string) (race.TimedStatus, bool) {
	cell = Given(cell)
	if cell == "" {
		return race.TimedNone, true
	}
	if len(cell) > 80 {
		return race.TimedNone, false
	}
	var small [96]byte
	if folded, ok := foldASCII(cell, small[:0]); ok {
		s, known := Lexicon().statuses[string(folded)]
		return s, known
	}
	s, known := Lexicon().statuses[FoldWord(cell)]
	return s, known
}

// outWords are the signs for a status in front of a remark: DQ - short course.
var outWords = map[string]race.TimedStatus{"DNF": race.TimedDNF, "DNS": race.TimedDNS, "DQ": race.TimedDQ, "DSQ": race.TimedDQ, "DISQ": race.TimedDQ}

// OutOf is the status that a text says of somebody who has none of their own: the text
// is a word for DNF, DNS or DQ of more than two letters, or begins with one of
// these signs. Anything else is TimedNone.
func OutOf(text string) race.TimedStatus {
	text = Given(text)
	if s, ok := ParseStatus(text); ok && s != race.TimedFinished && len(text) > 2 {
		return s
	}
	sign := text
	for i, r := range text {
		if r < 'A' || r > 'Z' {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '&' {
				return race.TimedNone // another word
			}
			sign = text[:i]
			break
		}
	}
	return outWords[sign]
}
