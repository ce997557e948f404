// Package yamlpos reads YAML files written by people, and knows the place of every
// value in the file.
//
// It takes the text of a file and returns a tree of Values. The reader asks each
// for what it should be (text, a whole number, one of some words). If it is
// something else, the value reports that at its line and column with the line
// quoted, and returns the default. So a reader goes through the whole file once,
// and all findings come together.
//
// An absent key gives the default and no finding. An unknown key is an error with
// the nearest known key as its hint. Anchors and aliases are resolved. Text that is
// not YAML, or is nested too deeply, is one finding; the parser cannot crash the
// program.
//
// The reader knows what a value means in a race (times, money, ids): Parsed takes
// the function that parses it.
package yamlpos
