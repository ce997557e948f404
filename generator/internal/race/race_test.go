package race_test

import (
	"testing"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

func TestAClockSurvivesItsOwnText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := race.Clock(rapid.Int64Range(-3_599_999_999, 3_599_999_999).Draw(t, "ms"))
		if got, err := race.ParseClock(c.String()); err != nil || got != c {
			t.Fatalf("%d → %q → %d, %v", c, c.String(), got, err)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"2:08:59.4", "-0:00:02.5", "0:60:00", "24:00:00", "::", "9999:00:00", "1:00:00.0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := race.ParseClock(s)
		if err != nil {
			return
		}
		if again, err := race.ParseClock(c.String()); err != nil || again != c {
			t.Fatalf("%q → %d → %q → %d, %v", s, c, c.String(), again, err)
		}
	})
}

func TestOfficialTimeRoundsUpOnce(t *testing.T) {
	for text, want := range map[string]string{"2:08:59": "2:08:59", "2:08:59.4": "2:09:00", "2:08:59.001": "2:09:00",
		"-0:00:02.5": "-0:00:02", "0:00:00": "0:00:00"} {
		c, err := race.ParseClock(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Text(); got != want {
			t.Errorf("%s is officially %s, want %s", text, got, want)
		}
	}
}

func TestPaceIsRoundedUpFromTheRawClock(t *testing.T) {
	d, err := race.ParseDistance("42.195")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := race.ParseClock("2:08:59.4")
	if got := c.Pace(d).Text(); got != "0:03:04" { // 183.4 s a kilometre
		t.Errorf("pace %s", got)
	}
}

func TestDistancesKeepTheirDecimals(t *testing.T) {
	for _, s := range []string{"0", "5", "21.0975", "42.195", "0.000001"} {
		d, err := race.ParseDistance(s)
		if err != nil || d.String() != s {
			t.Errorf("%s → %s, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "-5", "5km", "1.0000001", "1e3"} {
		if d, err := race.ParseDistance(s); err == nil {
			t.Errorf("%q is read as %s", s, d)
		}
	}
}

func TestMaskedNamesKeepTheSurnameAlone(t *testing.T) {
	for name, want := range map[string]string{"张三": "张*", "张\uE863": "张*", "王\uE863华": "王*华", "O": "*", "张晓华": "张*华", "欧阳娜娜": "欧阳*娜", "欧阳娜": "欧阳*", "𬱖": "*",
		"Eliud Kipchoge": "E**** K*******", "O’Connell": "O’C******", "": "", "ZHANG Wei": "Z**** W**"} {
		if got := race.MaskName(name); got != want {
			t.Errorf("%s is masked as %s, want %s", name, got, want)
		}
	}
}

func TestBibsFoldCaseAndWidth(t *testing.T) {
	if race.FoldBib(" a００1２ ") != "A0012" {
		t.Errorf("%q", race.FoldBib(" a００1２ "))
	}
}

func TestMoneyIsCents(t *testing.T) {
	for text, want := range map[string]race.Cents{"30000": 3000000, "0.5": 50, "12.34": 1234} {
		if got, err := race.ParseCents(text); err != nil || got != want {
			t.Errorf("%s → %d, %v", text, got, err)
		}
	}
	for _, s := range []string{"", "-1", "1.234", "1,000", "1."} {
		if _, err := race.ParseCents(s); err == nil {
			t.Errorf("%q is an amount", s)
		}
	}
}

func TestATextFallsBackToEnglish(t *testing.T) {
	if got := (race.Text{"en": "Marathon", "zh": "马拉松"}).In("ja"); got != "Marathon" {
		t.Error(got)
	}
	if got := (race.Text{"zh": "马拉松", "ru": "марафон"}).In("ja"); got != "марафон" {
		t.Error(got)
	}
}
