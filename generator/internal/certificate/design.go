package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// designPath is where a design lies among the templates.
const designPath = "certificate.yaml"

// Design is what a certificate looks like: a page, its artwork, where each
// text stands and in which font. It is parsed once, fonts and all, shared by
// the forms of every race, and never changed.
type Design struct {
	plan
	stacks map[string]stack
	inks   map[string]ink
	faces  []*face // every face once, in the order the design names them
	key    artifact.Key
}

// plan is the design's file. Lengths are millimetres from the page's upper
// left corner, sizes of type are points.
type plan struct {
	Page struct {
		Width  float64 `yaml:"width"`
		Height float64 `yaml:"height"`
	} `yaml:"page"`
	Colours map[string]string   `yaml:"colours"`
	Fonts   map[string][]string `yaml:"fonts"`
	Artwork []ornament          `yaml:"artwork"`
	Fields  []field             `yaml:"fields"`
	Splits  splitTable          `yaml:"splits"`
	QR      symbol              `yaml:"qr"`
	Mark    mark                `yaml:"mark"`
}

// ornament is one piece of vector artwork.
type ornament struct {
	Draw   string     `yaml:"draw"`   // panel, frame, rule, band, rosette
	At     [2]float64 `yaml:"at"`     // panel, frame and band: upper left; rule: its beginning; rosette: its centre
	Size   [2]float64 `yaml:"size"`   // panel, frame and band
	To     [2]float64 `yaml:"to"`     // rule: its end
	Depth  float64    `yaml:"depth"`  // band: how broad
	Step   float64    `yaml:"step"`   // band: from one loop to the next
	Radius float64    `yaml:"radius"` // rosette
	Inner  float64    `yaml:"inner"`  // rosette: radius of the open middle
	Turns  int        `yaml:"turns"`  // rosette: how many loops
	Line   float64    `yaml:"line"`   // width of the line
	Colour string     `yaml:"colour"`
}

// field is one text: a fact of the runner or of the race, or a message.
type field struct {
	Fact     string     `yaml:"fact"`
	Say      string     `yaml:"say"`      // a message without its prefix "certificate."
	Language string     `yaml:"language"` // first, second, or both on one line
	At       [2]float64 `yaml:"at"`       // left, middle or right end of the baseline, by Align
	Width    float64    `yaml:"width"`
	Height   float64    `yaml:"height"` // of all lines, where there may be several
	Grow     string     `yaml:"grow"`   // up: further lines push the first one up; down
	Font     string     `yaml:"font"`
	Size     float64    `yaml:"size"`
	Least    float64    `yaml:"least"` // smaller than this only once lines do not help
	Track    float64    `yaml:"track"` // space between characters, in ems
	Leading  float64    `yaml:"leading"`
	Align    string     `yaml:"align"` // left, centre, right
	Colour   string     `yaml:"colour"`
}

// splitTable is the table of split times.
type splitTable struct {
	At      [2]float64 `yaml:"at"`
	Size    [2]float64 `yaml:"size"`
	Row     float64    `yaml:"row"`   // height of a row at most: less where there are many points
	Point   float64    `yaml:"point"` // width of the column of points; the times share the rest
	Head    string     `yaml:"head"`  // fonts
	Font    string     `yaml:"font"`
	Strong  string     `yaml:"strong"`
	Type    float64    `yaml:"type"`   // size of the times at most
	Label   float64    `yaml:"label"`  // size of the heads
	Colour  string     `yaml:"colour"` // of the times
	Quiet   string     `yaml:"quiet"`  // of heads and segments
	Rule    string     `yaml:"rule"`   // of the lines
	Accent  string     `yaml:"accent"` // of the line under the head and the finish
	Hairpin float64    `yaml:"line"`
}

