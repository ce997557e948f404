package beside

import (
	"strings"

	"guntime/generator/internal/race"
)

// Person is by what a runner is known over the years: a hash of the id, "" without one. An
// identity number would be found again from its hash, so it is refused.
func Person(id string) (hash string, refused bool) {
	switch id = strings.ToUpper(strings.TrimSpace(id)); {
	case id == "" || id == "-" || id == "0":
		return "", false
	case identityNumber(id):
		return "", true
	}
	return race.PersonOf(id), false
}

// identityNumber reports whether an id is a Chinese identity number: seventeen digits and
// a check character (GB 11643).
func identityNumber(id string) bool {
	if len(id) != 18 {
		return false
	}
	sum, weight := 0, [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	for i := range 17 {
		if id[i] < '0' || id[i] > '9' {
			return false
		}
		sum += int(id[i]-'0') * weight[i]
	}
	return id[17] == "10X98765432"[sum%11]
}
