package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// stranger is another site, which our pages must never request.
type stranger struct {
	host string // with its port
	hits atomic.Pointer[string]
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	s := &stranger{}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		asked := in.Method + " " + in.URL.String()
		s.hits.Store(&asked)
		out.Header().Set("Access-Control-Allow-Origin", "*")
		out.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(out, `window.hit = "a script of another site"; export const offer = () => {}, certificate = () => {};`)
	}))
	t.Cleanup(server.Close)
	s.host = strings.Replace(server.Listener.Addr().String(), "127.0.0.1", "evil.test", 1)
	return s
}

// unharmed checks that a page is still ours and works, and that nothing from its
// address or its data ran or was requested.
func (w *walk) unharmed(s *stranger, what string) {
	w.t.Helper()
	if at := see[string](w, `location.origin`); at != w.host {
		w.t.Errorf("%s: the page is of %s", what, at)
	}
	if by := see[string](w, `String(window.hit ?? "")`); by != "" {
		w.t.Errorf("%s: it ran: %s", what, by)
	}
	if see[bool](w, `({}).polluted !== undefined || Object.keys(Object.prototype).length > 0 || Array.prototype.polluted !== undefined`) {
		w.t.Errorf("%s: every object has something more", what)
	}
	if asked := s.hits.Swap(nil); asked != nil {
		w.t.Errorf("%s: another site was asked: %s", what, *asked)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range w.wrong {
		w.t.Errorf("%s: %s", what, text)
	}
	w.wrong = nil
}

// rested waits until the page and everything it requests have loaded.
func (w *walk) rested() {
	w.t.Helper()
	w.until(`document.readyState === "complete"`)
	_, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`(async () => {
		for (let n = -1; n !== performance.getEntriesByType("resource").length; await new Promise((done) => setTimeout(done, 25))) n = performance.getEntriesByType("resource").length;
		return true;
	})()`, chromedp.EvalAwaitPromise))
	if err != nil && !strings.Contains(err.Error(), "context was destroyed") && !strings.Contains(err.Error(), "navigated or closed") {
		w.t.Fatal(err)
	}
	w.until(`document.readyState === "complete"`)
}

// evilHTML is HTML that must neither run nor load, wherever data are shown.
func evilHTML(s *stranger) string {
	return strings.ReplaceAll(`<img src=x onerror="hit='onerror'"><svg onload="hit='onload'"><a xlink:href="javascript:hit='svg'"><text>x</text></a><animate attributeName=href values="javascript:hit=1"/></svg>`+
		`<script>hit="script"</script><script src="http://EVIL/x.js"></script><script type=module src="http://EVIL/y.js"></script><script src="data:text/javascript,hit='data'"></script>`+
		`<iframe src="http://EVIL/frame"></iframe><iframe srcdoc="<script>parent.hit='srcdoc'</script>"></iframe><object data="http://EVIL/object"></object><embed src="http://EVIL/embed">`+
		`<link rel=stylesheet href="http://EVIL/style.css"><meta http-equiv=refresh content="0;url=http://EVIL/refresh"><base href="http://EVIL/base/"><style>@import "http://EVIL/import.css"</style>`+
		`<img src="http://EVIL/x.png" srcset="http://EVIL/2x.png 2x"><video poster="http://EVIL/poster"></video><p style="background:url(http://EVIL/background)">x</p>`+
		`<a class=run href="javascript:hit='href'">x</a><form action="javascript:hit='action'"><button class=run formaction="javascript:hit='formaction'">x</button></form>`+
		`<p class="go"><a id="certificate" data-join="http://EVIL/join.js" href="http://EVIL/x.pdf">x</a> <button id="save" type="button" hidden>x</button></p>`+
		`<div id="picture"><p hidden></p><figure hidden><a></a></figure></div>`, "EVIL", s.host)
}

