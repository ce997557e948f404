// Package social draws the pictures that messengers show beside a link: one of each
// race, and one of a runner, as a bib with the name, the time and the place.
//
// It takes texts and three colours, and returns PNG files of 1200 by 630 pixels
// with a palette of 16 colours: the same texts give the same bytes on any machine. What
// the pictures of a race share is drawn and compressed once. A name with characters that
// the fonts lack is replaced by the name in Latin letters, or left out.
package social

import (
	"fmt"
	"io"
	"io/fs"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/truetype"
)

// The size of a picture in pixels: what messengers ask for.
const (
	Width  = 1200
	Height = 630
)

// Colours of a site, as "#rrggbb".
type Colours struct{ Paper, Ink, Accent string }

// Race is what the picture of a race says, in one language.
type Race struct{ Site, Edition, Race, Date string }

// Runner is what the picture of a runner says, in the language of the race's picture.
type Runner struct {
	Name, Latin string // Latin is "" where it is the name
	Time        string
	Says        string // bib and place
}

// Maker draws the pictures of a site, on any number of goroutines.
type Maker struct {
	text, strong []*truetype.Face // a character that the first lacks is looked for in the next
	palette      []byte           // of PNG
	key          artifact.Key     // of colours and fonts
	masks        glyphs
}

// New opens the fonts in templates/fonts. The error says which one cannot be used.
func New(templates fs.FS, c Colours) (*Maker, error) {
	m := &Maker{key: artifact.Sum(c)}
	for _, stack := range []struct {
		into  *[]*truetype.Face
		files []string
	}{
		{&m.text, []string{"NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf", truetype.Fullest}},
		{&m.strong, []string{"NotoSerif-Bold.ttf", truetype.Fullest, "NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf"}},
	} {
		for _, file := range stack.files {
			face, key, err := truetype.Open(templates, "fonts/"+file)
			if err != nil {
				return nil, fmt.Errorf("the font %s: %w", file, err)
			}
			m.key = m.key.And(key)
			*stack.into = append(*stack.into, face)
		}
	}
	var err error
	m.palette, err = palette(c)
	return m, err
}

// Key covers what all pictures of these texts depend on: colours and fonts.
func (m *Maker) Key() artifact.Key { return m.key }

// The card of a picture lies on a ground of the accent, with the holes of a bib.
const (
	margin, corner = 28, 40 // of the card
	hole, inset    = 12, 76 // radius, and distance of its centre from the picture's edge
)

// The strips of a runner's picture: what is above and below is the race's.
const (
	stripTop    = 190
	stripBottom = 568
)

// Picture writes the picture of a race.
func (m *Maker) Picture(w io.Writer, r Race) error {
	c := newCanvas(0, Height)
	defer c.done()
	m.centred(c, line{text: r.Site, faces: m.text, size: 34, least: 20, baseline: 120, shade: soft, width: 920})
	titles, size, baseline := m.lines(r.Edition, m.strong, 92, 1000), 92, 330
	if len(titles) > 1 {
		baseline = 275
	}
	for _, title := range titles { // one size for both
		size = max(44, min(size, 1000*1000/width(title, m.strong)))
	}
	for i, title := range titles {
		m.centred(c, line{text: title, faces: m.strong, size: size, least: size, baseline: baseline + i*(size+16), shade: ink, width: 1040})
	}
	m.centred(c, line{text: r.Race, faces: m.strong, size: 56, least: 30, baseline: 480, shade: accent, width: 1000})
	m.centred(c, line{text: r.Date, faces: m.text, size: 34, least: 20, baseline: 548, shade: soft, width: 920})
	return m.write(w, compressed(c.rows(0, Height), thorough))
}

// Sheet is what the pictures of the runners of a race share.
type Sheet struct {
	*Maker
	head, foot part
}

// Sheet draws what the pictures of runners share.
func (m *Maker) Sheet(r Race) *Sheet {
	c := newCanvas(0, Height)
	defer c.done()
	title := r.Edition
	if r.Race != "" {
		title += " · " + r.Race
	}
	m.centred(c, line{text: title, faces: m.text, size: 40, least: 22, baseline: 116, shade: ink, width: 920})
	m.centred(c, line{text: r.Date, faces: m.text, size: 30, least: 20, baseline: 164, shade: soft, width: 920})
	return &Sheet{Maker: m, head: compressed(c.rows(0, stripTop), thorough), foot: compressed(c.rows(stripBottom, Height), thorough)}
}

// Draw writes the picture of a runner.
func (s *Sheet) Draw(w io.Writer, r Runner) error {
	c := newCanvas(stripTop, stripBottom)
	defer c.done()
	s.centred(c, line{text: r.Time, faces: s.strong, size: 166, least: 60, baseline: 330, shade: accent, width: 1060})
	name, latin := r.Name, r.Latin
	if !drawable(name, s.strong) {
		name, latin = latin, ""
	}
	if !drawable(name, s.strong) {
		name = ""
	}
	at := 442
	if latin == "" || !drawable(latin, s.text) {
		latin, at = "", 456
	}
	s.centred(c, line{text: name, faces: s.strong, size: 70, least: 34, baseline: at, shade: ink, width: 1040})
	s.centred(c, line{text: latin, faces: s.text, size: 30, least: 18, baseline: 486, shade: soft, width: 1040})
	s.centred(c, line{text: r.Says, faces: s.text, size: 36, least: 20, baseline: 550, shade: ink, width: 900})
	return s.write(w, s.head, compressed(c.rows(stripTop, stripBottom), quick), s.foot)
}
