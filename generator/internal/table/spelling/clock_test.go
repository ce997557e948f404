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
