package chart

import (
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Outline draws the outline of one column of a histogram, to be stretched
// to its place, in the style sheet's soft colour on its paper.
func Outline(bins []race.Bin, column int) []byte {
	highest := 1
	for _, b := range bins {
		highest = max(highest, b.Counts[column])
	}
	var p strings.Builder
	p.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + strconv.Itoa(len(bins)) + ` 100" preserveAspectRatio="none">` +
		`<style>@media(prefers-color-scheme:dark){path{fill:#524e49}}</style><path fill="#bebab6" d="M0 100`)
	level := 100
	for i, b := range bins {
		if y := 100 - b.Counts[column]*100/highest; y != level {
			p.WriteString("H" + strconv.Itoa(i) + "V" + strconv.Itoa(y))
			level = y
		}
	}
	p.WriteString("H" + strconv.Itoa(len(bins)) + "V100Z\"/></svg>\n")
	return []byte(p.String())
}
