package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

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
		got, err := key.sign([]byte("sample"))
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
	tag                               string
	edition, race, bib, name, divison string
	gun, net, place, revision         uint64
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
	if !ecdsa.Verify(&key.private.PublicKey, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature does not fit")
	}
	b := bytes.NewBuffer(payload)
	if version, _ := b.ReadByte(); version != 1 {
		t.Fatalf("version %d", version)
	}
	var s said
	s.tag = base64.RawURLEncoding.EncodeToString(b.Next(8))
	for _, to := range []*string{&s.edition, &s.race, &s.bib, &s.name, &s.divison} {
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

const checkPage = "https://example.org/zh/verify/"

func signedRace() (*race.Edition, *race.Race, *race.RaceVerdict) {
	men := &race.Division{ID: "men", Gender: race.Male, Gun: race.Unseen}
	rc := &race.Race{ID: "marathon", Name: race.Text{"zh": "马拉松", "en": "Marathon"}, Divisions: []*race.Division{men}}
	e := &race.Edition{ID: "2022", Name: race.Text{"zh": "试跑", "en": "Trial"}, State: race.Official, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC),
		Zone: time.UTC, Races: []*race.Race{rc}}
	rv := &race.RaceVerdict{Race: rc}
	for _, bib := range []string{"1", "2", "3", "4", "5"} {
		rv.Results = append(rv.Results, race.Result{Entry: &race.Entry{Bib: bib, Name: "选手" + bib, Visibility: race.Public}, Division: men,
			Status: race.Finished, Place: len(rv.Results) + 1, Gun: race.Clock(8_000_000 + 1000*len(rv.Results)), Net: race.NoTime,
			Certificate: &race.Certificate{Status: race.CertificateReady}})
	}
	return e, rc, rv
}

