package judge

import "guntime/generator/internal/race"

// Waits reports whether time alone can still change a verdict: before the race's
// end nobody is DNF or DNS (R8), and a certificate may not be due yet (R24). One
// that waits for nothing is the verdict of every later moment. What waits for
// people, a hold or the end of a notice, waits in the data.
func Waits(v *race.Verdict) bool {
	if !v.Over {
		return true
	}
	for _, rv := range v.Races {
		for i := range rv.Results {
			if rv.Results[i].Certificate.Status == race.CertificateScheduled {
				return true
			}
		}
	}
	return false
}
