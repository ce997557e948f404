package table

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// known are the columns and points that a table of results may have.
var known = Vocabulary{Columns: append(append([]string{}, EntryColumns...), append(TimeColumns, PlaceColumns...)...), Points: []string{"start", "5k", "10k", "half", "finish"}, Mappable: true}

func TestEveryWordOfTheLexiconIsTheNameOfAColumnAndMeansOneGenderAndOneStatus(t *testing.T) {
	x := spelling.Lexicon() // panics where a word has two meanings
	for word, senses := range x.Senses {
		for _, s := range senses {
			if s.Target != spelling.TimeSense && s.Target != spelling.PassSense && known.allowed(nil, []spelling.Sense{s}) == nil && s.Target != "turn" {
				t.Errorf("%q means %q, which is no column", word, s.Target)
			}
		}
	}
	for _, language := range strings.Fields("en zh ja ko de fr es it pt nl pl cs ru et lv lt sv no da fi is hu tr el uk ro sk sl hr id vi") {
		raw, err := spelling.LexiconFiles.ReadFile("lexicon/" + language + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, need := range []string{"bib", "name", "gender", "nat", "birth_date", "birth_year", "age", "club", "team", "category", "status", "gun", "net", "finish", "start", "place", "gender_place", "category_place",
			"gender M", "gender F", "status DNF", "status DNS", "status DQ"} {
			if !strings.Contains(string(raw), "\n"+need+": ") {
				t.Errorf("%s has no %s", language, need)
			}
		}
	}
}

func TestColumnsAreTakenForWhatTheirNamesAndCellsSay(t *testing.T) {
	for claim, c := range map[string]struct {
		table []string // rows, the names first
		want  string
	}{
		"names of German":              {[]string{"Platz;StNr;Nachname;Vorname;Verein;AK;AK-Platz;JG;Nation;Nettozeit;Bruttozeit", "1;7;Adler;Anna;LG;W40;1;1980;GER;0:40:00;0:40:05"}, "place bib family_name given_name club category category_place birth_year nat net gun"},
		"of French":                    {[]string{"Clt;Doss;Nom;Prénom;Sexe;Club;Catégorie;Temps réel;Temps officiel", "1;7;Adler;Anna;F;AC;SEF;0:40:00;0:40:05"}, "place bib family_name given_name gender club category net gun"},
		"of Polish, with dots":         {[]string{"M-ce;Nr start.;Imię;Nazwisko;Płeć;Kraj;Rok ur.;Klub;Czas netto;Czas brutto", "1;7;Anna;Adler;K;POL;1980;KB;0:40:00;0:40:05"}, "place bib given_name family_name gender nat birth_year club net gun"},
		"of Russian":                   {[]string{"Место;Номер;Фамилия;Имя;Пол;Год рождения;Город;Клуб;Чистое время;Время", "1;7;А;Б;Ж;1980;М;К;0:40:00;0:40:05"}, "place bib family_name given_name gender birth_year ignore club net gun"},
		"of Italian":                   {[]string{"Pos.;Pettorale;Cognome;Nome;Sesso;Cat;Società;Real time;Tempo", "1;7;A;B;F;SF;AS;0:40:00;0:40:05"}, "place bib family_name given_name gender category club net gun"},
		"of Japanese":                  {[]string{"順位;ナンバー;氏名;性別;所属;ネットタイム;グロスタイム", "1;7;佐藤;女;AC;0:40:00;0:40:05"}, "place bib name gender club net gun"},
		"of Hungarian":                 {[]string{"Helyezés;Rajtszám;Vezetéknév;Keresztnév;Nem;Szül. év;Egyesület;Nettó idő;Bruttó idő", "1;7;A;B;N;1980;K;0:40:00;0:40:05"}, "place bib family_name given_name gender birth_year club net gun"},
		"of Turkish":                   {[]string{"Sıra;Göğüs No;Ad Soyad;Cinsiyet;Yaş;Ülke;Net Süre;Brüt Süre", "1;7;A B;K;33;TUR;0:40:00;0:40:05"}, "place bib name gender age nat net gun"},
		"of Greek":                     {[]string{"Κατάταξη;Αριθμός;Επώνυμο;Όνομα;Φύλο;Σύλλογος;Χρόνος", "1;7;Α;Β;Γ;Κ;0:40:05"}, "place bib family_name given_name gender club gun"},
		"of Ukrainian":                 {[]string{"Місце;Стартовий номер;Прізвище;Ім'я;Стать;Рік народження;Клуб;Чистий час;Час", "1;7;А;Б;Ж;1980;К;0:40:00;0:40:05"}, "place bib family_name given_name gender birth_year club net gun"},
		"of Romanian":                  {[]string{"Loc;Nr. concurs;Nume;Prenume;Gen;Categorie;Echipa;Timp brut;Timp net", "1;7;A;B;F;F30;E;0:40:05;0:40:00"}, "place bib family_name given_name gender category team gun net"},
		"of Slovak":                    {[]string{"Por.;Št. číslo;Meno;Priezvisko;M/Ž;Ročník;Klub;Čas", "1;7;A;B;Ž;1980;K;0:40:05"}, "place bib given_name family_name gender birth_year club gun"},
		"of Slovenian":                 {[]string{"Mesto;Št. št.;Priimek;Ime;Spol;Letnik;Bruto čas;Neto čas", "1;7;A;B;Ž;1980;0:40:05;0:40:00"}, "place bib family_name given_name gender birth_year gun net"},
		"of Croatian, a town beside":   {[]string{"Plasman;Startni broj;Ime i prezime;Spol;Godina rođenja;Mjesto;Klub;Vrijeme", "1;7;A B;Ž;1980;Zagreb;K;0:40:05"}, "place bib name gender birth_year ignore club gun"},
		"of Indonesian":                {[]string{"Peringkat;Nomor BIB;Nama;Jenis Kelamin;Kategori;Waktu Gun;Waktu Chip", "1;7;A B;P;Umum;0:40:05;0:40:00"}, "place bib name gender category gun net"},
		"of Vietnamese":                {[]string{"Hạng;Số BIB;Họ và tên;Giới tính;Năm sinh;Thời gian chip;Thời gian gun", "1;7;A B;Nữ;1980;0:40:00;0:40:05"}, "place bib name gender birth_year net gun"},
		"of Korean":                    {[]string{"순위;배번;이름;성별;소속;넷타임;건타임", "1;7;김;여;AC;0:40:00;0:40:05"}, "place bib name gender club net gun"},
		"of Estonian":                  {[]string{"Koht;Number;Nimi;Sugu;Sünniaasta;Klubi;Netoaeg;Brutoaeg", "1;7;A B;N;1980;K;0:40:00;0:40:05"}, "place bib name gender birth_year club net gun"},
		"traditional Chinese":          {[]string{"名次;參賽號碼;姓名;性別;組別;晶片時間;大會時間", "1;7;張;女;女A;0:40:00;0:40:05"}, "place bib name gender category net gun"},
		"cut off":                      {[]string{"Plac;Bib;Name;Gende;Nationali;Gun Tim;Net Tim", "1;7;A B;F;Kenya;0:40:05;0:40:00"}, "place bib name gender nat gun net"},
		"two languages in a cell":      {[]string{"号码 Bib;Name/姓名;性别(Gender);Net Time 净成绩;Gun Time|枪声成绩", "7;张三;女;0:40:00;0:40:05"}, "bib name gender net gun"},
		"a rank that is called gender": {[]string{"Bib;Name;M/F;Gender;Net;Gun", "7;A B;F;1;0:40:00;0:40:05", "8;C D;M;1;0:41:00;0:41:05"}, "bib name gender gender_place net gun"},
		"times that are called chip":   {[]string{"No.;Name;Sex;Chip;Gun", "7;A B;F;0:40:00;0:40:05", "9;C D;M;0:41:00;0:41:05"}, "bib name gender net gun"},
		"chips that are called chip":   {[]string{"No.;Name;Sex;Chip;Gun", "7;A B;F;CX71;0:40:05", "9;C D;M;CX72;0:41:05"}, "bib name gender chip gun"},
		"a name twice":                 {[]string{"Bib;FullName;SortName;Sex;Gun", "7;Anna Adler;Adler, Anna;F;0:40:05", "8;Bert Boon;Boon, Bert;M;0:41:05"}, "bib name ignore gender gun"},
		"a name with its parts":        {[]string{"Bib;display_name;first_name;last_name;Sex;Gun", "7;Anna Adler;Anna;Adler;F;0:40:05"}, "bib name ignore ignore gender gun"},
		"a name in two scripts":        {[]string{"Bib;姓名;Name;Sex;Gun", "7;张三;Zhang San;F;0:40:05"}, "bib name latin_name gender gun"},
		"name for a family name":       {[]string{"Startnr;Name;Vorname;Geschlecht;Zeit", "7;Adler;Anna;w;0:40:05"}, "bib family_name given_name gender gun"},
		"points by their length":       {[]string{"Bib;Name;Sex;Split 5 km;10公里成绩;21.1km;Finish", "7;A;F;0:20:00;0:41:00;1:25:00;2:50:00"}, "bib name gender 5k 10k half finish"},
		"an unknown name stays one":    {[]string{"Bib;Name;Sex;Shoe size;Gun", "7;A;F;44;0:40:05"}, "bib name gender  gun"},
	} {
		headers := strings.Split(c.table[0], ";")
		column := func(i int) (cells []string) {
			for _, row := range c.table[1:] {
				cells = append(cells, strings.Split(row, ";")[i])
			}
			return cells
		}
		v := known
		var got []string
		for _, d := range v.Decide(headers, column) {
			got = append(got, d.Means)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", claim, c.table[0], strings.Join(got, " "), c.want)
		}
	}
}

func TestAGenderIsReadByItsColumnAndNeverByItsLetterAlone(t *testing.T) {
	for cells, want := range map[string]string{
		"M F":             "F=F M=M",
		"H F":             "F=F H=M",
		"H M":             "H=M M=F",
		"F N":             "F=M N=F",
		"Férfi Nő":        "Férfi=M Nő=F",
		"Nam Nữ":          "Nam=M Nữ=F",
		"No":              "",
		"E K":             "E=M K=F",
		"Α Γ":             "Α=M Γ=F",
		"L P":             "L=M P=F",
		"K M":             "K=F M=M",
		"m w d":           "d=X m=M w=F",
		"M Ž":             "M=M Ž=F",
		"М Ж":             "Ж=F М=M",
		"N M":             "M=M N=F",
		"V S":             "S=F V=M",
		"M":               "M=M",
		"F":               "F=F",
		"X M F":           "F=F M=M X=X",
		"男 女":             "女=F 男=M",
		"Homme Femme":     "Femme=F Homme=M",
		"Mężczyzna":       "Mężczyzna=M",
		"남 여":             "남=M 여=F",
		"KK KVK":          "KK=M KVK=F",
		"Vyras Moteris":   "Moteris=F Vyras=M",
		"H F K M":         "F=F H=M K=F M=M",
		"male Female NB ": "Female=F NB=X male=M",
		"q M F":           "F=F M=M",
	} {
		var g spelling.Genders
		for _, c := range strings.Fields(cells) {
			g.AddRows(c, 10)
		}
		if got := genderText(g.Read().Of); got != want {
			t.Errorf("%s: %s, want %s", cells, got, want)
		}
	}
	var few spelling.Genders
	few.AddRows("M", 1000)
	few.AddRows("F", 3)
	if got := genderText(few.Read().Of); got != "F=F M=M" {
		t.Errorf("three women among a thousand men: %s", got)
	}
	few.AddRows("F", 900)
	few.AddRows("L", 1)
	if got := genderText(few.Read().Of); got != "F=F M=M" {
		t.Errorf("a letter of a language that has neither M nor F: %s", got)
	}
	var g spelling.Genders
	g.AddRows("M", 10)
	g.AddRows("V", 10)
	if r := g.Read(); r.Either != [2]string{`values: {gender: {"M": M, "V": F}}`, `values: {gender: {"M": F, "V": M}}`} || len(r.Of) != 0 {
		t.Errorf("M and V can be Dutch or Lithuanian: %q %v", r.Either, r.Of)
	}
	if g.Spoken("Geslacht"); g.Read().Of["V"] != race.Female {
		t.Error("beside a Dutch word they are Dutch")
	}
}

func genderText(of map[string]race.Gender) string {
	return strings.Join(mapText(of), " ")
}

func mapText(of map[string]race.Gender) (list []string) {
	for cell, g := range of {
		list = append(list, cell+"="+g.String())
	}
	slices.Sort(list)
	return list
}

func TestCategoriesTellTheGenderWhereAllOfThemDo(t *testing.T) {
	for categories, want := range map[string]string{
		"M35 W40":                    "M35=M W40=F",
		"F-Sen M-Sen":                "F-Sen=F M-Sen=M",
		"男40-49歲 女30-39歲":            "女30-39歲=F 男40-49歲=M",
		"SEF SEM M1M":                "M1M=M SEF=F SEM=M",
		"Senior_Women Open_Men":      "Open Men=M Senior Women=F",
		"elite general":              "",
		"M35 Elite_Walkers Open_10K": "",
	} {
		rows := map[string]int{}
		for _, c := range strings.Fields(categories) {
			rows[strings.ReplaceAll(c, "_", " ")] = 5
		}
		if got := genderText(spelling.GenderOfCategories(rows)); got != want {
			t.Errorf("%s: %s, want %s", categories, got, want)
		}
	}
	for title, want := range map[string]race.Gender{"results-women-10k.csv": race.Female, "Ergebnisse Männer": race.Male, "2019半马女子组": race.Female, "men and women": race.NoGender, "results": race.NoGender} {
		if got := spelling.GenderOfTitle(title); got != want {
			t.Errorf("%s: %q", title, got)
		}
	}
}

func TestNationsComeOutAsTheirCommitteesCode(t *testing.T) {
	for ioc, names := range map[string]string{
		"GER": "GER|DEU|de|Germany|Deutschland|德国|德國|ドイツ|Allemagne|Niemcy",
		"KEN": "KEN|ke|Kenya|肯尼亚|ケニア", "SUI": "CHE|CH|Schweiz|Switzerland|Suisse|瑞士", "NED": "NLD|NL|Holland|Nederland|荷兰", "TPE": "TWN|TW|TPE|Chinese Taipei|中華台北|台湾",
		"PUR": "PRI|Puerto Rico", "SGP": "SIN|SGP|SG|Singapore|新加坡", "CHN": "CHN|CN|中国|中國|China|中華人民共和國", "GBR": "GBR|UK|GB|England|United Kingdom|英国|イギリス", "JPN": "日本|Japan|jpn",
		"KOR": "대한민국|South Korea|韩国|KR", "CZE": "Česko|Czech Republic|CZ", "USA": "USA|United States|U.S.A.|美国|アメリカ", "HKG": "香港|中国香港|Hong Kong", "ESP": "España|Spain", "EST": "Eesti", "RSA": "ZAF|South Africa|南非",
		"MKD": "North Macedonia|Северна Македонија|北马其顿", "SRB": "Србија|Srbija", "MNE": "Crna Gora", "KAZ": "Қазақстан", "THA": "ประเทศไทย|ไทย", "KSA": "السعودية", "UAE": "الإمارات", "ALB": "Shqipëria", "LUX": "Lëtzebuerg", "SWZ": "Eswatini",
		"MGL": "Монгол|Монгол Улс", "TLS": "East Timor|Timor-Leste", "GRE": "Ελλάδα|Hellas", "UZB": "O'zbekiston", "PLE": "فلسطين",
		"": "Salem|Bend|Zürich|XQX|上海|ZZ",
	} {
		for _, name := range strings.Split(names, "|") {
			if got := spelling.Nation(name); got != ioc {
				t.Errorf("%s is %q, want %q", name, got, ioc)
			}
		}
	}
}

func TestStatusesAreKnownInTheWordsOfEachLanguage(t *testing.T) {
	for status, words := range map[race.TimedStatus]string{
		race.TimedDNF:      "DNF|dnf.|D.N.F.|OTL|OOC|WD|NC|退赛|未完赛|棄権|途中棄権|Abandon|aufgegeben|Nie ukończył|Keskeytti|Bröt|Сошёл|기권|Retirado|Ritirato|Uitgevallen",
		race.TimedDNS:      "DNS|未起跑|弃权|Non partant|nicht am Start|Nie wystartował|欠場|No presentado|Non partito|Ej start|불참",
		race.TimedDQ:       "DQ|DSQ|取消成绩|失格|Disqualifié|Zdyskwalifikowany|실격",
		race.TimedFinished: "Finished|完赛|完走|Classé|Ukończył|im Ziel",
	} {
		for _, word := range strings.Split(words, "|") {
			if got, ok := spelling.ParseStatus(word); !ok || got != status {
				t.Errorf("%s is %q, want %q", word, got, status)
			}
		}
	}
}

func TestTimesAreReadHoweverASpreadsheetOrAPersonWritesThem(t *testing.T) {
	for cell, want := range map[string]string{
		"0:38:20": "0:38:20", "12:38:20 AM": "0:38:20", "1:05:00 AM": "1:05:00", "12:05:00 pm": "12:05:00", "上午7:00:03": "7:00:03", "下午 1:00:03": "13:00:03", "오전 7:00:03": "7:00:03", "午後1:00:03": "13:00:03", "1:0:08": "1:00:08",
		"0:38:20,5": "0:38:20.5", "2.08.45": "2:08:45", "2H 11M 42S": "2:11:42", "1h23'45\"": "1:23:45", "1h23": "1:23:00", "83'45\"": "1:23:45", "2小时11分42秒": "2:11:42", "1 h 23 min 45 s": "1:23:45", "1900-01-00 0:38:20": "0:38:20",
		"1900-01-01 1:02:03": "25:02:03", "1899-12-30 00:38:20": "0:38:20", "38:20": "", "DNF": "", "2026-05-17 7:00:03": "", "1:60:00": "", "5.80E+15": "", "0:40:00.1234": "",
	} {
		got := ""
		if c, err := spelling.ParseTime(cell, spelling.AsClock); err == nil {
			got = c.String()
		}
		if got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"7": "7", "7.0": "7", "'7": "7", `="007"`: "007", "'020": "020", "1,234": "1234", " ７ ": "7", "A-12": "A-12"} {
		if got := spelling.Bib(cell); got != want {
			t.Errorf("bib %s is %q", cell, got)
		}
	}
	for _, sign := range []string{"-", "—", "--:--", "n/a", "--:--:--", "NULL", " "} {
		if spelling.Given(sign) != "" {
			t.Errorf("%q stands for nothing", sign)
		}
	}
}

func TestDatesAreReadInTheOrderThatTheyStandIn(t *testing.T) {
	for cell, want := range map[string]string{"1986-05-17": "1986-05-17", "17.05.1986": "1986-05-17", "17/05/1986": "1986-05-17", "19860517": "1986-05-17", "17 May 1986": "1986-05-17", "May 17, 1986": "1986-05-17",
		"1986年5月17日": "1986-05-17", "17.5.86": "1986-05-17", "01.02.30": "1930-02-01", "31/02/1986": ""} {
		p, ok := spelling.SplitDay(cell)
		day, err := p.Day(spelling.DayMonth, 2026)
		if got := day.Format("2006-01-02"); ok && err == nil && got != want || (!ok || err != nil) && want != "" {
			t.Errorf("%s is %s (%v %v), want %s", cell, got, ok, err, want)
		}
	}
	if p, _ := spelling.SplitDay("05/17/1986"); true {
		if day, err := p.Day(spelling.MonthDay, 2026); err != nil || day.Format("2006-01-02") != "1986-05-17" {
			t.Error(day, err)
		}
	}
}

func TestValuesSayWhatCellsStandForTheExactBeforeThePatternTheLongestFirst(t *testing.T) {
	var v Values
	for cell, to := range map[string]string{"男*": "M", "女*": "F", "*": "X", "男子外": "none", "*组": "group", "K": "F"} {
		v.Set(cell, to)
	}
	for cell, want := range map[string]string{"男40": "M", "女": "F", "男子外": "none", "k": "F", "Ｋ": "F", "whatever": "X", "A组": "group", "男组": "M"} {
		for range 2 { // the second time it is remembered
			if got, ok := v.Of(cell); !ok || got != want {
				t.Errorf("%s is %q, want %q", cell, got, want)
			}
		}
	}
}
