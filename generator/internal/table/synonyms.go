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
		"start_offset", "leg", "chip", "visibility", "certificate_code", "certificate_hold", "championship", "id"}
	TimeColumns = []string{"gun", "net", "status", "place", "gender_place", "remark"}
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
