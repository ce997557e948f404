package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldWidth makes full-width forms of ASCII narrow and drops invisible
// characters, and white space at both ends.
func FoldWidth(s string) string {
	for i := range len(s) {
		if !plain(s[i]) && s[i] != ' ' {
			return Trim(strings.Map(narrow, s))
		}
	}
	return Trim(s)
}

func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x2212: // minus sign
		return '-'
	case Invisible(r) || IsDirectionMark(r):
		return -1
	}
	return r
}

// NarrowLetters makes letters and digits narrow, and leaves the punctuation of
// Chinese names as it is.
func NarrowLetters(r rune) rune {
	if n := narrow(r); n != r && (n >= '0' && n <= '9' || n >= 'A' && n <= 'Z' || n >= 'a' && n <= 'z') {
		return n
	}
	return r
}

// FoldHeader returns a form of a header that is equal for equal headers: narrow,
// lower-case, without spaces, underscores and invisible characters.
func FoldHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if r = narrow(r); r < 0 || r == '_' || Blank(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// IsDirectionMark reports whether a character does nothing but change the
// direction of the text around it. In a name it can only deceive.
func IsDirectionMark(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// unwrapped is a text without the ="…" about it.
func unwrapped(s string) string {
	if len(s) > 3 && s[0] == '=' && s[1] == '"' {
		return Unwrap(s)
	}
	return s
}

// Tidy puts a text on one line, with single spaces, narrow letters and nothing
// invisible, its accents composed (NFC). Joiners stay where names need them: between
// letters of scripts whose letters join.
func Tidy(s string) string {
	if strings.ContainsFunc(s, isJoiner) {
		return tidyJoined(s)
	}
	return TidyKey(s)
}

// TidyKey is Tidy for texts that are compared, such as ids: without joiners too.
func TidyKey(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return IsDirectionMark(r) || Invisible(r) || NarrowLetters(r) != r }) {
		s = strings.Map(func(r rune) rune {
			if IsDirectionMark(r) || Invisible(r) {
				return -1
			}
			return NarrowLetters(r)
		}, s)
	}
	s = norm.NFC.String(unwrapped(s))
	i := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && Blank(r) || unicode.IsControl(r) })
	if i < 0 && !strings.Contains(s, "  ") {
		return strings.Clone(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return Blank(r) || unicode.IsControl(r) }), " ")
}

// Bib reads a bib. What spreadsheets do to one is undone: 7.0, '7, ="007", and
// the commas between thousands.
func Bib(cell string) string {
	bib := Unwrap(FoldWidth(cell))
	if strings.IndexByte(bib, ',') > 0 && Thousands.MatchString(bib) {
		bib = strings.ReplaceAll(bib, ",", "")
	}
	return wholeFloat(bib)
}

// Shortened reports whether a cell is a number that a spreadsheet wrote as
// 5.80E+15, so that most of its digits are lost.
func Shortened(cell string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(cell), "E+")
	return ok && Digits(exponent) && Digits(strings.NewReplacer(".", "", ",", "").Replace(mantissa))
}

// wholeFloat writes a whole number without its decimals, 7.0 as 7.
func wholeFloat(s string) string {
	if whole, decimals, dotted := strings.Cut(s, "."); dotted && Digits(whole) && decimals != "" && strings.Trim(decimals, "0") == "" {
		return whole
	}
	return s
}

// PlainCell is a cell with a number as people write it.
func PlainCell(cell string) string { return wholeFloat(Given(cell)) }

// Unwrap takes off what keeps a spreadsheet from reading a cell as a number or a
// formula: an apostrophe before it, and ="…" about it.
func Unwrap(cell string) string {
	if len(cell) < 2 {
		return cell
	}
	switch cell[0] {
	case '\'':
		if c := cell[1]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && strings.ContainsAny(cell, "0123456789") || strings.IndexByte("=+-@", c) >= 0 {
			return Unwrap(cell[1:])
		}
	case '=':
		if len(cell) > 3 && cell[1] == '"' && cell[len(cell)-1] == '"' {
			return Trim(cell[2 : len(cell)-1])
		}
	}
	return cell
}

