package spelling

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// nearlyAll reports whether a test holds of nine cells in ten.
func nearlyAll(cells []string, test func(string) bool) bool {
	return share(cells, test)*10 >= len(cells)*9 && len(cells) > 0
}

func share(cells []string, test func(string) bool) (n int) {
	for _, c := range cells {
		if test(c) {
			n++
		}
	}
	return n
}

// Fits reports whether cells can be those of a column.
func Fits(target string, cells []string) bool {
	switch target {
	case "bib":
		return nearlyAll(cells, bibLike) && distinct(cells)*100 >= len(cells)*99
	case "gender":
		return GenderCells(cells)
	case "place", "gender_place", "category_place":
		return nearlyAll(cells, placeLike)
	case "leg":
		return nearlyAll(cells, placeLike) && distinct(cells) <= 20
	case "age":
		return nearlyAll(cells, func(c string) bool {
			n, err := strconv.Atoi(PlainCell(c))
			return err == nil && n >= 0 && n <= 120
		})
	case "birth_year":
		return nearlyAll(cells, func(c string) bool {
			_, ok := BirthYear(c, 0)
			return ok
		})
	case "birth_date":
		return nearlyAll(cells, func(c string) bool { _, ok := SplitDay(c); return ok })
	case "nat":
		return share(cells, func(c string) bool { return Nation(c) != "" })*2 >= len(cells)
	case "status":
		return share(cells, func(c string) bool { _, ok := ParseStatus(c); return ok })*2 >= len(cells)
	case "gun", "net", "start", "finish", "half", "turn", "start_offset", TimeSense:
		return timesLike(cells)
	case "chip":
		return !timesLike(cells) && distinct(cells)*10 >= len(cells)*9
	case "name", "given_name", "family_name", "latin_name":
		return nearlyAll(cells, func(c string) bool { return strings.ContainsFunc(c, unicode.IsLetter) }) && !timesLike(cells)
	case "category":
		return !timesLike(cells) && !(nearlyAll(cells, placeLike) && distinct(cells)*3 > len(cells))
	}
	return true
}

// timesLike reports whether half of the cells are times or say why there is none.
func timesLike(cells []string) bool {
	var s Shapes
	times := share(cells, func(c string) bool {
		s.Add(c)
		_, ok := ParseStatus(c)
		return ok && c != ""
	})
	seen := s.Clocks + s.Short + s.Decimals + s.Fractions
	return seen > 0 && (seen+times)*2 >= len(cells)
}

func bibLike(c string) bool {
	c = Bib(c)
	return len(c) <= 12 && strings.ContainsAny(c, "0123456789") && strings.Trim(c, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == ""
}

// placeLike reports whether a cell is a place: 12, 12., 10,201 or 12/340, or a
// status in its stead.
func placeLike(c string) bool {
	whole, _, _ := strings.Cut(c, "/")
	whole = strings.TrimRight(strings.ReplaceAll(strings.TrimSpace(whole), ",", ""), ".")
	if whole != "" && len(whole) <= 7 && Digits(whole) {
		return true
	}
	s, ok := ParseStatus(c)
	return ok && s != ""
}

// distinct is how many different cells there are.
func distinct(cells []string) int {
	seen := make(map[string]bool, len(cells))
	for _, c := range cells {
		seen[c] = true
	}
	return len(seen)
}

// EasternCells reports whether most cells have Han, kana or Hangul.
func EasternCells(cells []string) bool {
	return share(cells, func(c string) bool { return strings.ContainsFunc(c, Eastern) })*2 > len(cells)
}

// TwoScripts reports whether of two columns one is in Han, kana or Hangul and the other
// is not.
func TwoScripts(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && EasternCells(a) != EasternCells(b)
}

// SameWords reports whether cells of two columns are made of the same words in
// nine of ten rows, in any order: FullName beside SortName.
func SameWords(a, b []string) bool {
	words := func(s string) []string {
		w := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' })
		slices.Sort(w)
		return w
	}
	return inMost(a, b, 9, func(x, y string) bool { return slices.Equal(words(x), words(y)) })
}

// Within reports whether, in most rows, the one cell is a part of the other.
func Within(part, whole []string) bool {
	return inMost(part, whole, 8, func(p, w string) bool {
		return len(w) > len(p) && strings.Contains(strings.ToLower(w), strings.ToLower(p))
	})
}

// inMost reports whether a test holds of so many in ten of the rows that have
// both cells.
func inMost(a, b []string, tenths int, test func(a, b string) bool) bool {
	both, n := 0, 0
	for i := range min(len(a), len(b)) {
		if a[i] != "" && b[i] != "" {
			both++
			if test(a[i], b[i]) {
				n++
			}
		}
	}
	return both > 0 && n*10 >= both*tenths
}
