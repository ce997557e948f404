package table

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/table/spelling"
)

// called returns what a header stands for by its name alone; "" where that is
// not certain.
func (v *Vocabulary) called(header string) string {
	for _, s := range v.senses(header) {
		if !s.Weak && s.Target != spelling.TimeSense {
			return v.canonicalOf(s.Target)
		}
	}
	return ""
}

// canonicalOf is the canonical name of a sense: what nobody needs is ignored, as are
// places where nobody asks for them.
func (v *Vocabulary) canonicalOf(target string) string {
	if target == spelling.PassSense || slices.Contains(PlaceColumns, target) && !slices.Contains(v.Columns, target) {
		return Ignore
	}
	return target
}

// means returns what a column stands for by its name and, where that is not
// certain, by its cells.
func (v *Vocabulary) means(column int, header string) string {
	if column < len(v.decided) && v.decided[column] != "" {
		return v.decided[column]
	}
	return v.canonical(header)
}

// without reports whether the edition says that there is no such column.
func (v *Vocabulary) without(name string) bool {
	return slices.ContainsFunc(v.mappings, func(m Mapping) bool { return m.Target == NoName && m.Header == spelling.FoldHeader(name) })
}

// there reports whether a column that must be there is, itself or by those that
// say the same: two parts of a name are a name, and a category may say a gender.
func (v *Vocabulary) there(need string, has func(string) bool) bool {
	switch {
	case has(need):
		return true
	case need == "name":
		return has("given_name") || has("family_name") || has("latin_name")
	case need == "gender":
		return has("category")
	}
	return false
}

// longestHeader is how many bytes the name of a column has at most: what is
// longer is no name.
const longestHeader = 200

// senses are all that a header can stand for by its name, the likeliest first.
func (v *Vocabulary) senses(header string) []spelling.Sense {
	if len(header) > longestHeader {
		return nil
	}
	if list, ok := v.known[header]; ok {
		return list
	}
	list := v.find(header)
	if v.known == nil {
		v.known = map[string][]spelling.Sense{}
	}
	if len(v.known) < decidedBy {
		v.known[header] = list
	}
	return list
}

// own is the column or point whose own name a folded header is, or "".
func (v *Vocabulary) own(folded string) string {
	if v.folded == nil {
		v.folded = map[string]string{}
		for _, c := range slices.Backward(slices.Concat(v.Columns, v.Points)) {
			v.folded[spelling.FoldHeader(c)] = c
		}
	}
	return v.folded[folded]
}

// find finds the senses of a header.
func (v *Vocabulary) find(header string) []spelling.Sense {
	var list []spelling.Sense
	folded := spelling.FoldHeader(header)
	if c := cmp.Or(v.own(folded), v.own(strings.Trim(folded, "#.:"))); c != "" {
		list = append(list, spelling.Sense{Target: c, Exact: true})
	}
	word := spelling.FoldWord(header)
	list = v.allowed(list, spelling.Lexicon().Senses[word])
	if len(list) == 0 {
		list = v.allowed(list, bilingual(header))
	}
	if len(list) == 0 && strings.ContainsAny(folded, "0123456789") {
		if id := PointName(folded); slices.Contains(v.Points, id) {
			list = append(list, spelling.Sense{Target: id})
		}
	}
	if len(list) == 0 && v.Mappable {
		list = v.allowed(list, truncated(word))
	}
	return list
}

// allowed adds the senses that a table of this kind can have.
func (v *Vocabulary) allowed(list, more []spelling.Sense) []spelling.Sense {
	for _, s := range more {
		free := s.Target == spelling.TimeSense || s.Target == spelling.PassSense || slices.Contains(PlaceColumns, s.Target)
		if free && !v.Mappable || !free && !slices.Contains(v.Columns, s.Target) && !slices.Contains(v.Points, s.Target) {
			continue
		}
		if !slices.ContainsFunc(list, func(o spelling.Sense) bool { return o.Target == s.Target }) {
			list = append(list, s)
		}
	}
	return list
}

// bilingual finds what a header in two languages stands for: Name/姓名. Both of
// its parts must mean it, but where they are in two scripts one is enough.
func bilingual(header string) []spelling.Sense {
	words := spelling.Lexicon().Senses
	parts := strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune("/|()（）[]【】／｜\n\r", r) })
	if len(parts) == 2 {
		if both := common(words[spelling.FoldWord(parts[0])], words[spelling.FoldWord(parts[1])]); both != nil {
			return both
		}
	}
	var east, west strings.Builder
	for _, r := range header {
		if spelling.Eastern(r) {
			east.WriteRune(r)
		} else {
			west.WriteRune(r)
		}
	}
	if a, b := words[spelling.FoldWord(east.String())], words[spelling.FoldWord(west.String())]; east.Len() > 0 && spelling.FoldWord(west.String()) != "" {
		switch {
		case a != nil && b != nil:
			return common(a, b)
		case a != nil:
			return a
		case b != nil:
			return b
		}
	}
	for i, r := range header {
		if r == ' ' {
			if both := common(words[spelling.FoldWord(header[:i])], words[spelling.FoldWord(header[i:])]); both != nil {
				return both
			}
		}
	}
	return nil
}

