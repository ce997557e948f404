package spelling

import (
	"testing"
)

func TestALengthIsFoundInNamesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"10K": "10", "run-10km-2024.csv": "10", "half.csv": "21.0975", "HM": "21.0975", "FM": "42.195", "半程": "21.0975", "全程马拉松": "42.195",
		"Boston_Marathon_2014.csv": "42.195", "Valencia Half Marathon": "21.0975", "Półmaraton Warszawski": "21.0975", "10 Mile": "16.09344",
		"Cherry Blossom Ten": "", "20km de Paris": "20", "5,5 km": "5.5", "21.1 km": "21.0975", "42K": "42.195", "10.000 m": "10", "迷你跑": "",
		"2024成都马拉松": "42.195", "2025北京半马": "21.0975", "10K and half": "10", "ハーフ": "21.0975", "フルマラソン": "42.195", "5K and 10K": "",
		"100km": "100", "50 mi": "80.4672", "50mi": "80.4672", "100-miler": "160.9344", "50M": "", "100 M": "", "Полумарафон": "21.0975", "Halvmaraton": "21.0975", "12:30:00": "", "M40": "", "5公里": "5",
	} {
		km, ok := LengthIn(text)
		if got := km.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %t, want %q", text, got, ok, want)
		}
	}
}

func TestALengthByAnMIsOneInMilesAndOneInMetres(t *testing.T) {
	for text, want := range map[string]string{
		"50M": "80.4672 0.05", "western_100 M-2024": "160.9344 0.1", "13.1M": "21.0975 0.0131", "Men 400m": "643.7376 0.4", "10M": "16.09344 0.01",
		"M50": "", "5000M": "", "50 min": "", "10M or 5M": "", "50M and 50K": "", "half 10M": "", "F10M": "", "100 Miles": "",
	} {
		miles, metres, ok := LengthByM(text)
		if got := miles.String() + " " + metres.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %t, want %q", text, got, ok, want)
		}
	}
}
