// Package content carries the messages and the pages every race has in common.
// History and rules belong to a project and are not carried: another race
// never shows this one's.
package content

import "embed"

// FS holds messages/{language}.yaml and {language}/glossary.md and
// {language}/verify.md.
//
//go:embed messages/* */glossary.md */verify.md
var FS embed.FS
