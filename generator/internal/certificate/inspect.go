package certificate

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/problem"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// check reports mistakes that the types of the file cannot exclude: names that do
// not exist and things off the page.
func (d *Design) check(c *checker) {
	if d.Page.Width < 50 || d.Page.Height < 50 || d.Page.Width > 2000 || d.Page.Height > 2000 {
		c.at("$.page", "design", "width and height must be from 50 to 2000 mm; A4 landscape is 297 by 210", "a page of %g by %g mm", d.Page.Width, d.Page.Height)
		return
	}
	for i, o := range d.Artwork {
		at := d.artworkAt(i)
		c.oneOf(at, "draw", o.Draw, "panel", "gradient", "frame", "rule", "path", "band", "waves", "rosette", "image")
		if o.Draw != "image" && (o.Colour != "" || o.Fill == "") {
			d.colour(c, at, o.Colour)
		}
		d.inside(c, at, o.At)
		switch o.Draw {
		case "rule":
			d.inside(c, at, o.To)
		case "path":
			if o.Fill != "" {
				d.colour(c, at, o.Fill)
			}
			if o.Copies < 0 || o.Copies > 500 || o.Line < 0 || o.Line == 0 && o.Fill == "" {
				c.at(at, "design", "a path must have a line, a fill or both; copies must be at most 500", "a path of line %g, fill %q and %d copies", o.Line, o.Fill, o.Copies)
			}
			if _, err := drawing.ParsePath(o.Path); err != nil {
				c.at(at, "design", "a path must be written as in SVG, with the absolute commands M L H V C Q Z", "the path %q: %v", o.Path, err)
			}
		case "rosette":
			if o.Radius <= o.Inner || o.Inner < 0 || o.Turns < 1 || o.Turns > 500 {
				c.at(at, "design", "radius must be greater than inner; turns must be from 1 to 500", "a rosette of radius %g, inner %g and %d turns", o.Radius, o.Inner, o.Turns)
			}
		default:
			d.inside(c, at, [2]float64{o.At[0] + o.Size[0], o.At[1] + o.Size[1]})
			switch {
			case o.Size[0] <= 0 || o.Size[1] <= 0:
				c.at(at, "design", "size must be the width and height in millimetres, greater than 0", "a %s of %g by %g mm", o.Draw, o.Size[0], o.Size[1])
			case o.Draw == "gradient":
				d.colour(c, at, o.Fade)
			case o.Draw == "waves" && (o.Step < 1 || o.Lines < 1 || o.Lines > 100):
				c.at(at, "design", "step must be at least 1; lines must be from 1 to 100", "%d waves of step %g", o.Lines, o.Step)
			case o.Draw == "band" && (o.Depth <= 0 || o.Step < 0.2):
				c.at(at, "design", "depth must be greater than 0; step must be at least 0.2", "a band of depth %g and step %g", o.Depth, o.Step)
			}
		}
	}
	for i := range d.Fields {
		d.checkField(c, fmt.Sprintf("$.fields[%d]", i), &d.Fields[i])
	}
	if d.Grid != nil {
		d.Grid.check(d, c)
	}
	s := &d.Splits
	d.inside(c, "$.splits", s.At)
	d.inside(c, "$.splits", [2]float64{s.At[0] + s.Size[0], s.At[1] + s.Size[1]})
	if s.Size[0] <= s.Point || s.Size[1] <= 0 || s.Row <= 0 || s.Type <= 0 || s.Label <= 0 {
		c.at("$.splits", "design", "size, row, type and label must be greater than 0; point must be less than the width", "the table of splits has no room")
	}
	for _, font := range []string{s.Head, s.Font, s.Strong} {
		d.font(c, "$.splits", font)
	}
	for _, colour := range []string{s.Colour, s.Quiet, s.Rule, s.Accent} {
		d.colour(c, "$.splits", colour)
	}
	if q := d.QR; q != nil {
		d.inside(c, "$.qr", q.At)
		d.inside(c, "$.qr", [2]float64{q.At[0] + q.Size, q.At[1] + q.Size})
		if !(q.Size >= smallestSymbol) {
			c.at("$.qr", "design", fmt.Sprintf("a code must be at least %d mm wide to be read from a print", smallestSymbol), "a QR code of %g mm", q.Size)
		}
	}
	d.inside(c, "$.mark", d.Mark.At)
	d.font(c, "$.mark", d.Mark.Font)
	d.colour(c, "$.mark", d.Mark.Colour)
	if !(d.Mark.Width > 0 && d.Mark.Line > 0) {
		c.at("$.mark", "design", "width and line must be greater than 0: made-up results are marked on every design", "a mark of width %g and line %g", d.Mark.Width, d.Mark.Line)
	}
	if !slices.ContainsFunc(d.Fields, func(f field) bool { return f.Fact == "name" }) {
		c.at("$.fields", "design", "add a field with fact: name", "no field shows the name")
	}
}

