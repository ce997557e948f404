package page

import (
	"testing"

	"guntime/generator/internal/race"
)

func TestAChampionsNameIsWrittenAsThePagesReadersWriteIt(t *testing.T) {
	kodama := &race.Champion{Name: "Taisuke Kodama", Names: race.Text{"zh": "儿玉泰介", "ja": "児玉泰介"}, Nat: "JPN"}
	hu := &race.Champion{Name: "Hu Gangjun", Names: race.Text{"zh": "胡刚军"}, Nat: "CHN"}
	noy := &race.Champion{Name: "Deborah Noy", Names: race.Text{"zh": "黛博拉·诺伊"}, Nat: "GBR"}
	dahl := &race.Champion{Names: race.Text{"zh": "彼得·达尔"}, Nat: "DEN"}
	for _, c := range []struct {
		claim, lang string
		champion    *race.Champion
		want        Name
	}{
		{"a Japanese in Japan", "ja", kodama, Name{Text: "児玉泰介", Other: "Taisuke Kodama"}},
		{"a Japanese in China", "zh", kodama, Name{Text: "儿玉泰介", Other: "Taisuke Kodama"}},
		{"a Japanese elsewhere", "en", kodama, Name{Text: "Taisuke Kodama", Other: "児玉泰介", OLang: "ja"}},
		{"a Chinese in Japan", "ja", hu, Name{Text: "胡刚军", Lang: "zh", Other: "Hu Gangjun"}},
		{"a Chinese in a language without code of its own", "sw", hu, Name{Text: "Hu Gangjun", Other: "胡刚军", OLang: "zh"}},
		{"a Briton in China, as the Chinese call her", "zh", noy, Name{Text: "黛博拉·诺伊", Other: "Deborah Noy"}},
		{"a Briton in Japan, not as the Chinese call her", "ja", noy, Name{Text: "Deborah Noy"}},
		{"a name that is known in Chinese alone", "en", dahl, Name{Text: "彼得·达尔", Lang: "zh"}},
		{"a champion nobody knows", "en", &race.Champion{Nat: "CHN"}, Name{}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			d := &draft{lang: c.lang}
			if got := d.champion(c.champion); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
