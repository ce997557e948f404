package simulate

import (
	"strings"

	"guntime/generator/internal/race"
)

// share is a text and how often it is drawn, relative to others.
type share struct {
	text  string
	latin string
	parts int
}

// surnames of China with their readings and frequency, in parts of about ten
// thousand. Readings are those of surnames: 单 is Shan, 仇 is Qiu.
var surnames = shares(`王 Wang 725 李 Li 720 张 Zhang 685 刘 Liu 540 陈 Chen 455 杨 Yang 310 黄 Huang 225 赵 Zhao 225 吴 Wu 200
	周 Zhou 200 徐 Xu 145 孙 Sun 140 马 Ma 130 朱 Zhu 125 胡 Hu 115 郭 Guo 115 何 He 110 林 Lin 110 高 Gao 105 罗 Luo 95
	郑 Zheng 90 梁 Liang 85 谢 Xie 75 宋 Song 70 唐 Tang 70 许 Xu 65 邓 Deng 60 韩 Han 60 冯 Feng 60 曹 Cao 58 彭 Peng 55
	曾 Zeng 55 肖 Xiao 52 田 Tian 50 董 Dong 50 潘 Pan 48 袁 Yuan 46 蔡 Cai 46 蒋 Jiang 45 余 Yu 45 于 Yu 44 杜 Du 43 叶 Ye 42
	程 Cheng 41 魏 Wei 40 苏 Su 40 吕 Lyu 40 丁 Ding 38 任 Ren 38 卢 Lu 36 姚 Yao 35 沈 Shen 35 钟 Zhong 34 姜 Jiang 33
	崔 Cui 32 谭 Tan 32 陆 Lu 31 范 Fan 30 汪 Wang 30 廖 Liao 29 石 Shi 28 金 Jin 27 韦 Wei 26 贾 Jia 26 夏 Xia 25 付 Fu 25
	方 Fang 24 邹 Zou 24 熊 Xiong 23 白 Bai 23 孟 Meng 22 秦 Qin 22 邱 Qiu 21 侯 Hou 21 江 Jiang 21 尹 Yin 20 薛 Xue 20
	闫 Yan 19 段 Duan 19 雷 Lei 18 龙 Long 17 黎 Li 17 史 Shi 16 陶 Tao 16 贺 He 15 毛 Mao 15 郝 Hao 15 顾 Gu 15 龚 Gong 14
	邵 Shao 14 万 Wan 14 覃 Qin 13 武 Wu 13 钱 Qian 13 戴 Dai 12 严 Yan 12 莫 Mo 12 孔 Kong 12 向 Xiang 11 常 Chang 11
	单 Shan 6 解 Xie 5 仇 Qiu 4 区 Ou 5 朴 Piao 4 查 Zha 3 翟 Zhai 8 盖 Ge 2 燕 Yan 3 瞿 Qu 3 逄 Pang 1 亓 Qi 1 郗 Xi 1
	欧阳 Ouyang 26 司马 Sima 6 尉迟 Yuchi 4 上官 Shangguan 8 诸葛 Zhuge 5 皇甫 Huangfu 5 长孙 Zhangsun 2 慕容 Murong 3
	令狐 Linghu 3 司徒 Situ 4 公孙 Gongsun 2 夏侯 Xiahou 2 东方 Dongfang 2 宇文 Yuwen 2 澹台 Tantai 1 万俟 Moqi 1`)

// generation is the given names that were common in some years.
type generation struct {
	since               int // first year of birth
	alone               int // how many in ten thousand have a given name of one character
	first, second, only []rune
}

var sons = []generation{
	{1990, 2300, []rune("宇浩子俊博明嘉天一泽"), []rune("轩然航宇晨辰阳涵霖睿"), []rune("昊宇轩晨睿航博逸")},
	{1978, 3800, []rune("晓志俊海文国子宇少振"), []rune("鹏磊超飞龙杰亮峰凯阳"), []rune("鹏磊超飞杰亮凯浩洋帅")},
	{1963, 3000, []rune("志建晓海永文国立新玉"), []rune("强军勇伟华东平明波辉"), []rune("伟勇军强涛斌波辉峰刚")},
	{0, 1500, []rune("建国志永德福玉长春文"), []rune("国华军民生平祥林山义"), []rune("军勇刚林平")},
}

var daughters = []generation{
	{1990, 1800, []rune("雨思子欣佳诗梦若梓语"), []rune("涵怡萱彤琪瑶妍婷雯悦"), []rune("怡萱琪瑶悦彤")},
	{1978, 3600, []rune("晓婷雅静海丹文思佳雪"), []rune("婷洁娜莹琳颖倩雯楠慧"), []rune("婷静娜倩莹洁丹")},
	{1963, 3000, []rune("晓丽红海小春玉艳慧文"), []rune("红梅丽艳霞燕玲萍敏娟"), []rune("红丽艳燕霞敏静娟")},
	{0, 1500, []rune("秀玉淑桂凤春美慧丽素"), []rune("英兰珍梅芳华琴荣云霞"), []rune("英兰芳梅")},
}

