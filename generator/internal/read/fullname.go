package read

import (
	"guntime/generator/internal/table/spelling"
	"strings"
	"unicode"
)

// nameOrder is which part of a name is written first.
type nameOrder string

// The orders that name_order can name; "" is the custom of the name's script.
const (
	givenFirst  nameOrder = "given_first"
	familyFirst nameOrder = "family_first"
)

// joinName joins the parts of a name. Names in Han, kana or Hangul are written
// family first, those in Han and Hangul without a space; all others given first.
func joinName(given, family string, order nameOrder) string {
	given, family = strings.TrimSpace(spelling.Tidy(given)), strings.TrimSpace(spelling.Tidy(family))
	if given == "" || family == "" {
		return given + family
	}
	east := allEastern(given) && allEastern(family)
	space := " "
	if east && !hasKana(given) && !hasKana(family) {
		space = ""
	}
	if order == familyFirst || order == "" && east {
		return family + space + given
	}
	return given + space + family
}

// allEastern reports whether a part of a name is Han, kana or Hangul alone.
func allEastern(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !spelling.Eastern(r) && r != '·' && r != '・' && r != '々' && r != ' ' && !unicode.Is(unicode.Mn, r)
	})
}

func hasKana(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
}

// turnedName puts a name that is written "Family, Given" in the order of names in
// two columns.
func turnedName(name string, order nameOrder) string {
	family, given, found := strings.Cut(name, ",")
	if !found || strings.Contains(given, ",") || strings.TrimSpace(given) == "" {
		return spelling.Tidy(name)
	}
	return joinName(given, family, order)
}

// bareName takes off what lists put around a name: a mark before it, and the code
// of a nation in brackets behind it, as in "» Family, Given (GER)".
func bareName(cell string) (name, nat string) {
	if cell == "" {
		return "", ""
	}
	name = cell
	if rest, marked := strings.CutPrefix(name, "»"); marked {
		name = strings.TrimSpace(rest)
	}
	if at := len(name) - len("(GER)"); at > 0 && name[at] == '(' && name[len(name)-1] == ')' {
		if code := name[at+1 : len(name)-1]; strings.ToUpper(code) == code && spelling.Nation(code) != "" {
			return strings.TrimSpace(name[:at]), code
		}
	}
	return name, ""
}
