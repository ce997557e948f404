package race

import (
	"errors"
	"fmt"
	"strings"
)

// Cents is an amount of money in hundredths of its currency's unit.
type Cents int64

// String writes the amount with two decimals: "15000.00".
func (c Cents) String() string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}

// Amount is a sum in a rule text, which may leave it blank (R14).
type Amount struct {
	Unknown bool
	Cents   Cents
}

// ParseCents reads an amount with at most two decimals.
func ParseCents(s string) (Cents, error) {
	whole, decimals, dotted := strings.Cut(s, ".")
	w, ok := digits(whole)
	if !ok || len(whole) > 12 || dotted && (len(decimals) < 1 || len(decimals) > 2) {
		return 0, errors.New("not an amount of money")
	}
	c := w * 100
	if dotted {
		d, ok := digits((decimals + "0")[:2])
		if !ok {
			return 0, errors.New("not an amount of money")
		}
		c += d
	}
	return Cents(c), nil
}
