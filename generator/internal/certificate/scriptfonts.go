package certificate

import (
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"

	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/certificate/truetype"
)

// ScriptFont is a script that fonts can be had for.
type ScriptFont struct {
	Name     string   // as "guntime fonts add" takes it: "tamil"
	Families []string // of Noto fonts, the best first: "NotoSerifTamil"
	script   language.Script
}

// ScriptFonts are the scripts that names are written in, by name.
var ScriptFonts = scriptFonts(map[string]language.Script{
	"arabic": language.Arabic, "armenian": language.Armenian, "balinese": language.Balinese, "bengali": language.Bengali, "canadian-aboriginal": language.Canadian_Aboriginal,
	"cherokee": language.Cherokee, "coptic": language.Coptic, "devanagari": language.Devanagari, "ethiopic": language.Ethiopic, "georgian": language.Georgian,
	"gujarati": language.Gujarati, "gurmukhi": language.Gurmukhi, "hebrew": language.Hebrew, "javanese": language.Javanese, "kannada": language.Kannada,
	"khmer": language.Khmer, "lao": language.Lao, "malayalam": language.Malayalam, "mongolian": language.Mongolian, "myanmar": language.Myanmar, "nko": language.Nko,
	"ol-chiki": language.Ol_Chiki, "oriya": language.Oriya, "sinhala": language.Sinhala, "sundanese": language.Sundanese, "syriac": language.Syriac,
	"tamil": language.Tamil, "telugu": language.Telugu, "thaana": language.Thaana, "thai": language.Thai, "tibetan": language.Tibetan, "tifinagh": language.Tifinagh,
	"vai": language.Vai, "yi": language.Yi,
})

func scriptFonts(scripts map[string]language.Script) []ScriptFont {
	var all []ScriptFont
	for _, name := range sortedKeys(scripts) {
		family := ""
		for word := range strings.SplitSeq(name, "-") {
			family += strings.ToUpper(word[:1]) + word[1:]
		}
		if name == "nko" {
			family = "NKo"
		}
		all = append(all, ScriptFont{name, []string{"NotoSerif" + family, "NotoSans" + family}, scripts[name]})
	}
	i := slices.IndexFunc(all, func(s ScriptFont) bool { return s.Name == "arabic" })
	all[i].Families = append([]string{"NotoNaskhArabic"}, all[i].Families...)
	return all
}

// FontHint says how a font with a character is added to a project.
func FontHint(r rune) string {
	script := truetype.Script(r)
	if i := slices.IndexFunc(ScriptFonts, func(s ScriptFont) bool { return s.script == script }); i >= 0 {
		return "add a font of its script: guntime fonts add " + ScriptFonts[i].Name
	}
	return "put a TrueType font that has it into templates/fonts"
}

// What tells the scripts of texts.
var (
	clean     = script.Clean
	usual     = script.Usual
	wide      = script.Wide
	firstWord = script.FirstWord
	joins     = script.Joins
)
