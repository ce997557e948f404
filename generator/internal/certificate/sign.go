package certificate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/certificate/signing"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Key is the private key of a site.
type Key = signing.Key

// ParseKey reads a private key from PEM.
func ParseKey(text []byte) (*Key, error) { return signing.ParseKey(text) }

// Signer signs the certificates of a site.
type Signer struct {
	key          *Key
	tags, stamps []byte // secrets for making tags and stamps
	base, page   string
	languages    []string
	book         *words.Book
}

// NewSigner returns the signer of the site at base. page is the path from there of
// the page that checks certificates; book has the names of divisions in the
// languages.
func NewSigner(key *Key, base, page string, book *words.Book, languages []string) *Signer {
	return &Signer{key: key, tags: key.Secret("certificate tag"), stamps: key.Secret("certificate stamp"),
		base: base, page: base + page, book: book, languages: languages}
}

// ID returns the id of the public key for checking the certificates.
func (s *Signer) ID() string { return s.key.ID() }

// Site returns the id of the site in its certificates, in hexadecimal. One key may
// serve several sites, such as that of a rehearsal.
func (s *Signer) Site() string { return hex.EncodeToString(s.site()) }

// siteSize is how many bytes of a payload identify the site: the first of the hash
// of its base_url.
const siteSize = 4

func (s *Signer) site() []byte {
	sum := sha256.Sum256([]byte(s.base))
	return sum[:siteSize]
}

// linkTo returns the address for checking a certificate: that of the page, then #
// and, as digits, the 64 bytes of the signature and the payload. Browsers send
// nothing after the # to anybody.
func (s *Signer) linkTo(payload []byte) string {
	signature, err := s.key.Sign(payload)
	if err != nil {
		panic(fmt.Sprintf("a key that could sign cannot: %v", err)) // ParseKey has tested it
	}
	return s.page + "#" + digits(signature) + digits(payload)
}

// digits writes bytes as decimal digits, five for two bytes and three for an odd
// last one. A QR code packs digits more tightly than other text.
func digits(b []byte) string {
	text := make([]byte, 0, len(b)/2*5+3)
	for ; len(b) >= 2; b = b[2:] {
		n := binary.BigEndian.Uint16(b)
		text = append(text, '0'+byte(n/10000), '0'+byte(n/1000%10), '0'+byte(n/100%10), '0'+byte(n/10%10), '0'+byte(n%10))
	}
	if len(b) == 1 {
		text = fmt.Appendf(text, "%03d", b[0])
	}
	return string(text)
}

// payloadVersion is the first byte of a payload. Version 1 had no site, stamp or
// flags, and times in milliseconds.
const payloadVersion = 2

// Where a tag and a stamp stand in a payload.
const (
	tagAt   = 1 + siteSize
	stampAt = tagAt + signing.TagSize
)

// ofDemonstration is the flag of a payload whose results are invented.
const ofDemonstration = 1

// appendPayload appends what is signed: version, site, tag, stamp, flags; then
// edition, race, bib, name and division, each a length and UTF-8; then gun and net
// time as shown, in seconds plus one (0 for none), place (0 for none) and revision.
// Lengths and numbers are varints of encoding/binary. No two certificates have the
// same payload, and no payload can be read in two ways. The stamp is left zero.
func (s *Signer) appendPayload(b []byte, e *race.Edition, rc *race.Race, r *race.Result, tag []byte) []byte {
	b = append(append(append(b, payloadVersion), s.site()...), tag...)
	b = append(b, make([]byte, signing.StampSize)...)
	signs := byte(0)
	if e.Demonstration {
		signs |= ofDemonstration
	}
	b = append(b, signs)
	division := ""
	if r.Division != nil {
		division = r.Division.ID
	}
	for _, text := range []string{e.ID, rc.ID, r.Entry.Bib, signedName(r), division} {
		b = appendText(b, text)
	}
	for _, clock := range []race.Clock{r.Gun, r.Net} {
		b = binary.AppendUvarint(b, uint64(seconds(clock)+1))
	}
	b = binary.AppendUvarint(b, uint64(r.Place))
	return binary.AppendUvarint(b, uint64(e.Revision()))
}

// appendText appends the length of a text and the text.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// seconds returns a time as shown, in seconds, -1 for none.
func seconds(c race.Clock) int64 {
	if c == race.NoTime || c < 0 {
		return -1
	}
	return int64(c.Official() / 1000)
}

// tag returns the id of a runner in the lists of what holds today. Without the key
// nobody can tell whose it is, even by trying every bib.
func (s *Signer) tag(edition, id, bib string) []byte {
	mac := hmac.New(sha256.New, s.tags)
	mac.Write([]byte(edition + "/" + id + "/" + bib))
	return mac.Sum(nil)[:signing.TagSize]
}

// longestName is how many bytes of a name are signed: with more, the code would be
// too fine to print.
const longestName = 60

// signedName returns the name on the certificate, cut with … if it is very long.
func signedName(r *race.Result) string {
	names := []string{r.Entry.PublishedName(), r.Entry.PublishedLatinName()}
	if r.Certificate.ByCode {
		name, latin := r.Entry.OwnNames()
		names = []string{name, latin}
	}
	for _, name := range names {
		name, _ = clean(strings.ToValidUTF8(name, ""))
		if name == "" {
			continue
		}
		if len(name) <= longestName {
			return name
		}
		end := longestName
		for !utf8.RuneStart(name[end]) {
			end--
		}
		return name[:end] + "…"
	}
	return ""
}
