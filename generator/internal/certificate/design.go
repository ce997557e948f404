package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"

	"github.com/goccy/go-yaml"
)

// UnknownDesign is the code of the finding that a design does not exist.
const UnknownDesign = "unknown_design"

// designPath returns the path of a design among the templates.
func designPath(name string) string {
	if name == "" {
		return "certificate.yaml"
	}
	return "certificate-" + name + ".yaml"
}

// Design is the look of a certificate: a page, its artwork, and the place and font
// of each text. It is parsed once with its fonts, shared by the forms of all races,
// and never changed.
type Design struct {
	plan
	stacks   map[string]stack
	inks     map[string]ink
	faces    []*truetype.Face // every face once, in the order of the design
	key      artifact.Key
	others   artifact.Key        // of the fonts that it does not name
	drawn    int                 // how many of the artwork are before the emblem
	pictures map[string]*picture // by their files
	caption  string              // a line below the page, of a sample
}

// plan is the content of the file of a design. Lengths are millimetres from the
// upper left corner of the page, sizes of type are points.
type plan struct {
	Says string `yaml:"says"` // what it is, in a few words, for the list of designs
	Like string `yaml:"like"` // the design that this one is like, but for what it says itself
	Page struct {
		Width  float64 `yaml:"width"`
		Height float64 `yaml:"height"`
	} `yaml:"page"`
	Colours map[string]string   `yaml:"colours"`
	Fonts   map[string][]string `yaml:"fonts"`
	Artwork []ornament          `yaml:"artwork"`
	Emblem  []ornament          `yaml:"emblem"` // drawn over the artwork
	Fields  []field             `yaml:"fields"`
	Grid    *grid               `yaml:"grid"` // nil for none
	Splits  splitTable          `yaml:"splits"`
	QR      *symbol             `yaml:"qr"` // nil for none
	Mark    mark                `yaml:"mark"`
}

// field is one text: a fact about the runner or the race, or a message.
type field struct {
	Fact     string     `yaml:"fact"`
	Say      string     `yaml:"say"`      // a message without its prefix "certificate."
	Language string     `yaml:"language"` // first, second, or both on one line
	At       [2]float64 `yaml:"at"`       // left, middle or right end of the baseline, by Align
	Width    float64    `yaml:"width"`
	Height   float64    `yaml:"height"` // height of all lines, where several are allowed
	Grow     string     `yaml:"grow"`   // up: more lines move the first one up; down: they go below it
	Font     string     `yaml:"font"`
	Size     float64    `yaml:"size"`
	Least    float64    `yaml:"least"` // least size while another line would help
	Track    float64    `yaml:"track"` // space between Chinese characters, in ems; letters get less
	Leading  float64    `yaml:"leading"`
	Align    string     `yaml:"align"` // left, centre, right
	Colour   string     `yaml:"colour"`
	If       string     `yaml:"if"`     // shown only if this fact has a value
	Unless   string     `yaml:"unless"` // shown only if this fact has no value

	piece int // its number on a certificate
}

// splitTable is the table of split times.
type splitTable struct {
	At      [2]float64 `yaml:"at"`
	Size    [2]float64 `yaml:"size"`
	Row     float64    `yaml:"row"`   // greatest height of a row, less where there are many points
	Point   float64    `yaml:"point"` // width of the column of points; the times share the rest
	Head    string     `yaml:"head"`  // fonts
	Font    string     `yaml:"font"`
	Strong  string     `yaml:"strong"`
	Type    float64    `yaml:"type"`   // greatest size of the times
	Label   float64    `yaml:"label"`  // size of the heads
	Colour  string     `yaml:"colour"` // of the times
	Quiet   string     `yaml:"quiet"`  // of heads and segments
	Rule    string     `yaml:"rule"`   // of the lines
	Accent  string     `yaml:"accent"` // of the line under the head and the finish
	Hairpin float64    `yaml:"line"`   // width of the lines, 0 for none
}

// mark is a word across a certificate that is not real.
type mark struct {
	At     [2]float64 `yaml:"at"` // its centre
	Width  float64    `yaml:"width"`
	Angle  float64    `yaml:"angle"` // degrees, counter-clockwise
	Font   string     `yaml:"font"`
	Line   float64    `yaml:"line"` // width of its outlines
	Colour string     `yaml:"colour"`
}

