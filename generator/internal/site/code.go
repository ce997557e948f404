package site

import (
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"strings"
)

// codeDigits are those of Crockford: no letter looks like a digit.
const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is the number of characters of a code: 60 bits, too many to try all on
// a host.
const codeLength = 12

// Code returns the certificate code of an entry, made from a secret. It is always
// the same, and does not help to guess another.
func Code(secret []byte, edition, id, bib string) string {
	for try := 0; ; try++ {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(edition + "/" + id + "/" + bib + "/" + strconv.Itoa(try)))
		code := make([]byte, codeLength)
		for i, b := range mac.Sum(nil)[:codeLength] {
			code[i] = codeDigits[b%32]
		}
		// A spreadsheet would read 12345E678901 as a number and show another text.
		if strings.Trim(string(code), "0123456789E") != "" {
			return string(code)
		}
	}
}
