package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/certificate/signing"
	"guntime/generator/internal/race"
)

// fields yields every field of what is pointed to that holds a text, a number, a
// truth, a list of numbers or a text by language, with what sets it to another
// value and back.
func fields(of any) map[string]func() (back func()) {
	all := map[string]func() func(){}
	v := reflect.ValueOf(of).Elem()
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name
		kept := reflect.New(f.Type()).Elem()
		var change func()
		switch f.Kind() {
		case reflect.String:
			change = func() { f.SetString(f.String() + "x") }
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
			change = func() { f.SetInt(f.Int() + 1_000) }
		case reflect.Bool:
			change = func() { f.SetBool(!f.Bool()) }
		case reflect.Slice:
			if f.Len() == 0 || !f.Index(0).CanInt() {
				continue
			}
			change = func() {
				f.Set(reflect.AppendSlice(reflect.MakeSlice(f.Type(), 0, f.Len()), f))
				middle := f.Index(f.Len() / 2)
				middle.SetInt(middle.Int() + 1_000)
			}
		case reflect.Map:
			text, ok := f.Interface().(race.Text)
			if !ok {
				continue
			}
			change = func() {
				other := race.Text{"zh": "别的", "en": "Other"}
				for lang, said := range text {
					other[lang] = said + "别"
				}
				f.Set(reflect.ValueOf(other))
			}
		default:
			continue
		}
		all[name] = func() func() {
			kept.Set(f)
			change()
			return func() { f.Set(kept) }
		}
	}
	return all
}

func TestNoWordOfACertificateCanChangeWithoutItsStamp(t *testing.T) {
	for _, name := range []string{"", "plain", "portrait"} {
		t.Run(strings.TrimSpace("the design "+name), func(t *testing.T) {
			if testing.Short() && name != "" {
				t.Skip("draws hundreds of certificates")
			}
			look, problems := ParseDesign(os.DirFS(root+"templates"), name)
			if look == nil {
				t.Fatal(problems)
			}
			e, rc, rv := meeting()
			rv.Results[0].Entry.LatinName, rv.Results[0].Entry.Club = "ZHANG Wei", "晨光跑团"
			by := signer(t)
			given := func() (pdf []byte, stamped signing.Issue) {
				t.Helper()
				plain, err := New(look, book(t), []string{"zh", "en"}, e, rc, rv, nil)
				if err != nil {
					return nil, signing.Issue{} // such a race has no certificates
				}
				var b bytes.Buffer
				if plain.Draw(&b, &rv.Results[0]) != nil {
					return nil, signing.Issue{}
				}
				f, err := New(look, book(t), []string{"zh", "en"}, e, rc, rv, by)
				if err != nil {
					t.Fatal(err)
				}
				all, err := f.issues()
				if err != nil {
					t.Fatal(err)
				}
				return b.Bytes(), all[0]
			}
			r := &rv.Results[0]
			was, stamp := given()
			if was == nil {
				t.Fatal("there is no certificate")
			}
			seen := 0
			for _, of := range []any{e, rc, r, r.Entry, r.Division, r.Certificate, &rv.Divisions[0].Counts, &rv.Counts, &rc.Points[3]} {
				for what, change := range fields(of) {
					back := change()
					is, other := given()
					back()
					if is == nil {
						continue
					}
					if !bytes.Equal(is, was) {
						seen++
						if other.Stamp == stamp.Stamp {
							t.Errorf("%s is another one, and so is the certificate, but not its stamp", what)
						}
					} else if other != stamp && !slices.Contains([]string{"Entry.Bib", "Division.ID", "Race.ID", "Edition.ID", "Edition.Demonstration", "Result.Net", "Result.Gun", "Result.Place", "Entry.Name"}, what) {
						t.Errorf("%s is another one, the certificate is not, and its stamp is", what)
					}
				}
			}
			if seen < 12 {
				t.Errorf("only %d of the fields change the certificate", seen)
			}
			for what, change := range map[string]func(){
				"a revision":      func() { e.Ledger = make([]race.Revision, 2) },
				"the state":       func() { e.State = race.Provisional },
				"a disqualified":  func() { rv.Divisions[0].Counts.Ranked-- },
				"an annulment":    func() { r.Annulled, r.Gun, r.Net = true, race.NoTime, race.NoTime },
				"a demonstration": func() { e.Demonstration = true },
			} {
				keptEdition, keptResult, keptCount := *e, *r, rv.Divisions[0].Counts.Ranked
				change()
				if _, other := given(); other.Stamp == stamp.Stamp || other.Tag != stamp.Tag {
					t.Errorf("%s: tag and stamp are %x, were %x", what, other, stamp)
				}
				*e, *r, rv.Divisions[0].Counts.Ranked = keptEdition, keptResult, keptCount
			}
		})
	}
}

