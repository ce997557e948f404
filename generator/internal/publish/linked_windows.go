package publish

import "io/fs"

// linked reports whether a file has more than one name. It is not used on Windows.
func linked(fs.FileInfo) bool { return false }
