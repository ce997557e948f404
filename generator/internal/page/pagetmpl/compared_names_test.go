package pagetmpl

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

const templateFolder = "../../../../templates"

func TestATemplateThatLacksWhatRunnersAreComparedByIsFound(t *testing.T) {
	if found := CheckCompared(os.DirFS(templateFolder), "runner.html"); len(found) != 0 {
		t.Errorf("of the program's own: %v", found)
	}
	source, err := os.ReadFile(templateFolder + "/runner.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range compared {
		found := CheckCompared(fstest.MapFS{"runner.html": {Data: []byte(strings.ReplaceAll(string(source), " "+c.name, ""))}}, "runner.html")
		if len(found) != 1 || !strings.Contains(found[0].Text, c.name) || !strings.Contains(found[0].Hint, c.name) {
			t.Errorf("without %s: %v", c.name, found)
		}
		if inPart := CheckCompared(fstest.MapFS{"runner.html": {Data: []byte(strings.ReplaceAll(string(source), " "+c.name, ""))}, "parts/own.html": {Data: []byte("<b " + c.name + ">")}}, "runner.html"); len(inPart) != 0 {
			t.Errorf("with %s in a part: %v", c.name, inPart)
		}
	}
}