// checkField checks one field and sets defaults.
func (d *Design) checkField(c *checker, at string, f *field) {
	switch {
	case (f.Fact == "") == (f.Say == ""):
		c.at(at, "design", "", "a field must have either a fact or a message (say)")
	case f.Fact != "" && !slices.Contains(facts, f.Fact):
		c.at(at+".fact", "design", "it must be one of "+strings.Join(facts, ", "), "unknown fact %q", f.Fact)
	}
	for key, fact := range map[string]string{"if": f.If, "unless": f.Unless} {
		if fact != "" && fact != "link" && !slices.Contains(facts, fact) {
			c.at(at+"."+key, "design", "it must be one of link, "+strings.Join(facts, ", "), "unknown fact %q", fact)
		}
	}
	f.Language = orElse(f.Language, "first")
	f.Align = orElse(f.Align, "left")
	f.Grow = orElse(f.Grow, "down")
	c.oneOf(at, "language", f.Language, "first", "second", "both")
	c.oneOf(at, "align", f.Align, "left", "centre", "right")
	c.oneOf(at, "grow", f.Grow, "up", "down")
	if f.Leading == 0 {
		f.Leading = 1.3
	}
	if f.Least == 0 {
		f.Least = f.Size * 0.6
	}
	if !(f.Size >= smallest && f.Width > 0 && f.Least <= f.Size) {
		c.at(at, "design", fmt.Sprintf("size must be at least %g and at least `least`; width must be greater than 0", smallest), "a field of size %g, least %g and width %g", f.Size, f.Least, f.Width)
	}
	d.font(c, at, f.Font)
	d.colour(c, at, f.Colour)
	left := 0.0
	switch f.Align {
	case "centre":
		left = f.Width / 2
	case "right":
		left = f.Width
	}
	above, below := 0.7*f.Size*millimetres, 0.0
	if more := f.Height - f.Size*millimetres; more > 0 && f.Grow == "up" {
		above += more
	} else if more > 0 {
		below = more
	}
	d.inside(c, at, [2]float64{f.At[0] - left, f.At[1] - above})
	d.inside(c, at, [2]float64{f.At[0] - left + f.Width, f.At[1] + below})
}

func (d *Design) inside(c *checker, at string, p [2]float64) {
	if !(p[0] >= 0 && p[1] >= 0 && p[0] <= d.Page.Width && p[1] <= d.Page.Height) { // NaN is outside
		c.at(at, "design", fmt.Sprintf("the page is %g by %g mm", d.Page.Width, d.Page.Height), "%g, %g is outside the page", p[0], p[1])
	}
}

func (d *Design) font(c *checker, at, name string) {
	if _, ok := d.Fonts[name]; !ok {
		c.at(at, "design", "it must be one of those under fonts", "unknown font %q", name)
	}
}

func (d *Design) colour(c *checker, at, name string) {
	if _, ok := d.Colours[name]; !ok {
		c.at(at, "design", "it must be one of those under colours", "unknown colour %q", name)
	}
}

// checker collects findings in a YAML file.
type checker struct {
	path     string
	source   []byte
	problems problem.List
}

func (c *checker) add(line, column int, code, hint, format string, args ...any) {
	c.problems.Add(problem.Problem{Path: c.path, Line: line, Column: column, Level: problem.Error, Code: code,
		Text: fmt.Sprintf(format, args...), Hint: hint})
}

// at adds a finding at a node of the file.
func (c *checker) at(node, code, hint, format string, args ...any) {
	line, column := 0, 0
	if path, err := yaml.PathString(node); err == nil {
		if file, err := parser.ParseBytes(c.source, 0); err == nil {
			if n, err := path.FilterFile(file); err == nil && n.GetToken() != nil {
				line, column = n.GetToken().Position.Line, n.GetToken().Position.Column
			}
		}
	}
	c.add(line, column, code, hint, format, args...)
}

func (c *checker) oneOf(at, key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.at(at, "design", "it must be one of "+strings.Join(allowed, ", "), "unknown %s %q", key, value)
	}
}