func TestLink(t *testing.T) {
	key := scalarKey(t, rfcScalar)
	s := NewSigner(key, checkPage, book(t), []string{"zh", "en"})
	e, rc, rv := signedRace()
	link := s.Link(e, rc)
	r := &rv.Results[1]
	t.Run("it says what the certificate says, signed", func(t *testing.T) {
		got := readLink(t, key, link(r))
		want := said{tag: got.tag, edition: "2022", race: "marathon", bib: "2", name: "选手2", divison: "men", gun: 8_001_001, net: 0, place: 2, revision: 1}
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		if !strings.HasPrefix(link(r), checkPage+"#") {
			t.Errorf("%s does not lead to the page", link(r))
		}
	})
	t.Run("it is short enough for a code that prints well", func(t *testing.T) {
		long := *r
		long.Entry = &race.Entry{Bib: "A123456", Name: strings.Repeat("Z", 80)}
		for _, c := range []struct {
			result  *race.Result
			modules int
		}{{r, 49}, {&long, 57}} {
			code, err := new(scribe).write(link(c.result))
			if err != nil || code.Size > c.modules {
				t.Errorf("%v modules, want at most %d: %v", code.Size, c.modules, err)
			}
		}
	})
	t.Run("the same result has the same link, every other another", func(t *testing.T) {
		seen := map[string]bool{}
		for i := range rv.Results {
			one := link(&rv.Results[i])
			if one != s.Link(e, rc)(&rv.Results[i]) {
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
		if bytes.Equal(s.payload(e, rc, &a)[9:], s.payload(e, rc, &b)[9:]) {
			t.Error("two runners have one payload")
		}
	})
	t.Run("a masked name stays masked where the certificate is open, and is whole by code", func(t *testing.T) {
		masked := *r
		masked.Entry = &race.Entry{Bib: "9", Name: "欧阳修远", Visibility: race.Masked}
		if got := readLink(t, key, link(&masked)).name; got != "欧阳*远" {
			t.Errorf("open: %q", got)
		}
		masked.Certificate = &race.Certificate{Status: race.CertificateReady, ByCode: true}
		if got := readLink(t, key, link(&masked)).name; got != "欧阳修远" {
			t.Errorf("by code: %q", got)
		}
	})
	t.Run("a very long name is cut between characters, and a hostile one is one line", func(t *testing.T) {
		long := *r
		long.Entry = &race.Entry{Bib: "9", Name: strings.Repeat("张", 200)}
		if got := readLink(t, key, link(&long)).name; !utf8.ValidString(got) || !strings.HasSuffix(got, "张…") || len(got) > longestName+3 {
			t.Errorf("%q", got)
		}
		long.Entry = &race.Entry{Bib: "9", Name: "a\n\u202eb\xff"}
		if got := readLink(t, key, link(&long)).name; got != "a b" {
			t.Errorf("%q", got)
		}
	})
	t.Run("what it depends on is told without signing", func(t *testing.T) {
		other := *r
		other.Gun++
		if s.Said(e, rc, r) == s.Said(e, rc, &other) {
			t.Error("a millisecond is lost")
		}
		if s.Said(e, rc, r) == NewSigner(scalarKey(t, strings.Repeat("17", 32)), checkPage, book(t), []string{"en"}).Said(e, rc, r) {
			t.Error("the key is lost")
		}
	})
}

func TestSecretsOfOneKeyDifferByPurpose(t *testing.T) {
	key := scalarKey(t, rfcScalar)
	if bytes.Equal(key.Secret("a"), key.Secret("b")) || bytes.Contains(key.Secret("a"), key.secret) {
		t.Error("they do not")
	}
}

// listOf is the published list of one edition.
func listOf(t *testing.T, s *Signer, v *race.Verdict) (listed signRace, text string) {
	t.Helper()
	said, err := s.Edition(v)
	if err != nil {
		t.Fatal(err)
	}
	var edition signEdition
	if err := json.Unmarshal(said, &edition); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.List(&b, map[string]json.RawMessage{v.Edition.ID: said}); err != nil {
		t.Fatal(err)
	}
	return edition.Races["marathon"], b.String()
}

func TestList(t *testing.T) {
	key := scalarKey(t, rfcScalar)
	s := NewSigner(key, checkPage, book(t), []string{"zh", "en"})
	tag := func(bib string) string {
		return base64.RawURLEncoding.EncodeToString(s.tag("2022", "marathon", bib))
	}
	stood := func(place int) *race.Standing {
		return &race.Standing{Division: "men", Status: race.Finished, Place: place}
	}
	e, _, rv := signedRace()
	first := map[string]race.Standing{}
	for i := range rv.Results {
		first[rv.Results[i].Entry.Bib] = *stood(i + 1)
	}
	first["gone"] = *stood(6)
	first["never"] = race.Standing{Division: "men", Status: race.DNF}
	e.Ledger = []race.Revision{
		{Number: 1, First: map[string]map[string]race.Standing{"marathon": first}},
		{Number: 2, Changes: []race.Change{
			{Race: "marathon", Bib: "1", From: stood(1), To: &race.Standing{Division: "men", Status: race.Disqualified}, Cause: race.CauseRuling},
			{Race: "marathon", Bib: "2", From: stood(2), To: stood(1), Cause: race.CauseOthers},
			{Race: "marathon", Bib: "3", From: stood(3), To: stood(2), Cause: race.CauseOthers},
			{Race: "marathon", Bib: "5", From: stood(5), To: stood(4), Cause: race.CauseTiming},
			{Race: "10k", Bib: "4", From: stood(4), To: stood(3), Cause: race.CauseTiming},
			{Race: "marathon", Bib: "never", From: &race.Standing{Division: "men", Status: race.OnCourse}, To: &race.Standing{Division: "men", Status: race.DNF}, Cause: race.CauseTiming},
			{Race: "marathon", Bib: "gone", From: stood(6), Cause: race.CauseTiming},
		}},
	}
	rv.Results[0].Status, rv.Results[0].Certificate = race.Disqualified, &race.Certificate{Status: race.CertificateNone, Reason: race.CertDQ}
	rv.Results[3].Entry.Visibility = race.Anonymous
	rv.Results[3].Certificate = &race.Certificate{Status: race.CertificateNone, Reason: race.CertNoCode}
	rv.Results = append(rv.Results, race.Result{Entry: &race.Entry{Bib: "never"}, Status: race.DNF,
		Certificate: &race.Certificate{Status: race.CertificateNone, Reason: race.CertNotFinished}})
	v := &race.Verdict{Edition: e, Races: []*race.RaceVerdict{rv}}
	listed, text := listOf(t, s, v)
	has := func(tags []string, bib string) bool { return strings.Contains(strings.Join(tags, " "), tag(bib)) }
	t.Run("the disqualified, the hidden without a code and those whose entry is gone are revoked, nobody else", func(t *testing.T) {
		if len(listed.Revoked) != 3 || !has(listed.Revoked, "1") || !has(listed.Revoked, "4") || !has(listed.Revoked, "gone") {
			t.Errorf("%v, want those of 1 %s, 4 %s and gone %s", listed.Revoked, tag("1"), tag("4"), tag("gone"))
		}
	})
	t.Run("a finisher of an earlier revision who no longer finished is revoked", func(t *testing.T) {
		rv.Results[4].Status = race.DNF
		rv.Results[4].Certificate = &race.Certificate{Status: race.CertificateNone, Reason: race.CertNotFinished}
		defer func() {
			rv.Results[4].Status, rv.Results[4].Certificate = race.Finished, &race.Certificate{Status: race.CertificateReady}
		}()
		if listed, _ := listOf(t, s, v); !has(listed.Revoked, "5") {
			t.Error("not so")
		}
	})
	t.Run("a revision lists whose own result changed by tag, and from where the others moved by place", func(t *testing.T) {
		if len(listed.Changed) != 1 || listed.Changed[0].Revision != 2 {
			t.Fatalf("%+v", listed.Changed)
		}
		c := listed.Changed[0]
		if len(c.Tags) != 3 || !has(c.Tags, "1") || !has(c.Tags, "5") || !has(c.Tags, "gone") {
			t.Errorf("tags %v", c.Tags)
		}
		if got := c.Places["men"]; len(got) != 1 || got[0] != [2]int{2, 3} {
			t.Errorf("places %v", got)
		}
	})
	t.Run("no name and nothing of the private key stands in it", func(t *testing.T) {
		for _, secret := range []string{"选手", "gone", "never", base64.RawURLEncoding.EncodeToString(key.secret), `"d"`} {
			if strings.Contains(text, secret) {
				t.Errorf("it holds %q", secret)
			}
		}
	})
	t.Run("the public key is there for browsers", func(t *testing.T) {
		var list signList
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			t.Fatal(err)
		}
		x, _ := base64.RawURLEncoding.DecodeString(list.Key.X)
		y, _ := base64.RawURLEncoding.DecodeString(list.Key.Y)
		if !bytes.Equal(append(append([]byte{4}, x...), y...), key.public) || list.Key.Kty != "EC" || list.Key.Crv != "P-256" || list.ID != key.ID() {
			t.Errorf("%+v", list.Key)
		}
	})
	t.Run("an edition without results is not listed", func(t *testing.T) {
		e.State = race.Scheduled
		defer func() { e.State = race.Official }()
		if said, err := s.Edition(v); said != nil || err != nil {
			t.Errorf("%s, %v", said, err)
		}
	})
	t.Run("it is the same every time", func(t *testing.T) {
		for range 5 {
			if _, again := listOf(t, s, v); again != text {
				t.Fatal("it is not")
			}
		}
	})
}

func TestTagsTellNothingWithoutTheKey(t *testing.T) {
	one := NewSigner(scalarKey(t, rfcScalar), checkPage, nil, nil)
	two := NewSigner(scalarKey(t, strings.Repeat("17", 32)), checkPage, nil, nil)
	if bytes.Equal(one.tag("2022", "marathon", "1"), two.tag("2022", "marathon", "1")) {
		t.Error("every key makes the same tag")
	}
}

func BenchmarkLink(b *testing.B) {
	s := NewSigner(scalarKey(b, rfcScalar), checkPage, nil, nil)
	e, rc, rv := signedRace()
	link := s.Link(e, rc)
	for b.Loop() {
		link(&rv.Results[2])
	}
}
