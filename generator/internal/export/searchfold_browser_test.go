package export

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
)

// emptyPage opens an empty page in a real browser, with the finder's script as
// window.finder and the forms of Han characters as window.forms. The tests, which only
// fold texts, share it.
func emptyPage(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser")
	}
	if chromium() == "" && os.Getenv("CI") == "true" {
		t.Fatal("chromium is not here, and the finder's script goes unproven")
	}
	if chromium() == "" {
		t.Skip("chromium is not here")
	}
	ctx, err := thePage()
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// chromium returns the path of the browser, "" if there is none.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// closePage ends the browser of the tests.
var closePage = func() {}

func TestMain(m *testing.M) {
	status := m.Run()
	closePage()
	os.Exit(status)
}

var thePage = sync.OnceValues(func() (context.Context, error) {
	script, err := os.ReadFile(filepath.Join(finderScripts, "search.js"))
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.URL.Path == "/search.js" {
			out.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			out.Write(script)
			return
		}
		out.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(out, "<!DOCTYPE html><title>finder</title>")
	}))
	ctx, end := context.WithTimeout(context.Background(), 10*time.Minute)
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium()), chromedp.NoSandbox)...)
	ctx, leave := chromedp.NewContext(ctx)
	closePage = func() {
		leave()
		stop()
		end()
		server.Close()
	}
	var forms strings.Builder
	for form, r := range hanForms() {
		fmt.Fprintf(&forms, "%c%c", form, r)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL)); err != nil {
		return nil, err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`(async () => {
		window.finder = await import("/search.js");
		window.forms = new Map();
		const all = Array.from(%q);
		for (let i = 0; i < all.length; i += 2) forms.set(all[i], all[i + 1]);
		return "ready";
	})()`, forms.String()), chromedp.EvalAwaitPromise))
	return ctx, err
})

// evaluate returns what a script of the page promises.
func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// inBrowser folds texts as the browser does, many at a time; the words of each
// are joined with a space.
func inBrowser(t *testing.T, ctx context.Context, texts []string) []string {
	t.Helper()
	var all []string
	for some := range slices.Chunk(texts, 1<<15) {
		data, err := json.Marshal(some)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, evaluate[[]string](t, ctx, fmt.Sprintf(`%s.map((text) => finder.foldWords(text, forms).join(" "))`, data))...)
	}
	if len(all) != len(texts) {
		t.Fatalf("%d answers to %d texts", len(all), len(texts))
	}
	return all
}

// sameWords holds the browser's words of texts against the program's.
func sameWords(t *testing.T, ctx context.Context, texts []string) {
	t.Helper()
	differ := 0
	for i, got := range inBrowser(t, ctx, texts) {
		if want := strings.Join(foldWords(texts[i]), " "); got != want {
			if differ++; differ <= 20 {
				t.Errorf("%+q: the browser folds it to %+q, the program to %+q", texts[i], got, want)
			}
		}
	}
	if differ > 20 {
		t.Errorf("%d of %d texts differ", differ, len(texts))
	}
}

func TestBrowserFoldsEveryCharacterAsTheProgramDoes(t *testing.T) {
	ctx := emptyPage(t)
	var texts []string
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if utf8.ValidRune(r) && !unicode.Is(unicode.Cn, r) { // alone, and where a word begins, goes on and ends
			texts = append(texts, fmt.Sprintf("%c a%cb %cx x%c", r, r, r, r))
		}
		if usual(r) { // the program takes a short way with names of these alone
			texts = append(texts, string(r), "國"+string(r))
		}
	}
	sameWords(t, ctx, texts)
}

// The browser's Unicode is newer than the program's, or older. A letter that one
// of them does not know is a letter to both: rare Han characters come with every
// version, and a name must not lose one.
func TestBrowserFoldsLettersThatTheProgramDoesNotKnow(t *testing.T) {
	ctx := emptyPage(t)
	var texts []string
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if plane := r >> 16; plane > 3 && plane < 14 && r%97 != 0 {
			continue // of ten planes that are empty in every version some will do
		}
		if utf8.ValidRune(r) && unicode.Is(unicode.Cn, r) {
			texts = append(texts, string(r))
		}
	}
	if len(texts) == 0 {
		t.Fatal("the program knows every character")
	}
	data, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	// Which of them the browser folds itself, the program cannot: case and
	// compositions of letters that it does not know. Signs part words.
	plain := evaluate[[]bool](t, ctx, fmt.Sprintf(`%s.map((c) => /[\p{L}\p{M}\p{N}\p{Cn}]/u.test(c) && c.normalize("NFKD").toLowerCase() === c)`, data))
	known := evaluate[int](t, ctx, fmt.Sprintf(`%s.filter((c) => /\p{L}/u.test(c)).length`, data))
	var letters []string
	for i, c := range texts {
		if plain[i] {
			letters = append(letters, fmt.Sprintf("%s a%sb %sx 伟%s", c, c, c, c))
		}
	}
	t.Logf("%d characters of those that Unicode %s does not have; the browser knows %d letters among them", len(texts), unicode.Version, known)
	sameWords(t, ctx, letters)
}

func TestBrowserFoldsCombinationsAsTheProgramDoes(t *testing.T) {
	ctx := emptyPage(t)
	var letters, marks []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch {
		case unicode.In(r, unicode.L, unicode.N):
			letters = append(letters, r)
		case unicode.Is(unicode.M, r):
			marks = append(marks, r)
		}
	}
	var texts []string
	// Each with what composes, reorders or takes another form beside it: accents above
	// and below, a subscript iota, voicing, a Korean vowel and final, points of
	// Hebrew, a dot, a final sigma, a ligature, wide and traditional characters.
	for _, r := range slices.Concat(letters, marks) {
		texts = append(texts, strings.ReplaceAll("*\u0301 *\u0323\u0307 *\u0307\u0323 *\u0345\u0300 *\u3099 *\u1161\u11a8 \u1100\u1161* *\u05bc\u05c1 I*\u0307 Σ* *Σ ﬃ*ß が*ﾞ Ｗ*國 e*\u0301 o\u0327*\u0328", "*", string(r)))
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		var text strings.Builder
		for range 2 + dice.IntN(5) {
			switch from := letters; dice.IntN(4) {
			case 0:
				text.WriteRune(from[dice.IntN(0x800)]) // alphabets stand first
			case 1:
				text.WriteRune(from[dice.IntN(len(from))])
			default:
				text.WriteRune(marks[dice.IntN(len(marks))])
			}
		}
		texts = append(texts, text.String())
	}
	sameWords(t, ctx, texts)
}
