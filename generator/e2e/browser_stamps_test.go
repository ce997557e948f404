package e2e

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// unpacked returns the bytes of what follows the # in the link of a certificate.
func unpacked(t *testing.T, digits string) (b []byte) {
	t.Helper()
	for ; digits != ""; digits = digits[min(5, len(digits)):] {
		n, err := strconv.Atoi(digits[:min(5, len(digits))])
		if err != nil {
			t.Fatal(err)
		}
		if len(digits) >= 5 {
			b = append(b, byte(n>>8))
		}
		b = append(b, byte(n))
	}
	return b
}

func packed(b []byte) (digits string) {
	for ; len(b) >= 2; b = b[2:] {
		digits += fmt.Sprintf("%05d", binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		digits += fmt.Sprintf("%03d", b[0])
	}
	return digits
}

// altered returns a certificate with one byte changed, as somebody without the key
// could do.
func altered(t *testing.T, link string, at int) string {
	b := unpacked(t, link)
	b[at] ^= 1
	return packed(b)
}

// legacy returns the same certificate in the format before stamps: times in
// milliseconds, correctly signed.
func legacy(t *testing.T, key ownKey, link string) string {
	t.Helper()
	now := bytes.NewBuffer(unpacked(t, link)[64:])
	payload := []byte{1}
	now.Next(1 + 4)
	payload = append(payload, now.Next(8)...)
	now.Next(10 + 1)
	number := func() uint64 {
		n, err := binary.ReadUvarint(now)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 5 {
		n := number()
		payload = append(binary.AppendUvarint(payload, n), now.Next(int(n))...)
	}
	for i := range 4 {
		n := number()
		if i < 2 && n > 0 {
			n = (n-1)*1000 - 499 + 1
		}
		payload = binary.AppendUvarint(payload, n)
	}
	digest := sha256.Sum256(payload)
	r, s, err := ecdsa.Sign(rand.Reader, key.private, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return packed(append(signature, payload...))
}

// changed returns a file of the small project with a part of its text replaced.
func changed(t *testing.T, name, old, new string) map[string]string {
	t.Helper()
	if !strings.Contains(twoRaces[name], old) {
		t.Fatalf("%s has no %q", name, old)
	}
	return map[string]string{name: strings.Replace(twoRaces[name], old, new, 1)}
}

func TestBrowserCallsNoCertificateGenuineThatTheSiteWouldNotGiveToday(t *testing.T) {
	t.Parallel()
	chromium(t)
	const entries, times, rulings = "data/2022/run/entries.csv", "data/2022/run/times.csv", "data/2022/run/rulings.csv"
	ruling := func(bib, kind string) map[string]string {
		return map[string]string{rulings: "bib,ruling,clause,authority,date\n" + bib + "," + kind + ",,Referee,2022-11-08\n"}
	}
	without := changed(t, entries, "A2,Wanjiru Kamau,M,public,no,\n", "")
	maps.Copy(without, changed(t, times, "A2,0:00:01,0:40:10.5\n", ""))
	type expected struct {
		link, state string
		says        []string
	}
	for _, layout := range []string{"pages", "compact"} {
		t.Run(layout, func(t *testing.T) {
			j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
			base := maps.Clone(twoRaces)
			base["data/site.yaml"] += "layout: " + layout + "\n"
			j.write(t, base)
			j.write(t, changed(t, "data/2022/edition.yaml", "state: official", "state: official\ndemonstration: true"))
			rehearsed := j.links(t, j.key)
			j.write(t, base)
			issued := j.links(t, j.key)
			public := j.buildInto(t, j.key, filepath.Join(j.dir, "public"))
			w := browse(t, public)
			check := func(what string, all ...expected) {
				t.Helper()
				w.open("en/verify/") // the data may have changed since
				for _, e := range all {
					state, text := w.checks(e.link)
					if state != e.state {
						t.Errorf("%s: the answer is %q, want %q: %s", what, state, e.state, text)
					}
					for _, want := range e.says {
						if !strings.Contains(text, want) {
							t.Errorf("%s: it lacks %q: %s", what, want, text)
						}
					}
				}
				w.calm()
			}
			genuine := func(bibs ...string) (all []expected) {
				for _, bib := range bibs {
					all = append(all, expected{issued[bib], "genuine", nil})
				}
				return all
			}
			everybody := []string{"run/A1", "run/A2", "run/A3", "run/A4", "run/A6", "night/N7"}
			check("as it was issued", genuine(everybody...)...)
			check("a rehearsal", expected{rehearsed["run/A2"], "superseded", []string{"This certificate is from a rehearsal: its results were made up, and it certifies nothing.", "Wanjiru Kamau"}}, expected{rehearsed["night/N7"], "superseded", []string{"from a rehearsal"}})
			j.write(t, changed(t, entries, "A2,Wanjiru Kamau,M,public,no,", "A2,Wanjiru Kamau,M,anonymous,no,QWERTY654321"))
			j.write(t, changed(t, times, "A2,0:00:01,0:40:10.5", "A2,0:00:01,0:40:20.5"))
			j.buildInto(t, j.key, public)
			check("a runner is anonymous", append(genuine("night/N7"), expected{issued["run/A2"], "superseded", []string{"Wanjiru Kamau", "0:40:11", "To the results of the race"}})...)
			if _, text := w.checks(issued["run/A2"]); strings.Contains(text, "0:40:21") || strings.Contains(text, "Today’s result") {
				t.Errorf("an old certificate tells today's result of somebody anonymous: %s", text)
			}
			for _, c := range []struct {
				what  string
				files map[string]string
				now   []expected
				still []string
			}{
				{"a time is corrected", changed(t, times, "A2,0:00:01,0:40:10.5", "A2,0:00:01,0:40:20.5"),
					[]expected{{issued["run/A2"], "superseded", []string{"place or the times have changed", "0:40:11", "0:40:21", "To the runner’s page"}}}, []string{"run/A1", "run/A3", "run/A4", "run/A6", "night/N7"}},
				{"a time by code is corrected", changed(t, times, "A6,0:00:01,0:51:00", "A6,0:00:01,0:51:01"),
					[]expected{{issued["run/A6"], "superseded", []string{"Hidden Away", "0:51:01"}}}, []string{"run/A1", "run/A2", "run/A3", "night/N7"}},
				{"a name is corrected", changed(t, entries, "Łukasz Nowak", "Łukasz Nowakowski"),
					[]expected{{issued["run/A3"], "superseded", []string{"Place and times are unchanged", "Łukasz Nowak"}}}, []string{"run/A1", "run/A2", "run/A4", "run/A6", "night/N7"}},
				{"a name by code is corrected", changed(t, "data/2022/night/entries.csv", "陈晨", "陈辰"),
					[]expected{{issued["night/N7"], "superseded", nil}}, []string{"run/A1", "run/A2", "run/A3", "run/A4", "run/A6"}},
				{"a runner is taken out", without, []expected{{issued["run/A2"], "revoked", []string{"the runner has no certificate today"}}}, []string{"night/N7"}},
				{"a row cannot be read", changed(t, times, "A2,0:00:01,0:40:10.5", "A2,0:00:01,at noon"), []expected{{issued["run/A2"], "revoked", []string{"To the results of the race"}}}, []string{"night/N7"}},
				{"a time is annulled", ruling("A2", "annul_time"), []expected{{issued["run/A2"], "superseded", nil}}, []string{"night/N7"}},
				{"a certificate is held", ruling("A2", "hold_certificate"), []expected{{issued["run/A2"], "revoked", nil}}, []string{"run/A1", "run/A3", "run/A4", "run/A6", "night/N7"}},
				{"a runner ahead is disqualified", ruling("A1", "disqualify"),
					[]expected{{issued["run/A1"], "revoked", nil}, {issued["run/A2"], "superseded", []string{"Place 2", "Today’s result on this site Place 1"}}}, []string{"night/N7"}},
			} {
				j.write(t, base)
				j.write(t, map[string]string{rulings: "bib,ruling,clause,authority,date\n"})
				j.write(t, c.files)
				j.buildInto(t, j.key, public)
				check(c.what, append(c.now, genuine(c.still...)...)...)
				if after := j.links(t, j.key)["run/A2"]; after != "" && after != issued["run/A2"] {
					check(c.what+", and the new certificate", expected{after, "genuine", nil})
				}
			}
			j.run(t, "rollback")
			check("the last change is rolled back to the time before it", expected{issued["run/A1"], "genuine", nil}, expected{issued["run/A2"], "revoked", nil})
		})
	}
}