// ornament is one piece of vector artwork.
type ornament = drawing.Ornament

// ink is a colour.
type ink struct{ r, g, b uint8 }

// ParseDesign reads a design and the fonts it names from fonts/. The name "" means
// certificate.yaml, "portrait" means certificate-portrait.yaml. A design may take colours
// from the theme of the site, if one is given. The design is nil if a finding is an error.
func ParseDesign(templates fs.FS, name string, theme ...race.Palette) (*Design, problem.List) {
	path := designPath(name)
	c := &checker{path: "templates/" + path}
	source, err := fs.ReadFile(templates, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.add(0, 0, UnknownDesign, "the designs are the files certificate-NAME.yaml in templates", "there is no design %q: templates/%s is missing", name, path)
		return nil, c.problems
	case err != nil:
		c.add(0, 0, "design", "", "the design cannot be read: %v", err)
		return nil, c.problems
	}
	d := &Design{stacks: map[string]stack{}, inks: map[string]ink{}}
	like, err := d.takeLike(templates, source)
	if err != nil {
		hint := "like must be the file of a design that is like no other"
		if strings.Contains(err.Error(), "itself") && path == "certificate.yaml" {
			hint = "call this file certificate-NAME.yaml, and have the races say certificate: {design: NAME}"
		}
		c.add(0, 0, "design", hint, "%v", err)
		return nil, c.problems
	}
	inherited := d.Colours
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
	for name, colour := range inherited {
		if _, own := d.Colours[name]; !own {
			d.Colours[name] = colour
		}
	}
	d.drawn = len(d.Artwork)
	d.Artwork = slices.Concat(d.Artwork, d.Emblem)
	c.source = source
	digests := append([][]byte{source}, like...)
	for _, colours := range theme {
		digests = append(digests, fmt.Appendf(nil, "%q", colours))
	}
	d.readColours(c, theme)
	digests = append(digests, d.readPictures(c, templates)...)
	files := map[string]*truetype.Face{}
	for _, name := range sortedKeys(d.Fonts) {
		if len(d.Fonts[name]) == 0 {
			c.at("$.fonts."+name, "design", "", "the font %q names no file", name)
		}
		for i, file := range d.Fonts[name] {
			f := files[file]
			if f == nil {
				var k artifact.Key
				if f, k, err = truetype.Open(templates, "fonts/"+file); err != nil {
					c.at(fmt.Sprintf("$.fonts.%s[%d]", name, i), "font", "a font is a static TrueType file in templates/fonts", "the font file %q cannot be used: %v", file, err)
					continue
				}
				digests = append(digests, k[:])
				f.Index = len(d.faces)
				files[file], d.faces = f, append(d.faces, f)
			}
			d.stacks[name] = append(d.stacks[name], f)
		}
	}
	d.addOthers(c, templates)
	d.addFullest(files[truetype.Fullest])
	d.check(c)
	if c.problems.Errors() {
		return nil, c.problems.Sorted()
	}
	d.coarsen()
	d.key = artifact.KeyOf(digests...)
	return d, c.problems
}

// names reports whether the design names a font file.
func (d *Design) names(file string) bool {
	for _, files := range d.Fonts {
		if slices.Contains(files, file) {
			return true
		}
	}
	return false
}

// addOthers adds the fonts of the folder that the design does not name to each of
// its fonts, for what those lack: small ones first, which are made for one script.
// They are not part of its key, so that a certificate without them stays the same.
func (d *Design) addOthers(c *checker, templates fs.FS) {
	entries, err := fs.ReadDir(templates, "fonts")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.add(0, 0, "font", "", "the folder of fonts cannot be read: %v", err)
	}
	var digests [][]byte
	var others []*truetype.Face
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), truetype.PackedSuffix)
		if d.names(name) || !strings.HasSuffix(name, ".ttf") {
			continue
		}
		f, k, err := truetype.Open(templates, "fonts/"+name)
		if err != nil {
			c.problems.Add(problem.Problem{Path: "templates/fonts/" + e.Name(), Level: problem.Warning, Code: "font",
				Text: fmt.Sprintf("the font file cannot be used: %v", err), Hint: "a font is a static TrueType file"})
			continue
		}
		digests = append(digests, k[:])
		others = append(others, f)
	}
	slices.SortStableFunc(others, func(a, b *truetype.Face) int { return a.Glyphs() - b.Glyphs() })
	for _, f := range others {
		f.Index = len(d.faces)
		d.faces = append(d.faces, f)
		for font := range d.Fonts {
			d.stacks[font] = append(d.stacks[font], f)
		}
	}
	d.others = artifact.KeyOf(digests...)
}

