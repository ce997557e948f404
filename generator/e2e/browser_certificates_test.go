package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/build"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
	"guntime/generator/internal/site"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// judgedTwice is a project of two races with two releases: its folder, its key, and
// the links of its certificates before the second release.
type judgedTwice struct {
	dir    string
	key    ownKey
	before map[string]string // by race and bib: "run/1"
	after  map[string]string
	other  string // link signed with another key
	past   string // link of an edition that the site does not have
	away   string // link signed with the same key for another site
}

// bothLayouts builds the two races before their releases, with a file a runner and compact.
func bothLayouts(t *testing.T) (files, compact string) {
	t.Helper()
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	j.write(t, twoRaces)
	files = j.build(t, j.key)
	j.write(t, map[string]string{"data/site.yaml": twoRaces["data/site.yaml"] + "layout: compact\n"})
	return files, j.build(t, j.key)
}

var twoRaces = map[string]string{
	"data/site.yaml": "title: {en: Trial run, zh: 试跑}\nbase_url: https://example.org/\nlanguages: [en, zh]\n",
	"data/2022/edition.yaml": `name: {en: Trial run 2022, zh: 2022试跑}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  run:
    name: {en: 10 km, zh: 十公里}
    km: 10
    gun: "07:30:00"
    divisions: {men: {gender: M}, women: {gender: F}}
    points: [{id: start, km: 0}, {id: finish, km: 10}]
  night:
    name: {en: Night run, zh: 夜跑}
    km: 5
    gun: "20:00:00"
    divisions: {all: {name: {en: All, zh: 全体}}}
    points: [{id: start, km: 0}, {id: finish, km: 5}]
    certificate: {access: code}
`,
	"data/2022/run/entries.csv": "bib,name,gender,visibility,certificate_hold,certificate_code\nA1,张伟,M,public,no,\nA2,Wanjiru Kamau,M,public,no,\nA3,Łukasz Nowak,M,public,no,\n" +
		"A4,李娜,F,public,no,\nA5,Held Back,F,public,yes,\nA6,Hidden Away,F,masked,no,QWERTY123456\nA7,Never There,F,public,no,\n",
	"data/2022/run/times.csv":     "bib,start,finish\nA1,0:00:01,0:40:00.5\nA2,0:00:01,0:40:10.5\nA3,0:00:01,0:41:00.5\nA4,0:00:01.5,0:39:00.001\nA5,0:00:01,0:50:00\nA6,0:00:01,0:51:00\n",
	"data/2022/night/entries.csv": "bib,name,gender,certificate_code\nN7,陈晨,M,7Q2MXK4PA0B1\nN8,No Code,F,\n",
	"data/2022/night/times.csv":   "bib,start,finish\nN7,0:00:01,0:20:00\nN8,0:00:01,0:21:00\n",
}

func judgeTwice(t *testing.T) judgedTwice {
	t.Helper()
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	j.write(t, twoRaces)
	j.run(t, "release", "-now", "2022-11-07T09:00:00+08:00", "2022")
	j.before = j.links(t, j.key)
	j.other = j.links(t, newKey(t))["run/A4"]
	j.write(t, map[string]string{"data/2022/run/rulings.csv": "bib,ruling,clause,authority,date\nA1,disqualify,,Referee,2022-11-08\n"})
	j.run(t, "release", "-now", "2022-11-08T09:00:00+08:00", "2022")
	j.after = j.links(t, j.key)
	past := judgedTwice{dir: t.TempDir()}
	past.write(t, twoRaces)
	if err := os.Rename(filepath.Join(past.dir, "data/2022"), filepath.Join(past.dir, "data/1999")); err != nil {
		t.Fatal(err)
	}
	j.past = past.links(t, j.key)["run/A4"]
	away := judgedTwice{dir: t.TempDir()}
	away.write(t, twoRaces)
	away.write(t, map[string]string{"data/site.yaml": strings.Replace(twoRaces["data/site.yaml"], "example.org/", "example.org/rehearsal/", 1)})
	j.away = away.links(t, j.key)["run/A4"]
	return j
}

// ownKey is a private key and its file.
type ownKey struct {
	*certificate.Key
	private *ecdsa.PrivateKey
	file    string
}

func newKey(t *testing.T) ownKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	key, err := certificate.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return ownKey{key, private, file}
}

