package propose

import (
	"embed"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"
)

// examples are the rules of the made-up races, each with its keys explained.
//
//go:embed examples/*.yaml
var examples embed.FS

// Examples are the kinds of races that Example makes up.
var Examples = []string{"marathon", "town-race", "trail", "relay", "laps"}

// named matches the names of an edition in its three languages.
var named = regexp.MustCompile(`(?m)^name: \{en: (.*), zh: (.*), ja: (.*)\}`)

// madeUpRules stands in the pages of rules for what an organiser has to write.
var madeUpRules = []string{
	"*to fill in* Write here what your rules say, in your own words.", "This race and its rules are made up.",
	"*to fill in* 在这里用自己的话写下规程的内容。", "本比赛及其规程均为虚构。",
	"*to fill in* 規程の内容を、ここに自分の言葉で書きます。", "この大会と規程は架空のものです。",
	"*to fill in* Beschreiben Sie hier in eigenen Worten, was in Ihrer Ausschreibung steht.", "Dieser Lauf und seine Ausschreibung sind erfunden.",
	"*to fill in* Écrivez ici, avec vos mots, ce que dit votre règlement.", "Cette course et son règlement sont fictifs.",
	"*to fill in* Escriba aquí, con sus propias palabras, lo que dice su reglamento.", "Esta carrera y su reglamento son ficticios.",
	"*to fill in* Scrivete qui, con parole vostre, che cosa dice il vostro regolamento.", "Questa gara e il suo regolamento sono inventati.",
	"*to fill in* Escreva aqui, com as suas palavras, o que diz o seu regulamento.", "Esta corrida e o seu regulamento são fictícios.",
	"*to fill in* 대회 규정의 내용을 여기에 직접 써 주십시오.", "이 대회와 규정은 가상입니다.",
	"*to fill in* 在這裡用自己的話寫下規程的內容。", "本賽事及其規程均為虛構。",
}

// exampleYear is when the made-up races were run. All of them are over.
const exampleYear = "2025"

// field is what is made up for a race: how many run, over which points, and how fast
// the first and the last are, in seconds a kilometre.
type field struct {
	race        string
	runners     int
	points      []string
	km          []float64
	first, last float64
	teams       bool // three runners with one bib
	laps        float64
}

var fields = map[string][]field{
	"marathon":  {{race: "marathon", runners: 60, points: []string{"start", "10k", "half", "30k", "finish"}, km: []float64{0, 10, 21.0975, 30, 42.195}, first: 190, last: 420}},
	"town-race": {{race: "10k", runners: 60, points: []string{"start", "5k", "finish"}, km: []float64{0, 5, 10}, first: 185, last: 440}, {race: "5k", runners: 30, points: []string{"start", "finish"}, km: []float64{0, 5}, first: 190, last: 450}},
	"trail":     {{race: "trail", runners: 40, points: []string{"start", "saddle", "hut", "lake", "finish"}, km: []float64{0, 14.5, 31, 47, 62}, first: 350, last: 800}},
	"relay":     {{race: "relay", runners: 18, points: []string{"start", "town", "lock", "finish"}, km: []float64{0, 8, 16, 24}, first: 200, last: 380, teams: true}},
	"laps":      {{race: "6h", runners: 30, first: 270, last: 600, laps: 1.6}},
}

// Example is a project with a made-up race of a kind; ok is false for any other kind.
// The same kind is always the same race.
func Example(kind, zone string, languages []string) (files Files, ok bool, err error) {
	rules, err := examples.ReadFile("examples/" + kind + ".yaml")
	if err != nil {
		return nil, false, nil
	}
	races := fields[kind]
	fill := filling(exampleYear, races[0].race, "", zone, languages)
	if m := named.FindSubmatch(rules); m != nil { // the site is called as the race, without its year
		for i, ours := range []string{"My race", "我的比赛", "わたしの大会"} {
			name := strings.TrimSpace(strings.ReplaceAll(string(m[i+1]), exampleYear, ""))
			fill = append([]string{ours + " EDITION", name + " " + exampleYear, "EDITION" + ours, exampleYear + name, ours + "EDITION", name + exampleYear, ours, name}, fill...)
		}
	}
	fill = slices.Concat(madeUpRules, fill)
	files, err = filled(fill, languages, "edition.yaml", "entries.csv", "times.csv", exampleOnly)
	if err != nil {
		return nil, true, err
	}
	folder := "data/" + exampleYear + "/"
	files[folder+"edition.yaml"] = []byte(strings.ReplaceAll(string(rules), "ZONE", zone))
	rulings := files[folder+races[0].race+"/rulings.csv"]
	dice := rand.New(rand.NewPCG(42, uint64(len(kind)))) // the same race each time
	taken := map[string]bool{}
	for _, f := range races {
		entries, times := f.tables(dice, taken)
		files[folder+f.race+"/entries.csv"], files[folder+f.race+"/times.csv"], files[folder+f.race+"/rulings.csv"] = entries, times, rulings
	}
	if races[0].laps > 0 { // its course is one lap, with no points to list
		for name, text := range files {
			if at := strings.Index(string(text), "{#course}"); at >= 0 && strings.HasPrefix(name, "content/") {
				files[name] = []byte(strings.TrimRight(string(text[:strings.LastIndex(string(text[:at]), "\n")]), "\n") + "\n")
			}
		}
	}
	return files, true, nil
}