// addFullest adds a font that the design names to those of its fonts that do not have it, as
// their last; nil adds nothing. What the design does not name they have already.
func (d *Design) addFullest(f *truetype.Face) {
	for font, faces := range d.stacks {
		if f != nil && !slices.Contains(faces, f) {
			d.stacks[font] = append(faces, f)
		}
	}
}

// takeLike reads the design that this one is like, if it names one, and returns its
// file.
func (d *Design) takeLike(templates fs.FS, source []byte) (files [][]byte, err error) {
	var names struct {
		Like string `yaml:"like"`
	}
	if yaml.Unmarshal(source, &names) != nil || names.Like == "" { // what is wrong is found in its place
		return nil, nil
	}
	other, err := fs.ReadFile(templates, names.Like)
	if err != nil {
		return nil, fmt.Errorf("like: %w", err)
	}
	if err := yaml.NewDecoder(bytes.NewReader(other), yaml.Strict()).Decode(&d.plan); err != nil {
		return nil, fmt.Errorf("like: templates/%s: %w", names.Like, err)
	}
	if d.Like != "" {
		return nil, fmt.Errorf("like: templates/%s is like another itself", names.Like)
	}
	return [][]byte{other}, nil
}

// artworkAt returns where a piece of artwork stands in the file.
func (d *Design) artworkAt(i int) string {
	if i >= d.drawn {
		return fmt.Sprintf("$.emblem[%d]", i-d.drawn)
	}
	return fmt.Sprintf("$.artwork[%d]", i)
}

// coarsen gives each face the coarsest grid that its largest text allows. It
// ignores the mark, whose broad lines hide more.
func (d *Design) coarsen() {
	largest := map[*truetype.Face]float64{}
	see := func(font string, size float64) {
		for _, f := range d.stacks[font] {
			largest[f] = max(largest[f], size)
			f.Grid = f.GridFor(largest[f])
		}
	}
	for i := range d.Fields {
		see(d.Fields[i].Font, d.Fields[i].Size)
	}
	if g := d.Grid; g != nil {
		see(g.Label.Font, g.Label.Size)
		see(g.Value.Font, g.Value.Size)
	}
	see(d.Splits.Head, d.Splits.Label)
	see(d.Splits.Font, d.Splits.Type)
	see(d.Splits.Strong, d.Splits.Type)
}

// themed is a colour of a design that comes from the theme of the site: a part of one of
// its colours on white, and else a colour of the design's own.
var themed = regexp.MustCompile(`^theme (accent|second|ink)(?: (\d{1,2})%)?, else (#[0-9a-fA-F]{6})$`)

// readColours reads "#rrggbb", or "theme accent 30%, else #rrggbb".
func (d *Design) readColours(c *checker, theme []race.Palette) {
	for _, name := range sortedKeys(d.Colours) {
		said, part := d.Colours[name], 100
		if m := themed.FindStringSubmatch(said); m != nil {
			said = m[3]
			for _, of := range theme {
				if own := map[string]string{"accent": of.Accent, "second": of.Second, "ink": of.Ink}[m[1]]; own != "" {
					said = own
					if m[2] != "" {
						part, _ = strconv.Atoi(m[2]) // two digits
					}
				}
			}
		}
		hex, ok := strings.CutPrefix(said, "#")
		v, err := strconv.ParseUint(hex, 16, 32)
		if !ok || len(hex) != 6 || err != nil {
			c.at("$.colours."+name, "design", `a colour is written "#8c1c24", or "theme accent, else #8c1c24"`, "%q is not a colour", d.Colours[name])
		}
		mix := func(v uint64) uint8 { return uint8((int(v&255)*part + 255*(100-part) + 50) / 100) }
		d.inks[name] = ink{mix(v >> 16), mix(v >> 8), mix(v)}
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
