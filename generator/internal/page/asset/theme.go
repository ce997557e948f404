package asset

import (
	"cmp"
	"fmt"
	"strings"

	"guntime/generator/internal/race"
)

// Accent returns the colour of a site: that of its theme, its own, or else the built-in
// one.
func Accent(own string, t race.Theme) string { return cmp.Or(t.Light.Accent, own, builtIn) }

// Papers returns the colours of the paper in light and in dark, those of the style sheet
// where the theme has none.
func Papers(t race.Theme) (light, dark string) {
	return cmp.Or(t.Light.Paper, "#fcfbf9"), cmp.Or(t.Dark.Paper, "#161514")
}

// colours returns the last lines of the style sheet: the accent, and what the theme has.
func colours(accent string, t race.Theme) string {
	text := "\n:root{--site-accent:" + accent + variables(t.Light, false) + "}\n"
	if dark := variables(t.Dark, true); dark != "" {
		text += "@media screen and (prefers-color-scheme:dark){:root{" + strings.TrimPrefix(dark, ";") + "}}\n"
	}
	if t.Light.Paper != "" { // paper is white
		text += "@media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--soft:#333;--line:#bbb;--wash:#fff}}\n"
	}
	return text
}

// variables returns the variables of the style sheet that a palette sets.
func variables(p race.Palette, accent bool) string {
	text := ""
	for _, v := range []struct{ name, colour string }{{"second", p.Second}, {"paper", p.Paper}, {"ink", p.Ink}, {"soft", p.Soft}, {"line", p.Line}, {"wash", p.Wash}, {"sheet", p.Sheet}} {
		if v.colour != "" {
			text += fmt.Sprintf(";--%s:%s", v.name, v.colour)
		}
	}
	if accent && p.Accent != "" {
		text += ";--accent:" + p.Accent
	}
	return text
}