func TestBrowserIsNotLedAwayByHostileAddresses(t *testing.T) {
	t.Parallel()
	chromium(t)
	s := newStranger(t)
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	for _, layout := range []string{"pages", "compact"} {
		files := maps.Clone(twoRaces)
		files["data/site.yaml"] += "layout: " + layout + "\n"
		j.write(t, files)
		public := j.build(t, j.key)
		w := browse(t, public)
		w.bare.Store(true) // the security policy would hide faults of scripts
		t.Run("paths, layout "+layout, func(t *testing.T) {
			w.t = t
			for _, path := range []string{"//EVIL/a/b/runners/#M1", "//EVIL/a/b/runners/M1.html", "//EVIL/a/b/runners/M1", "///EVIL/a/b/runners/#M1", "///EVIL/a/b/runners/M1.html", `/\EVIL/a/b/runners/#M1`, `/\EVIL/a/b/runners/M1.html`, `/\/EVIL/a/b/runners/M1`,
				"/%5CEVIL/a/b/runners/#M1", "/%2FEVIL/a/b/runners/M1.html", "//x@EVIL/a/b/runners/#M1", "//x@EVIL/a/b/runners/M1.html", "/@EVIL/a/b/runners/#M1", "//EVIL//a/b/runners/#M1", "/javascript:hit=1/a/b/runners/#M1",
				"/a/b/runners/#javascript:hit=1", "/http:/EVIL/a/runners/#M1", "/data:text%2Fhtml,%3Cscript%3Ehit=1%3C%2Fscript%3E/a/b/runners/M1.html", "/a/b/__proto__/runners/#constructor", "/a/b/runners/" + strings.Repeat("A", 30_000)} {
				w.open(w.host + strings.ReplaceAll(path, "EVIL", s.host))
				w.rested()
				w.unharmed(s, fmt.Sprintf("%.80s", path))
			}
		})
		t.Run("what follows # and ?, layout "+layout, func(t *testing.T) {
			w.t = t
			hashes := []string{`#<img src=x onerror=hit=1>`, "#%", "#%E0%A4%A", "#__proto__,constructor,toString", "#__proto__/constructor/x", "#javascript:hit=1", "#data:text/html,<script>hit=1</script>", "#//EVIL/x",
				"#..%2F..%2F..%2F%2FEVIL%2Fx,%2F%2FEVIL", "#A1,$&$'$`", "#2022/run/<svg onload=hit=1>", "#finish-1=0:00:01", "#" + strings.Repeat("9", 60_000)}
			for _, page := range []string{"en/2022/run/runners/", "en/2022/run/compare.html", "en/2022/run/statistics/", "en/search/", "en/verify/"} {
				for i, hash := range hashes {
					hash = strings.ReplaceAll(hash, "EVIL", s.host)
					if i < 2 {
						w.open(page + hash)
					} else {
						w.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("location.hash = %q", hash)))
					}
					w.rested()
					w.unharmed(s, fmt.Sprintf("%s%.60s", page, hash))
				}
			}
			jump, err := filepath.Glob(filepath.Join(public, "assets", "jump.*.js"))
			if err != nil || len(jump) != 1 {
				t.Fatal(jump, err)
			}
			w.instead.Store("/en/spans.html", `<html lang="en"><p id="missed" hidden><table class="spans"><tr data-first="1" data-last="9" data-slowest="9e99"><th><a href="/en/">1</a></table><script type="module" src="/assets/`+filepath.Base(jump[0])+`"></script>`)
			for _, page := range []string{"en/", "en/spans.html"} {
				for _, query := range []string{"?q=%3Csvg%20onload%3Dhit%3D1%3E", "?q=__proto__", "?q=//EVIL/x", "?q=999999999999999999999", "?q=%E0%A4", "?__proto__[polluted]=1&constructor[prototype][polluted]=1&q=1", "?q=" + strings.Repeat("x", 20_000)} {
					w.open(page + strings.ReplaceAll(query, "EVIL", s.host))
					w.rested()
					w.unharmed(s, fmt.Sprintf("%s%.60s", page, query))
				}
			}
		})
		t.Run("scripts go on after a hostile address, layout "+layout, func(t *testing.T) {
			w.t = t
			w.open("en/2022/run/compare.html#%")
			w.rested()
			w.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#A1,A2"`))
			w.until(`document.querySelectorAll("#compared thead th").length === 3`)
			w.open("en/search/#%")
			w.rested()
			w.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#2022/run/A1"`))
			w.until(`document.getElementById("bib").value === "A1"`)
			w.unharmed(s, "in the end")
		})
	}
}

// hostileCase is a file that is replaced, and what a visitor then does.
type hostileCase struct{ claim, file, text, page, act string }

