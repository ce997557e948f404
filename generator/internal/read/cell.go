package read

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"guntime/generator/internal/race"
)

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// parseGender reads M or F and what else they are called.
func parseGender(s string) (race.Gender, error) {
	switch strings.ToLower(foldWidth(s)) {
	case "m", "male", "man", "men", "boy", "男", "男子", "男性":
		return race.Male, nil
	case "f", "female", "w", "woman", "women", "girl", "女", "女子", "女性":
		return race.Female, nil
	}
	return race.NoGender, errors.New("not a gender")
}

// foldCategory returns the form under which two categories are the same.
func foldCategory(s string) string {
	s = strings.ToLower(foldWidth(s))
	switch s {
	case "轮椅", "轮椅组", "輪椅":
		return "wheelchair"
	case "精英", "精英组", "菁英":
		return "elite"
	case "大众", "大众组", "大眾":
		return "general"
	}
	return s
}

// parseYes reads a yes or a no.
func parseYes(s string) (yes, ok bool) {
	switch strings.ToLower(foldWidth(s)) {
	case "yes", "y", "true", "1", "是", "有":
		return true, true
	case "", "no", "n", "false", "0", "否", "无", "-", "—":
		return false, true
	}
	return false, false
}

// parseVisibility reads how much of an entry may be published.
func parseVisibility(s string) (race.Visibility, bool) {
	switch strings.ToLower(foldWidth(s)) {
	case "", "public", "公开":
		return race.Public, true
	case "masked", "脱敏", "隐名":
		return race.Masked, true
	case "anonymous", "匿名":
		return race.Anonymous, true
	}
	return race.Anonymous, false
}

// bibPattern is what a bib is made of: it is a file's name and a part of a URL.
var bibPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

var dayPattern = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))$`)

// parseDay reads a day as 2001-12-31, 2001/12/31 or 20011231, in UTC.
func parseDay(s string) (time.Time, error) {
	m := dayPattern.FindStringSubmatch(foldWidth(s))
	if m == nil {
		return time.Time{}, errors.New("not a day")
	}
	n := func(a, b string) int {
		v, _ := strconv.Atoi(a + b) // digits, by the pattern
		return v
	}
	y, mon, d := n(m[1], ""), n(m[2], m[4]), n(m[3], m[5])
	t := time.Date(y, time.Month(mon), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != mon || y < 1800 {
		return time.Time{}, errors.New("not a day of the calendar")
	}
	return t, nil
}

// ageOn is how many birthdays somebody has had on a day.
func ageOn(birth, day time.Time) int {
	age := day.Year() - birth.Year()
	if cmpDay(day.Month(), day.Day(), birth.Month(), birth.Day()) < 0 {
		age--
	}
	return age
}

func cmpDay(m time.Month, d int, n time.Month, e int) int {
	if m != n {
		return int(m - n)
	}
	return d - e
}

// direction reports whether a character turns the direction of what stands
// around it and is nothing else: in a name it can only deceive.
func direction(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// tidy puts a text on one line, with single spaces, narrow letters and nothing
// invisible.
func tidy(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return direction(r) || invisible(r) || narrowLetters(r) != r }) {
		s = strings.Map(func(r rune) rune {
			if direction(r) || invisible(r) {
				return -1
			}
			return narrowLetters(r)
		}, s)
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && blank(r) || unicode.IsControl(r) })
	if i < 0 && !strings.Contains(s, "  ") {
		return strings.Clone(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return blank(r) || unicode.IsControl(r) }), " ")
}

// bibOf reads a bib; the commas that a spreadsheet puts between thousands are
// not part of it.
func bibOf(cell string) string {
	bib := foldWidth(cell)
	if strings.IndexByte(bib, ',') > 0 && thousands.MatchString(bib) {
		bib = strings.ReplaceAll(bib, ",", "")
	}
	return bib
}

// seen returns a cell of a timing file without what means "not seen".
func seen(cell string) string {
	switch cell = foldWidth(cell); cell {
	case "-", "--", "—", "–", "——":
		return ""
	}
	return cell
}

// parseStatus reads the status column of a timing file.
func parseStatus(cell string) (race.TimedStatus, bool) {
	word := strings.ToLower(strings.Join(strings.FieldsFunc(seen(cell), func(r rune) bool { return blank(r) || r == '_' || r == '-' || r == '.' }), " "))
	switch word {
	case "":
		return race.TimedNone, true
	case "finished", "finish", "finisher", "fin", "ok", "完赛", "完成", "已完赛", "完賽":
		return race.TimedFinished, true
	case "dnf", "did not finish", "did not finished", "not finished", "retired", "未完赛", "退赛", "中途退赛", "未完賽", "退賽":
		return race.TimedDNF, true
	case "dns", "did not start", "did not started", "not started", "未起跑", "未出发", "未参赛", "缺席", "弃权":
		return race.TimedDNS, true
	case "dq", "dsq", "disq", "disqualified", "取消成绩", "取消成績", "取消资格":
		return race.TimedDQ, true
	}
	return race.TimedNone, false
}

// nation reports whether a text is the code of a national Olympic committee,
// of today or of the past.
func nation(code string) bool {
	_, ok := slices.BinarySearch(nations, code)
	return ok
}
