package certificate

import (
	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
)

type tongue = script.Tongue

// tag returns the name of a tongue (BCP 47).
func (f *Form) tag(of tongue) string {
	if of == script.SecondTongue {
		return f.languages[len(f.languages)-1].Tag()
	}
	return script.Tongues[of]
}

// speak says of the glyphs of a text in which language each is: where the second
// language begins, at a byte of the text, or by the letters of a runner's text.
func (f *Form) speak(glyphs []glyph, second int, of *race.Entry) {
	if second <= 0 && of == nil {
		return
	}
	first, other := f.languages[0].Tag(), f.languages[len(f.languages)-1].Tag()
	at, last := 0, tongue(0)
	for i := range glyphs {
		g := &glyphs[i]
		if of != nil {
			if t, is := script.TongueOf(g.r, of.Nat, first, other); is {
				last = t
			}
		} else if at >= second {
			last = script.SecondTongue
		}
		g.tongue = last
		if g.shaped == nil {
			at += len(string(truetype.Plain(g.r)))
			continue
		}
		at += len(string(g.shaped.text))
	}
}

// What tells the scripts of texts.
var (
	clean     = script.Clean
	usual     = script.Usual
	wide      = script.Wide
	firstWord = script.FirstWord
	joins     = script.Joins
)
