package table

import (
	"slices"
	"strings"
)

// The canonical names of the columns of entries and of times. One file may be
// both, so each kind of table knows the columns of the other and ignores them.
// What else they are called stands in the files of the folder lexicon.
var (
	EntryColumns = []string{"bib", "name", "given_name", "family_name", "latin_name", "gender", "nat", "birth_date", "birth_year", "age", "club", "team", "category", "zone", "wave",
		"start_offset", "leg", "chip", "visibility", "certificate_code", "certificate_hold", "championship"}
	TimeColumns = []string{"gun", "net", "status", "place", "gender_place"}
)

// PlaceColumns are the places that a table of results has itself. They are
// witnesses: they decide nothing.
var PlaceColumns = []string{"place", "gender_place", "category_place"}

// pointSenses are the points that the lexicon has words for. The edition says
// which of them a race has.
var pointSenses = []string{"start", "finish", "half", "turn"}

// private are folded names of columns with data that no site may publish. A table
// that has one is refused, so that nobody hands them over by mistake.
var private = []string{"phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone", "tel", "telephone", "email", "emailaddress", "mail",
	"idcard", "idnumber", "idno", "idcardnumber", "idcardno", "identity", "identitynumber", "nationalid", "passport", "passportnumber", "passportno", "ssn",
	"address", "homeaddress", "emergencycontact", "emergencyphone", "wechat", "bloodtype",
	"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "身份证", "身份证号", "身份证号码", "邮箱", "电子邮箱", "电子邮件", "护照", "护照号", "护照号码",
	"证件号", "证件号码", "证件类型", "紧急联系人", "紧急联系电话", "紧急联系方式", "住址", "地址", "家庭住址", "通讯地址", "微信", "微信号", "血型", "手機", "電話", "身份證", "郵箱", "護照"}

// privateWords are words that make every header private in which they occur.
var privateWords = []string{"phone", "mobile", "email", "passport", "idcard", "emergency", "手机", "电话", "身份证", "邮箱", "护照", "证件号", "紧急联系", "手機", "電話", "身份證", "郵箱", "護照"}

// simplified turns traditional characters into the simplified ones that the
// lexicon is written in.
var simplified = strings.NewReplacer("參", "参", "賽", "赛", "號", "号", "碼", "码", "選", "选", "別", "别", "國", "国", "區", "区", "齡", "龄",
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
