package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Key is the private key of a site: an ECDSA key on P-256. Whoever has it can
// make certificates that the site calls genuine.
type Key struct {
	private *ecdsa.PrivateKey
	secret  []byte // its 32 bytes
	public  []byte // the uncompressed point
}

// ParseKey reads a private key from PEM, as guntime keygen writes it (PKCS#8)
// or openssl ecparam -genkey does. The error says what else the text is.
func ParseKey(text []byte) (*Key, error) {
	var block *pem.Block
	for rest := text; ; {
		block, rest = pem.Decode(rest)
		if block == nil {
			return nil, errors.New("no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----")
		}
		if block.Type != "EC PARAMETERS" {
			break
		}
	}
	var parsed any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		parsed, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		return nil, fmt.Errorf("%q is not a private key that can be read: an unencrypted one of ECDSA on P-256 is needed", strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, fmt.Errorf("the private key is damaged: %w", err)
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("a private key of the wrong kind (%s): one of ECDSA on P-256 is needed", strings.TrimPrefix(fmt.Sprintf("%T", parsed), "*"))
	}
	if private.Curve != elliptic.P256() {
		return nil, fmt.Errorf("a private key of the wrong length (%s): one of ECDSA on P-256 is needed", private.Curve.Params().Name)
	}
	k := &Key{private: private}
	if k.secret, err = private.Bytes(); err == nil {
		k.public, err = private.PublicKey.Bytes()
	}
	if err == nil {
		_, err = k.sign(nil)
	}
	if err != nil {
		return nil, fmt.Errorf("the private key is damaged: %w", err)
	}
	return k, nil
}

// ID names the public key: the first 64 bits of its hash.
func (k *Key) ID() string {
	sum := sha256.Sum256(k.public)
	return hex.EncodeToString(sum[:8])
}

// Secret is a secret of its own for another purpose, from which neither the key
// nor the secret of a third purpose can be found.
func (k *Key) Secret(purpose string) []byte {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("guntime " + purpose))
	return mac.Sum(nil)
}

// sign is the signature of a message as WebCrypto takes it: r and s, 32 bytes
// each. One message has one signature (RFC 6979), so that the same certificate
// has the same bytes on any machine.
func (k *Key) sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	der, err := k.private.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return nil, err
	}
	raw := make([]byte, 64)
	pair.R.FillBytes(raw[:32])
	pair.S.FillBytes(raw[32:])
	return raw, nil
}

// Signer signs the certificates of a site.
type Signer struct {
	key          *Key
	tags, stamps []byte // the secrets that they are made with
	base, page   string
	languages    []string
	book         *words.Book
}

// NewSigner makes the signer of the site at a base_url. Page is the page that
// checks certificates, from there; the book names divisions in the languages.
func NewSigner(key *Key, base, page string, book *words.Book, languages []string) *Signer {
	return &Signer{key: key, tags: key.Secret("certificate tag"), stamps: key.Secret("certificate stamp"),
		base: base, page: base + page, book: book, languages: languages}
}

// ID names the public key that the certificates are checked with.
func (s *Signer) ID() string { return s.key.ID() }

// Site names the site in its certificates, in hexadecimal: with one key there may
// be several, such as that of a rehearsal.
func (s *Signer) Site() string { return hex.EncodeToString(s.site()) }

// siteSize is how many bytes of a payload name the site: the first ones of the
// hash of its base_url.
const siteSize = 4

func (s *Signer) site() []byte {
	sum := sha256.Sum256([]byte(s.base))
	return sum[:siteSize]
}

// linkTo is the address under which a certificate can be checked: that of the
// page and, behind the #, which no browser sends to anybody, the 64 bytes of the
// signature and the payload in digits.
func (s *Signer) linkTo(payload []byte) string {
	signature, err := s.key.sign(payload)
	if err != nil {
		panic(fmt.Sprintf("a key that could sign cannot: %v", err)) // ParseKey has tried it
	}
	return s.page + "#" + digits(signature) + digits(payload)
}

// digits writes bytes as decimal digits, five for each two bytes and three for
// an odd last one: a QR code packs digits more tightly than any other text.
func digits(b []byte) string {
	text := make([]byte, 0, len(b)/2*5+3)
	for ; len(b) >= 2; b = b[2:] {
		text = fmt.Appendf(text, "%05d", binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		text = fmt.Appendf(text, "%03d", b[0])
	}
	return string(text)
}

// payloadVersion is the first byte of a payload. The first version had neither
// site nor stamp nor signs, and its times were milliseconds.
const payloadVersion = 2

// The sizes of a tag and of a stamp in bytes, and where they stand in a payload.
const (
	tagSize   = 8
	stampSize = 10
	tagAt     = 1 + siteSize
	stampAt   = tagAt + tagSize
)

// ofDemonstration is the sign of a payload whose results are made up.
const ofDemonstration = 1

// appendPayload appends what is signed: the version, the site, the tag, the
// stamp, the signs, then edition, race, bib, name and division, each a length and
// UTF-8, then gun and net time as they are shown, in seconds and one more (0 where
// there is none), place (0 without one) and revision. Lengths and numbers are
// varints as encoding/binary has them. No two certificates have the same payload,
// and no payload can be read two ways. The stamp is left zero.
func (s *Signer) appendPayload(b []byte, e *race.Edition, rc *race.Race, r *race.Result, tag []byte) []byte {
	b = append(append(append(b, payloadVersion), s.site()...), tag...)
	b = append(b, make([]byte, stampSize)...)
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

// appendText appends a text with its length before it.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// seconds is a time as it is shown, -1 where there is none.
func seconds(c race.Clock) int64 {
	if c == race.NoTime || c < 0 {
		return -1
	}
	return int64(c.Official() / 1000)
}

// tag stands for a runner in the lists of what holds today: without the key
// nobody can tell whose it is, or find it by trying every bib.
func (s *Signer) tag(edition, id, bib string) []byte {
	mac := hmac.New(sha256.New, s.tags)
	mac.Write([]byte(edition + "/" + id + "/" + bib))
	return mac.Sum(nil)[:tagSize]
}

// longestName is how many bytes of a name are signed: a code of many more would
// be too fine to print.
const longestName = 60

// signedName is the name that the certificate bears, cut with … where it is
// very long.
func signedName(r *race.Result) string {
	names := []string{r.Entry.PublishedName(), r.Entry.PublishedLatinName()}
	if r.Certificate.ByCode {
		names = []string{r.Entry.Name, r.Entry.LatinName}
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
