package spelling

import (
	"regexp"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// The lengths that have names.
const (
	Marathon = 42_195_000 * race.Kilometre / 1_000_000
	Half     = 21_097_500 * race.Kilometre / 1_000_000
)

// Words for the lengths that have names, in folded text with single spaces.
var (
	halfWords = regexp.MustCompile(`\b(?:half|hm|h\.m\.?|halbmarathon|halve|semi|semi-?marathon|media|media marat[oó]n|meia|meia maratona|mezza|mezza maratona|mezzamaratona|p[oó][lł]maraton|p[uů]lmaraton|halvmaraton|halvmarathon|halvmara|poolmaraton|pusmaratons|pusmaratonis|pusmaratonas|puolimaraton|p[oó]lmaraton|полумарафон)\b|half-?marathon|halbmarathon|полумарафон|半程|半马|半馬|ハーフ|하프`)
	fullWords = regexp.MustCompile(`\b(?:full|fm|f\.m\.?|marathon|maraton|marat[oó]n|maratona|maratonas|maratons|maratoni)\b|marathon|maraton|марафон|全程|全马|全馬|马拉松|馬拉松|マラソン|フル|마라톤|풀코스`)
	measured  = regexp.MustCompile(`(?:^|[^\d.,:])(\d{1,3}(?:[.,]\d{1,4})?)\s?-?(km|k|公里|千米|キロ|킬로|км|mi|miles?|milers?|英里|マイル|mil)(?:$|[^a-zа-я0-9])`)
	metres    = regexp.MustCompile(`(?:^|[^\d.,:])(\d{4,5}|\d{1,2}[.,]000)\s?(?:m|meters?|metres?|米|м)(?:$|[^a-zа-я0-9])`)
)

// shortUnit is a number before an M, which may count miles or metres: 50M, 400 M.
var shortUnit = regexp.MustCompile(`(?i)(?:^|[^\d.,:\pL])(\d{1,3}(?:[.,]\d{1,2})?)\s?-?m(?:$|[^\pL\d])`)

// LengthByM is the length of a race that a text names by a number and an M alone, in
// miles and in metres: the times tell which. ok is false where a text names none, or
// several, or a length beyond doubt.
func LengthByM(text string) (miles, metres race.Distance, ok bool) {
	text = strings.ReplaceAll(FoldWidth(text), "_", " ")
	found := shortUnit.FindAllStringSubmatch(text, 2)
	if len(found) != 1 || len(LengthsIn(text)) > 0 {
		return 0, 0, false
	}
	n, err := race.ParseDistance(strings.Replace(found[0][1], ",", ".", 1))
	if err != nil || n <= 0 {
		return 0, 0, false
	}
	return Usual(n * 1_609_344 / 1_000_000), n / 1000, true
}

// LengthIn is the length of a race that a text names: 10K, half, 20km, 10 Mile,
// 全程, FM. ok is false where it names none, or several.
func LengthIn(text string) (km race.Distance, ok bool) {
	all := LengthsIn(text)
	if len(all) != 1 {
		return 0, false
	}
	return all[0], true
}

// LengthsIn are all lengths that a text names.
func LengthsIn(text string) (all []race.Distance) {
	text = strings.Map(func(r rune) rune {
		if r = narrow(r); r < 0 {
			return -1
		} else if r == '_' || Blank(r) {
			return ' '
		}
		return unicode.ToLower(r)
	}, text)
	add := func(km race.Distance) {
		for _, had := range all {
			if had == km {
				return
			}
		}
		all = append(all, km)
	}
	for rest := text; ; {
		at := measured.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		number, unit := rest[at[2]:at[3]], rest[at[4]:at[5]]
		rest = rest[at[5]:]
		km, err := race.ParseDistance(strings.Replace(number, ",", ".", 1))
		if err != nil || km <= 0 {
			continue
		}
		if strings.HasPrefix(unit, "mi") || unit == "英里" || unit == "マイル" {
			km = km * 1_609_344 / 1_000_000
		}
		add(Usual(km))
	}
	if m := metres.FindStringSubmatch(text); m != nil {
		if km, err := race.ParseDistance(strings.NewReplacer(".", "", ",", "").Replace(m[1])); err == nil {
			add(Usual(km / 1000))
		}
	}
	if len(all) > 0 { // 10K of a marathon weekend, "42.195km 全程"
		return all
	}
	if halfWords.MatchString(text) {
		add(Half)
		text = halfWords.ReplaceAllString(text, " ")
		if strings.TrimSpace(text) != "" && !regexp.MustCompile(`\b(?:full|fm)\b|全程|全马|全馬|フル`).MatchString(text) {
			return all // Half of "Half Marathon"
		}
	}
	if fullWords.MatchString(text) {
		add(Marathon)
	}
	return all
}

// Usual is the length that a rounded one stands for: 21 and 21.1 km are half a
// marathon, 42 and 42.2 a whole one.
func Usual(km race.Distance) race.Distance {
	for _, l := range []race.Distance{Half, Marathon} {
		if km > l-race.Kilometre/5 && km < l+race.Kilometre/20 {
			return l
		}
	}
	return km
}
