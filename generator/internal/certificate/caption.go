package certificate

import "slices"

// captionHeight is the height of the strip below a page that bears a caption, in
// millimetres.
const captionHeight = 9

// captioned is the name of the colour of a caption.
const captioned = "the caption's"

// Captioned returns the design with a strip below its page, on which a line of text
// stands. All else is where it was.
func (d *Design) Captioned(text string) *Design {
	c := *d
	c.Page.Height += captionHeight
	c.caption = text
	c.inks = map[string]ink{captioned: {0x55, 0x55, 0x55}}
	for name, colour := range d.inks {
		c.inks[name] = colour
	}
	c.Artwork = append(slices.Clone(d.Artwork), ornament{Draw: "rule", At: [2]float64{0, d.Page.Height}, To: [2]float64{d.Page.Width, d.Page.Height}, Line: 0.2, Colour: captioned})
	return &c
}

// putCaption sets the caption of a sample.
func (f *Form) putCaption(s *sheet) {
	d := f.design
	if d.caption == "" {
		return
	}
	const margin = 7
	f.put(s, d.caption, d.Splits.Head, captioned, "left", "down", margin, d.Page.Height-captionHeight/3, box{width: (d.Page.Width - 2*margin) / millimetres, size: 9, least: 5}, nil, saying{piece: noPiece})
}
