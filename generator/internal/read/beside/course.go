// Package beside reads what stands beside the rules and results of a race: its course, the
// links to what others keep of its runners, and by what runners are known over the years.
package beside

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// A course is drawn from course.gpx in the race's folder, or from that in the edition's
// for the races whose length it has. Nothing that is wrong with it stops the results: it
// is said, and what cannot be drawn is left out.
const courseFile = "course.gpx"

// Bounds of a file, and how far its length may be from the race's, in percent: beyond the
// first that is said, beyond the second the course is another one.
const (
	mostCourseBytes  = 16 << 20
	mostCoursePoints = 200_000
	deepestElement   = 32
	lengthDiffers    = 3
	lengthOfAnother  = 15
)

// gpxTrack is what a GPX file has.
type gpxTrack struct {
	lat, lon, height []float64 // degrees, metres; NaN without a height
	bare             int       // the line of the first place without a height, 0 for none
	bareCount        int
}

// Course reads the course of a race of an edition.
func Course(fsys fs.FS, found *problem.List, e *race.Edition, rc *race.Race) {
	if rc.OfLaps() || rc.Length <= 0 {
		return
	}
	own, shared := path.Join("data", e.ID, rc.ID, courseFile), path.Join("data", e.ID, courseFile)
	for _, name := range []string{own, shared} {
		if _, err := fs.Stat(fsys, name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		say := func(line, column int, code, hint, format string, args ...any) {
			found.Add(problem.Problem{Path: name, Line: max(line, 1), Column: max(column, 1), Level: problem.Warning, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
		}
		t, err := trackOf(fsys, name)
		if err != nil {
			var at *courseError
			if !errors.As(err, &at) {
				at = &courseError{1, 1, err.Error()}
			}
			if name == own || rc == e.Races[0] { // of one file once
				say(at.line, at.column, "course_unreadable", "expected: a GPX file with the places of a track; the course is not drawn", "%s", at.text)
			}
			return
		}
		length := t.length()
		off := math.Abs(length-metres(rc.Length)) / metres(rc.Length) * 100
		if name == shared && len(e.Races) > 1 && off > lengthDiffers {
			continue // of another race of the edition
		}
		switch {
		case off > lengthOfAnother:
			say(1, 1, "course_length", "the course is not drawn", "the track is %.2f km long, the race %s km", length/1000, rc.Length)
			return
		case off > lengthDiffers:
			say(1, 1, "course_length", "the points are placed in proportion", "the track is %.2f km long, the race %s km", length/1000, rc.Length)
		}
		if t.bareCount > 0 {
			hint := "heights between others are filled in"
			if !t.heights() {
				hint = "no profile is drawn"
			}
			say(t.bare, 1, "course_heights", hint, "%d of %d places have no height (ele)", t.bareCount, len(t.lat))
		}
		rc.Drawn = t.course()
		return
	}
}

func metres(d race.Distance) float64 { return float64(d) / 1000 }

// courseError is what is wrong with a file, and where.
type courseError struct {
	line, column int
	text         string
}

func (e *courseError) Error() string { return e.text }

// trackOf reads the first track of a file, or its first route. Entities are never
// expanded: a file that declares any is refused.
func trackOf(fsys fs.FS, name string) (*gpxTrack, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: mostCourseBytes + 1}
	d := xml.NewDecoder(limited)
	t := &gpxTrack{}
	wanted, depth, closed := "", 0, false
	fail := func(format string, args ...any) error {
		line, column := d.InputPos()
		return &courseError{line, column, fmt.Sprintf(format, args...)}
	}
	height, inHeight, inPoint := "", false, false
	for {
		token, err := d.RawToken()
		if limited.N <= 0 {
			return nil, fail("the file has more than %d MB", mostCourseBytes>>20)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fail("%v", err)
		}
		switch e := token.(type) {
		case xml.Directive:
			return nil, fail("the file has a document type, which could declare entities")
		case xml.StartElement:
			if depth++; depth > deepestElement {
				return nil, fail("elements are nested more than %d deep", deepestElement)
			}
			switch e.Name.Local {
			case "trkpt", "rtept":
				if wanted == "" {
					wanted = e.Name.Local
				}
				if e.Name.Local != wanted || closed {
					continue
				}
				if len(t.lat) == mostCoursePoints {
					return nil, fail("the track has more than %d places", mostCoursePoints)
				}
				lat, lon := degrees(e, "lat", 85), degrees(e, "lon", 180)
				if math.IsNaN(lat) || math.IsNaN(lon) {
					return nil, fail("place %d has no lat and lon in degrees", len(t.lat)+1)
				}
				t.lat, t.lon, t.height = append(t.lat, lat), append(t.lon, lon), append(t.height, math.NaN())
				inPoint = true
			case "ele":
				inHeight, height = inPoint, ""
			}
		case xml.CharData:
			if inHeight && len(height) < 64 {
				height += string(e[:min(len(e), 64)])
			}
		case xml.EndElement:
			depth--
			switch e.Name.Local {
			case "ele":
				if h, err := strconv.ParseFloat(strings.TrimSpace(height), 64); inHeight && err == nil && h > -500 && h < 9000 {
					t.height[len(t.height)-1] = h
				}
				inHeight = false
			case "trkpt", "rtept":
				if inPoint && math.IsNaN(t.height[len(t.height)-1]) {
					if t.bareCount++; t.bareCount == 1 {
						t.bare, _ = d.InputPos()
					}
				}
				inPoint = false
			case "trk", "rte":
				closed = closed || len(t.lat) > 0
			}
		}
	}
	if depth != 0 {
		return nil, fail("the file ends in the middle of an element")
	}
	if len(t.lat) < 2 || t.length() < 1 {
		return nil, fail("the file has no track of two places or more")
	}
	return t, nil
}

// degrees reads an attribute, NaN where it is none within the bound.
func degrees(e xml.StartElement, name string, most float64) float64 {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			if v, err := strconv.ParseFloat(strings.TrimSpace(a.Value), 64); err == nil && math.Abs(v) <= most {
				return v
			}
		}
	}
	return math.NaN()
}