func TestAStampIsOfOneSite(t *testing.T) {
	one, other := signed(t, rfcScalar, siteBase, 1, nil), signed(t, rfcScalar, siteBase+"rehearsal/", 1, nil)
	a, _ := one.issues()
	b, _ := other.issues()
	if a[0].Tag != b[0].Tag || a[0].Stamp == b[0].Stamp {
		t.Errorf("%x, %x", a, b)
	}
}

func TestAStampIsTheSameFromAnyWorkerAndOnTheDrawing(t *testing.T) {
	f := signed(t, rfcScalar, siteBase, 40, nil)
	all, err := f.issues()
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.results {
		got := readLink(t, scalarKey(t, rfcScalar), linkTo(t, f, &f.results[i]))
		if got.tag != signing.Lower32.EncodeToString(all[i].Tag[:]) || got.stamp != signing.Lower32.EncodeToString(all[i].Stamp[:]) {
			t.Errorf("bib %s: the code says %s, the list %x", got.bib, got.stamp, all[i])
		}
	}
}

// written are the files of a race's lists, by name.
func written(t testing.TB, f *Form) map[string]string {
	t.Helper()
	lists, err := f.Lists(Where{
		Race:   func(lang string) string { return lang + "/2022/marathon/" },
		Runner: func(lang string) string { return lang + "/2022/marathon/runners/*.html" },
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, l := range lists {
		var b bytes.Buffer
		if err := l.Draw(&b); err != nil {
			t.Fatal(err)
		}
		all[l.Name] = b.String()
	}
	return all
}

// changed are the names of the files that differ.
func changedIn(a, b map[string]string) (names []string) {
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, there := a[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestListsHaveWhoeverHasACertificateAndNobodyElse(t *testing.T) {
	none := &race.Certificate{Status: race.CertificateNone, Reason: race.CertDQ}
	f := signed(t, rfcScalar, siteBase, 6, func(_ *race.Edition, _ *race.Race, rv *race.RaceVerdict) {
		rv.Results[1].Certificate = none
		rv.Results[2].Certificate = &race.Certificate{Status: race.CertificateHeld, Reason: race.CertPending}
		rv.Results[3].Entry.Visibility, rv.Results[3].Certificate = race.Anonymous, &race.Certificate{Status: race.CertificateReady, ByCode: true}
		rv.Results[4].Entry.Visibility, rv.Results[4].Certificate = race.Masked, &race.Certificate{Status: race.CertificateReady, ByCode: true}
		rv.Results[5].Annulled, rv.Results[5].Gun, rv.Results[5].Net = true, race.NoTime, race.NoTime
	})
	files := written(t, f)
	var stamps map[string]string
	if err := json.Unmarshal([]byte(files["stamps/0"]), &stamps); err != nil {
		t.Fatal(err)
	}
	issues, _ := f.issues()
	for i, want := range []string{"page, 1, 12665, 12581", "", "", "no page, 0, -1, -1", "page, 5, 12665, 12581", "page, 6, -1, -1"} {
		hash := sha256.Sum256(f.signer.tag("2022", "marathon", f.results[i].Entry.Bib))
		line, listed := stamps[signing.Lower32.EncodeToString(hash[:8])]
		if listed != (want != "") || listed && line[:16] != signing.Lower32.EncodeToString(issues[i].Stamp[:]) {
			t.Errorf("bib %d: listed %v with %q, want %v", i+1, listed, line, want)
		}
		if got := unveiled(t, line, issues[i]); got != want {
			t.Errorf("bib %d: today is %q, want %q", i+1, got, want)
		}
	}
	if len(stamps) != 4 {
		t.Errorf("%d are listed", len(stamps))
	}
	for name, text := range files {
		for _, secret := range []string{"选手", signing.Lower32.EncodeToString(issues[0].Tag[:]), base64.RawURLEncoding.EncodeToString(f.signer.key.Number())} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	var head signRace
	if err := json.Unmarshal([]byte(files["race"]), &head); err != nil || head.Divisions["women"]["en"] != "Women" || head.Edition["zh"] != "2022北京马拉松" ||
		head.Race["en"] != "Marathon" || head.Revision != 1 || head.Bits != 0 || head.Runner["en"] != "en/2022/marathon/runners/*.html" || head.Page["zh"] != "zh/2022/marathon/" {
		t.Errorf("%+v: %v", head, err)
	}
}

// unveiled is what a line says of today, read by other code than that which wrote
// it; "" for no line.
func unveiled(t *testing.T, line string, i signing.Issue) string {
	t.Helper()
	if line == "" {
		return ""
	}
	b, err := signing.Lower32.DecodeString(line[16:])
	if err != nil || len(b) != 8 {
		t.Fatalf("%q: %v", line, err)
	}
	veil := sha256.Sum256(slices.Concat(i.Tag[:], i.Stamp[:]))
	bits := ""
	for n := range b {
		bits += fmt.Sprintf("%08b", b[n]^veil[n])
	}
	number := func(from, to int) int64 {
		n, err := strconv.ParseInt(bits[from:to], 2, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return fmt.Sprintf("%s, %d, %d, %d", map[byte]string{'0': "no page", '1': "page"}[bits[0]], number(1, 24), number(24, 44)-1, number(44, 64)-1)
}

func TestListsTellNothingByTheirOrder(t *testing.T) {
	f := signed(t, rfcScalar, siteBase, 100, nil)
	issues, _ := f.issues()
	text := written(t, f)["stamps/0"]
	last, ordered, lines := -1, true, regexp.MustCompile(`"([a-z2-7]{13})":"[a-z2-7]{29}"`).FindAllStringSubmatch(text, -1)
	if len(lines) != len(issues) {
		t.Fatalf("%d lines", len(lines))
	}
	for i := range issues {
		hash := sha256.Sum256(issues[i].Tag[:])
		at := strings.Index(text, signing.Lower32.EncodeToString(hash[:8]))
		if at < 0 {
			t.Fatalf("bib %d is not listed", i+1)
		}
		ordered = ordered && at > last
		last = at
	}
	if !slices.IsSortedFunc(lines, func(a, b []string) int {
		first, _ := signing.Lower32.DecodeString(a[1])
		second, _ := signing.Lower32.DecodeString(b[1])
		return bytes.Compare(first, second)
	}) {
		t.Error("they are not in the order of the hashes")
	}
	if ordered {
		t.Error("they are in the order of the results")
	}
}

func TestTheKeyFileHasThePublicKeyForBrowsers(t *testing.T) {
	f := signed(t, rfcScalar, siteBase, 1, nil)
	var b bytes.Buffer
	if err := f.signer.Key(&b, map[string][]string{"2022": {"marathon"}}); err != nil {
		t.Fatal(err)
	}
	var list struct {
		Key struct{ Kty, Crv, X, Y string }
		ID  string
	}
	if err := json.Unmarshal(b.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	x, _ := base64.RawURLEncoding.DecodeString(list.Key.X)
	y, _ := base64.RawURLEncoding.DecodeString(list.Key.Y)
	if !bytes.Equal(append(append([]byte{4}, x...), y...), f.signer.key.Public()) || list.Key.Kty != "EC" || list.Key.Crv != "P-256" || list.ID != f.signer.ID() {
		t.Errorf("%+v", list.Key)
	}
	if strings.Contains(b.String(), `"d"`) || strings.Contains(b.String(), base64.RawURLEncoding.EncodeToString(f.signer.key.Number())) {
		t.Error("the private key stands in it")
	}
}

func TestListsOf30000AreSmallAndACorrectionChangesFewOfThem(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the lists of 30,000 runners five times")
	}
	const runners = 30_000
	f := signed(t, rfcScalar, siteBase, runners, nil)
	files := written(t, f)
	all, most := 0, map[string]int{}
	for name, text := range files {
		all += len(text)
		kind, _, _ := strings.Cut(name, "/")
		most[kind] = max(most[kind], len(text))
	}
	const key = 400 // bytes of the public key's file
	one := key + most["race"] + most["stamps"]
	t.Logf("%d files, %d bytes; the largest: %v; a check loads at most %d bytes", len(files), all, most, one)
	if all > 2_000_000 || one > 20_000 {
		t.Errorf("%d bytes in all, %d for a check", all, one)
	}
	for what, change := range map[string]func(rv *race.RaceVerdict){
		"a time": func(rv *race.RaceVerdict) { rv.Results[12_345].Gun += 2_000 },
		"a name": func(rv *race.RaceVerdict) { rv.Results[12_345].Entry.Name = "别人" },
		"a hold": func(rv *race.RaceVerdict) {
			rv.Results[12_345].Certificate = &race.Certificate{Status: race.CertificateHeld}
		},
		"two places": func(rv *race.RaceVerdict) { rv.Results[7].Place, rv.Results[8].Place = 9, 8 },
	} {
		after := written(t, signed(t, rfcScalar, siteBase, runners, func(_ *race.Edition, _ *race.Race, rv *race.RaceVerdict) { change(rv) }))
		if names := changedIn(files, after); len(names) == 0 || len(names) > 4 {
			t.Errorf("%s changes %d files: %v", what, len(names), names)
		}
	}
}

func TestHowManyFilesThereAreFollowsFromTheField(t *testing.T) {
	for entries, want := range map[int]int{0: 0, 1: 0, 240: 0, 241: 1, 480: 1, 481: 2, 30_000: 7, 1_000_000: 13} {
		if got := signing.BitsOf(entries, listed); got != want {
			t.Errorf("%d entries: %d bits, want %d", entries, got, want)
		}
	}
	if got := signing.BitsOf(30_000, listedFew); got != 6 {
		t.Errorf("30,000 entries where files must be few: %d bits, want 6", got)
	}
}
