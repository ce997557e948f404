package publish

import "guntime/generator/internal/artifact"

// TypeOf is the content type of a file of the site, for those who know it only
// as it is published.
func TypeOf(name string) string { return artifact.TypeOf(name) }
