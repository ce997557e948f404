package read

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// gpx is a track to the east along the equator, of so many places 1.1 km apart.
func gpx(places int, height func(i int) string) string {
	var b strings.Builder
	b.WriteString("<gpx><trk><trkseg>\n")
	for i := range places {
		fmt.Fprintf(&b, "<trkpt lat=\"0\" lon=\"%.4f\">%s</trkpt>\n", float64(i)*0.01, height(i))
	}
	return b.String() + "</trkseg></trk></gpx>\n"
}

func TestACourseIsDrawnFromATrack(t *testing.T) {
	rising := func(i int) string { return fmt.Sprintf("<ele>%d</ele>", 10*i) }
	rc := expect(t, files(folder+"course.gpx", gpx(39, rising))) // 42.25 km
	c := rc.Drawn
	if c == nil || !c.Heights || len(c.At) != race.CourseSamples {
		t.Fatalf("%v", c)
	}
	if last := c.At[len(c.At)-1]; last.East < 42_200 || last.East > 42_300 || last.North != 0 || last.Height != 3800 {
		t.Errorf("%v", last)
	}
	if up, down := c.Climbed(0, rc.Length/2, rc.Length); up != 190 || down != 0 {
		t.Errorf("%d up, %d down", up, down)
	}
}

func TestWhatIsWrongWithACourseIsSaidWhereItIsAndStopsNothing(t *testing.T) {
	none := func(int) string { return "" }
	one := func(int) string { return "<ele>1</ele>" }
	half := func(i int) string { return strings.Repeat("<ele>1</ele>", i%2) }
	for name, c := range map[string]struct {
		text, want string
		drawn      bool
	}{
		"torn":       {gpx(39, one)[:200], "course.gpx:5:", false},
		"an entity":  {"<!DOCTYPE gpx [<!ENTITY a \"b\">]>\n" + gpx(39, one), "course.gpx:1:33: warning: the file has a document type", false},
		"no place":   {"<gpx></gpx>", "no track of two places", false},
		"no degrees": {strings.Replace(gpx(39, one), `lat="0"`, `lat="x"`, 1), "course.gpx:2:", false},
		"no heights": {gpx(39, none), "39 of 39 places have no height", true},
		"some":       {gpx(39, half), "course.gpx:2:1: warning: 20 of 39 places have no height", true},
		"longer":     {gpx(42, one), "the track is 45.59 km long, the race 42.195 km [course_length]", true},
		"another":    {gpx(80, one), "[course_length]", false},
		"deep":       {strings.Repeat("<a>", 40), "nested more than 32 deep", false},
	} {
		archive, problems := Project(files(folder+"course.gpx", c.text))
		if archive == nil || !strings.Contains(findings(problems), c.want) {
			t.Errorf("%s: %s", name, findings(problems))
			continue
		}
		if drawn := archive.Editions[0].Races[0].Drawn != nil; drawn != c.drawn {
			t.Errorf("%s: drawn is %v", name, drawn)
		}
	}
}
