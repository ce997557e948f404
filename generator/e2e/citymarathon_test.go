package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A marathon in Chinese goes to nginx; a time is corrected, the referee disqualifies,
// both are released, and what turns out wrong is taken back. A journalist finds the
// results from the first page on by following links.
func TestAChineseMarathonOnNginxIsCorrectedRuledReleasedAndRolledBack(t *testing.T) {
	t.Parallel()
	needs(t, "nginx")
	dir := filepath.Join(t.TempDir(), "marathon")
	says := func(want string, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		args = append(args[:1:1], append([]string{"-C", dir}, args[1:]...)...)
		if args[0] != "verify" && args[0] != "rollback" {
			args = append(args, "-now", "2026-01-01T00:00:00Z")
		}
		if status := run(t.Context(), args, &out, &errs); status != done || !strings.Contains(out.String(), want) {
			t.Fatalf("%q: status %d, and no %q\n%s%s", args, status, want, &out, &errs)
		}
	}
	change := func(name, old, to string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatalf("%s has no %q: %v", name, old, err)
		}
		if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, to, 1)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if run(t.Context(), []string{"new", "-example", "marathon", "-languages", "zh,en", dir}, &out, &out) != done {
		t.Fatal(&out)
	}
	change("data/site.yaml", "https://example.org/", "https://results.test/")
	change("data/site.yaml", "contact:", "host: nginx\ncontact:")
	says("60 runners, 55 ranked", "build")
	at := nginx(t, filepath.Join(dir, "public"), filepath.Join(dir, "public"))
	served := func(path string) string {
		t.Helper()
		answer, body := fetch(t, at+"/"+path, false)
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %s", path, answer.Status)
		}
		return string(body)
	}
	says("revision 1, official, 0 changed, 0 moved with them; guntime build publishes it", "release", "2025")

	// A correction, then a ruling: 3 won among the women, 2 was second of the men.
	change("data/2025/marathon/times.csv", "2:25:06.3", "2:26:06.3")
	says("changed", "build")
	says("revision 2, official, 1 changed", "release", "-note", "终点计时更正", "2025")
	change("data/2025/marathon/rulings.csv", "note_zh\n", "note_zh\n2,disqualify,10.6,裁判长,2025-04-14,,,Left the course.,离开赛道。\n")
	says("60 runners, 54 ranked", "build")
	says("revision 3, official, 1 changed", "release", "2025")
	says("54 ranked", "build")
	says("true to the results", "verify")
	if text := served("zh/2025/changes/"); !strings.Contains(text, "终点计时更正") || !strings.Contains(text, "2:26:07") {
		t.Error("the page of changes does not tell of the correction")
	}
	if text := served("zh/2025/marathon/runners/2.html"); !strings.Contains(text, "离开赛道") || !strings.Contains(text, "裁判长") {
		t.Error("the runner's page does not tell of the ruling")
	}

	// The journalist.
	follow := func(from, to string) (path string) {
		t.Helper()
		for _, m := range regexp.MustCompile(`href="([^"#]+)"`).FindAllStringSubmatch(served(from), -1) {
			base, _ := url.Parse("/" + from)
			if link, err := base.Parse(m[1]); err == nil && link.Host == "" && strings.HasSuffix(link.Path, to) {
				return strings.TrimPrefix(link.Path, "/")
			}
		}
		t.Fatalf("%s has no link to %s", from, to)
		return ""
	}
	media := follow(follow("zh/", "/2025/marathon/"), "/media/")
	text := served(media)
	for _, want := range []string{"男子：", "获得冠军", "River Marathon 2025"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page for the media has no %q", want)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(served(follow(media, "/results.csv")))).ReadAll()
	if err != nil || len(rows) != 61 {
		t.Errorf("results.csv: %d rows, %v", len(rows), err)
	}
	if book := served(follow(media, "/results.xlsx")); !strings.HasPrefix(book, "PK") {
		t.Error("results.xlsx is no workbook")
	}
	for _, name := range []string{"/results.json", "/leaders.json", "/changes.json", "/results.schema.json"} {
		if !json.Valid([]byte(served(follow(media, name)))) {
			t.Errorf("%s is no JSON", name)
		}
	}
	answer, embedded := fetch(t, at+"/"+follow(media, "/embed/"), false)
	if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Content-Security-Policy"), "frame-ancestors *") || !strings.Contains(string(embedded), "Yusuf Brandt") {
		t.Errorf("what other sites embed: %s %s", answer.Status, answer.Header.Get("Content-Security-Policy"))
	}

	// Back to before the last change, and forth.
	says("54 ranked", "build")
	before := served("2025/changes.json")
	says("as it was before the last change", "rollback")
	if served("2025/changes.json") == before {
		t.Error("nothing was taken back")
	}
	says("as it was before the last change", "rollback")
	if served("2025/changes.json") != before {
		t.Error("what was taken back does not return")
	}
}
