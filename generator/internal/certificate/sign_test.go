package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"guntime/generator/internal/certificate/scan"
	"guntime/generator/internal/certificate/signing"

	"guntime/generator/internal/race"
)

// scalarKey is the key with a private scalar.
func scalarKey(t testing.TB, scalar string) *Key {
	t.Helper()
	d, err := hex.DecodeString(scalar)
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParseKey(pemOf(t, private))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func pemOf(t testing.TB, private any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// rfcScalar is the private key of RFC 6979, A.2.5.
const rfcScalar = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"

func TestSignatureIsThatOfRFC6979(t *testing.T) {
	const want = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
	key := scalarKey(t, rfcScalar)
	for range 3 {
		got, err := key.Sign([]byte("sample"))
		if err != nil || hex.EncodeToString(got) != want {
			t.Fatalf("%x, want %s: %v", got, want, err)
		}
	}
}

func TestParseKey(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&p256.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	good := pemOf(t, p256)
	encoded := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	for _, c := range []struct {
		name string
		text []byte
		want string // in the error; "" for none
	}{
		{"a key of keygen is one", good, ""},
		{"a key of openssl ecparam -genkey is one", append(encoded("EC PARAMETERS", []byte{6, 8, 42, 134, 72, 206, 61, 3, 1, 7}), encoded("EC PRIVATE KEY", sec1)...), ""},
		{"an RSA key is of the wrong kind", pemOf(t, other), "wrong kind (rsa.PrivateKey)"},
		{"a key on P-384 is of the wrong length", pemOf(t, p384), "wrong length (P-384)"},
		{"a public key is not a private one", encoded("PUBLIC KEY", public), `"public key" is not a private key`},
		{"an encrypted key cannot be read", encoded("ENCRYPTED PRIVATE KEY", sec1), "unencrypted"},
		{"a key cut short is damaged", encoded("PRIVATE KEY", []byte("too short")), "damaged"},
		{"a text is no key", []byte("secret"), "no private key in PEM"},
		{"nothing is no key", nil, "no private key in PEM"},
	} {
		t.Run(c.name, func(t *testing.T) {
			key, err := ParseKey(c.text)
			switch {
			case c.want == "" && err != nil:
				t.Fatal(err)
			case c.want == "" && len(key.ID()) != 16:
				t.Errorf("the public key's name is %q", key.ID())
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// said is a link taken apart by other code than that which made it.
type said struct {
	site, tag, stamp                   string
	signs                              byte
	edition, race, bib, name, division string
	gun, net, place, revision          uint64
}

// undigits turns groups of five digits into two bytes, and three left over into
// one.
func undigits(t *testing.T, text string) (b []byte) {
	t.Helper()
	for group := range slices.Chunk([]byte(text), 5) {
		n, err := strconv.Atoi(string(group))
		switch {
		case err == nil && len(group) == 5 && n < 1<<16:
			b = append(b, byte(n>>8), byte(n))
		case err == nil && len(group) == 3 && n < 1<<8:
			b = append(b, byte(n))
		default:
			t.Fatalf("%q is not bytes in digits", text)
		}
	}
	return b
}

func readLink(t *testing.T, key *Key, link string) said {
	t.Helper()
	_, fragment, ok := strings.Cut(link, "#")
	whole := undigits(t, fragment)
	if !ok || len(whole) < 64 {
		t.Fatalf("%q is not signature and payload behind a #", link)
	}
	signature, payload := whole[:64], whole[64:]
	digest := sha256.Sum256(payload)
	if !ecdsa.Verify(publicOf(t, key), digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature does not fit")
	}
	b := bytes.NewBuffer(payload)
	if version, _ := b.ReadByte(); version != 2 {
		t.Fatalf("version %d", version)
	}
	var s said
	s.site, s.tag, s.stamp = hex.EncodeToString(b.Next(4)), signing.Lower32.EncodeToString(b.Next(8)), signing.Lower32.EncodeToString(b.Next(10))
	s.signs, _ = b.ReadByte()
	for _, to := range []*string{&s.edition, &s.race, &s.bib, &s.name, &s.division} {
		n, err := binary.ReadUvarint(b)
		if err != nil || int(n) > b.Len() {
			t.Fatalf("a text of %d bytes: %v", n, err)
		}
		*to = string(b.Next(int(n)))
	}
	for _, to := range []*uint64{&s.gun, &s.net, &s.place, &s.revision} {
		n, err := binary.ReadUvarint(b)
		if err != nil {
			t.Fatal(err)
		}
		*to = n
	}
	if b.Len() > 0 {
		t.Errorf("%d bytes too many", b.Len())
	}
	return s
}

const (
	siteBase  = "https://example.org/"
	checkPage = "zh/verify/"
)

// signed is the form of the meeting, changed, as a site with a key of that scalar
// makes it. It has results of so many runners, bibs 1, 2 and so on.
func signed(t testing.TB, scalar, base string, runners int, change func(*race.Edition, *race.Race, *race.RaceVerdict)) *Form {
	t.Helper()
	e, rc, rv := meeting()
	rv.Results = make([]race.Result, runners)
	for i := range rv.Results {
		rv.Results[i] = finisher(rc, strconv.Itoa(i+1), "选手"+strconv.Itoa(i+1), "")
		rv.Results[i].Place = i + 1
	}
	if change != nil {
		change(e, rc, rv)
	}
	f, err := New(design(t), book(t), []string{"zh", "en"}, e, rc, rv, NewSigner(scalarKey(t, scalar), base, checkPage, book(t), []string{"zh", "en"}))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// signer is that of the site with the key of the RFC.
func signer(t testing.TB) *Signer {
	t.Helper()
	return NewSigner(scalarKey(t, rfcScalar), siteBase, checkPage, book(t), []string{"zh", "en"})
}

func linkTo(t testing.TB, f *Form, r *race.Result) string {
	t.Helper()
	link, err := f.Link(r)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestLink(t *testing.T) {
	key := scalarKey(t, rfcScalar)
	f := signed(t, rfcScalar, siteBase, 5, nil)
	r := &f.results[1]
	t.Run("it says what the certificate says, signed", func(t *testing.T) {
		got := readLink(t, key, linkTo(t, f, r))
		want := said{site: "8198d1ba", tag: got.tag, stamp: got.stamp, edition: "2022", race: "marathon", bib: "2", name: "选手2", division: "men",
			gun: 12_666, net: 12_582, place: 2, revision: 1}
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		if link := linkTo(t, f, r); !strings.HasPrefix(link, siteBase+checkPage+"#") {
			t.Errorf("%s does not lead to the page", link)
		}
	})
	t.Run("what is made up says so", func(t *testing.T) {
		made := signed(t, rfcScalar, siteBase, 2, func(e *race.Edition, _ *race.Race, _ *race.RaceVerdict) { e.Demonstration = true })
		if got := readLink(t, key, linkTo(t, made, &made.results[1])); got.signs != 1 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("it is short enough for a code that prints well", func(t *testing.T) {
		long := *r
		long.Entry = &race.Entry{Bib: "A123456", Name: strings.Repeat("Z", 80)}
		for _, c := range []struct {
			result  *race.Result
			modules int
		}{{r, 49}, {&long, 57}} {
			code, err := new(scan.Scribe).Write(linkTo(t, f, c.result))
			if err != nil || code.Size > c.modules {
				t.Errorf("%v modules, want at most %d: %v", code.Size, c.modules, err)
			}
		}
	})
	t.Run("the same result has the same link, every other another", func(t *testing.T) {
		seen := map[string]bool{}
		for i := range f.results {
			one := linkTo(t, f, &f.results[i])
			if one != linkTo(t, f, &f.results[i]) {
				t.Error("the same result has two")
			}
			if seen[one] {
				t.Error("two results have the same")
			}
			seen[one] = true
		}
	})
	t.Run("lengths keep neighbours apart", func(t *testing.T) {
		a, b := *r, *r
		a.Entry, b.Entry = &race.Entry{Bib: "1", Name: "2张"}, &race.Entry{Bib: "12", Name: "张"}
		if bytes.Equal(f.signer.appendPayload(nil, f.edition, f.race, &a, make([]byte, signing.TagSize)), f.signer.appendPayload(nil, f.edition, f.race, &b, make([]byte, signing.TagSize))) {
			t.Error("two runners have one payload")
		}
	})
	t.Run("a masked name stays masked where the certificate is open, and is whole by code", func(t *testing.T) {
		masked := *r
		masked.Entry = &race.Entry{Bib: "9", Name: "欧阳修远", Visibility: race.Masked}
		if got := readLink(t, key, linkTo(t, f, &masked)).name; got != "欧阳*远" {
			t.Errorf("open: %q", got)
		}
		masked.Certificate = &race.Certificate{Status: race.CertificateReady, ByCode: true}
		if got := readLink(t, key, linkTo(t, f, &masked)).name; got != "欧阳修远" {
			t.Errorf("by code: %q", got)
		}
	})
	t.Run("a very long name is cut between characters, and a hostile one is one line", func(t *testing.T) {
		long := *r
		long.Entry = &race.Entry{Bib: "9", Name: strings.Repeat("张", 200)}
		if got := readLink(t, key, linkTo(t, f, &long)).name; !utf8.ValidString(got) || !strings.HasSuffix(got, "张…") || len(got) > longestName+3 {
			t.Errorf("%q", got)
		}
		long.Entry = &race.Entry{Bib: "9", Name: "a\n\u202eb\xff"}
		if got := readLink(t, key, linkTo(t, f, &long)).name; got != "a b" {
			t.Errorf("%q", got)
		}
	})
}

func TestSecretsOfOneKeyDifferByPurpose(t *testing.T) {
	key := scalarKey(t, rfcScalar)
	if bytes.Equal(key.Secret("a"), key.Secret("b")) || bytes.Contains(key.Secret("a"), key.Number()) {
		t.Error("they do not")
	}
}

func TestTagsTellNothingWithoutTheKey(t *testing.T) {
	one, two := signed(t, rfcScalar, siteBase, 1, nil), signed(t, strings.Repeat("17", 32), siteBase, 1, nil)
	a, err := one.issues()
	b, other := two.issues()
	if err != nil || other != nil || a[0].Tag == b[0].Tag || a[0].Stamp == b[0].Stamp {
		t.Errorf("every key makes the same tag or stamp: %x %x, %v %v", a, b, err, other)
	}
}

func BenchmarkLink(b *testing.B) {
	f := signed(b, rfcScalar, siteBase, 1, nil)
	for b.Loop() {
		linkTo(b, f, &f.results[0])
	}
}

// BenchmarkIssue is what a certificate's stamp takes, which every build computes
// for everybody.
func BenchmarkIssue(b *testing.B) {
	f := signed(b, rfcScalar, siteBase, 1, nil)
	s := f.sheets.Get().(*sheet)
	for b.Loop() {
		if _, err := f.issueOf(s, &f.results[0]); err != nil {
			b.Fatal(err)
		}
	}
}

// publicOf is the public key of a key.
func publicOf(t *testing.T, key *Key) *ecdsa.PublicKey {
	t.Helper()
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return public
}
