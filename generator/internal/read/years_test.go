package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestOfAnIDOnlyItsHashIsKeptAndIdentityNumbersAreRefused(t *testing.T) {
	archive, problems := Project(files(folder+"entries.csv", "bib,name,gender,id\n1,A,M, m-7 \n2,B,F,\nF3,C,F,Ｍ-7\n"))
	if problems.Errors() {
		t.Fatal(findings(problems))
	}
	of := archive.Editions[0].Races[0].Entries
	if of[0].Person != race.PersonOf("M-7") || of[1].Person != "" || of[2].Person != of[0].Person {
		t.Errorf("%q %q %q", of[0].Person, of[1].Person, of[2].Person)
	}
	_, problems = Project(files(folder+"entries.csv", "bib,name,gender,id\n1,A,M,11010519491231002X\n2,B,F,\nF3,C,F,\n"))
	if text := findings(problems); !strings.Contains(text, "entries.csv:2:") || !strings.Contains(text, "private_column") || strings.Contains(text, "11010519491231002X") {
		t.Errorf("%s", text)
	}
}
