package lists

import "testing"

func TestPlainBibsStandInTheOrderOfBibs(t *testing.T) {
	bibs := []string{"", "1", "01", "001", "2", "10", "A1", "A01", "A2", "A10", "B1", "AB1", "A", "1A", "A1B", "A1-2", "A-1", "123456789012345678", "1234567890123456789", "99999999999999999999", "0"}
	for _, a := range bibs {
		for _, b := range bibs {
			if got, want := plain(a).compare(plain(b)), CompareBibs(a, b); got != want {
				t.Errorf("%q and %q: %d, wanted %d", a, b, got, want)
			}
		}
	}
}