// Given returns a cell folded by FoldWidth, or "" where it holds a sign that
// stands for nothing: -, —, --:--, n/a.
func Given(cell string) string {
	if cell == "" {
		return ""
	}
	cell = Unwrap(FoldWidth(cell))
	if c := cell; c == "" || c[0] >= '0' && c[0] <= '9' {
		return cell
	}
	if strings.Trim(cell, "-—–―－:._") == "" {
		return ""
	}
	if len(cell) <= 8 {
		switch strings.ToLower(cell) {
		case "n/a", "#n/a", "na", "n.a.", "null", "nan", "nil", "none", "#value!", "#num!", "#ref!", "#####":
			return ""
		}
	}
	return cell
}

// plain reports whether a byte is a visible character of ASCII.
func plain(b byte) bool { return b > ' ' && b < 0x7F }

// Blank reports whether a character is white space or cannot be seen.
func Blank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x2060:
		return true
	}
	return r >= 0x2000 && r <= 0x200D
}

// Invisible reports whether a character takes no room at all.
func Invisible(r rune) bool { return r >= 0x200B && r <= 0x200D || r == 0xFEFF || r == 0x2060 }

func Digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Trim drops white space and invisible characters at both ends of a cell.
func Trim(cell string) string {
	if cell == "" || plain(cell[0]) && plain(cell[len(cell)-1]) {
		return cell
	}
	return strings.TrimFunc(cell, Blank)
}

// Eastern reports whether a character is Han, kana or Hangul.
func Eastern(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー'
}

// Simplified turns traditional characters into the simplified ones that the
// lexicon is written in.
var Simplified = strings.NewReplacer("參", "参", "賽", "赛", "號", "号", "碼", "码", "選", "选", "別", "别", "國", "国", "區", "区", "齡", "龄",
	"樂", "乐", "團", "团", "隊", "队", "屬", "属", "單", "单", "組", "组", "類", "类", "發", "发", "編", "编", "開", "开", "績", "绩",
	"證", "证", "書", "书", "詢", "询", "暫", "暂", "緩", "缓", "錦", "锦", "標", "标", "槍", "枪", "聲", "声", "時", "时", "間", "间", "淨", "净", "凈", "净",
	"計", "计", "狀", "状", "態", "态", "終", "终", "點", "点", "馬", "马", "裡", "里", "棄", "弃", "權", "权", "規", "规", "違", "违", "無", "无", "員", "员",
	"運", "运", "動", "动", "歲", "岁", "關", "关", "門", "门", "達", "达", "結", "结", "總", "总", "純", "纯", "錄", "录", "會", "会", "場", "场", "項", "项",
	"備", "备", "註", "注", "級", "级", "輪", "轮", "華", "华", "韓", "韩", "東", "东", "蘭", "兰", "羅", "罗", "亞", "亚", "愛", "爱", "爾", "尔", "義", "义",
	"賓", "宾", "馬", "马", "長", "长", "誕", "诞", "預", "预", "報", "报", "擊", "击", "響", "响", "際", "际", "實", "实", "業", "业", "縣", "县", "進", "进",
	"範", "范", "圍", "围", "數", "数", "個", "个", "處", "处", "約", "约", "產", "产", "絕", "绝", "對", "对", "聖", "圣", "紐", "纽", "緬", "缅", "蘇", "苏",
	"烏", "乌", "克", "克", "紅", "红", "綠", "绿", "藍", "蓝", "貝", "贝", "賴", "赖", "維", "维", "納", "纳", "龍", "龙", "盧", "卢", "獅", "狮", "塞", "塞",
	"內", "内", "寮", "寮", "薩", "萨", "諾", "诺", "頓", "顿", "魯", "鲁", "買", "买", "島", "岛", "連", "连", "衛", "卫", "幹", "干", "圭", "圭", "哥", "哥",
	"澤", "泽", "羣", "群", "論", "论", "衆", "众", "眾", "众", "鐘", "钟", "鍾", "钟", "遲", "迟", "撃", "击", "岡", "冈", "剛", "刚", "貢", "贡", "貨", "货", "質", "质",
	"積", "积", "贊", "赞", "奧", "奥", "寧", "宁", "倫", "伦", "俄", "俄", "蓋", "盖", "莊", "庄", "頁", "页", "尋", "寻", "謝", "谢", "體", "体", "錶", "表", "係", "系")
