package e2e

import (
	"encoding/csv"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/verify"
)

var sites = flag.Int("sites", 24, "how many random sites verify is held against")

// Every random site agrees with its data, so verify must find nothing; and it must
// find every leak that is planted.
func TestVerifyTellsEveryLeakFromEveryCoincidence(t *testing.T) {
	n := *sites
	if testing.Short() {
		n = min(n, 6)
	}
	var mu sync.Mutex
	planted := map[string]int{}
	for seed := range n {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			t.Parallel()
			s := randomSite(t, uint64(seed))
			s.quiet()
			for kind := range s.plant() {
				mu.Lock()
				planted[kind]++
				mu.Unlock()
			}
		})
	}
	t.Cleanup(func() {
		sum := 0
		for _, kind := range slices.Sorted(maps.Keys(planted)) {
			t.Logf("%4d × %s", planted[kind], kind)
			sum += planted[kind]
		}
		t.Logf("%d leaks in %d sites", sum, n)
		for _, kind := range leakKinds {
			if n >= 24 && planted[kind] == 0 {
				t.Errorf("no site had a leak planted: %s", kind)
			}
		}
	})
}

// someSite is a random site.
type someSite struct {
	*workshop
	host, layout, access string
	languages            []string
	signed               bool
	archive              *race.Archive
	manifest             *publish.Manifest
	files                map[string][]byte
}

// trickyNames are parts of another name, of a club, or of texts of the site.
var trickyNames = [][2]string{
	{"王伟", "WANG Wei"}, {"王伟", "WANG Wei"}, {"王伟明", "WANG Weiming"}, {"李", ""}, {"李", "LI"}, {"杨航", "YANG Hang"}, {"杨俊航", "YANG Junhang"},
	{"杨明航", "YANG Minghang"}, {"高峰", "GAO Feng"}, {"高峰", ""}, {"Long", ""}, {"May", ""}, {"Home", ""}, {"Jordan", ""}, {"Jordan Long", ""},
	{"Donald Mac", ""}, {"Donald MacDonald", ""}, {"Donald", ""}, {"Ann Lee", ""}, {"Joann Leeson", ""}, {"Lee", ""}, {"方圆", "FANG Yuan"},
	{"欧阳娜", "OUYANG Na"}, {"欧阳", "OU Yang"}, {"欧阳思雨", "OUYANG Siyu"}, {"奥森", "AO Sen"}, {"Harbour Striders", ""}, {"马拉松", "MA Lasong"},
	{"完成", "WAN Cheng"}, {"成绩", "CHENG Ji"}, {"男子", "NAN Zi"}, {"Men", ""}, {"Finish", ""}, {"Marathon", ""}, {"Simulated Marathon", ""},
	{"O'Brien & Sons", ""}, {"Anne-Marie d'Arc", ""}, {"山田 太郎", "YAMADA Taro"}, {"さくら", "SAKURA"}, {"山﨑さくら", "YAMAZAKI Sakura"},
	{"金敏俊", "KIM Min-jun"}, {"김민준", "KIM Minjun"}, {"Łukasz Żółtański", ""}, {"Ștefan", ""}, {"Open Championship", ""}, {"China", ""}, {"CHN", ""},
	{"中国", "ZHONG Guo"}, {"陈詠詩", "CHAN Wing-sze"}, {"陳詠詩", "CHEN Yongshi"}, {"张华", "ZHANG Hua"}, {"张国华", "ZHANG Guohua"}, {"Wei Wang", ""},
	{"wang wei", ""}, {"SIQINBATEER", ""}, {"Official", ""}, {"Search", ""}, {"A B", ""}, {"Name", ""}, {"name", ""}, {"club", ""}, {"finished", ""},
}

var trickyClubs = []string{"", "", "王伟", "奥森晨跑团", "Harbour Striders", "高峰长跑队", "Long", "Long May Runners", "张华跑团", "Jordan", "欧阳娜之友", "马拉松", "Home"}

