package export

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// surnameReadings are surnames, in simplified form, that are read differently from
// the same characters elsewhere.
var surnameReadings = readingTable(`单 shan 解 xie 仇 qiu 区 ou 朴 piao 查 zha 曾 zeng 盖 ge 任 ren 华 hua 乐 yue 缪 miao 宁 ning 翟 zhai 覃 qin 秘 bi
	冼 xian 洗 xian 折 she 黑 he 葛 ge 员 yun 尉 wei 祭 zhai 召 shao 种 chong 逄 pang 句 gou 勾 gou 阚 kan 郗 xi 佴 nai 俞 yu 於 yu 应 ying 那 na 能 nai
	宓 mi 车 che 隗 wei 眭 sui 撒 sa 沈 shen 薄 bo 柏 bai 卜 bu 都 du 谌 chen 哈 ha 纪 ji 贾 jia 颉 xie 令 ling 隽 juan 阙 que 冯 feng 仉 zhang 相 xiang
	燕 yan 殷 yin 占 zhan 乜 nie 长 chang 万 wan 石 shi 牟 mu 褚 chu 谷 gu 过 guo 行 xing 强 qiang 盛 sheng 余 yu 适 kuo 宿 su 扎 za 尹 yin 参 shen
	晟 cheng 呙 guo 瞿 qu 郇 xun 逯 lu 钭 tou 幺 yao 尧 yao 缴 jiao 斗 dou 重 chong 弗 fu 藏 zang 邵 shao 亓 qi 费 fei 贲 ben
	尉迟 yu'chi 长孙 zhang'sun 万俟 mo'qi 单于 chan'yu 澹台 tan'tai 令狐 ling'hu 欧阳 ou'yang 上官 shang'guan 司马 si'ma 诸葛 zhu'ge 皇甫 huang'fu
	公孙 gong'sun 慕容 mu'rong 宇文 yu'wen 司徒 si'tu 夏侯 xia'hou 东方 dong'fang 端木 duan'mu 百里 bai'li 呼延 hu'yan 南宫 nan'gong 轩辕 xuan'yuan
	独孤 du'gu 申屠 shen'tu 公冶 gong'ye 宗政 zong'zheng 濮阳 pu'yang 淳于 chun'yu 太叔 tai'shu 仲孙 zhong'sun 赫连 he'lian 闾丘 lv'qiu 拓跋 tuo'ba
	夹谷 jia'gu 谷梁 gu'liang 钟离 zhong'li 闻人 wen'ren 西门 xi'men 第五 di'wu 第二 di'er 左丘 zuo'qiu 梁丘 liang'qiu 东郭 dong'guo 南门 nan'men
	微生 wei'sheng 公羊 gong'yang 公西 gong'xi 漆雕 qi'diao 乐正 yue'zheng 壤驷 rang'si 宰父 zai'fu 段干 duan'gan 鲜于 xian'yu`)

func readingTable(text string) map[string][]string {
	fields := strings.Fields(text)
	table := make(map[string][]string, len(fields)/2)
	for i := 0; i+1 < len(fields); i += 2 {
		table[fields[i]] = strings.Split(fields[i+1], "'")
	}
	return table
}

// surnameLength returns how many characters of a Chinese name are the surname.
func surnameLength(name []rune) int {
	if len(name) > 2 && ownReading(name[:2]) != nil {
		return 2
	}
	return min(1, len(name))
}

// ownReading returns the syllables of a surname that is read differently from the
// same characters elsewhere, nil for any other.
func ownReading(surname []rune) []string {
	var room [16]byte
	return surnameReadings[string(appendSimplified(room[:0], surname))]
}

func appendSimplified(b []byte, name []rune) []byte {
	for _, r := range name {
		b = utf8.AppendRune(b, simplified(r))
	}
	return b
}

// plainReading selects every reading of a character, without tones.
var plainReading = pinyin.Args{Style: pinyin.Normal, Heteronym: true}

// reader reads Chinese names. It caches the readings of characters; a race has some
// thousand.
type reader struct {
	known map[rune][]string
	text  []byte   // text of the keys of one name
	keys  [][]byte // the keys, parts of text
}

func newReader() *reader { return &reader{known: map[rune][]string{}} }

// character returns the readings of a character without tones, the usual one first.
// Lü and nü also give lv, lu and lyu, as on keyboards, in common use and in
// passports.
func (rd *reader) character(r rune) []string {
	if all, ok := rd.known[r]; ok {
		return all
	}
	var all []string
	add := func(s string) {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, s := range pinyin.SinglePinyin(r, plainReading) {
		s = strings.Join(foldWords(strings.ReplaceAll(s, "ü", "v")), "")
		add(s)
		if s == "lv" || s == "nv" {
			add(s[:1] + "u")
			add(s[:1] + "yu")
		}
	}
	rd.known[r] = all
	return all
}

// maxReadings is how many readings of one name are kept. Surnames vary first, so
// all of theirs are kept.
const maxReadings = 16

// name returns the readings of a name in Chinese characters as syllables, the most
// likely first. surname is the number of characters of the surname. A character
// without a reading ends the name.
func (rd *reader) name(name []rune, surname int) [][]string {
	all := [][]string{make([]string, 0, len(name))}
	own := ownReading(name[:surname])
	for i, r := range name {
		each := rd.character(r)
		if i == 0 && surname == 1 && own != nil {
			each = first(own[0], each)
		}
		if len(each) == 0 {
			break
		}
		each = each[:min(len(each), max(1, maxReadings/len(all)))]
		if begun := all; len(each) > 1 {
			all = make([][]string, 0, len(begun)*len(each))
			for _, b := range begun {
				for range each {
					all = append(all, append(make([]string, 0, len(name)), b...))
				}
			}
		}
		for n := range all {
			all[n] = append(all[n], each[n%len(each)])
		}
		if i == 1 && surname == 2 && own != nil {
			all = slices.DeleteFunc(all, func(s []string) bool { return slices.Equal(s, own) })
			all = append([][]string{slices.Clip(own)}, all[:min(len(all), maxReadings-1)]...)
		}
	}
	if len(all[0]) == 0 {
		return nil
	}
	return all
}

// first puts a reading before the others.
func first(own string, others []string) []string {
	all := []string{own}
	for _, s := range others {
		if s != own {
			all = append(all, s)
		}
	}
	return all
}

// hanRunes returns the characters of a name that is only Chinese, nil for any
// other. It ignores dots and spaces.
func hanRunes(name string) []rune {
	all := make([]rune, 0, 8)
	for _, r := range name {
		switch {
		case usual(r) || unicode.Is(unicode.Han, r):
			all = append(all, r)
		case wordly(r):
			return nil
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
