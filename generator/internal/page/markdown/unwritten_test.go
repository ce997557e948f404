package markdown

import "testing"

func TestWhatIsToBeFilledInIsLeftOut(t *testing.T) {
	for source, want := range map[string]string{
		"## A {#a}\n\n*to fill in* Write here\nwhat you mean.\n\n## B\n\nText": "\n\n\n\n\n## B\n\nText",
		"## A\n\n*to fill in* x\n\nText":                                       "## A\n\n\n\nText",
		"## A\n\n*to fill in* x\n\n### B\n\nText":                              "## A\n\n\n\n### B\n\nText",
		"## A\n\n*to fill in* x":                                               "\n\n",
		"## A\n\nText that says *to fill in*":                                  "## A\n\nText that says *to fill in*",
	} {
		if got, _ := written([]byte(source)); string(got) != want {
			t.Errorf("%q leaves %q, want %q", source, got, want)
		}
	}
	if lines := Unwritten([]byte("---\ntitle: x\n---\n\n*to fill in*\n\n*to fill in* y")); len(lines) != 2 || lines[0] != 5 || lines[1] != 7 {
		t.Error(lines)
	}
}
