package site

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
)

func TestCode(t *testing.T) {
	form := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{12}$`)
	secret := []byte("a secret")
	seen := map[string]string{}
	for i := range 50_000 {
		bib := fmt.Sprint("A", i)
		code := Code(secret, "2022", "marathon", bib)
		if !form.MatchString(code) {
			t.Fatalf("%s: %q is not twelve of Crockford's digits", bib, code)
		}
		if other := seen[code]; other != "" {
			t.Fatalf("%s and %s have one code", bib, other)
		}
		seen[code] = bib
		if _, err := strconv.ParseFloat(code, 64); err == nil && !regexp.MustCompile(`^(INF|NAN)`).MatchString(code) {
			t.Errorf("%s: %q is a number to a spreadsheet", bib, code)
		}
	}
	first := Code(secret, "2022", "marathon", "A1")
	t.Run("the same secret makes the same code again", func(t *testing.T) {
		if again := Code(secret, "2022", "marathon", "A1"); again != first {
			t.Errorf("%s, then %s", first, again)
		}
	})
	t.Run("another secret, edition, race or bib makes another", func(t *testing.T) {
		for _, other := range []string{Code([]byte("another"), "2022", "marathon", "A1"), Code(secret, "2023", "marathon", "A1"),
			Code(secret, "2022", "half", "A1"), Code(secret, "2022", "marathon", "A2")} {
			if other == first {
				t.Error("it makes the same")
			}
		}
	})
}

func TestTokenIsTheFirst120BitsOfTheHMACInLowerCaseBase32(t *testing.T) {
	// printf 2022/marathon/M1 | openssl dgst -sha256 -hmac 7Q2M-XK4P | base32 of 15 bytes
	const want = "njsznoh7pbl4gaaavnahkx6n"
	if got := Token("7Q2M-XK4P", "2022", "marathon", "M1"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