// flat are the places in metres east and north of the first. The conversions keep
// processors from joining two steps into one with another rounding.
func (t *gpxTrack) flat() (x, y []float64) {
	const degree = 111_194.93 // metres of a degree on a sphere of 6,371 km
	narrow := math.Cos(t.lat[0] * math.Pi / 180)
	for i := range t.lat {
		turn := t.lon[i] - t.lon[0]
		switch { // over the date line
		case turn > 180:
			turn -= 360
		case turn < -180:
			turn += 360
		}
		x = append(x, float64(float64(turn*degree)*narrow))
		y = append(y, float64((t.lat[i]-t.lat[0])*degree))
	}
	return x, y
}

func (t *gpxTrack) length() float64 {
	x, y := t.flat()
	sum := 0.0
	for i := 1; i < len(x); i++ {
		sum += math.Hypot(x[i]-x[i-1], y[i]-y[i-1])
	}
	return sum
}

// heights reports whether enough places have a height to draw a profile.
func (t *gpxTrack) heights() bool { return t.bareCount*10 <= len(t.lat) }

// course takes places at equal distances from a track.
func (t *gpxTrack) course() *race.Course {
	x, y := t.flat()
	h := t.height
	last := math.NaN()
	for i := range h { // a missing height is that before it, at the beginning that after it
		if math.IsNaN(h[i]) {
			h[i] = last
		}
		last = h[i]
	}
	for i := len(h) - 2; i >= 0; i-- {
		if math.IsNaN(h[i]) {
			h[i] = h[i+1]
		}
	}
	c := &race.Course{Heights: t.heights(), At: make([]race.CourseAt, race.CourseSamples)}
	west, south := x[0], y[0]
	for i := range x {
		west, south = min(west, x[i]), min(south, y[i])
	}
	step, done, at := t.length()/float64(race.CourseSamples-1), 0.0, 1
	for n := range c.At {
		want := float64(step * float64(n))
		for at < len(x)-1 && done+math.Hypot(x[at]-x[at-1], y[at]-y[at-1]) < want {
			done += math.Hypot(x[at]-x[at-1], y[at]-y[at-1])
			at++
		}
		share := 0.0
		if leg := math.Hypot(x[at]-x[at-1], y[at]-y[at-1]); leg > 0 {
			share = min(1, max(0, (want-done)/leg))
		}
		between := func(a, b float64) float64 { return a + float64(share*(b-a)) }
		c.At[n] = race.CourseAt{East: int32(math.Round(between(x[at-1], x[at]) - west)), North: int32(math.Round(between(y[at-1], y[at]) - south))}
		if c.Heights {
			c.At[n].Height = int32(math.Round(between(h[at-1], h[at]) * 10))
		}
	}
	return c
}
