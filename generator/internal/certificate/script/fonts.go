package script

import (
	"maps"
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"
)

// Font is a script that fonts can be had for.
type Font struct {
	Name     string   // as "guntime fonts add" takes it: "tamil"
	Families []string // of Noto fonts, the best first: "NotoSerifTamil"
	script   language.Script
}

// Fonts are the scripts that names are written in, by name.
var Fonts = scriptFonts(map[string]language.Script{
	"arabic": language.Arabic, "armenian": language.Armenian, "balinese": language.Balinese, "bengali": language.Bengali, "canadian-aboriginal": language.Canadian_Aboriginal,
	"cherokee": language.Cherokee, "coptic": language.Coptic, "devanagari": language.Devanagari, "ethiopic": language.Ethiopic, "georgian": language.Georgian,
	"gujarati": language.Gujarati, "gurmukhi": language.Gurmukhi, "hebrew": language.Hebrew, "javanese": language.Javanese, "kannada": language.Kannada,
	"khmer": language.Khmer, "lao": language.Lao, "malayalam": language.Malayalam, "mongolian": language.Mongolian, "myanmar": language.Myanmar, "nko": language.Nko,
	"ol-chiki": language.Ol_Chiki, "oriya": language.Oriya, "sinhala": language.Sinhala, "sundanese": language.Sundanese, "syriac": language.Syriac,
	"tamil": language.Tamil, "telugu": language.Telugu, "thaana": language.Thaana, "thai": language.Thai, "tibetan": language.Tibetan, "tifinagh": language.Tifinagh,
	"vai": language.Vai, "yi": language.Yi,
})

func scriptFonts(scripts map[string]language.Script) []Font {
	var all []Font
	for _, name := range slices.Sorted(maps.Keys(scripts)) {
		family := ""
		for word := range strings.SplitSeq(name, "-") {
			family += strings.ToUpper(word[:1]) + word[1:]
		}
		if name == "nko" {
			family = "NKo"
		}
		all = append(all, Font{name, []string{"NotoSerif" + family, "NotoSans" + family}, scripts[name]})
	}
	i := slices.IndexFunc(all, func(s Font) bool { return s.Name == "arabic" })
	all[i].Families = append([]string{"NotoNaskhArabic"}, all[i].Families...)
	return all
}

// FontHint says how a font with a character is added to a project.
func FontHint(r rune) string {
	writing := language.LookupScript(r)
	if i := slices.IndexFunc(Fonts, func(s Font) bool { return s.script == writing }); i >= 0 {
		return "add a font of its script: guntime fonts add " + Fonts[i].Name
	}
	return "put a TrueType font that has it into templates/fonts"
}