// people that no published text names.
var hiddenNames = [][2]string{{"诸葛钢铁", "ZHUGE Gangtie"}, {"Wilhelmina Quackenbush", ""}, {"淳于翡翠", "CHUNYU Feicui"}, {"Zbigniew Brzęczyszczykiewicz", ""}, {"上官琥珀", ""}}

const secretCode = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"

func randomSite(t *testing.T, seed uint64) *someSite {
	dice := rand.New(rand.NewPCG(seed, 16))
	s := &someSite{workshop: &workshop{t: t, dice: dice, dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}}
	pick := func(all ...string) string { return all[dice.IntN(len(all))] }
	s.must("simulate", "-runners", strconv.Itoa(20+dice.IntN(11)), "-seed", strconv.FormatUint(seed+1, 10), s.path("p"))
	s.host = pick("", "nginx", "nginx", "cloudflare-pages", "netlify", "github-pages", "s3", "oss", "cos")
	s.layout = pick("pages", "compact")
	s.access = pick("open", "code")
	s.languages = [][]string{{"zh", "en"}, {"en"}, {"zh"}, {"ja", "zh", "en"}}[dice.IntN(4)]
	s.write("data/site.yaml", fmt.Sprintf("title: {zh: 模拟马拉松成绩, en: Simulated Marathon Results}\nbase_url: https://example.org/%s\nlanguages: [%s]\nlayout: %s\n%s",
		pick("", "results/"), strings.Join(s.languages, ", "), s.layout, map[bool]string{true: "host: " + s.host + "\n"}[s.host != ""]))
	edition := strings.Replace(s.read("data/2022/edition.yaml"), "access: open", "access: "+s.access, 1)
	if dice.IntN(3) == 0 { // nobody has a net time
		edition = strings.Replace(edition, "      - {id: start, km: 0}\n", "", 1)
		s.table("data/2022/marathon/times.csv", func(head []string, rows [][]string) [][]string {
			at := slices.Index(head, "start")
			for i := range rows {
				rows[i][at] = ""
			}
			return rows
		})
	}
	if dice.IntN(2) == 0 {
		edition = strings.Replace(edition, "state: official", "state: provisional", 1)
	}
	s.write("data/2022/edition.yaml", edition)
	if s.signed = dice.IntN(2) == 0; s.signed {
		s.must("keygen", "-out", s.path("key.pem"))
		s.key = s.path("key.pem")
	}
	s.people()
	s.build()
	if dice.IntN(2) == 0 { // somebody is taken out, somebody hides, and it is told
		if dice.IntN(2) == 0 {
			s.must("release", "-C", s.path("p"), "-now", s.now, "2022")
		}
		gone := ""
		s.table("data/2022/marathon/entries.csv", func(head []string, rows [][]string) [][]string {
			i := len(rows) - 1 - dice.IntN(5)
			gone = rows[i][0]
			for _, at := range []int{3, 7, 12} {
				rows[(i+at)%len(rows)][slices.Index(head, "visibility")] = pick("masked", "anonymous")
			}
			return slices.Delete(rows, i, i+1)
		})
		for _, name := range []string{"times", "rulings", "releases"} {
			s.table("data/2022/marathon/"+name+".csv", func(_ []string, rows [][]string) [][]string {
				return slices.DeleteFunc(rows, func(row []string) bool { return row[0] == gone })
			})
		}
		s.now = "2026-01-02T00:00:00Z"
		s.build()
	}
	var found interface{ Errors() bool }
	s.archive, found = read.Project(os.DirFS(s.path("p")))
	if found.Errors() {
		t.Fatal(found)
	}
	var err error
	if s.manifest, err = publish.ReadManifest(s.path("public")); err != nil {
		t.Fatal(err)
	}
	s.files = tree(t, s.path("public"))
	return s
}

// table changes the rows of a table.
func (s *someSite) table(name string, change func(head []string, rows [][]string) [][]string) {
	s.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s.read(name))).ReadAll()
	if err != nil {
		s.t.Fatal(err)
	}
	rows = append(rows[:1], change(rows[0], rows[1:])...)
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		s.t.Fatal(err)
	}
	s.write(name, b.String())
}

