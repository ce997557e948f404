// Package truetype reads TrueType fonts with outlines of their own (glyf), plain or
// packed, and writes subsets of them: fonts of a few characters for a PDF. Lengths
// are in the font's own units, or in thousandths of the em where a name is exported.
package truetype
