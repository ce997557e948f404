// Package svg reads the shapes of an SVG drawing, as logos have them: paths,
// rectangles, circles, ellipses, lines and polygons, in groups with transforms, in
// plain colours. What else a drawing may hold is an error that names it, so that no
// part is left out silently.
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of a drawing.
const (
	MostBytes = 1 << 20
	mostSteps = 50_000
	mostDepth = 64
)

// Drawing is a drawing in units of its view box, y downwards.
type Drawing struct {
	Left, Top, Width, Height float64
	Shapes                   []Shape
}

// Shape is a path with its colours.
type Shape struct {
	Steps   []Step
	Fill    *Colour // nil for none
	Stroke  *Colour
	Line    float64 // width of the stroke
	EvenOdd bool
}

// Colour is red, green and blue.
type Colour [3]uint8

// Step is a piece of a path: M and L have one point, C three, Z none.
type Step struct {
	Command byte
	Points  [3][2]float64
}

// style is what a shape takes over from the groups around it.
type style struct {
	fill, stroke *Colour
	line         float64
	evenOdd      bool
	hidden       bool
	matrix       matrix
}

// Parse reads a drawing.
func Parse(data []byte) (*Drawing, error) {
	if len(data) > MostBytes {
		return nil, fmt.Errorf("it has %d bytes; at most %d are read", len(data), MostBytes)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Entity = map[string]string{}
	var drawing *Drawing
	black := Colour{}
	styles := []style{{fill: &black, line: 1, matrix: matrix{1, 0, 0, 1, 0, 0}}}
	steps, skip := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if skip > 0 {
				skip--
				continue
			}
			styles = styles[:len(styles)-1]
		case xml.StartElement:
			if skip > 0 {
				skip++
				continue
			}
			name := t.Name.Local
			switch name {
			case "title", "desc", "metadata", "namedview":
				skip = 1
				continue
			case "defs":
				if err := emptyDefs(d); err != nil {
					return nil, err
				}
				continue
			}
			if len(styles) >= mostDepth {
				return nil, errors.New("its groups are too deep")
			}
			a := attributes(t.Attr)
			s, err := styles[len(styles)-1].with(a)
			if err != nil {
				return nil, fmt.Errorf("<%s>: %w", name, err)
			}
			styles = append(styles, s)
			if drawing == nil {
				if name != "svg" {
					return nil, fmt.Errorf("it begins with <%s>, not <svg>", name)
				}
				if drawing, err = viewOf(a); err != nil {
					return nil, err
				}
				continue
			}
			if name == "g" || name == "a" {
				continue
			}
			path, err := outlineOf(name, a)
			if err != nil {
				return nil, fmt.Errorf("<%s>: %w", name, err)
			}
			if steps += len(path); steps > mostSteps {
				return nil, fmt.Errorf("it has more than %d lines and curves", mostSteps)
			}
			if s.hidden || len(path) == 0 || s.fill == nil && s.stroke == nil {
				continue
			}
			for i := range path {
				for k := range path[i].Points {
					path[i].Points[k] = s.matrix.of(path[i].Points[k])
				}
			}
			drawing.Shapes = append(drawing.Shapes, Shape{path, s.fill, s.stroke, s.line * s.matrix.scale(), s.evenOdd})
		}
	}
	if drawing == nil {
		return nil, errors.New("it has no <svg>")
	}
	if len(drawing.Shapes) == 0 {
		return nil, errors.New("it has no shape that can be drawn")
	}
	return drawing, nil
}

// emptyDefs passes over <defs>, of which only an empty one means nothing.
func emptyDefs(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			return fmt.Errorf("<%s> is not supported; draw shapes in plain colours, without gradients, styles and copies", t.Name.Local)
		}
	}
}

// attributes are the attributes of an element, those of style among them.
func attributes(list []xml.Attr) map[string]string {
	a := map[string]string{}
	for _, one := range list {
		if one.Name.Space == "" {
			a[one.Name.Local] = strings.TrimSpace(one.Value)
		}
	}
	for one := range strings.SplitSeq(a["style"], ";") {
		if key, value, ok := strings.Cut(one, ":"); ok {
			a[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return a
}

func viewOf(a map[string]string) (*Drawing, error) {
	var box [4]float64
	if view := strings.FieldsFunc(a["viewBox"], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(view) == 4 {
		for i := range box {
			v, err := strconv.ParseFloat(view[i], 64)
			if err != nil {
				return nil, fmt.Errorf("the viewBox %q is not four numbers", a["viewBox"])
			}
			box[i] = v
		}
	} else {
		for i, key := range []string{"width", "height"} {
			v, err := length(a[key])
			if err != nil {
				return nil, fmt.Errorf("it has neither a viewBox nor a %s", key)
			}
			box[2+i] = v
		}
	}
	if !(box[2] > 0 && box[3] > 0) {
		return nil, errors.New("its width and height must be greater than 0")
	}
	return &Drawing{Left: box[0], Top: box[1], Width: box[2], Height: box[3]}, nil
}

// with returns the style of an element within another.
func (s style) with(a map[string]string) (style, error) {
	for key, value := range a {
		var err error
		switch key {
		case "fill":
			s.fill, err = colour(value, s.fill)
		case "stroke":
			s.stroke, err = colour(value, s.stroke)
		case "stroke-width":
			s.line, err = length(value)
		case "fill-rule":
			s.evenOdd = value == "evenodd"
		case "display":
			s.hidden = s.hidden || value == "none"
		case "opacity", "fill-opacity", "stroke-opacity":
			if v, err := strconv.ParseFloat(value, 64); err != nil || v != 1 {
				return s, fmt.Errorf("%s is not supported", key)
			}
		case "clip-path", "mask", "filter", "stroke-dasharray":
			if value != "none" {
				return s, fmt.Errorf("%s is not supported", key)
			}
		case "transform":
			var m matrix
			if m, err = parseTransform(value); err == nil {
				s.matrix = s.matrix.after(m)
			}
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

var names = map[string]Colour{"black": {}, "white": {255, 255, 255}, "red": {255, 0, 0}, "green": {0, 128, 0}, "blue": {0, 0, 255}, "yellow": {255, 255, 0},
	"orange": {255, 165, 0}, "gold": {255, 215, 0}, "silver": {192, 192, 192}, "grey": {128, 128, 128}, "gray": {128, 128, 128}, "navy": {0, 0, 128}, "currentcolor": {}}

func colour(text string, inherited *Colour) (*Colour, error) {
	text = strings.ToLower(text)
	if text == "none" || text == "transparent" {
		return nil, nil
	}
	if text == "inherit" {
		return inherited, nil
	}
	if c, ok := names[text]; ok {
		return &c, nil
	}
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if v, err := strconv.ParseUint(hex, 16, 32); err == nil && len(hex) == 6 {
			return &Colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil
		}
	}
	var c Colour
	if n, err := fmt.Sscanf(strings.ReplaceAll(text, " ", ""), "rgb(%d,%d,%d)", &c[0], &c[1], &c[2]); err == nil && n == 3 {
		return &c, nil
	}
	return nil, fmt.Errorf("the colour %q is not supported; write it as #8c1a22", text)
}

// length reads a number with an optional unit of px.
func length(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, "px"), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return v, nil
}
