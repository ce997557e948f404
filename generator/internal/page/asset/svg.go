package asset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
)

// mostSVG is how many bytes a picture of a theme may have: every visitor loads it.
const mostSVG = 60 << 10

// active are elements that run, or show something of another file.
var active = []string{"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}

// elsewhere finds what a style loads, other than a part of the same file.
var elsewhere = regexp.MustCompile(`(?i)@import|\\|url\(\s*['"]?\s*[^#'"\s]`)

// checkSVG returns what a picture of a theme must not have: scripts, anything that is
// loaded, and a size that would be felt.
func checkSVG(path string, source []byte) (found problem.List) {
	d := xml.NewDecoder(bytes.NewReader(source))
	report := func(code, hint, format string, args ...any) {
		line, column := d.InputPos()
		found.Add(problem.Problem{Path: path, Line: line, Column: max(1, column-1), Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
	}
	if len(source) > mostSVG {
		report("picture_size", "simplify its paths, or round their numbers", "the picture has %d bytes, more than %d", len(source), mostSVG)
	}
	const script, reference = "a picture holds shapes, gradients and styles alone", "put what it shows into the file itself, and refer to it by \"#name\""
	seen, style := false, false
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			if !seen {
				report("picture", "save it as plain SVG", "the file has no element")
			}
			return found
		case err != nil:
			report("picture", "save it as plain SVG", "the file is not SVG: %v", err)
			return found
		}
		switch t := token.(type) {
		case xml.Directive:
			report("picture_script", "delete the line: SVG needs none", "a declaration <!%.40s> may name another file", t)
		case xml.ProcInst:
			if t.Target != "xml" {
				report("picture_reference", reference, "<?%s?> loads another file", t.Target)
			}
		case xml.StartElement:
			if !seen && t.Name.Local != "svg" {
				report("picture", "save it as plain SVG", "the file begins with <%s> and not with <svg>", t.Name.Local)
			}
			if !seen && !slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == "viewBox" }) {
				report("picture", "such as viewBox=\"0 0 1600 420\"", "<svg> has no viewBox, so the picture has no size of its own")
			}
			seen, style = true, t.Name.Local == "style"
			if slices.Contains(active, t.Name.Local) {
				report("picture_script", script, "the element <%s> is not allowed", t.Name.Local)
			}
			for _, a := range t.Attr {
				value := strings.TrimSpace(a.Value)
				switch name := strings.ToLower(a.Name.Local); {
				case strings.HasPrefix(name, "on"):
					report("picture_script", script, "the attribute %s runs a script", a.Name.Local)
				case (name == "href" || name == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png") && !strings.HasPrefix(value, "data:image/jpeg"):
					report("picture_reference", reference, "%s=\"%.40s\" refers to another file", a.Name.Local, value)
				case elsewhere.MatchString(value) && name != "d":
					report("picture_reference", reference, "%s=\"%.40s\" refers to another file", a.Name.Local, value)
				}
			}
		case xml.EndElement:
			style = false
		case xml.CharData:
			if style && elsewhere.Match(t) {
				report("picture_reference", reference, "the style loads another file: %.60q", elsewhere.Find(t))
			}
		}
	}
}