func (j judgedTwice) write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		full := filepath.Join(j.dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func (j judgedTwice) run(t *testing.T, command string, args ...string) {
	t.Helper()
	var complaint strings.Builder
	if status := run(t.Context(), append([]string{command, "-C", j.dir}, args...), io.Discard, &complaint); status != done {
		t.Fatalf("%s: exit status %d: %s", command, status, complaint.String())
	}
}

// links returns what follows the # in the link of each certificate.
func (j judgedTwice) links(t *testing.T, key ownKey) map[string]string {
	t.Helper()
	in := prepared(t, build.Options{Dir: j.dir, Key: key.Key, Now: newYear})
	all := map[string]string{}
	for _, v := range in.Verdicts {
		for _, rv := range v.Races {
			for i := range rv.Results {
				r := &rv.Results[i]
				if r.Certificate.Status == race.CertificateReady {
					link, err := in.Forms[rv].Link(r)
					if err != nil {
						t.Fatal(err)
					}
					_, all[rv.Race.ID+"/"+r.Entry.Bib], _ = strings.Cut(link, "#")
				}
			}
		}
	}
	return all
}

// build builds the site, signed if there is a key.
func (j judgedTwice) build(t *testing.T, key ownKey) (public string) {
	t.Helper()
	return j.buildInto(t, key, filepath.Join(t.TempDir(), "public"))
}

func (j judgedTwice) buildInto(t *testing.T, key ownKey, out string) (public string) {
	t.Helper()
	built, err := build.Site(t.Context(), build.Options{Dir: j.dir, Public: out, Key: key.Key, Now: newYear})
	if err != nil {
		t.Fatal(built.Found, err)
	}
	return out
}

func TestBrowserChecksCertificates(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := judgeTwice(t)
	public := j.build(t, j.key)
	w := browse(t, public)
	w.open("en/verify/#" + j.after["run/A4"])
	w.answer()
	const end = 64 / 2 * 5 // of the signature's digits
	whole, elsewhere := j.after["run/A4"], j.after["night/N7"]
	forged := []byte(whole)
	forged[len(forged)-1]++ // the revision, which is 2
	for _, c := range []struct {
		claim, link, state string
		says               []string
		not                string
	}{
		{"a certificate of the results as they stand is genuine", j.after["run/A4"], "genuine",
			[]string{"Genuine", "李娜", "A4", "Trial run 2022 · 10 km", "Women", "Place 1", "0:39:01", "0:38:59", "Revision of the results 2"}, "Revoked"},
		{"an older one that says its revision is superseded, and its times are told to be the same", j.before["run/A4"], "superseded",
			[]string{"Superseded", "Revision of the results 1", "revision 1 of the results; the site now publishes revision 2", "Place and times are unchanged"}, "Genuine"},
		{"one whose place moved since is superseded, and says by what", j.before["run/A3"], "superseded",
			[]string{"Superseded", "the site now publishes revision 2", "Łukasz Nowak", "Place 3", "0:41:01", "Today’s result on this site Place 2", "To the runner’s page"}, "Place and times are unchanged"},
		{"the one that took its place is genuine", j.after["run/A3"], "genuine", []string{"Place 2"}, "Superseded"},
		{"that of a runner disqualified since is revoked", j.before["run/A1"], "revoked", []string{"Revoked", "张伟", "0:40:01", "To the results of the race"}, "Genuine"},
		{"a changed one is not ours, and nothing of it is shown", string(forged), "forged", []string{"Not issued by this site"}, "0:39:01"},
		{"one with another race's signature is not ours", whole[:end] + elsewhere[end:], "forged", []string{"Not issued by this site"}, "陈晨"},
		{"one that another organiser signed is not ours", j.other, "forged", []string{"Not issued by this site"}, "李娜"},
		{"one of an edition that is no longer here is revoked", j.past, "revoked", []string{"Revoked", "1999 · run"}, "Genuine"},
		{"one that the same key signed for another site is not of this one", j.away, "elsewhere", []string{"Not issued by this site", "from another site"}, "Genuine"},
		{"nothing is believed of one that is changed, its site neither", altered(t, j.after["run/A4"], 64+1), "forged", []string{"Not issued by this site"}, "another site"},
		{"one with another stamp is not ours", altered(t, j.after["run/A4"], 64+13), "forged", []string{"Not issued by this site"}, "Superseded"},
		{"one printed before there were stamps is superseded", legacy(t, j.key, j.after["run/A4"]), "superseded",
			[]string{"李娜", "0:39:01", "0:38:59", "Place 1", "2022 · 10 km", "of an older kind"}, "Place and times are unchanged"},
		{"one printed before there were stamps is revoked with its runner", legacy(t, j.key, j.before["run/A1"]), "revoked", []string{"张伟", "0:40:01"}, "Genuine"},
		{"one printed before there were stamps is revoked with its edition", legacy(t, j.key, j.past), "revoked", []string{"李娜"}, "Genuine"},
		{"one cut short is not confirmed", j.after["run/A4"][:len(j.after["run/A4"])-12], "incomplete", []string{"Not confirmed", "Scan the code again"}, "李娜"},
		{"one without its signature is not confirmed", whole[end:], "incomplete", []string{"Not confirmed"}, "李娜"},
		{"one with a payload cut short is not confirmed", whole[:end] + whole[end+10:], "incomplete", []string{"Not confirmed"}, "李娜"},
		{"any text is not confirmed", "%E0%A4%A.<b>", "incomplete", []string{"Not confirmed"}, "Genuine"},
		{"without one the page asks for it", "", "empty", []string{"Scan the code"}, "Genuine"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			w.t = t
			state, text := w.checks(c.link)
			if state != c.state {
				t.Errorf("the answer is %q, want %q", state, c.state)
			}
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("it lacks %q: %s", want, text)
				}
			}
			if strings.Contains(text, c.not) {
				t.Errorf("it says %q: %s", c.not, text)
			}
			w.calm()
		})
	}
	t.Run("the code printed on a certificate leads to it", func(t *testing.T) {
		w.t = t
		draw, scan := needs(t, "pdftoppm"), needs(t, "zbarimg")
		sheet := filepath.Join(t.TempDir(), "sheet")
		if out, err := exec.Command(draw, "-r", "150", "-png", "-singlefile", filepath.Join(public, "2022/run/certificates/A4.pdf"), sheet).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		out, err := exec.Command(scan, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", sheet+".png").Output()
		if err != nil {
			t.Fatal(err)
		}
		page, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "https://example.org/")
		if !ok {
			t.Fatalf("it reads %q", out)
		}
		w.open(page)
		if state, text := w.answer(); state != "genuine" || !strings.Contains(text, "李娜") {
			t.Errorf("%s: %s", state, text)
		}
		w.calm()
	})
	t.Run("it speaks Chinese on the Chinese page, and the way there keeps the certificate", func(t *testing.T) {
		w.t = t
		w.open("en/verify/#" + j.before["run/A3"])
		w.answer()
		w.do(click(`.languages a[lang="zh"]`), chromedp.WaitReady(`html[lang="zh"] .answer`))
		if state, text := w.answer(); state != "superseded" || !strings.Contains(text, "本站现在公布的是第2版") || !strings.Contains(text, "2022试跑 · 十公里") || !strings.Contains(text, "男子") {
			t.Errorf("%s: %s", state, text)
		}
		w.calm()
	})
	t.Run("an address can be typed in, by keyboard alone", func(t *testing.T) {
		w.t = t
		w.open("en/verify/")
		w.answer()
		w.do(chromedp.SendKeys("#address", "https://example.org/en/verify/#"+j.before["run/A1"]+kb.Enter))
		w.until(`document.getElementById("answer").dataset.state === "revoked"`)
		w.calm()
	})
	t.Run("what cannot be loaded is neither confirmed nor refused", func(t *testing.T) {
		w.t = t
		defer w.without.Store(nil)
		for _, list := range []string{"/verify.json", "/2022/run/verify/race.json", "/2022/run/verify/stamps/0.json"} {
			w.without.Store(&list)
			w.open("en/verify/#" + j.after["run/A4"])
			if state, text := w.answer(); state != "offline" || !strings.Contains(text, "Not checked") || strings.Contains(text, "李娜") {
				t.Errorf("without %s %s: %s", list, state, text)
			}
		}
		w.calm()
	})
	t.Run("on plain http it says what to do", func(t *testing.T) {
		w.t = t
		w.open(strings.Replace(w.host, "127.0.0.1", "race.test", 1) + "/en/verify/#" + j.after["run/A4"])
		if state, text := w.answer(); state != "insecure" || !strings.Contains(text, "its https:// address") {
			t.Errorf("%s: %s", state, text)
		}
		w.calm()
	})
	t.Run("without scripts it says what to do", func(t *testing.T) {
		w.t = t
		if text := w.withoutScripts("en/verify/#" + j.after["run/A4"]); !strings.Contains(text, "needs JavaScript") || strings.Contains(text, "Address in") {
			t.Error(text)
		}
	})
}

