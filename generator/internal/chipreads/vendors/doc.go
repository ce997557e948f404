// Package vendors reads and writes the formats in which timing systems write raw
// reads. A format is one file of this package and one element of Formats.
//
// In goes one line of a file at a time; out come the reads that it tells of:
// which chip or bib, by which reader, when. A line that cannot be read comes as
// a read with the reason why, and a line of settings or control as nothing.
// What the reads mean in a race is for chipreads to say. A Writer makes such a
// line: what it writes, the format's Parser reads again.
//
// Times are rounded up to the millisecond: the next whole second after a read
// stays the same (R3).
package vendors