// people gives most runners names that are hard to distinguish from published
// texts, and hides many of them.
func (s *someSite) people() {
	s.table("data/2022/marathon/entries.csv", func(head []string, rows [][]string) [][]string {
		at := func(name string) int { return slices.Index(head, name) }
		name, latin, club, visibility, code, chip := at("name"), at("latin_name"), at("club"), at("visibility"), at("certificate_code"), at("chip")
		for i, row := range rows {
			if s.dice.IntN(5) > 0 {
				one := trickyNames[s.dice.IntN(len(trickyNames))]
				row[name], row[latin] = one[0], one[1]
			}
			if s.dice.IntN(2) == 0 {
				row[club] = trickyClubs[s.dice.IntN(len(trickyClubs))]
			}
			if s.dice.IntN(4) == 0 {
				row[chip] = strconv.Itoa(1_000_000 + s.dice.IntN(9_000_000))
			}
			row[visibility] = [...]string{"public", "public", "public", "masked", "masked", "anonymous"}[s.dice.IntN(6)]
			if i < 3 { // the winners, whom prizes and summaries name
				row[visibility] = "public"
			}
			if row[visibility] != "public" && s.dice.IntN(5) > 0 || s.access == "code" {
				digits := make([]byte, 12)
				for i := range digits {
					digits[i] = secretCode[s.dice.IntN(len(secretCode))]
				}
				row[code] = string(digits)
			} else {
				row[code] = ""
			}
		}
		// The runners of the leaks: one with a unique name and a certificate; two
		// with the same name, one masked and one not; one with a name of one
		// character.
		hidden := hiddenNames[s.dice.IntN(len(hiddenNames))]
		for i, one := range [][4]string{{hidden[0], hidden[1], "masked", "K7Q2M4X9P3TW"}, {"王伟", "WANG Wei", "masked", "K7Q2M4X9P3TX"},
			{"王伟", "WANG Wei", "public", "K7Q2M4X9P3TY"}, {"李", "", "masked", "K7Q2M4X9P3TZ"}, {"Bruce Wayne", "", "public", "K7Q2M4X9P3TV"}} {
			row := rows[5+i]
			row[name], row[latin], row[visibility], row[code] = one[0], one[1], one[2], one[3]
			row[club] = "奥森晨跑团"
			if one[2] == "public" && s.access == "open" {
				row[code] = ""
			}
		}
		return rows
	})
}

// quiet checks that verify finds nothing.
func (s *someSite) quiet() {
	s.t.Helper()
	if status, complaint := s.run("verify", "-C", s.path("p"), "-out", s.path("public")); status != done {
		s.t.Errorf("%s: status %d\n%s", s, status, complaint)
	}
}

func (s *someSite) String() string {
	return fmt.Sprintf("host %q, layout %s, access %s, languages %v, signed %t", s.host, s.layout, s.access, s.languages, s.signed)
}

// finds returns the findings of verify with some files replaced.
func (s *someSite) finds(changed map[string][]byte) map[string][]string {
	s.t.Helper()
	site := fstest.MapFS{}
	for name, data := range s.files {
		site[name] = &fstest.MapFile{Data: data}
	}
	m := &publish.Manifest{Files: slices.Clone(s.manifest.Files)}
	for name, data := range changed {
		site[name] = &fstest.MapFile{Data: data}
		if _, there := s.manifest.Find(name); !there {
			m.Files = append(m.Files, publish.Entry{Path: name})
		}
	}
	words := opened(s.t, s.path("p"))
	found, err := verify.Site(site, m, s.archive, words.Content, words.Templates)
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string][]string{}
	for _, p := range found {
		all[p.Path] = append(all[p.Path], p.Code+": "+p.Text)
	}
	return all
}

// entry is an entry by its name and visibility.
func (s *someSite) entry(is func(*race.Entry) bool) *race.Entry {
	for _, e := range s.archive.Editions[0].Races[0].Entries {
		if is(e) {
			return e
		}
	}
	return nil
}

func (s *someSite) file(name string) string {
	return filepath.Join(s.path("public"), filepath.FromSlash(name))
}