// mark is the word across a certificate that is none.
type mark struct {
	At     [2]float64 `yaml:"at"` // its centre
	Width  float64    `yaml:"width"`
	Angle  float64    `yaml:"angle"` // degrees, counter-clockwise
	Font   string     `yaml:"font"`
	Line   float64    `yaml:"line"`
	Colour string     `yaml:"colour"`
}

// ink is a colour.
type ink struct{ r, g, b uint8 }

// ParseDesign reads certificate.yaml and the fonts it names, which lie in
// fonts/. The design is nil when a finding is an error.
func ParseDesign(templates fs.FS) (*Design, problem.List) {
	c := &checker{path: "templates/" + designPath}
	source, err := fs.ReadFile(templates, designPath)
	if err != nil {
		c.add(0, 0, "missing_file", "", "the certificate has no design: %v", err)
		return nil, c.problems
	}
	d := &Design{stacks: map[string]stack{}, inks: map[string]ink{}}
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&d.plan); err != nil {
		line, column, text := 0, 0, err.Error()
		var y yaml.Error
		if errors.As(err, &y) {
			text = y.GetMessage()
			if t := y.GetToken(); t != nil {
				line, column = t.Position.Line, t.Position.Column
			}
		}
		c.add(line, column, "design", "", "%s", text)
		return nil, c.problems
	}
	c.source = source
	digests := [][]byte{source}
	d.readColours(c)
	files := map[string]*face{}
	for _, name := range sortedKeys(d.Fonts) {
		if len(d.Fonts[name]) == 0 {
			c.at("$.fonts."+name, "design", "", "the font %q names no file", name)
		}
		for i, file := range d.Fonts[name] {
			f := files[file]
			if f == nil {
				data, err := fs.ReadFile(templates, "fonts/"+file)
				if err == nil {
					f, err = parseFace(strings.TrimSuffix(file, ".ttf"), data)
				}
				if err != nil {
					c.at(fmt.Sprintf("$.fonts.%s[%d]", name, i), "font", "a font is a static TrueType file in templates/fonts", "the font file %q cannot be used: %v", file, err)
					continue
				}
				k := artifact.KeyOf(data)
				digests = append(digests, k[:])
				f.index = len(d.faces)
				files[file], d.faces = f, append(d.faces, f)
			}
			d.stacks[name] = append(d.stacks[name], f)
		}
	}
	d.check(c)
	if c.problems.Errors() {
		return nil, c.problems.Sorted()
	}
	d.key = artifact.KeyOf(digests...)
	return d, c.problems
}

// readColours reads "#rrggbb".
func (d *Design) readColours(c *checker) {
	for _, name := range sortedKeys(d.Colours) {
		hex, ok := strings.CutPrefix(d.Colours[name], "#")
		v, err := strconv.ParseUint(hex, 16, 32)
		if !ok || len(hex) != 6 || err != nil {
			c.at("$.colours."+name, "design", `a colour is written "#8c1c24"`, "%q is not a colour", d.Colours[name])
		}
		d.inks[name] = ink{uint8(v >> 16), uint8(v >> 8), uint8(v)}
	}
}

