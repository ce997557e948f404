package yamlpos

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/problem"
)

// parse parses a text that must be fit to read.
func parse(t *testing.T, text string) (Value, *problem.List) {
	t.Helper()
	var found problem.List
	root, ok := Parse("a.yaml", []byte(text), &found)
	if !ok {
		t.Fatalf("nothing can be made of %q: %v", text, found)
	}
	return root, &found
}

func TestAFindingStandsWhereItsValueDoesAndQuotesTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\nn: x\n":                 `2:4 n: "x" is not a whole number | expected: a whole number from 1 to 9; the line reads: n: x`,
		"# 跑\r\na: {n: 10}\r\nn: 10\n": `3:4 n: "10" is out of bounds | expected: a whole number from 1 to 9; the line reads: n: 10`,
		"n: [1, 2]\n":                  `1:4 n must be a single value, not a list | the line reads: n: [1, 2]`,
		"n: &x {b: 1}\nm: *x\n":        `1:7 n must be a single value, not keys with values | the line reads: n: &x {b: 1}`,
		"z: &x no\nn: *x\n":            `1:7 n: "no" is not a whole number | expected: a whole number from 1 to 9; the line reads: z: &x no`,
		"n: 3\nn: 4\n":                 `2:1 the key "n" is already on line 1 | the line reads: n: 4`,
		"m: 3\n":                       "",
		"n:\n":                         "",
	} {
		root, found := parse(t, text)
		if n := root.Fields("n", "a", "m", "z").Get("n").Int(3, 1, 9); n != 3 {
			t.Errorf("%q: %d", text, n)
		}
		var got []string
		for _, p := range *found {
			got = append(got, fmt.Sprintf("%d:%d %s | %s", p.Line, p.Column, p.Text, p.Hint))
		}
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%q:\n%s", text, diff)
		}
	}
}

func TestEveryUnknownKeyIsAnErrorThatNamesTheNearestKnownOne(t *testing.T) {
	root, found := parse(t, "races:\n  colour: 1\n  gnu: 2\n")
	f := root.Fields("races").Need("races").Fields("gun", "name")
	if f.Get("gun").Exists() || f.Mapping.Errors() != 2 || len(*found) != 2 {
		t.Fatalf("%v", *found)
	}
	if p := (*found)[1]; p.Line != 3 || p.Text != `unknown key "gnu"` || !strings.HasPrefix(p.Hint, `did you mean "gun"? known here: gun, name; `) {
		t.Errorf("%+v", p)
	}
	if f.Need("gun"); (*found)[2].Text != `the key "races.gun" is missing` || (*found)[2].Line != 2 {
		t.Errorf("%+v", (*found)[2])
	}
}

func TestSomeFieldsPartsTheKnownKeysFromTheOthers(t *testing.T) {
	root, found := parse(t, "b: 1\nby: raw\na: 2\n")
	f, others := root.SomeFields("by", "to")
	if len(*found) != 0 || f.Get("by").StringOr("") != "raw" || f.Get("to").Exists() || len(others) != 2 || others[0].Key != "b" || others[1].Key != "a" {
		t.Errorf("%v %v %v", f, others, *found)
	}
	if at := others[1].At.Place(); at.Line != 3 || at.Text != "a: 2" {
		t.Errorf("%+v", at)
	}
}

func TestWhatIsNoYAMLIsOneFinding(t *testing.T) {
	for text, want := range map[string]string{
		"a: \"b\n":                              "yaml_syntax",
		"a: 1\n---\nb: 2\n":                     "yaml_syntax",
		"a: \x00\n":                             "encoding",
		"a: \xFF\n":                             "encoding",
		"a: " + strings.Repeat("[", deepest+1):  "yaml_syntax",
		strings.Repeat("- ", deepest+1) + "x\n": "yaml_syntax",
	} {
		var found problem.List
		if _, ok := Parse("a.yaml", []byte(text), &found); ok || len(found) != 1 || found[0].Code != want || found[0].Line < 1 {
			t.Errorf("%.40q: %v", text, found)
		}
	}
	var found problem.List
	if root, ok := Parse("a.yaml", nil, &found); !ok || root.Exists() || len(found) != 0 {
		t.Errorf("an empty file: %v", found)
	}
}

func TestAScalarIsReadByTheFunctionOfItsReader(t *testing.T) {
	root, found := parse(t, "a: [x, yes]\nb: yes\n")
	f := root.Fields("a", "b")
	upper := func(s string) (string, error) {
		if s == "x" {
			return "", errors.New("not wanted here")
		}
		return strings.ToUpper(s), nil
	}
	var got []string
	for _, key := range []string{"a", "b"} {
		for _, v := range f.Get(key).OneOrMore() {
			got = append(got, v.Name()+"="+Parsed(v, "-", "any other letter", upper))
		}
	}
	if diff := cmp.Diff([]string{"a.1=-", "a.2=YES", "b=YES"}, got); diff != "" {
		t.Error(diff)
	}
	if len(*found) != 1 || (*found)[0].Column != 5 || (*found)[0].Text != `a.1: "x" is not wanted here` {
		t.Errorf("%v", *found)
	}
}
