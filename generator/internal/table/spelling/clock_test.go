package spelling

import "testing"

func TestMinutesAndSecondsWithAPointAreReadWhereTenthsOrAWordSaySo(t *testing.T) {
	for cell, want := range map[string]string{"34.12,5": "0:34:12.5", "1:12.34,5": "1:12:34.5", "134.12,45": "2:14:12.45", "34.72,5": "", "1:72.34,5": "", "34,12.5": "", "1.234,56": "", "34.12": ""} {
		c, ok := ParseClock(cell)
		if ok != (want != "") || ok && c.String() != want {
			t.Errorf("%q: %s %t, want %q", cell, c, ok, want)
		}
	}
	for cell, want := range map[string]string{"33.15": "0:33:15", "133,05": "2:13:05", "1:02:03": "1:02:03", "33.75": "", "33.1": "", "3315": ""} {
		c, err := ParseTime(cell, AsPoints)
		if (err == nil) != (want != "") || err == nil && c.String() != want {
			t.Errorf("%q: %s %v, want %q", cell, c, err, want)
		}
	}
}

func TestAFractionOfADayIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	for cell, want := range map[string]string{
		"0.0000115740740740741": "0:00:01", "0,0000231481481481481": "0:00:02", "1.15740740740741E-05": "0:00:01", "1.15741E-5": "0:00:01", "2e-05": "0:00:01.728", "9,95370370370370E-05": "0:00:08.6",
		"0.0277792013888889": "0:40:00.123", "1.04166955": "25:00:00.249", ".5": "12:00:00", "1.5E-15": "", "1E05": "", "12E-05": "", "E-05": "",
	} {
		c, err := ParseTime(cell, AsFraction)
		if (err == nil) != (want != "") || err == nil && c.String() != want {
			t.Errorf("%q: %s %v, want %q", cell, c, err, want)
		}
	}
	var column Shapes
	for _, cell := range []string{"1.15741E-05", "0.0000231481481481481", "0.000115740740740741"} {
		column.Add(cell)
	}
	if f := column.Format(0); f != AsFraction {
		t.Errorf("the column is read as %s", f)
	}
}
