package verify

import "testing"

func TestBoardsShowWhomTheResultsShow(t *testing.T) {
	const point, leaders = "2026/run/live/points/finish.json", "2026/run/live/leaders.json"
	of := func(row string) string {
		return `{"point":"finish","divisions":[{"id":"all","order":[` + row + `]}]}`
	}
	const sound = `{"bib":"1","name":"王伟","time":"0:30:00"},{"bib":"2","name":"王*","time":"0:31:00"},{"bib":null,"name":null,"time":"0:33:00"}`
	if found := finds(t, map[string]string{point: of(sound), leaders: `{"divisions":[{"id":"all","point":"finish","leaders":[` + sound + `],"first":[{"leader":{"bib":"1","name":"王伟","time":"0:10:00"}}]}]}`}); has(found, "boards_differ") || has(found, "row_too_many") {
		t.Errorf("sound ones: %q", found)
	}
	for _, c := range []struct{ claim, name, text, says string }{
		{"a name that is masked elsewhere", point, of(`{"bib":"2","name":"王五","time":"0:31:00"}`), `boards_differ: bib 2 is "王五" of all, in results.json "王*" of all`},
		{"another time at the finish", point, of(`{"bib":"1","name":"王伟","time":"0:29:00"}`), `boards_differ: bib 1 has the time "0:29:00", in results.json "0:30:00"`},
		{"somebody who never entered", point, of(`{"bib":"9","name":"X","time":"0:29:00"}`), "row_too_many: results.json has no runner with bib 9"},
		{"a name without a bib", leaders, `{"divisions":[{"id":"all","leaders":[{"bib":null,"name":"X"}]}]}`, `boards_differ: somebody without a bib has the name "X"`},
		{"another division", leaders, `{"divisions":[{"id":"men","first":[{"leader":{"bib":"1","name":"王伟"}}]}]}`, `boards_differ: bib 1 is "王伟" of men`},
		{"another point", point, `{"point":"5k","divisions":[]}`, `boards_differ: it is of the point "5k"`},
		{"what is no JSON", leaders, `{`, "unreadable_results"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			if found := finds(t, map[string]string{c.name: c.text}); !has(found, c.name+" "+c.says) {
				t.Errorf("found %q", found)
			}
		})
	}
	t.Run("somebody who was struck", func(t *testing.T) {
		struck := `{"results":[{"bib":"1","name":"王伟","latin_name":null,"division":"all","status":"disqualified","gun_time":null,"net_time":null}]}`
		if found := finds(t, map[string]string{"2026/run/results.json": struck, point: of(`{"bib":"1","name":"王伟","time":null}`)}); !has(found, point+" boards_differ: bib 1 is disqualified") {
			t.Errorf("found %q", found)
		}
	})
}