func TestBrowserIsNotHarmedByHostileData(t *testing.T) {
	t.Parallel()
	chromium(t)
	s := newStranger(t)
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	j.write(t, twoRaces)
	j.write(t, map[string]string{"data/site.yaml": twoRaces["data/site.yaml"] + "layout: compact\n"})
	w := browse(t, j.build(t, j.key))

	const (
		shard, index, imprints = "/2022/run/runners/en/0.json", "/2022/run/search/index.json", "/2022/run/certificates/0.json"
		runner, compared       = "en/2022/run/runners/#A1", "en/2022/run/compare.html#A1,A2"
		clicks                 = `document.querySelectorAll(".run, #certificate, #save").forEach((part) => part.click())`
		types                  = `(() => { const field = document.getElementById("finder"); field.focus(); field.value = "A1"; field.dispatchEvent(new Event("input", {bubbles: true}));
			setTimeout(() => field.form.requestSubmit(), 150); })()`
		asks = `(() => { const form = document.getElementById("lookup"); form.elements.bib.value = "A1"; form.requestSubmit(); })()`
	)
	quoted := func(text string) string { return strings.Trim(fmt.Sprintf("%q", text), `"`) }
	var cases []hostileCase
	add := func(file, claim, text string, pages ...string) {
		for _, page := range pages {
			page, act, _ := strings.Cut(page, " ")
			cases = append(cases, hostileCase{page + ": " + claim, file, strings.ReplaceAll(text, "EVIL", s.host), page, act})
		}
	}
	html := quoted(evilHTML(s))
	wrong := map[string]string{
		"nothing": "", "null": "null", "a text": `"x"`, "an object": "{}", "broken off": `{"forms":[["<h1>`, "no JSON": "<!DOCTYPE html><p>x</p>", "deep": strings.Repeat("[", 50_000),
	}
	for claim, text := range wrong {
		add(shard, claim, text, runner+" "+clicks, compared)
		add(index, claim, text, "en/2022/run/ "+types)
		add(imprints, claim, text, runner+" "+clicks, "en/search/#2022/run "+asks)
	}
	for claim, text := range map[string]string{
		"HTML in a page":        `{"forms":[["` + html + `",""]],"runners":{"A1":["x",0,"` + html + `"],"A2":["x",0,""]}}`,
		"HTML in a name":        `{"forms":[["<article class=runner><b data-bib></b><h1 data-name><span>x</span></h1><b data-status></b></article>"]],"runners":{"A1":["` + html + `",0],"A2":["` + html + `",0]}}`,
		"HTML for a reader":     `{"forms":[["<article class=runner><p><b data-bib>` + html + `</b></p><h1 data-name><span lang='` + `x'>&lt;img src=x onerror=hit=1&gt;</span></h1><b data-status>` + html + `</b><div><dd data-gun>99999999999999999999:00:00</dd><dd data-net></dd><div data-place><dt>` + html + `</dt></div></div></article>"]],"runners":{"A1":["x",0],"A2":["x",0]}}`,
		"great times":           `{"forms":[["<article class=runner><b data-bib></b><h1 data-name><span>x</span></h1><b data-status></b><div><dd data-gun>","</dd><dd data-net></dd></div></article>"]],"runners":{"A1":["x",0,"0:00:01"],"A2":["x",0,"999999:59:59"]}}`,
		"polluting keys":        `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"forms":[["<h1>x</h1>"]],"runners":{"__proto__":{"polluted":1},"A1":["x",0]}}`,
		"wrong types":           `{"forms":{"0":5},"runners":{"A1":{"0":"x"},"A2":5}}`,
		"a form that is not":    `{"forms":[],"runners":{"A1":["x",1e308],"A2":["x","constructor"]}}`,
		"no name, wrong slots":  `{"forms":[["<h1>","</h1>","y"]],"runners":{"A1":[null,0,{"a":1},[1,2]],"A2":[]}}`,
		"no runners":            `{"forms":[["x"]],"runners":null}`,
		"certificate elsewhere": `{"forms":[["<h1>x</h1><a id=certificate data-join='/x' href='//EVIL/x.pdf'>x</a><button id=save hidden></button>"]],"runners":{"A1":["x",0]}}`,
	} {
		add(shard, claim, text, runner+" "+clicks, compared)
	}
	for claim, text := range map[string]string{
		"a form elsewhere":      `{"form":"http://EVIL/form.pdf","imprints":{"A1":"eA=="}}`,
		"a form without scheme": `{"form":"//EVIL/form.pdf","imprints":{"A1":"eA=="}}`,
		"a form of data":        `{"form":"data:application/pdf,x","imprints":{"A1":"eA=="}}`,
		"a form that runs":      `{"form":"javascript:hit=1","imprints":{"A1":"eA=="}}`,
		"no base64":             `{"form":"form.pdf","imprints":{"A1":"<>"}}`,
		"wrong types":           `{"form":5,"imprints":{"A1":{"a":1}}}`,
	} {
		add(imprints, claim, text, runner+" "+clicks, "en/search/#2022/run "+asks)
	}
	for claim, text := range map[string]string{
		"a version elsewhere": `{"version":"http://EVIL/x","forms":"","digits":false,"bibs":[""],"names":[""]}`,
		"a version of paths":  `{"version":"../../../..//EVIL/x","forms":"","digits":false,"bibs":[""],"names":[""]}`,
		"wrong types":         `{"version":{},"forms":5,"digits":"x","bibs":"A","names":{"length":1e9}}`,
		"great numbers":       `{"version":1e308,"forms":"ab","digits":1,"bibs":[1e308,-1],"names":[null]}`,
		"polluting keys":      `{"__proto__":{"polluted":1},"version":"__proto__","forms":"__proto__","bibs":["__proto__"],"names":["constructor"]}`,
	} {
		add(index, claim, text, "en/2022/run/ "+types)
	}
	const own = `{"files":[["v"],["v"]],"together":3,"bare":true,"forms":"","digits":false,"bibs":[""],"names":[""]}`
	list := func(bib, name, latin string) string { // one row, which the bib A1 finds
		return `{"bibs":"` + bib + `","names":"` + name + `","latin":"` + latin + `","labels":"","clubs":"","nations":"","keys":"0A1","rows":""}`
	}
	parts := map[string]string{
		"HTML in names":     list("A1", html, html),
		"a bib that leads":  list("//EVIL/x", "x", "x"),
		"a bib that climbs": list("../../../..//EVIL", "x", "x"),
		"a bib that runs":   list("javascript:hit=1", "x", "x"),
		"half a letter":     list("A1", `\ud800`, "x"),
		"rows of nobody":    `{"bibs":"A1","names":"x","latin":"x","labels":"constructor","clubs":"","nations":"__proto__","keys":"0A1\n9A1\nA1","rows":"7 99999999999\n-7\n1e308"}`,
		"wrong types":       `{"bibs":null,"names":7,"latin":{"a":1},"keys":[["A1",0],["A1",7],[5]],"rows":1e308}`,
		"no keys":           `{"bibs":"A1","names":"x","latin":""}`,
		"polluting columns": `{"__proto__":{"polluted":1},"constructor":{"polluted":1},"bibs":"A1","names":"__proto__","latin":"","labels":"","clubs":"","nations":"","keys":"0A1","rows":""}`,
		"broken off":        `{"bibs":"A1","na`,
	}

	for _, bare := range []bool{true, false} {
		w.bare.Store(bare)
		t.Run(fmt.Sprintf("without a policy %v", bare), func(t *testing.T) {
			w.t = t
			for _, c := range cases {
				if !bare && !strings.Contains(c.text, "hit") && !strings.Contains(c.text, s.host) {
					continue // a policy has nothing to forbid in it
				}
				w.instead.Store(c.file, c.text)
				w.visit(s, c)
				w.instead.Delete(c.file)
			}
			w.instead.Store(index, own)
			for claim, text := range parts {
				if !bare && !strings.Contains(claim, "HTML") {
					continue
				}
				for _, list := range []string{"bv", "nv"} {
					w.instead.Store("/2022/run/search/lists/"+list+".json", strings.ReplaceAll(text, "EVIL", s.host))
				}
				w.visit(s, hostileCase{claim: "lists: " + claim, page: "en/2022/run/", act: types})
			}
			w.instead.Clear()
			w.open(runner)
			w.until(`document.querySelector("article.runner .eyebrow b")?.textContent === "A1"`)
			w.unharmed(s, "in the end")
		})
	}
}

// visit opens a page, does what a visitor does, and checks that it did no harm.
func (w *walk) visit(s *stranger, c hostileCase) {
	w.t.Helper()
	w.open(c.page)
	w.rested()
	if c.act != "" {
		w.do(chromedp.Evaluate[chromedp.Void](c.act))
		time.Sleep(200 * time.Millisecond)
		w.rested()
	}
	if !strings.Contains(c.claim, "HTML in a page") && !strings.Contains(c.claim, "HTML for a reader") {
		w.unharmed(s, c.claim)
		return
	}
	// A browser reports these when it parses them, although they are removed before
	// they could run: without a policy, none runs. It may report some after the check.
	forgive := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.wrong = slices.DeleteFunc(w.wrong, func(text string) bool {
			return strings.HasPrefix(text, "Executing inline event handler violates") || strings.HasPrefix(text, "Applying inline style violates")
		})
	}
	forgive()
	w.unharmed(s, c.claim)
	w.do(chromedp.Navigate("about:blank"))
	forgive()
}
