package e2e

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Functions of the scripts that only compute are tested directly; the browser tests
// whole scripts.
func TestScriptsReadWhatPeopleWrite(t *testing.T) {
	node := needs(t, "node")
	for _, c := range []struct{ script, asks, want string }{
		{"jump.js", `["3:45", "3:45:07", " １:02:03 ", "0:60", "25", ""].map(m.seconds)`, `[13500,13507,3723,null,null,null]`},
		{"jump.js", `["34:41", "1:20"].map((q) => m.wanted(q, [{ url: "a/", first: 1, last: 9, slowest: 5400 }]))`, `[2081,4800]`},
		{"jump.js", `["1", "100", "101", "1,20", "250", "0", "-1", " 240 ", "first", "0:30", "1:10", "7:30", "9:00:00", "9:00"].map((q) => m.page(q, [
			{ url: "a/", first: 1, last: 100, slowest: 3600 }, { url: "b/", first: 101, last: 240, slowest: 7200 }]))`,
			`["a/#p1","a/#p100","b/#p101","b/#p120",null,null,null,"b/#p240",null,"a/","b/",null,null,"a/"]`},
		{"compare.js", `["#12,34", "#12, 12,,34", "#A%2F1,2,3,4,5", "", "#"].map((h) => m.bibs(h, 4))`, `[["12","34"],["12","34"],["A/1","2","3","4"],[],[]]`},
		{"compare.js", `["2:09:38", "0:34:41", "34:41", "-0:00:02", "-0:02", "0:59", "—", ""].map(m.seconds)`, `[7778,2081,2081,-2,-2,59,null,null]`},
		{"compare.js", `[0, 38, -26, 3600, -3661, 600].map(m.gap)`, `["±0:00","+0:38","−0:26","+1:00:00","−1:01:01","+10:00"]`},
		{"compare.js", `[m.times({ splits: [{ gun: "0:20:00", net: "" }, { gun: "", net: "" }], gun: "0:41:00", net: "0:40:58" }, "gun", 2),
			m.times({ splits: [], gun: "0:41:00", net: "0:40:58" }, "net", 2)]`, `[["0:20:00","0:41:00"],["","0:40:58"]]`},
		{"compare.js", `["#%", "#A1,%zz,%41"].map((h) => m.bibs(h, 4))`, `[["%"],["A1","%zz","A"]]`},
		{"compare.js", `[m.levels(0, 0), m.levels(0, 3.6e9).length <= 6, m.seconds("99999999999999999999:00:00")]`, `[[0,5],true,null]`},
		// A file that is no certificate must end in an error, and neither loop for
		// ever nor use too much memory.
		{"picture.js", `await Promise.all(["", "%PDF", "startxref\n0\n%%EOF", "1 0 obj << /Type /XRef /W [1 1 1] /Index [] /Length 0 /Prev 0 >> stream\n\nendstream\nstartxref\n0\n%%EOF", "<< /__proto__ << /polluted 1 >> >> constructor toString startxref\nstartxref\n0\n%%EOF"]
			.map((text) => m.sheetOf(new TextEncoder().encode(text)).then(() => "read", () => "refused" + ({}).polluted)))`,
			`["refusedundefined","refusedundefined","refusedundefined","refusedundefined","refusedundefined"]`},
		{"picture.js", `(() => { const all = []; m.read("q 1 0 0 -1.5 .5 7. cm\n1 2 3 4 5 6 7 8 d0 f*%1 m\n/F2 14 Tf[<0041>-20(\\))]TJ [3]0 d 4 0 obj<</A 5 0 R/B true>>stream", 0, (word, list) => { all.push([word, ...list]); }); return all; })()`,
			`[["q"],["cm",1,0,0,-1.5,0.5,7],["d0",1,2,3,4,5,6,7,8],["f*"],["Tf","F2",14],["TJ",["\u0000A",-20,")"]],["d",[3],0],["obj",4,0],["stream",{"A":{"object":5},"B":"true"}]]`},
	} {
		t.Run(c.script+" "+c.asks, func(t *testing.T) {
			soon, stop := context.WithTimeout(t.Context(), time.Minute)
			defer stop()
			path, err := filepath.Abs("../../templates/assets/" + c.script)
			if err != nil {
				t.Fatal(err)
			}
			address, err := json.Marshal("file://" + filepath.ToSlash(path))
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(soon, node, "--input-type=module", "--eval", "const m = await import("+string(address)+"); process.stdout.write(JSON.stringify("+c.asks+"))").CombinedOutput()
			if err != nil || string(out) != c.want {
				t.Errorf("%s, want %s (%v)", out, c.want, err)
			}
		})
	}
}