// common are the senses that two words share.
func common(a, b []spelling.Sense) []spelling.Sense {
	var both []spelling.Sense
	for _, s := range a {
		if i := slices.IndexFunc(b, func(o spelling.Sense) bool { return o.Target == s.Target }); i >= 0 {
			s.Weak = s.Weak && b[i].Weak
			s.In |= b[i].In
			both = append(both, s)
		}
	}
	return both
}

// truncated finds the column whose name begins like a header that was cut off where
// columns are narrow: Gun Tim, Nationali. Its cells must fit.
func truncated(folded string) []spelling.Sense {
	if utf8.RuneCountInString(folded) < 4 {
		return nil
	}
	x := spelling.Lexicon()
	var list []spelling.Sense
	from, _ := slices.BinarySearch(x.Sorted, folded)
	for _, word := range x.Sorted[from:] {
		if !strings.HasPrefix(word, folded) {
			break
		}
		for _, s := range x.Senses[word] {
			if s.Weak {
				continue
			}
			s.Weak = true
			if i := slices.IndexFunc(list, func(o spelling.Sense) bool { return o.Target == s.Target }); i >= 0 {
				list[i].In |= s.In
			} else {
				list = append(list, s)
			}
		}
	}
	return list
}

// The distance in the name of a column, with the words that may stand about it.
var (
	unitFirst  = regexp.MustCompile(`^(km|кm|км|k|第)(\d{1,3}(?:[.,]\d{1,4})?)(公里|km)?$`)
	numberUnit = regexp.MustCompile(`^(.*?)(\d{1,3}(?:[.,]\d{1,4})?)(kilometers?|kilometres?|kms?|k|км|公里|千米|キロ|킬로|키로|miles?|mi|英里|マイル)(.*)$`)
	aboutPoint = []string{"", "split", "at", "passing", "time", "splittime", "point", "mat", "cp", "intermediate", "zwischenzeit", "zeit", "zwischen", "bei", "passage", "temps", "temps au", "tempsau", "au", "tpsde",
		"tiempo", "paso", "parcial", "pasokm", "tempo", "intertempo", "parziale", "passaggio", "intermedio", "passagem", "tussentijd", "tijd", "doorkomst", "czas", "miedzyczas", "mezicas", "cas", "время", "отсечка", "промежуток",
		"aeg", "vaheaeg", "laiks", "starplaiks", "laikas", "tarpinislaikas", "mellantid", "tid", "passering", "mellomtid", "passeringstid", "mellemtid", "valiaika", "aika", "millitimi", "timi", "기록", "통과", "통과기록", "지점",
		"成绩", "成績", "用时", "用時", "时间", "時間", "点", "點", "地点", "通过", "通過", "通过时间", "通過時間", "通过成绩", "タイム", "通過タイム", "ラップ", "分段", "分段成绩", "计时点", "gun", "guntime", "枪声成绩", "枪时"}
)

// PointName returns the id of the point that a folded name stands for, or "":
// 半程 is half; 5公里, 5km and split 5 km are 5k.
func PointName(folded string) string {
	for _, s := range spelling.Lexicon().Senses[spelling.FoldWord(folded)] {
		if !s.Weak && slices.Contains(pointSenses, s.Target) {
			return s.Target
		}
	}
	if number, mile := Length(folded); number != "" {
		switch {
		case mile:
			return number + "mi"
		case number == "21.1", number == "21.0975", number == "21.097", number == "21.098":
			return "half"
		}
		return number + "k"
	}
	return ""
}

// Length finds a length in the folded name of a column that says nothing else
// but that it is a time there: its number with a point, and whether it counts
// miles. The number is "" where there is none.
func Length(folded string) (number string, miles bool) {
	folded = strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-:()[]（）@", r) {
			return -1
		}
		return r
	}, folded)
	folded = strings.TrimRight(folded, ".")
	if m := unitFirst.FindStringSubmatch(folded); m != nil {
		return strings.Replace(m[2], ",", ".", 1), false
	}
	m := numberUnit.FindStringSubmatch(folded)
	if m == nil || !slices.Contains(aboutPoint, m[1]) || !slices.Contains(aboutPoint, m[4]) {
		return "", false
	}
	return strings.Replace(m[2], ",", ".", 1), strings.HasPrefix(m[3], "mi") || m[3] == "英里" || m[3] == "マイル"
}
