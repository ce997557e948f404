// Package yamlpos reads YAML files that people write, and knows where in the
// file every value stands.
//
// In goes the text of one file; out comes a tree of Values. Each of them is
// asked for what it should be (text, a whole number, one of some words) and,
// where it is something else, reports that at its line and column with the
// line quoted, and gives the default instead. So a reader goes through the
// whole file in one pass and all findings come at once.
//
// A key that is absent gives the default and no finding. An unknown key is an
// error with the nearest known one as its hint. Anchors and aliases are
// followed. Text that is no YAML, or is nested deeper than any rule data, is
// one finding; the parser cannot take the program down.
//
// What a value means in a race (clocks, money, ids) is for the reader to say:
// Parsed takes the function that parses it.
package yamlpos
