package read

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/problem"
)

// devices are the names that no file of Windows can have.
func devices() []string {
	list := []string{"con", "prn", "aux", "nul"}
	for i := range 10 {
		list = append(list, "com"+strconv.Itoa(i), "lpt"+strconv.Itoa(i))
	}
	return list
}

// says reports whether an error of a code quotes a text and has a hint.
func says(found problem.List, code, quotes string) bool {
	return slices.ContainsFunc(found, func(p problem.Problem) bool {
		return p.Level == problem.Error && p.Code == code && strings.Contains(p.Text, quotes) && p.Hint != "" && p.Line > 0
	})
}

func TestNoBibAndNoIDIsANameThatWindowsKeeps(t *testing.T) {
	for _, name := range devices() {
		for _, bib := range []string{name, strings.ToUpper(name), strings.ToUpper(name[:1]) + name[1:]} {
			_, found := Project(files(folder+"entries.csv", strings.Replace(entriesCSV, "\n2,", "\n"+bib+",", 1), folder+"times.csv", "bib,gun\n"+bib+",2:10:00\n"))
			if !says(found, "bad_bib", strconv.Quote(bib)) {
				t.Errorf("the bib %s: %s", bib, findings(found))
			}
		}
		for what, with := range map[string][]string{
			"the edition":                 {"data/2022/edition.yaml", "absent", "data/" + name + "/edition.yaml", yearYAML},
			"the race":                    {"data/2022/edition.yaml", year(t, "  marathon:\n", "  "+name+":\n")},
			"the division":                {"data/2022/edition.yaml", year(t, "      men: ", "      "+name+": ")},
			"the category":                {"data/2022/edition.yaml", year(t, "    points:\n", "    outside_ranking: ["+name+"]\n    points:\n")},
			"the point":                   {"data/2022/edition.yaml", year(t, "id: half", "id: "+name)},
			"the point with an ending":    {"data/2022/edition.yaml", year(t, "id: half", "id: "+name+".5")},
			"the point in capitals":       {"data/2022/edition.yaml", year(t, "id: half", "id: "+strings.ToUpper(name))},
			"the group":                   {"data/2022/edition.yaml", year(t, "    points:\n", "    age_groups: [{id: "+name+", gender: M, from: 20, to: 30}]\n    points:\n")},
			"the championship":            {"data/2022/edition.yaml", year(t, "    points:\n", "    championships: [{id: "+name+", name: X}]\n    points:\n")},
			"the point with a last point": {"data/2022/edition.yaml", year(t, "id: half", "id: half.")},
		} {
			quotes := name
			if strings.HasPrefix(what, "the point") {
				quotes = "point id"
			}
			if _, found := Project(files(with...)); !says(found, "bad_id", quotes) {
				t.Errorf("%s %s: %s", what, name, findings(found))
			}
		}
	}
	for _, name := range []string{"con", "prn", "aux", "nul"} {
		if _, found := Project(files("data/site.yaml", siteYAML+"languages: [en, "+name+"]\n")); !says(found, "bad_value", strconv.Quote(name)) {
			t.Errorf("the language %s: %s", name, findings(found))
		}
	}
	for _, fine := range []string{"con-1", "COM", "com10", "Console", "nul_", "auxiliary", "LPT", "P1"} {
		if _, found := Project(files(folder+"entries.csv", strings.Replace(entriesCSV, "\n2,", "\n"+fine+",", 1), folder+"times.csv", "bib,gun\n"+fine+",2:10:00\n")); found.Errors() {
			t.Errorf("the bib %s: %s", fine, findings(found))
		}
	}
}

func TestWhatNoServiceTakesIsAnErrorOfTheSettingsAtItsLine(t *testing.T) {
	line := strconv.Itoa(strings.Count(siteYAML, "\n") + 1)
	for key, names := range map[string]map[bool][]string{
		"bucket": {
			false: {"b", "ab", strings.Repeat("x", 64), "Results", "my_results", "-results", "results-", ".results", "results.", "my..results", "my.-results", "192.168.1.7", "xn--results", "results-s3alias", "结果", "my results", "a/b"},
			true:  {"abc", strings.Repeat("x", 63), "my-results", "results.example.org", "2022", "results-1250000000"},
		},
		"endpoint": {
			false: {"s3.example.org", "ftp://s3.example.org", "https://", "https://s3.example.org/bucket", "https://s3.example.org:0", "https://s3.example.org:70000", "https://s3.example.org#x", "https://my_host.example.org"},
			true:  {"https://s3.example.org", "http://127.0.0.1:9000/", "https://[::1]:9000"},
		},
		"region": {
			false: {"eu central 1", "-x", "eu/central", strings.Repeat("x", 64)},
			true:  {"eu-central-1", "auto", "oss-cn-beijing", "ap-guangzhou"},
		},
	} {
		for good, list := range names {
			for _, name := range list {
				_, found := Project(files("data/site.yaml", siteYAML+"deploy: {"+key+": "+strconv.Quote(name)+"}\n"))
				if found.Errors() == good {
					t.Errorf("%s: %s: %s", key, name, findings(found))
				}
				if !good && !strings.HasPrefix(findings(found), "data/site.yaml:"+line+":") {
					t.Errorf("%s: %s is told of at %s", key, name, findings(found))
				}
			}
		}
	}
}
