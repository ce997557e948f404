package race

import (
	"errors"
	"strconv"
	"strings"
)

// Distance is a length on the course in whole millimetres.
type Distance int64

// Kilometre is a thousand metres.
const Kilometre Distance = 1_000_000

// ParseDistance reads kilometres with up to six decimals: "42.195".
func ParseDistance(km string) (Distance, error) {
	whole, decimals, _ := strings.Cut(km, ".")
	w, ok := digits(whole)
	if !ok || len(decimals) > 6 || w > 10_000 {
		return 0, errors.New("not a distance in kilometres")
	}
	d := int64(0)
	if decimals != "" {
		if d, ok = digits(decimals + strings.Repeat("0", 6-len(decimals))); !ok {
			return 0, errors.New("not a distance in kilometres")
		}
	}
	return Distance(w)*Kilometre + Distance(d), nil
}

// String writes kilometres with the decimals they have: "21.0975".
func (d Distance) String() string {
	whole := strconv.FormatInt(int64(d/Kilometre), 10)
	if d%Kilometre == 0 {
		return whole
	}
	decimals := strconv.FormatInt(int64(Kilometre+d%Kilometre), 10)[1:]
	return whole + "." + strings.TrimRight(decimals, "0")
}
