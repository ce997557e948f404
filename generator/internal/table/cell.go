package table

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// ParseGender reads M, F or X, or a word for them in English or Chinese.
func ParseGender(s string) (race.Gender, error) {
	switch strings.ToLower(FoldWidth(s)) {
	case "m", "male", "man", "men", "boy", "男", "男子", "男性":
		return race.Male, nil
	case "f", "female", "w", "woman", "women", "girl", "女", "女子", "女性":
		return race.Female, nil
	case "x", "d", "nb", "nonbinary", "non-binary", "diverse", "divers":
		return race.GenderX, nil
	}
	return race.NoGender, errors.New("not a gender")
}

// FoldCategory returns a form of a category that is equal for equal categories.
func FoldCategory(s string) string {
	s = strings.ToLower(FoldWidth(s))
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

var dayPattern = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))$`)

// ParseDay reads a day as 2001-12-31, 2001/12/31 or 20011231, in UTC.
func ParseDay(s string) (time.Time, error) {
	m := dayPattern.FindStringSubmatch(FoldWidth(s))
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

// ParseStatus reads the status column of a timing file; blank is TimedNone.
func ParseStatus(cell string) (race.TimedStatus, bool) {
	word := strings.ToLower(strings.Join(strings.FieldsFunc(Given(cell), func(r rune) bool { return blank(r) || r == '_' || r == '-' || r == '.' }), " "))
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

// IsNation reports whether a text is the code of a national Olympic committee,
// of today or of the past.
func IsNation(code string) bool {
	_, ok := slices.BinarySearch(nations, code)
	return ok
}
