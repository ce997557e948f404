// Package look reads the face of a site: its colours, its mark and opening picture, and which
// runners have pictures for messengers. Colours that cannot be read are findings.
package look

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// The built-in colours of pages, against which those of a theme are read. They are those
// of templates/assets/site.css.
var (
	builtInLight = race.Palette{Accent: "#9e1b1e", Paper: "#fcfbf9", Ink: "#1d1b19"}
	builtInDark  = race.Palette{Accent: "#e2a79c", Paper: "#161514", Ink: "#efebe5"}
)

// The least contrasts of WCAG 2.2: of text, and of parts of a drawing.
const (
	textContrast    = 4.5
	drawingContrast = 3
)

// Theme reads the face of the site. What cannot be read well is a finding.
func Theme(v yamlpos.Value) race.Theme {
	f := v.Fields("light", "dark", "mark", "opening")
	t := race.Theme{Light: palette(f.Get("light"), builtInLight, true), Dark: palette(f.Get("dark"), builtInDark, false), Mark: f.Get("mark").StringOr("")}
	t.Opening = yamlpos.Parsed(f.Get("opening"), "", "an SVG file of templates/assets, such as city.svg", func(s string) (string, error) {
		if !strings.HasSuffix(s, ".svg") || strings.ContainsAny(s, `/\`) {
			return "", errors.New("not the name of an SVG file")
		}
		return s, nil
	})
	return t
}

// palette reads the colours of one scheme. Buttons are white on the accent in light.
func palette(v yamlpos.Value, builtIn race.Palette, light bool) race.Palette {
	f := v.Fields("accent", "second", "paper", "ink")
	read := func(key string) string {
		return yamlpos.Parsed(f.Get(key), "", `a colour such as "#b3001b"`, Colour)
	}
	p := race.Palette{Accent: read("accent"), Second: read("second"), Paper: read("paper"), Ink: read("ink")}
	if light && p.Accent != "" {
		OnButtons(f.Get("accent"), p.Accent)
	}
	paper, ink := p.Paper, p.Ink
	if paper == "" {
		paper = builtIn.Paper
	}
	if ink == "" {
		ink = builtIn.Ink
	}
	for _, c := range []struct {
		key, colour string
		least       float64
	}{{"accent", p.Accent, textContrast}, {"second", p.Second, drawingContrast}, {"ink", ink, textContrast}} {
		at := f.Get(c.key)
		if !at.Exists() {
			at = f.Get("paper")
		}
		if have := contrast(c.colour, paper); c.colour != "" && at.Exists() && have < c.least {
			at.Warn("contrast", "choose a colour that is further from the paper, darker in light and lighter in dark",
				"the %s %q on the paper %q has a contrast of %.1f and needs at least %.1f", c.key, c.colour, paper, have, c.least)
		}
	}
	if p.Paper != "" || p.Ink != "" {
		p.Paper, p.Ink = paper, ink
		for share := 0.62; ; share += 0.04 {
			if p.Soft = mixed(paper, ink, share); share >= 1 || contrast(p.Soft, paper) >= textContrast {
				break
			}
		}
		p.Line, p.Wash, p.Sheet = mixed(paper, ink, 0.14), mixed(paper, ink, 0.045), mixed(paper, ink, 0.025)
		if contrast(ink, "#ffffff") > contrast(ink, "#000000") { // in light what lies on the paper is lighter
			p.Sheet = mixed(paper, "#ffffff", 0.7)
		}
	}
	return p
}

// OnButtons says where white cannot be read on the accent, as on buttons.
func OnButtons(v yamlpos.Value, accent string) {
	if have := contrast(accent, "#ffffff"); have < textContrast {
		v.Warn("contrast", "choose a darker shade", "white text on the accent %q has a contrast of %.1f and needs at least %.1f", accent, have, textContrast)
	}
}

var colourForm = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

// Colour reads #rgb and #rrggbb, and returns the latter.
func Colour(s string) (string, error) {
	if !colourForm.MatchString(s) {
		return "", errors.New("not a colour")
	}
	s = strings.ToLower(s)
	if len(s) == 4 {
		s = string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	return s, nil
}

// channels returns red, green and blue of a colour.
func channels(colour string) (all [3]float64) {
	v, _ := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32) // Colour has seen it
	return [3]float64{float64(v >> 16), float64(v >> 8 & 255), float64(v & 255)}
}

// mixed returns the colour that lies a share of the way from one to another.
func mixed(from, to string, share float64) string {
	a, b := channels(from), channels(to)
	var all [3]int
	for i := range all {
		all[i] = int(math.Round(float64(a[i]*(1-share)) + float64(b[i]*share)))
	}
	return fmt.Sprintf("#%02x%02x%02x", all[0], all[1], all[2])
}

// contrast returns the contrast of two colours by WCAG 2.2, from 1 to 21.
func contrast(one, other string) float64 {
	if one == "" || other == "" {
		return 21
	}
	a, b := luminance(one), luminance(other)
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, v := range channels(colour) {
		f := v / 255
		if f <= 0.04045 {
			f /= 12.92
		} else {
			f = math.Pow((f+0.055)/1.055, 2.4)
		}
		sum += float64([3]float64{0.2126, 0.7152, 0.0722}[i] * f)
	}
	return sum
}

// Pictures reads which runners have pictures for messengers.
func Pictures(v yamlpos.Value, compact bool) race.Pictures {
	of := yamlpos.Parsed(v, race.PicturesOfWinners, "all, winners or none", func(s string) (race.Pictures, error) {
		switch race.Pictures(s) {
		case race.PicturesOfAll, race.PicturesOfNone:
			return race.Pictures(s), nil
		case "winners":
			return race.PicturesOfWinners, nil
		}
		return "", errors.New("not known here")
	})
	if compact && of == race.PicturesOfAll {
		v.Warn("social_pictures", "leave the key out, or set \"layout: pages\"", "in the compact layout all runners of a race share an address, so messengers show the picture of the race")
	}
	return of
}
