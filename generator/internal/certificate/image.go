package certificate

import (
	"io/fs"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/problem"
)

// heavyPicture is how many bytes of a picture are worth a warning: every certificate
// carries them.
const heavyPicture = 150 << 10

// picture is a picture of a design.
type picture struct {
	file string
	*drawing.Picture
}

// readPictures reads the pictures that the artwork names, each once. It returns
// their bytes, on which the key depends.
func (d *Design) readPictures(c *checker, templates fs.FS) (sources [][]byte) {
	d.pictures = map[string]*picture{}
	for i := range d.Artwork {
		o := &d.Artwork[i]
		if o.Draw != "image" || d.pictures[o.File] != nil {
			continue
		}
		at := d.artworkAt(i)
		const hint = "an image is an SVG of shapes, a PNG or a JPEG in templates, such as file: images/logo.svg"
		if !fs.ValidPath(o.File) || o.File == "." {
			c.at(at, "image", hint, "%q is not a file in templates", o.File)
			continue
		}
		data, err := fs.ReadFile(templates, o.File)
		if err != nil {
			c.at(at, "image", hint, "the image cannot be read: %v", err)
			continue
		}
		parsed, err := drawing.ParsePicture(o.File, data)
		if err != nil {
			c.at(at, "image", hint, "the image %q cannot be used: %v", o.File, err)
			continue
		}
		p := &picture{o.File, parsed}
		if size := p.Size(); size > heavyPicture {
			c.at(at, "image", "use an SVG, or fewer dots: 300 to the inch are enough", "the image %q takes %d KB, and every certificate carries it", o.File, size>>10)
			c.problems[len(c.problems)-1].Level = problem.Warning
		}
		d.pictures[o.File] = p
		sources = append(sources, data)
	}
	return sources
}