// rare are characters that much software loses.
var rare = []rune("䶮㛃𬱖𠅤犇喆叕堃淼鑫垚焱翀祎赟玥珺翾")

// peoples are complete names of other peoples of China, mostly as spelled in
// passports.
var peoples = map[race.Gender][]share{
	race.Male: {
		{"阿里木江·托合提", "ALIMUJIANG Tuoheti", 1}, {"巴图尔·吾守尔", "BATUER Wushouer", 1}, {"迪力夏提·赛买提", "DILIXIATI Saimaiti", 1},
		{"扎西顿珠", "ZHAXI Dunzhu", 1}, {"斯琴巴特尔", "SIQINBATEER", 1},
	},
	race.Female: {
		{"古丽扎尔·吐尔逊", "GULIZHAER Tuerxun", 1}, {"乌云其木格", "WUYUNQIMUGE", 1}, {"卓玛拉姆", "ZHUOMA Lamu", 1},
	},
}

// readings of all characters in the given names.
var readings = func() map[rune]string {
	m := map[rune]string{}
	for _, group := range strings.Fields(`a:阿 ai:艾 bo:博波 ben:犇 bin:斌 chang:长 chao:超 chen:晨辰 chong:翀 chun:春 dan:丹 de:德 di:𬱖 dong:东
		fang:芳 fei:飞 feng:峰凤 fu:福 gang:刚 gui:桂 guo:国 hai:海 han:涵 hang:航 hao:浩昊 hong:红 hua:华 hui:辉慧 jia:嘉佳 jian:建
		jie:杰洁㛃 jing:静 juan:娟 jun:俊军珺 kai:凯 kun:堃 lan:兰 lei:磊 li:丽立 liang:亮 lin:霖林琳 ling:玲 long:龙 mei:美梅 meng:梦
		miao:淼 min:民敏 ming:明 na:娜 nan:楠 peng:鹏 ping:平萍 qi:琪 qian:倩 qiang:强 qin:琴 ran:然 rong:荣 rui:睿 ruo:若 shan:山
		shao:少 sheng:生 shi:诗 shu:淑 shuai:帅 si:思 su:素 tao:涛 tian:天 ting:婷 tong:彤 wei:伟 wen:文雯 xi:𠅤 xia:霞 xiang:祥
		xiao:晓小 xin:新欣鑫 xiu:秀 xuan:轩萱翾 xue:雪 ya:雅 yan:艳燕妍䶮焱 yang:阳洋 yao:瑶垚 yi:一怡义逸祎 ying:英莹颖 yong:永勇
		yu:宇玉雨语 yue:悦玥 yun:云赟 ze:泽 zhe:喆 zhen:振珍 zhi:志 zhuo:叕 zi:子梓`) {
		latin, hans, _ := strings.Cut(group, ":")
		for _, han := range hans {
			m[han] = latin
		}
	}
	return m
}()

// shares parses triples of a text, its Latin form and its parts.
func shares(table string) []share {
	words := strings.Fields(table)
	list := make([]share, 0, len(words)/3)
	for i := 0; i+2 < len(words); i += 3 {
		parts := 0
		for _, digit := range words[i+2] {
			parts = parts*10 + int(digit-'0')
		}
		list = append(list, share{words[i], words[i+1], parts})
	}
	return list
}

// weigh returns the sum of all parts.
func weigh(list []share) int {
	sum := 0
	for _, s := range list {
		sum += s.parts
	}
	return sum
}

var allSurnames = weigh(surnames)

// drawShare draws an item of a list, weighted by parts. sum is the sum of all
// parts.
func drawShare(d *dice, list []share, sum int) *share {
	n := d.below(sum)
	for i := range list {
		if n -= list[i].parts; n < 0 {
			return &list[i]
		}
	}
	return &list[len(list)-1]
}

// chineseName draws a name for a person of this gender and year of birth, and its
// reading as "ZHANG Wei".
func chineseName(d *dice, gender race.Gender, born int) (name, latin string) {
	if d.chance(60) {
		whole := pick(d, peoples[gender])
		return whole.text, whole.latin
	}
	list := sons
	if gender == race.Female {
		list = daughters
	}
	age := &list[len(list)-1]
	for i := range list {
		if born >= list[i].since {
			age = &list[i]
			break
		}
	}
	var given []rune
	if d.chance(age.alone) {
		given = []rune{pick(d, age.only)}
	} else {
		given = []rune{pick(d, age.first), pick(d, age.second)}
	}
	if d.chance(150) {
		given[len(given)-1] = pick(d, rare)
	}
	surname := drawShare(d, surnames, allSurnames)
	return surname.text + string(given), familyFirst(surname.latin, romanised(given))
}

// romanised returns the reading of a given name: "Xiaoming".
func romanised(given []rune) string {
	reading := ""
	for _, han := range given {
		reading += readings[han]
	}
	return capital(reading)
}

// familyFirst joins a family and a given name as entry lists in East Asia do:
// "ZHANG Wei".
func familyFirst(family, given string) string { return strings.ToUpper(family) + " " + given }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