// Made-up names: any given name goes with any family name.
var (
	givenMen   = strings.Fields("Adem Anton Bilal Carlo Daniel Emil Felix Gustav Hugo Idris Jakob Karim Lars Mateo Nils Omar Pavel Quentin Rafael Samir Tomas Umberto Viktor Wim Yusuf Zoran")
	givenWomen = strings.Fields("Aisha Berta Clara Dalia Elena Frida Greta Hana Ines Jana Katja Lucia Mina Nora Olga Paula Rosa Selma Tara Uma Vera Wanda Yara Zita Anke Birgit")
	families   = strings.Fields("Abel Bakker Costa Demir Eriksen Fuchs García Hansen Ivanov Jansen Kowalski Lindberg Moreau Novák Okafor Petrov Quist Rossi Schäfer Torres Ueda Vogel Weber Yılmaz Ziegler Ahmadi Brandt Cruz Dahl Engel")
	clubs      = []string{"Harbour Striders", "Hill Harriers", "TV Lindental", "Canal Runners", "", ""}
	nations    = strings.Fields("GER NED ESP TUR NOR POL FRA CZE ITA SWE")
)

// tables are the entries and the times of a race.
func (f field) tables(dice *rand.Rand, taken map[string]bool) (entries, times []byte) {
	head := []string{"bib", "name", "gender", "nat", "birth_date", "birth_year", "club", "zone"}
	passed := append([]string{"bib"}, f.points...)
	switch {
	case f.teams:
		head = []string{"bib", "name", "gender", "team", "leg"}
	case f.laps > 0:
		for i := range f.most() {
			passed = append(passed, fmt.Sprintf("lap-%d", i+1))
		}
	}
	passed = append(passed, "status")
	list, clocks := [][]string{head}, [][]string{passed}
	for i := range f.runners {
		bib := fmt.Sprint(i + 1)
		if f.race == "5k" { // its bibs are not those of the longer race
			bib = fmt.Sprint(501 + i)
		}
		pace := f.first + (f.last-f.first)*float64(i)/float64(f.runners-1) + 8*dice.Float64()
		switch {
		case f.teams:
			team := fmt.Sprintf("%s %s", []string{"Blue", "Red", "Green", "White", "Grey", "Golden"}[i%6], []string{"Herons", "Otters", "Swans"}[i/6])
			for leg := range 3 {
				gender := "MF"[(i%3*(leg+1)+i%3/2)%2]
				list = append(list, []string{bib, name(dice, taken, gender), string(gender), team, fmt.Sprint(leg + 1)})
			}
		default:
			gender := "MF"[i*7%5/3]
			born := time.Date(1955+dice.IntN(50), time.Month(1+dice.IntN(12)), 1+dice.IntN(28), 0, 0, 0, 0, time.UTC)
			list = append(list, []string{bib, name(dice, taken, gender), string(gender), nations[dice.IntN(len(nations))], born.Format(time.DateOnly), fmt.Sprint(born.Year()), clubs[dice.IntN(len(clubs))], string("AB"[i*2/f.runners])})
		}
		clocks = append(clocks, append([]string{bib}, f.passes(dice, i, pace, len(passed)-2)...))
	}
	if !slices.Equal(f.points, fields["marathon"][0].points) { // the other races have one start
		list = without(list, "zone")
	}
	return tableOf(list), tableOf(clocks)
}

// passes are the cells of a runner's times and the status: one in twenty gives up
// after the first point, one in thirty does not start.
func (f field) passes(dice *rand.Rand, i int, pace float64, cells int) []string {
	row := make([]string, cells+1)
	starts, gaveUp := i%30 != 29, i%20 == 18
	if !starts {
		row[cells] = "DNS"
		return row
	}
	at := 0.4 + float64(i)*0.5
	if i >= f.runners/2 && f.race == "marathon" {
		at += 180 // the second zone
	}
	if f.laps > 0 {
		at = 0
		for lap := range cells {
			at += f.laps * pace * (1 + 0.015*float64(lap)*dice.Float64()/2)
			if at >= 6*3600 || gaveUp && lap > 2 {
				break
			}
			row[lap] = clock(at)
		}
		return row
	}
	start := at
	for p, km := range f.km {
		if gaveUp && p > 1 {
			row[cells] = "DNF"
			break
		}
		if p > 0 {
			at = start + km*pace*(1+0.03*km/f.km[len(f.km)-1]) + dice.Float64()
		}
		row[p] = clock(at)
	}
	return row
}

// most is how many laps anybody may run.
func (f field) most() int { return int(6*3600/(f.first*f.laps)) + 1 }

// name makes up a name that nobody has yet.
func name(dice *rand.Rand, taken map[string]bool, gender byte) string {
	given := givenMen
	if gender == 'F' {
		given = givenWomen
	}
	for {
		name := given[dice.IntN(len(given))] + " " + families[dice.IntN(len(families))]
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// clock writes seconds as h:mm:ss.f.
func clock(seconds float64) string {
	tenths := int(seconds * 10)
	return fmt.Sprintf("%d:%02d:%02d.%d", tenths/36000, tenths/600%60, tenths/10%60, tenths%10)
}

// without leaves out a column.
func without(rows [][]string, column string) [][]string {
	at := slices.Index(rows[0], column)
	if at < 0 {
		return rows
	}
	for i := range rows {
		rows[i] = slices.Delete(rows[i], at, at+1)
	}
	return rows
}

// tableOf writes rows as CSV.
func tableOf(rows [][]string) []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.WriteAll(rows) // a builder takes everything
	return []byte(b.String())
}
