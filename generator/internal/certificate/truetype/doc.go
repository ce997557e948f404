// Package truetype reads TrueType fonts with glyf outlines, plain or packed, and
// writes subsets for a PDF: fonts of a few characters. Lengths are in units of the
// font, those of exported names in thousandths of the em.
package truetype
