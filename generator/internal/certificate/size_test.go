package certificate

import (
	"testing"

	"guntime/generator/internal/race"
)

// TestACertificateIsSmall bounds what a certificate takes, in bytes: most of it is the
// outlines of its letters.
func TestACertificateIsSmall(t *testing.T) {
	made := form(t, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.Demonstration = true })
	for _, c := range []struct {
		claim string
		form  *Form
		most  int
	}{{"one without a code", form(t, nil), 24_000}, {"one with a code", signedForm(t), 25_900}, {"one that is made up", made, 25_100}} {
		for _, name := range []string{"张伟", "欧阳志远", "John Smith", "Łukasz Żółć"} {
			all := draw(t, c.form, finisher(c.form.race, "A00123", name, ""))
			if len(all) > c.most || len(all)-len(c.form.bytes) > 5_600 {
				t.Errorf("%s, of %s, has %d bytes, %d of them its own", c.claim, name, len(all), len(all)-len(c.form.bytes))
			}
		}
	}
}
