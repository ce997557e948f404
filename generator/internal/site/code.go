package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"strings"
)

// codeDigits are Crockford's: no letter of them is taken for a digit.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is how many digits a code has: 60 bits, which nobody tries out
// against a host.
const codeLength = 12

// Code makes the certificate code of an entry from a secret: always the same
// one, and of no use for guessing another's.
func Code(secret []byte, edition, id, bib string) string {
	for try := 0; ; try++ {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(edition + "/" + id + "/" + bib + "/" + strconv.Itoa(try)))
		code := make([]byte, codeLength)
		for i, b := range mac.Sum(nil)[:codeLength] {
			code[i] = codeDigits[b%32]
		}
		// A spreadsheet would make a number of 12345E678901, and show another.
		if strings.Trim(string(code), "0123456789E") != "" {
			return string(code)
		}
	}
}