// check finds what the file's form does not show: names that stand for nothing
// and things off the page.
func (d *Design) check(c *checker) {
	if d.Page.Width < 50 || d.Page.Height < 50 || d.Page.Width > 2000 || d.Page.Height > 2000 {
		c.at("$.page", "design", "A4 across is 297 by 210", "a page of %g by %g mm", d.Page.Width, d.Page.Height)
		return
	}
	for i, o := range d.Artwork {
		at := fmt.Sprintf("$.artwork[%d]", i)
		c.oneOf(at, "draw", o.Draw, "panel", "frame", "rule", "band", "rosette")
		d.colour(c, at, o.Colour)
		d.inside(c, at, o.At)
		switch o.Draw {
		case "rule":
			d.inside(c, at, o.To)
		case "rosette":
			if o.Radius <= o.Inner || o.Inner < 0 || o.Turns < 1 || o.Turns > 500 {
				c.at(at, "design", "radius is more than inner, turns are 1 to 500", "a rosette of radius %g, inner %g and %d turns", o.Radius, o.Inner, o.Turns)
			}
		default:
			d.inside(c, at, [2]float64{o.At[0] + o.Size[0], o.At[1] + o.Size[1]})
			if o.Draw == "band" && (o.Depth <= 0 || o.Step < 0.2) {
				c.at(at, "design", "depth is more than 0, step at least 0.2", "a band of depth %g and step %g", o.Depth, o.Step)
			}
		}
	}
	for i := range d.Fields {
		d.checkField(c, fmt.Sprintf("$.fields[%d]", i), &d.Fields[i])
	}
	s := &d.Splits
	d.inside(c, "$.qr", d.QR.At)
	d.inside(c, "$.qr", [2]float64{d.QR.At[0] + d.QR.Size, d.QR.At[1] + d.QR.Size})
	d.inside(c, "$.splits", s.At)
	d.inside(c, "$.splits", [2]float64{s.At[0] + s.Size[0], s.At[1] + s.Size[1]})
	if s.Size[0] <= s.Point || s.Size[1] <= 0 || s.Row <= 0 || s.Type <= 0 || s.Label <= 0 {
		c.at("$.splits", "design", "size, row, type and label are more than 0, point is less than the width", "the table of splits has no room")
	}
	for _, font := range []string{s.Head, s.Font, s.Strong, d.Mark.Font} {
		d.font(c, "$.splits", font)
	}
	for _, colour := range []string{s.Colour, s.Quiet, s.Rule, s.Accent, d.Mark.Colour} {
		d.colour(c, "$.splits", colour)
	}
	d.inside(c, "$.mark", d.Mark.At)
}

// checkField checks one field and sets what it leaves out.
func (d *Design) checkField(c *checker, at string, f *field) {
	switch {
	case (f.Fact == "") == (f.Say == ""):
		c.at(at, "design", "", "a field has either a fact or a message to say")
	case f.Fact != "" && !slices.Contains(facts, f.Fact):
		c.at(at+".fact", "design", "the facts are "+strings.Join(facts, ", "), "unknown fact %q", f.Fact)
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
	if f.Size < smallest || f.Width <= 0 || f.Least > f.Size {
		c.at(at, "design", fmt.Sprintf("size is at least %g and least, width more than 0", smallest), "a field of size %g, least %g and width %g", f.Size, f.Least, f.Width)
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
	d.inside(c, at, [2]float64{f.At[0] - left, f.At[1]})
	d.inside(c, at, [2]float64{f.At[0] - left + f.Width, f.At[1]})
}

func (d *Design) inside(c *checker, at string, p [2]float64) {
	if p[0] < 0 || p[1] < 0 || p[0] > d.Page.Width || p[1] > d.Page.Height {
		c.at(at, "design", fmt.Sprintf("the page is %g by %g mm", d.Page.Width, d.Page.Height), "%g, %g lies off the page", p[0], p[1])
	}
}

func (d *Design) font(c *checker, at, name string) {
	if _, ok := d.Fonts[name]; !ok {
		c.at(at, "design", "fonts are named under fonts", "unknown font %q", name)
	}
}

func (d *Design) colour(c *checker, at, name string) {
	if _, ok := d.Colours[name]; !ok {
		c.at(at, "design", "colours are named under colours", "unknown colour %q", name)
	}
}

// checker gathers findings in a YAML file.
type checker struct {
	path     string
	source   []byte
	problems problem.List
}

func (c *checker) add(line, column int, code, hint, format string, args ...any) {
	c.problems.Add(problem.Problem{Path: c.path, Line: line, Column: column, Level: problem.Error, Code: code,
		Text: fmt.Sprintf(format, args...), Hint: hint})
}

// at reports something at a node of the file.
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
		c.at(at, "design", "it is one of "+strings.Join(allowed, ", "), "unknown %s %q", key, value)
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
