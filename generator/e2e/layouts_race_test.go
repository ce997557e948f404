package e2e

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// entrant is somebody of the true race, who does not exist.
type entrant struct {
	bib           string
	given, family string
	woman         bool
	nation, age   int
	club, city    string
	gun, net      int // seconds
	splits        map[string]int
	status        string // "", dnf, dns or dq
	place, among  int    // overall and in the gender
	race          *contest
}

// contest is a race of the true event.
type contest struct {
	km      float64
	kind    string // full, half or ten
	points  []string
	runners []*entrant
}

// nations are written as the committees, ISO and people write them.
var nations = [][4]string{{"GER", "DEU", "DE", "Germany"}, {"SUI", "CHE", "CH", "Switzerland"}, {"NED", "NLD", "NL", "Netherlands"}, {"KEN", "KEN", "KE", "Kenya"}, {"CHN", "CHN", "CN", "China"},
	{"JPN", "JPN", "JP", "Japan"}, {"USA", "USA", "US", "United States"}, {"FRA", "FRA", "FR", "France"}, {"POL", "POL", "PL", "Poland"}, {"EST", "EST", "EE", "Estonia"}, {"LAT", "LVA", "LV", "Latvia"}, {"SGP", "SGP", "SG", "Singapore"}}

// people are made-up names in the letters of each tongue: given names of men, of
// women, and family names.
var people = map[string][3]string{
	"en":      {"Adam Brian Carl Derek Ewan Frank Glen Hugh", "Alice Beth Carol Diana Ellen Fiona Grace Holly", "Ashby Birch Calder Dunmore Eastwood Farrow Granger Hale O'Shea"},
	"zh":      {"小明 建国 志强 伟 浩然 子轩 磊", "丽 美玲 芳 小红 静怡 欣悦 敏", "王 李 张 刘 陈 杨 赵 黄 周 欧阳"},
	"zh-hant": {"志明 家豪 俊傑 建宏 冠宇 承恩", "淑芬 美玲 怡君 雅婷 詩涵 佩珊", "陳 林 黃 張 李 王 吳 劉 蔡 楊"},
	"ja":      {"健 翔太 大輔 拓也 ケン 直樹", "さくら 美咲 陽子 えみ 恵 直美", "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本"},
	"ko":      {"민수 지훈 성호 동현 준영", "영희 수진 지은 미경 하나", "김 이 박 최 정 강 조"},
	"de":      {"Jürgen Günter Bernd Uwe Rüdiger Sören", "Käthe Bärbel Heike Jördis Anke Ute", "Müller Schäfer Weiß Köhler Böhm Krüger Groß"},
	"fr":      {"René Gaël Jérôme Éric Noël Benoît", "Zoé Hélène Chloé Agnès Léa Maëlle", "Lefèvre Béranger François Garçon Hébert Prévôt"},
	"es":      {"José Andrés Íñigo Ramón Ángel Nicolás", "María Begoña Inés Belén Sofía Nuñeza", "Núñez García Ibáñez Peña Muñoz López"},
	"it":      {"Niccolò Andrea Luca Dario Elio", "Anna Nicolò Giulia Elisa Chiara", "Rossi Bianchi Dè Forà Conti Galli Cantù"},
	"pt":      {"João Antônio Luís Sérgio Simão", "Conceição Inês Mónica Sónia Lúcia", "Gonçalves Araújo Brandão Simões Falcão"},
	"nl":      {"Jan Daniël Piet Joël Kees", "Anneke Zoë Loïs Marieke Ilse", "Jansen Visser Koënig Bakker Daële"},
	"pl":      {"Paweł Michał Łukasz Grzegorz Stanisław", "Małgorzata Agnieszka Żaneta Bożena Zofia", "Wiśniewski Wójcik Zając Dąbrowski Żak Gołąb"},
	"cs":      {"Jiří Ondřej Tomáš Lukáš Václav", "Šárka Jiřina Žaneta Eliška Libuše", "Dvořák Novák Růžička Černý Kříž Němec"},
	"ru":      {"Иван Пётр Сергей Алексей Дмитрий", "Ольга Анна Мария Елена Наталья", "Иванов Смирнова Кузнецов Попов Соколов Лебедева"},
	"et":      {"Jüri Tõnu Märt Ülo Priit", "Õie Külli Ülle Mari Kätlin", "Tamm Mägi Põld Kõiv Pärn Sõrmus"},
	"lv":      {"Jānis Pēteris Andris Mārtiņš Krišjānis", "Līga Ilze Zane Dārta Elīna", "Bērziņš Kalniņš Ozoliņš Liepiņa Krūmiņš"},
	"lt":      {"Jonas Mindaugas Žygimantas Darius Šarūnas", "Eglė Rūta Živilė Aušra Gintarė", "Žukauskas Kazlauskienė Petrauskas Šimkus Bačiulytė"},
	"sv":      {"Åke Björn Göran Håkan Östen", "Åsa Märta Görel Ulla Kåre", "Öberg Sjöström Håkansson Ängquist Lindström"},
	"no":      {"Bjørn Øyvind Håkon Sølve Pål", "Åse Sølvi Ragnhild Turid Gørild", "Sørensen Ødegård Bråten Bjørnstad Dahl"},
	"fi":      {"Pekka Mikko Väinö Jyrki Ville", "Päivi Tyyne Mäjja Sanna Äänikki", "Mäkinen Hämäläinen Lehtonen Väisänen Järvi"},
}

