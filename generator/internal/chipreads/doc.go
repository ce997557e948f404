// Package chipreads turns raw reads into passings: what readers wrote down each
// time they heard a chip becomes the time at which a runner passed a point.
//
// In go the files of a race's reads (each in one of the formats of vendors),
// whose chip is whose, and where each reader stands. Out comes a race.Timing
// for every entry whose chip was read.
//
// Reads no further apart than the window are one passing, of which the first
// read counts unless another pick is declared. Passings of a mat that is passed
// again are one pass where they are closer together than the gap, which follows
// from the course and the fastest pace that can be. Of all passes the likeliest
// chain is chosen: points in the order of the course, each later than the one
// before, none sooner than anybody runs where there is another way, at an even
// pace. The start is the last read before the next point (R2), and a read before
// it is none of a later point. Where another chain is as likely a finding names
// both. A runner whose reads contradict each other is set aside, and no other
// runner is affected.
//
// No read is lost in silence: chips that nobody has, readers that stand
// nowhere, chips left near a mat, clocks that are off and lines that cannot be
// read are findings at their line. A file may have any size, for it is read a
// line at a time: the memory depends on runners and points.
package chipreads
