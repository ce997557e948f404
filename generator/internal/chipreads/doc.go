// Package chipreads turns raw reads into passings: what readers wrote down each
// time they heard a chip becomes the time at which a runner passed a point.
//
// In go the files of a race's reads (each in one of the formats of vendors),
// whose chip is whose, and where each reader stands. Out comes a race.Timing
// for every entry whose chip was read.
//
// Reads no further apart than the window are one passing, of which the first
// read counts unless another pick is declared. Passings closer together than
// the gap are one pass of a mat. Of all passes the chain is chosen that explains
// most of them: points in the order of the course, each later than the one
// before. The start is the last read before the next point (R2). A runner whose
// reads contradict each other is set aside, and no other runner is affected.
//
// No read is lost in silence: chips that nobody has, readers that stand
// nowhere, chips left near a mat, clocks that are off and lines that cannot be
// read are findings at their line. A file may have any size, for it is read a
// line at a time: the memory depends on runners and points.
package chipreads
