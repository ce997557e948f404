package table

import (
	"slices"
	"strings"
)

// The canonical names of the columns of entries and of times. One file may be
// both, so each kind of table knows the columns of the other and ignores them.
var (
	EntryColumns = []string{"bib", "name", "latin_name", "gender", "nat", "birth_date", "age", "club", "category", "zone", "chip",
		"visibility", "certificate_code", "certificate_hold", "championship"}
	TimeColumns = []string{"gun", "net", "status"}
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
	"chipno": "chip", "chipid": "chip", "chipnumber": "chip", "tag": "chip", "transponder": "chip", "epc": "chip", "chipcode": "chip", "tagid": "chip", "tagno": "chip", "芯片码": "chip", "芯片": "chip", "芯片号": "chip", "芯片编号": "chip",
	"公开": "visibility", "成绩公开": "visibility", "公开方式": "visibility",
	"证书码": "certificate_code", "证书查询码": "certificate_code", "证书暂缓": "certificate_hold",
	"锦标赛":     "championship",
	"guntime": "gun", "gunclock": "gun", "clocktime": "gun", "brutto": "gun", "bruttozeit": "gun", "枪声成绩": "gun", "枪时成绩": "gun", "枪声时间": "gun", "枪时": "gun", "枪声": "gun",
	"nettime": "net", "chiptime": "net", "netto": "net", "nettozeit": "net", "净成绩": "net", "净计时": "net", "芯片成绩": "net", "净时成绩": "net", "净时间": "net", "净时": "net",
	"状态": "status", "成绩状态": "status", "完赛状态": "status",
}

// pointNames are the other names of points, folded. The edition says which of
// the points a race has.
var pointNames = map[string]string{
	"起点": "start", "起跑": "start", "starttime": "start", "出发": "start",
	"终点": "finish", "finishtime": "finish", "ziel": "finish", "完赛": "finish",
	"半程": "half", "半马": "half", "半程点": "half", "halfway": "half", "halfmarathon": "half", "halbmarathon": "half",
	"折返": "turn", "折返点": "turn", "turnaround": "turn",
}

// private are folded names of columns with data that no site may publish. A table
// that has one is refused, so that nobody hands them over by mistake.
var private = []string{"phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "tel", "telephone", "email", "emailaddress", "mail",
	"idcard", "idnumber", "idno", "idcardnumber", "idcardno", "identity", "identitynumber", "nationalid", "passport", "passportnumber", "passportno", "ssn",
	"address", "homeaddress", "emergencycontact", "emergencyphone", "wechat", "bloodtype",
	"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "身份证", "身份证号", "身份证号码", "邮箱", "电子邮箱", "电子邮件", "护照", "护照号", "护照号码",
	"证件号", "证件号码", "证件类型", "紧急联系人", "紧急联系电话", "紧急联系方式", "住址", "地址", "家庭住址", "通讯地址", "微信", "微信号", "血型", "手機", "電話", "身份證", "郵箱", "護照"}

// privateWords are words that make every header private in which they occur.
var privateWords = []string{"phone", "mobile", "email", "passport", "idcard", "emergency", "手机", "电话", "身份证", "邮箱", "护照", "证件号", "紧急联系", "手機", "電話", "身份證", "郵箱", "護照"}

// simplified turns the traditional characters of headers into the simplified
// ones that the synonyms are written in.
var simplified = strings.NewReplacer("參", "参", "賽", "赛", "號", "号", "碼", "码", "選", "选", "別", "别", "國", "国", "區", "区", "齡", "龄",
	"俱樂部", "俱乐部", "團", "团", "隊", "队", "屬", "属", "單", "单", "組", "组", "類", "类", "發", "发", "編", "编", "開", "开", "績", "绩",
	"證", "证", "書", "书", "詢", "询", "暫", "暂", "緩", "缓", "錦", "锦", "標", "标", "槍", "枪", "聲", "声", "時", "时", "間", "间", "淨", "净", "凈", "净",
	"計", "计", "狀", "状", "態", "态", "終", "终", "點", "点", "馬", "马", "裡", "里")

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