// trueEvent makes up an event in a tongue: some races of some runners each.
func trueEvent(r *rand.Rand, t *tongue, races, runners int) []*contest {
	kinds := []*contest{{km: 42.195, kind: "full", points: []string{"10", "half", "30"}}, {km: 21.0975, kind: "half", points: []string{"5", "10", "15"}}, {km: 10, kind: "ten", points: []string{"5"}}}
	if races == 1 {
		kinds = kinds[r.IntN(3):][:1]
	} else {
		kinds = kinds[:races]
	}
	names := people[t.id]
	men, women, families := strings.Fields(names[0]), strings.Fields(names[1]), strings.Fields(names[2])
	bib := 100 + r.IntN(50)
	for _, c := range kinds {
		pace := 190 + r.IntN(20)
		for i := range runners {
			e := &entrant{woman: i%5 == 1 || i%5 == 3, nation: r.IntN(len(nations)), age: 19 + r.IntN(50), race: c, splits: map[string]int{}}
			bib += 1 + r.IntN(7)
			e.bib = fmt.Sprint(bib)
			e.family = families[r.IntN(len(families))]
			if e.given = men[r.IntN(len(men))]; e.woman {
				e.given = women[r.IntN(len(women))]
			}
			e.club = []string{"Running Friends", "AC 1899", "", "Track & Field", "Sunday Runners"}[r.IntN(5)]
			e.city = []string{"Springfield", "Riverton", "Lakeside", "Hill Town"}[r.IntN(4)]
			own := float64(pace + i*6 + r.IntN(4))
			delay := 3 * (1 + r.IntN(40))
			if i < 3 {
				delay = 3
			}
			e.net = int(own*c.km) / 3 * 3
			e.gun = e.net + delay
			for _, p := range c.points {
				km := map[string]float64{"half": 21.0975}[p]
				if km == 0 {
					fmt.Sscan(p, &km)
				}
				e.splits[p] = delay + int(own*km)/3*3
			}
			switch i {
			case runners - 3:
				e.status = "dnf"
			case runners - 2:
				e.status = "dns"
			case runners - 1:
				e.status = "dq"
			}
			c.runners = append(c.runners, e)
		}
		for _, pair := range [][2]int{{5, 6}, {10, 15}} { // equal times share a place
			c.runners[pair[1]].gun = c.runners[pair[0]].gun
			c.runners[pair[1]].net = c.runners[pair[0]].net
			c.runners[pair[1]].splits = c.runners[pair[0]].splits
		}
	}
	return kinds
}

// ranked gives the places of a race by a clock, of equal times the same.
func ranked(c *contest, clock func(*entrant) int) {
	var in []*entrant
	for _, e := range c.runners {
		if e.place, e.among = 0, 0; e.status == "" {
			in = append(in, e)
		}
	}
	slices.SortStableFunc(in, func(a, b *entrant) int { return cmp.Compare(clock(a), clock(b)) })
	n := [2]int{}
	last := [2]*entrant{}
	for i, e := range in {
		e.place = i + 1
		if i > 0 && clock(in[i-1]) == clock(e) {
			e.place = in[i-1].place
		}
		g := 0
		if e.woman {
			g = 1
		}
		n[g]++
		if e.among = n[g]; last[g] != nil && clock(last[g]) == clock(e) {
			e.among = last[g].among
		}
		last[g] = e
	}
}
