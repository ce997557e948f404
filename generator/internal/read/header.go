package read

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// The columns of the two roles, by their canonical names. Each role passes
// over the columns of the other.
var (
	entryColumns = []string{"bib", "name", "latin_name", "gender", "nat", "birth_date", "age", "club", "category", "zone", "chip",
		"visibility", "certificate_code", "certificate_hold", "championship"}
	timeColumns = []string{"gun", "net", "status"}
)

// synonyms are the other names of columns, folded.
var synonyms = map[string]string{
	"bibno": "bib", "bibnumber": "bib", "bibnr": "bib", "number": "bib", "startnumber": "bib", "startnr": "bib", "startnummer": "bib",
	"参赛号": "bib", "参赛号码": "bib", "号码布": "bib", "号码": "bib", "号码布号": "bib", "号码布号码": "bib",
	"fullname": "name", "runner": "name", "athlete": "name", "姓名": "name", "名字": "name", "选手姓名": "name",
	"nameen": "latin_name", "englishname": "latin_name", "romanname": "latin_name", "拼音": "latin_name", "姓名拼音": "latin_name", "英文名": "latin_name", "英文姓名": "latin_name",
	"sex": "gender", "geschlecht": "gender", "性别": "gender",
	"nation": "nat", "country": "nat", "nationality": "nat", "noc": "nat", "国籍": "nat", "国家": "nat", "国家地区": "nat",
	"birthdate": "birth_date", "dateofbirth": "birth_date", "dob": "birth_date", "birthday": "birth_date", "出生日期": "birth_date", "出生年月日": "birth_date", "生日": "birth_date",
	"alter": "age", "年龄": "age",
	"team": "club", "verein": "club", "俱乐部": "club", "跑团": "club", "代表队": "club", "所属跑团": "club", "单位": "club",
	"组别": "category", "类别": "category", "参赛组别": "category",
	"corral": "zone", "wave": "zone", "分区": "zone", "起跑区": "zone", "起跑分区": "zone", "出发区": "zone",
	"chipno": "chip", "chipid": "chip", "chipnumber": "chip", "tag": "chip", "transponder": "chip", "芯片": "chip", "芯片号": "chip", "芯片编号": "chip",
	"公开": "visibility", "成绩公开": "visibility", "公开方式": "visibility",
	"证书码": "certificate_code", "证书查询码": "certificate_code", "证书暂缓": "certificate_hold",
	"锦标赛":     "championship",
	"guntime": "gun", "gunclock": "gun", "clocktime": "gun", "brutto": "gun", "bruttozeit": "gun", "枪声成绩": "gun", "枪时成绩": "gun", "枪声时间": "gun", "枪时": "gun", "枪声": "gun",
	"nettime": "net", "chiptime": "net", "netto": "net", "nettozeit": "net", "净成绩": "net", "净计时": "net", "芯片成绩": "net", "净时成绩": "net", "净时间": "net", "净时": "net",
	"状态": "status", "成绩状态": "status", "完赛状态": "status",
}

// pointNames are the other names of points, folded. Which of them a race has
// is the edition's to say.
var pointNames = map[string]string{
	"起点": "start", "起跑": "start", "starttime": "start", "出发": "start",
	"终点": "finish", "finishtime": "finish", "ziel": "finish", "完赛": "finish",
	"半程": "half", "半马": "half", "半程点": "half", "halfway": "half", "halfmarathon": "half", "halbmarathon": "half",
	"折返": "turn", "折返点": "turn", "turnaround": "turn",
}

// private are folded names of columns that hold what no site may publish and
// that therefore nobody should hand to one by mistake.
var private = []string{"phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "tel", "telephone", "email", "emailaddress", "mail",
	"idcard", "idnumber", "idno", "idcardnumber", "idcardno", "identity", "identitynumber", "nationalid", "passport", "passportnumber", "passportno", "ssn",
	"address", "homeaddress", "emergencycontact", "emergencyphone", "wechat", "bloodtype",
	"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "身份证", "身份证号", "身份证号码", "邮箱", "电子邮箱", "电子邮件", "护照", "护照号", "护照号码",
	"证件号", "证件号码", "证件类型", "紧急联系人", "紧急联系电话", "紧急联系方式", "住址", "地址", "家庭住址", "通讯地址", "微信", "微信号", "血型", "手機", "電話", "身份證", "郵箱", "護照"}

