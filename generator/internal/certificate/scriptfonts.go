package certificate

import "guntime/generator/internal/certificate/script"

// ScriptFont is a script that fonts can be had for.
type ScriptFont = script.Font

// ScriptFonts are the scripts that names are written in, and FontHint says how a font
// with a character is added to a project.
var (
	ScriptFonts = script.Fonts
	FontHint    = script.FontHint
)

// What tells the scripts of texts.
var (
	clean     = script.Clean
	usual     = script.Usual
	wide      = script.Wide
	firstWord = script.FirstWord
	joins     = script.Joins
)
