package export

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestSurnamesStandInTheOrderOfTheirReadings(t *testing.T) {
	rv := field(
		race.Entry{Bib: "1", Name: "张三"}, race.Entry{Bib: "2", Name: "單雄信"}, race.Entry{Bib: "3", Name: "单若溪"}, race.Entry{Bib: "4", Name: "尉迟朔"},
		race.Entry{Bib: "5", Name: "章五"}, race.Entry{Bib: "6", Name: "張三"}, race.Entry{Bib: "7", Name: "Kelvin Kiptum"}, race.Entry{Bib: "8", Name: "KIPTUM Kelvin", Nat: "KEN"},
		race.Entry{Bib: "9", Name: "van der POEL Mathieu"}, race.Entry{Bib: "10", Name: "김민수", LatinName: "KIM Minsu"}, race.Entry{Bib: "11", Name: "Hidden Name", Visibility: race.Masked},
		race.Entry{Bib: "12", Name: "尉迟隐名", Visibility: race.Masked}, race.Entry{Bib: "13", Name: "张隐", Visibility: race.Anonymous}, race.Entry{Bib: "14"}, race.Entry{Bib: "15", Name: "李"},
		race.Entry{Bib: "16", Name: "ELIUD KIPCHOGE"},
	)
	var got []string
	for _, s := range Surnames(rv) {
		got = append(got, rv.Results[s.Result].Entry.Bib+" "+s.Surname+" "+s.Reading)
	}
	want := []string{"10 KIM kim", "16 KIPCHOGE kipchoge", "8 KIPTUM kiptum", "7 Kiptum kiptum", "15 李 li", "9 POEL poel", "3 单 shan", "2 單 shan",
		"12 尉迟 yuchi", "4 尉迟 yuchi", "1 张 zhang", "6 張 zhang", "5 章 zhang", "11  ", "14  "}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
