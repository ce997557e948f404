package verify

import (
	"maps"
	"strings"
	"testing"
)

const gatheredResults = `{"results":[
{"bib":"1","name":"王伟","nat":"CHN","club":"Run Club","division":"all","status":"finished","place":1,"place_overall":1,"gun_time":"0:30:00","net_time":"0:29:50","splits":[{"point":"5k","time":"0:15:00"}]},
{"bib":"5","name":"Joann Leeson","nat":"KEN","club":"run club","division":"all","status":"finished","place":2,"place_overall":2,"gun_time":"0:31:00","net_time":null,"splits":[{"point":"5k","time":"0:16:00"}]}
]}`

func TestPagesOfClubsNationsPointsAndYearsAreHeldAgainstTheResults(t *testing.T) {
	const race, one, five = "en/2026/run/", `<tr><td>1</td><td>1</td><th><a href="../../runners/1.html">王伟</a></th><td>30:00</td><td>29:50</td></tr>`,
		`<tr><td>2</td><td>5</td><th><a href="../../runners/5.html">Joann Leeson</a></th><td>31:00</td><td>—</td></tr>`
	page := func(rows string) string { return "<main><table><tbody>" + rows + "</tbody></table></main>" }
	right := map[string]string{
		"2026/run/results.json":         gatheredResults,
		race + "nations/chn/index.html": page(one),
		race + "nations/ken/index.html": page(five),
		race + "clubs/few/index.html":   page(one + five),
		race + "points/5k/index.html":   page(strings.Replace(one, "30:00", "15:00", 1) + strings.Replace(five, "31:00", "16:00", 1)),
		"en/runners/wang/index.html":    page(`<tr><th>2026</th><td><a href="../../2026/run/runners/1.html">Run</a></td><td>all</td><td>1</td><td>30:00</td></tr>`),
	}
	about := func(found []string) (all []string) {
		for _, f := range found {
			for _, code := range []string{" results_differ:", " not_listed_once:", " row_too_many:"} {
				if strings.Contains(f, code) && (strings.Contains(f, "/nations/") || strings.Contains(f, "/clubs/") || strings.Contains(f, "/points/") || strings.Contains(f, "en/runners/")) {
					all = append(all, f)
				}
			}
		}
		return all
	}
	if found := about(finds(t, right)); len(found) > 0 {
		t.Fatalf("of right pages it says %q", found)
	}
	for _, c := range []struct{ claim, name, from, to, want string }{
		{"another gun time", race + "nations/ken/index.html", "31:00", "31:01", `gun time "31:00"`},
		{"another net time", race + "clubs/few/index.html", "29:50", "29:49", `net time "29:50"`},
		{"another place", race + "nations/chn/index.html", "<td>1</td><td>1</td>", "<td>3</td><td>1</td>", `stands there at "3"`},
		{"another name", race + "clubs/few/index.html", "Joann", "Jo", `name "Joann Leeson"`},
		{"somebody of another nation", race + "nations/chn/index.html", one, one + five, "bib 5"},
		{"nobody of a nation", race + "nations/ken/index.html", five, "", "bib 5 is 0 times"},
		{"somebody twice", race + "clubs/few/index.html", one, one + one, "bib 1 is 2 times"},
		{"somebody unknown", race + "clubs/few/index.html", one, one + strings.ReplaceAll(one, "1.html", "8.html"), "no runner with bib 8"},
		{"another time at a point", race + "points/5k/index.html", "16:00", "16:02", `time "16:00"`},
		{"another time in a year", "en/runners/wang/index.html", "30:00", "29:00", `gun time "0:30:00"`},
		{"another place in a year", "en/runners/wang/index.html", "<td>1</td>", "<td>7</td>", "the place 1"},
	} {
		wrong := maps.Clone(right)
		if wrong[c.name] = strings.Replace(wrong[c.name], c.from, c.to, 1); wrong[c.name] == right[c.name] {
			t.Fatalf("%s changes nothing", c.claim)
		}
		if found := about(finds(t, wrong)); !has(found, c.want) {
			t.Errorf("%s: it says %q", c.claim, found)
		}
	}
}