// privateWords make any header private that contains one.
var privateWords = []string{"phone", "mobile", "email", "passport", "idcard", "emergency", "手机", "电话", "身份证", "邮箱", "护照", "证件号", "紧急联系", "手機", "電話", "身份證", "郵箱", "護照"}

// foldWidth makes full-width forms of ASCII narrow, drops what cannot be seen
// and, at both ends, white space.
func foldWidth(s string) string {
	for i := range len(s) {
		if !plain(s[i]) && s[i] != ' ' {
			return trim(strings.Map(narrow, s))
		}
	}
	return trim(s)
}

func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x2212: // minus sign
		return '-'
	case invisible(r) || direction(r):
		return -1
	}
	return r
}

// narrowLetters makes letters and digits narrow, and leaves the punctuation of
// Chinese names as it is.
func narrowLetters(r rune) rune {
	if n := narrow(r); n != r && (n >= '0' && n <= '9' || n >= 'A' && n <= 'Z' || n >= 'a' && n <= 'z') {
		return n
	}
	return r
}

// foldHeader returns the form under which two headers are the same: narrow,
// lower-case, without spaces, underscores and invisible characters.
func foldHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if r = narrow(r); r < 0 || r == '_' || blank(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// isPrivate reports whether a folded header looks like private data.
func isPrivate(header string) bool {
	bare := strings.Map(func(r rune) rune {
		if strings.ContainsRune("-.()/#:", r) {
			return -1
		}
		return r
	}, header)
	return slices.Contains(private, bare) || slices.ContainsFunc(privateWords, func(w string) bool { return strings.Contains(bare, w) })
}

// vocabulary is what the columns of a kind of table may be called.
type vocabulary struct {
	kind     string   // what the table is
	columns  []string // canonical names, as the row structs tag them
	points   []string // ids of the race's points, each a column
	also     []string // folded names that are known and passed over
	mappings []mapping
	mappable bool // edition.yaml can say columns: {…}
	required []string
	prefixes []string // "note": columns note_zh, note_en … in any language
}

// simplified writes the traditional characters that headers have as the
// simplified ones of the synonyms.
var simplified = strings.NewReplacer("參", "参", "賽", "赛", "號", "号", "碼", "码", "選", "选", "別", "别", "國", "国", "區", "区", "齡", "龄",
	"俱樂部", "俱乐部", "團", "团", "隊", "队", "屬", "属", "單", "单", "組", "组", "類", "类", "發", "发", "編", "编", "開", "开", "績", "绩",
	"證", "证", "書", "书", "詢", "询", "暫", "暂", "緩", "缓", "錦", "锦", "標", "标", "槍", "枪", "聲", "声", "時", "时", "間", "间", "淨", "净", "凈", "净",
	"計", "计", "狀", "状", "態", "态", "終", "终", "點", "点", "馬", "马", "裡", "里")

// canonical returns the column, point or ignore that a header stands for; ""
// where nothing is known of it.
func (v *vocabulary) canonical(header string) string {
	folded := foldHeader(header)
	for _, m := range v.mappings {
		if m.header == folded && m.target != rowNumber && m.target != noName {
			return m.target
		}
	}
	for _, c := range v.columns {
		if foldHeader(c) == folded {
			return c
		}
	}
	for _, id := range v.points {
		if foldHeader(id) == folded {
			return id
		}
	}
	plain := simplified.Replace(strings.Trim(folded, "#.:"))
	if c := cmp.Or(synonyms[folded], synonyms[plain]); c != "" && slices.Contains(v.columns, c) {
		return c
	}
	if plain != folded && plain != "" && slices.Contains(v.columns, plain) { // Bib#
		return plain
	}
	if id := pointName(plain); id != "" && slices.Contains(v.points, id) {
		return id
	}
	for _, prefix := range v.prefixes {
		if tag, ok := strings.CutPrefix(folded, prefix); ok && race.IsLanguageTag(tag) {
			return prefix + "_" + tag
		}
	}
	if slices.Contains(v.also, folded) {
		return ignore
	}
	return ""
}

// pointName returns the id that another name of a point stands for, or "":
// 半程 is half, 5公里 and 5km are 5k.
func pointName(folded string) string {
	if id := pointNames[folded]; id != "" {
		return id
	}
	for _, unit := range []string{"公里", "千米", "km"} {
		if n, ok := strings.CutSuffix(folded, unit); ok && n != "" && strings.Trim(n, "0123456789.") == "" {
			return n + "k"
		}
	}
	return ""
}

// special returns whether a column is given by no header: bib by the number of
// the row, name by nothing.
func (v *vocabulary) special(target string) bool {
	return slices.ContainsFunc(v.mappings, func(m mapping) bool { return m.target == target })
}

// mostColumns is how many columns of one header are found fault with before it
// is given up: a line that is no header at all could have a million.
const mostColumns = 100

// header finds out what each column of the first record is. The result has
// one canonical name a column, ignore for those passed over, the blank ones
// among them. All findings are errors; ok is false where there is one. Later
// is how many lines stand before what looks more like the header, 0 for none.
func (v *vocabulary) header(found *problem.List, s *scanner, r *record, blank []bool, later int) (names []string, ok bool) {
	ok = true
	faults := 0
	fail := func(column int, code, text, hint string) {
		ok = false
		faults++
		s.cellAt(r, column).Report(found, problem.Error, code, text, hint)
	}
	first := map[string]int{}
	for i, cell := range r.cells {
		if faults == mostColumns {
			fail(i, "unknown_column", fmt.Sprintf("the %d columns from here on were ignored", len(r.cells)-i), "is this really the header line?")
			return names, ok
		}
		name := v.canonical(cell)
		if name == "bib" && v.special(rowNumber) || name == "name" && v.special(noName) {
			name = ignore
		}
		switch {
		case name == "" && blank != nil && blank[i]:
			name = ignore
		case name == "" && cell == "":
			fail(i, "unknown_column", fmt.Sprintf("column %d has no name", i+1), v.hint(""))
		case name == "" && isPrivate(foldHeader(cell)):
			fail(i, "private_column", fmt.Sprintf("the column %q looks like private data", cell),
				"remove it from the file"+v.dropping(cell))
		case name == "":
			hint := v.hint(cell)
			if later > 0 {
				hint = fmt.Sprintf("line %d looks like the names of the columns: declare skip_lines: %d", later+1, later)
			}
			fail(i, "unknown_column", fmt.Sprintf("unknown column %q", cell), hint)
		case name != ignore:
			if at, twice := first[name]; twice {
				fail(i, "duplicate_column", fmt.Sprintf("the columns %q and %q both mean %s", r.cells[at], cell, name), strings.Replace(v.dropping(cell), "; to drop it, declare", "drop one:", 1))
				name = ignore
			} else {
				first[name] = i
			}
		}
		names = append(names, name)
	}
	for _, need := range v.required {
		if _, there := first[need]; there || need == "bib" && v.special(rowNumber) || need == "name" && v.special(noName) {
			continue
		}
		fail(0, "missing_column", fmt.Sprintf("there is no column %q", need), v.hint(""))
	}
	return names, ok
}

// hint says which columns are known and how to drop one.
func (v *vocabulary) hint(cell string) string {
	known := slices.Concat(v.columns, v.points)
	for _, prefix := range v.prefixes {
		known = append(known, prefix+"_zh", prefix+"_en")
	}
	hint := "known: " + strings.Join(known, ", ")
	if near := problem.Nearest(foldHeader(cell), known); near != "" && cell != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	return hint + v.dropping(cell)
}

// dropping says how to have a column passed over, where that can be said.
func (v *vocabulary) dropping(cell string) string {
	if !v.mappable || cell == "" {
		return ""
	}
	return fmt.Sprintf("; to drop it, declare columns: {%s: ignore}", cell)
}

// fits reports whether cells have all columns that the table must have.
func (v *vocabulary) fits(cells []string) bool {
	for _, need := range v.required {
		if need == "bib" && v.special(rowNumber) || need == "name" && v.special(noName) {
			continue
		}
		if !slices.ContainsFunc(cells, func(c string) bool { return v.canonical(c) == need }) {
			return false
		}
	}
	return true
}

// anyKnown reports whether a header has at least one known column, and
// whether one of them is written in more than ASCII: a guess of the encoding
// that makes sense of Chinese is confirmed by it.
func (v *vocabulary) anyKnown(cells []string) (known, confirmed bool) {
	for _, c := range cells {
		if v.canonical(c) != "" {
			known = true
			confirmed = confirmed || strings.ContainsFunc(c, func(r rune) bool { return r > unicode.MaxASCII })
		}
	}
	return known, confirmed
}
