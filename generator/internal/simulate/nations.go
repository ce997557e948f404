package simulate

import (
	"strings"

	"guntime/generator/internal/race"
)

// nation is a country of runners and its names. A name in Chinese characters is
// written as 佐藤=Sato.
type nation struct {
	code  string
	parts int
	men   []string
	women []string
	// family names; a different form for women follows a slash
	family []string
}

// nations other than China, with the frequency of their runners. Names are common
// ones of each country, combined at random.
var nations = []nation{
	people("JPN", 90, "健一=Kenichi 大輔=Daisuke 拓也=Takuya 隆=Takashi 直樹=Naoki 翔太=Shota 雄介=Yusuke",
		"美咲=Misaki 由美子=Yumiko 陽子=Yoko さくら=Sakura 恵=Megumi 真由美=Mayumi",
		"佐藤=Sato 鈴木=Suzuki 髙橋=Takahashi 田中=Tanaka 渡邊=Watanabe 山﨑=Yamazaki 小林=Kobayashi 斎藤=Saito 森=Mori"),
	people("KOR", 60, "敏俊=Min-jun 志勳=Ji-hoon 成鎬=Sung-ho 泰宇=Tae-woo 東賢=Dong-hyun",
		"智媛=Ji-won 秀敏=Soo-min 恩京=Eun-kyung 美善=Mi-sun", "金=Kim 李=Lee 朴=Park 崔=Choi 鄭=Jung 姜=Kang 尹=Yoon 柳=Ryu"),
	people("HKG", 60, "嘉俊=Ka-chun 志明=Chi-ming 偉強=Wai-keung 家豪=Ka-ho", "嘉敏=Ka-man 詠詩=Wing-sze 麗珍=Lai-chun 慧儀=Wai-yee",
		"陳=Chan 黃=Wong 林=Lam 梁=Leung 張=Cheung 鄧=Tang 歐陽=Au-yeung"),
	people("TPE", 50, "志豪=Chih-hao 建宏=Chien-hung 俊傑=Chun-chieh 冠宇=Kuan-yu", "淑芬=Shu-fen 怡君=Yi-chun 雅婷=Ya-ting 佩珊=Pei-shan",
		"陳=Chen 林=Lin 黃=Huang 張=Chang 蔡=Tsai 許=Hsu 謝=Hsieh"),
	people("USA", 55, "Michael David Brian Kevin Andrew José", "Jennifer Emily Rachel Laura Megan Zoë", "Miller Anderson Rodríguez Walker O'Connell Nguyen Peterson"),
	people("GBR", 40, "James Oliver Simon Gareth Alastair", "Sarah Gemma Fiona Siân Chloë", "Whitfield Hargreaves McAllister Pritchard Ashworth Brontë"),
	people("GER", 35, "Jürgen Matthias Sören Björn Florian", "Käthe Anja Jördis Sabine Steffi", "Müller Schäfer Weiß Köhler Brandstätter Großmann"),
	people("FRA", 35, "François Jérôme Étienne Loïc Benoît", "Hélène Aurélie Maëlle Zoé Cécile", "Lefèvre Girardeau Besançon Châtelain Peyroux"),
	people("POL", 20, "Łukasz Michał Paweł Sławomir Grzegorz", "Małgorzata Agnieszka Łucja Bożena", "Wiśniewski/Wiśniewska Wójcik Żurawski/Żurawska Jabłoński/Jabłońska Kołodziejczyk"),
	people("CZE", 12, "Tomáš Jiří Ondřej Štěpán", "Kateřina Zdeňka Jiřina Žaneta", "Dvořáček/Dvořáčková Růžička/Růžičková Šimůnek/Šimůnková Černohorský/Černohorská"),
	people("TUR", 12, "Oğuzhan Çağlar Barış Yiğit", "Tuğba Şebnem Gülşah Ayşegül", "Yıldırım Özdoğan Karadağ Şimşekoğlu"),
	people("HUN", 10, "Gergő Zoltán László Ödön", "Zsófia Tünde Orsolya Anikó", "Szőke Erdős Kőszegi Lőrincz Gyöngyösi"),
	people("ROU", 10, "Ștefan Ionuț Cătălin Răzvan", "Mădălina Ștefania Ioana Anișoara", "Țurcanu Brâncuș Mureșanu Ciobănescu"),
	people("ESP", 18, "Íñigo Álvaro Joaquín Germán", "Begoña Inés Rocío Núria", "Muñoz Ibáñez Castañeda Peña Güell"),
	people("NOR", 10, "Øyvind Håkon Bjørn Sjur", "Åshild Solbjørg Mærta Ragnhild", "Sørlie Bråthen Øvregård Kjærstad"),
	people("DEN", 10, "Søren Jørn Rasmus Åge", "Mette Bodil Søs Kirstine", "Kjærgaard Østergaard Nørby Skovgård"),
	people("AUS", 25, "Lachlan Angus Cameron Darren", "Kylie Bronwyn Imogen Tahlia", "Fitzgibbon Harrowell Drummond Callaghan"),
	people("CAN", 20, "Étienne Graham Trevor Mathieu", "Geneviève Heather Brooke Noémie", "Tremblay Bélanger MacPherson Côté"),
	people("MAS", 15, "Darren Ravi Jonathan Faizal", "Priscilla Shanti Michelle Nurul", "Ong Seah Pillai Rahmat Goh"),
	people("BRA", 10, "João Antônio Fábio Gonçalo", "Conceição Inês Luíza Flávia", "Magalhães Brandão Araújo Assunção"),
	people("ISL", 4, "Þórður Sigurður Hallgrímur", "Guðrún Þórdís Ásthildur", "Ægisson/Ægisdóttir Þorvaldsson/Þorvaldsdóttir"),
}

var allNations = func() int {
	sum := 0
	for i := range nations {
		sum += nations[i].parts
	}
	return sum
}()

func people(code string, parts int, men, women, family string) nation {
	return nation{code, parts, strings.Fields(men), strings.Fields(women), strings.Fields(family)}
}

// foreigner draws a nation other than China and a name. latin is "" if the name is
// in Latin letters.
func foreigner(d *dice, gender race.Gender) (nat, name, latin string) {
	n, home := d.below(allNations), &nations[0]
	for i := range nations {
		home = &nations[i]
		if n -= home.parts; n < 0 {
			break
		}
	}
	given, family := pick(d, home.men), pick(d, home.family)
	his, hers, differs := strings.Cut(family, "/")
	family = his
	if gender == race.Female {
		given = pick(d, home.women)
		if differs {
			family = hers
		}
	}
	givenHan, givenLatin, han := strings.Cut(given, "=")
	if !han {
		return home.code, given + " " + family, ""
	}
	familyHan, familyLatin, _ := strings.Cut(family, "=")
	return home.code, familyHan + givenHan, familyFirst(familyLatin, givenLatin)
}
