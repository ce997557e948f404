package publish

import "io/fs"

// linked reports whether a file has other names, too; nobody asks here.
func linked(fs.FileInfo) bool { return false }
