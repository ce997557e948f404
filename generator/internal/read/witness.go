package read

import (
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// testify notes the places that the table gives.
func (row *timeRow) testify(timing *race.Timing) {
	if row.Place != "" {
		timing.Place = ownPlace(row.Place)
	}
	if row.GenderPlace != "" {
		timing.GenderPlace = ownPlace(row.GenderPlace)
	}
}

// ownPlace reads a place as tables write it: 12, 12., 12.0, 12th, 10,201,
// 12 / 345, 第12名. It is 0 for anything else.
func ownPlace(cell string) int32 {
	cell = strings.TrimPrefix(table.FoldWidth(cell), "第")
	n, digits := int32(0), 0
	for i := 0; i < len(cell); i++ {
		c := cell[i]
		if c == ',' && digits > 0 && thousand(cell[i+1:]) {
			continue
		}
		if c < '0' || c > '9' {
			cell = cell[i:]
			break
		}
		if n, digits = n*10+int32(c-'0'), digits+1; digits > 8 {
			return 0
		}
		if i == len(cell)-1 {
			return n
		}
	}
	switch rest := strings.TrimSpace(cell); {
	case digits == 0:
		return 0
	case strings.HasPrefix(rest, "/"), strings.HasPrefix(rest, "of "), strings.Trim(rest, ".0") == "":
		return n
	default:
		switch strings.ToLower(rest) {
		case "st", "nd", "rd", "th", "º", "ª", "°", "e", "er", "ème", "位", "名", "위":
			return n
		}
	}
	return 0
}

// thousand reports whether a text begins with three digits and no fourth.
func thousand(s string) bool {
	return len(s) >= 3 && strings.Trim(s[:3], "0123456789") == "" && (len(s) == 3 || s[3] < '0' || s[3] > '9')
}