func TestBrowserOfASiteWithoutAKeySaysThatNothingIsSigned(t *testing.T) {
	chromium(t)
	j := judgedTwice{dir: t.TempDir()}
	j.write(t, twoRaces)
	w := browse(t, j.build(t, ownKey{}))
	w.open("en/verify/")
	if text := w.reading(); !strings.Contains(text, "are not signed") {
		t.Error(text)
	}
	w.calm()
}

func TestBrowserFindsCertificates(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := judgedTwice{dir: t.TempDir()}
	j.write(t, twoRaces)
	public := j.build(t, ownKey{})
	w := browse(t, public)
	for _, c := range []struct {
		claim, at, bib, code, state, file, save string
	}{
		{"an open certificate is downloaded by its bib", "", "A2", "", "found", "2022/run/certificates/A2.pdf", "run-A2.pdf"},
		{"small letters, full-width forms and spaces do not matter", "", "ａ2 ", "", "found", "2022/run/certificates/A2.pdf", "run-A2.pdf"},
		{"a bib that nobody has has none", "", "Z9", "", "none", "", ""},
		{"one on hold is not there, and the runner's page says why", "", "A5", "", "none", "", ""},
		{"that of a masked runner is there for the code alone", "", "A6", "", "none", "", ""},
		{"and is found with it", "", "A6", "QWERTY123456", "found", hidden("run", "A6", "QWERTY123456"), "run-A6.pdf"},
		{"a race by code needs one", "2022/night", "N7", "", "code", "", ""},
		{"the token is computed from the code alone", "2022/night", "N7", "7Q2MXK4PA0B1", "found", hidden("night", "N7", "7Q2MXK4PA0B1"), "night-N7.pdf"},
		{"a code may be typed as people read it", "2022/night", "n7", "7q2m-xk4p-aob i", "found", hidden("night", "N7", "7Q2MXK4PA0B1"), "night-N7.pdf"},
		{"a wrong code finds nothing", "2022/night", "N7", "7Q2MXK4PA0B2", "wrong", "", ""},
		{"a link from a runner's page brings race and bib", "2022/night/N7", "", "7Q2MXK4PA0B1", "found", hidden("night", "N7", "7Q2MXK4PA0B1"), "night-N7.pdf"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			w.t = t
			w.open("en/search/#" + c.at)
			w.do(chromedp.WaitVisible("#lookup"))
			if c.bib != "" {
				w.do(chromedp.SendKeys("#bib", c.bib))
			}
			w.do(chromedp.SendKeys("#code", c.code+kb.Enter))
			state, text := w.answer()
			to, said := see[string](w, `document.getElementById("certificate").pathname`), see[string](w, `document.getElementById("runner").pathname`)
			if state != c.state {
				t.Fatalf("the answer is %q, want %q: %s", state, c.state, text)
			}
			if c.file == "" {
				if shown := strings.Contains(text, "See the reason"); shown != (c.bib == "A5" || c.bib == "A6" || c.state == "wrong") {
					t.Errorf("the way to the runner's page is shown: %v", shown)
				} else if shown {
					if _, err := os.Stat(filepath.Join(public, said)); err != nil {
						t.Error(err)
					}
				}
				w.calm()
				return
			}
			if to != "/"+c.file {
				t.Errorf("it leads to %s, want %s", to, c.file)
			}
			if _, err := os.Stat(filepath.Join(public, to)); err != nil {
				t.Error(err)
			}
			saved := w.downloads()
			if got := strings.Join(saved, " "); got != c.save {
				t.Errorf("it is saved as %q, want %q", got, c.save)
			}
			w.calm()
		})
	}
	t.Run("on plain http an open certificate is found, and a code says what to do", func(t *testing.T) {
		w.t = t
		plain := strings.Replace(w.host, "127.0.0.1", "race.test", 1) + "/en/search/"
		w.open(plain)
		w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#bib", "A2"+kb.Enter))
		if state, text := w.answer(); state != "found" {
			t.Errorf("%s: %s", state, text)
		}
		w.open(plain + "#2022/night/N7")
		w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#code", "7Q2MXK4PA0B1"+kb.Enter))
		if state, text := w.answer(); state != "insecure" || !strings.Contains(text, "https:// address") {
			t.Errorf("%s: %s", state, text)
		}
		w.calm()
	})
	t.Run("every field has a label and the answer is announced", func(t *testing.T) {
		w.t = t
		w.open("zh/search/")
		w.do(chromedp.WaitVisible("#lookup"))
		bare := see[int](w, `[...document.querySelectorAll("main input, main select")].filter(f => !f.labels.length).length`)
		role := see[string](w, `document.getElementById("answer").getAttribute("role")`)
		if bare != 0 || role != "status" {
			t.Errorf("%d without a label, the answer is a %q", bare, role)
		}
		w.calm()
	})
	t.Run("without scripts the open lists are offered and the form is not", func(t *testing.T) {
		w.t = t
		text := w.withoutScripts("en/search/")
		if !strings.Contains(text, "needs JavaScript") || !strings.Contains(text, "Women") || strings.Contains(text, "Download the certificate") {
			t.Error(text)
		}
	})
}

// hidden returns the path of a certificate that needs a code.
func hidden(id, bib, code string) string {
	return site.Links(race.Site{}).Certificate("2022", id, site.Token(code, "2022", id, bib))
}
