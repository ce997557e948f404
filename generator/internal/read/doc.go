// Package read turns one project's files into a race.Archive.
//
// In goes the project's root as an fs.FS; out comes every edition under data/
// with its rules, entries, timing and rulings, and the champions of the years
// before. Nothing is judged here and nothing is guessed in silence: whatever
// cannot be understood becomes a finding at the file, line and column where it
// stands, and all findings come at once, not only the first of them.
//
// An error means that nobody may rely on the archive, and none is returned
// with one. A row of a timing file that cannot be read stops nobody: its
// runner is set aside and all others stand.
package read
