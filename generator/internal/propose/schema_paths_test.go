package propose

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/table"
	"testing/fstest"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/read"
)

// everywhere calls each with every place of a schema, the root left out: the
// YAML before and after it, and all that may stand there.
func (n *node) everywhere(root *node, before, after string, each func(before, after string, may []*node)) {
	may := n.alternatives(root)
	if before != "" {
		each(before, after, may)
	}
	for _, n := range may {
		for key, value := range n.Properties {
			value.everywhere(root, before+"{"+strconv.Quote(key)+": ", "}"+after, each)
		}
		var further node
		if json.Unmarshal(n.Additional, &further) == nil {
			further.everywhere(root, before+`{"men": `, "}"+after, each)
		}
		if n.Items != nil {
			n.Items.everywhere(root, before+"[", "]"+after, each)
		}
	}
}

// alternatives are what a place of a schema leaves to choose, itself if nothing.
func (n *node) alternatives(root *node) (all []*node) {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		n = root.Defs[name]
	}
	for _, other := range n.AnyOf {
		all = append(all, other.alternatives(root)...)
	}
	return append(all, n)
}

// said is what the reader finds in a file where a value stands at a place. It
// has what the place asks for beside it: who is paid is in a division, a point
// has a distance, and raw reads have a kind of their own and know the points.
func said(file, before, value, after string) (found problem.List) {
	before = strings.Replace(before, `"prizes": `, `"divisions": {"men": {}}, "prizes": `, 1)
	before = strings.Replace(before, `"points": [{"missing": `, `"points": [{"id": "half", "km": 1, "missing": `, 1)
	reads := strings.Replace(before, `"timing": [{`, `"points": [{"id": "men", "km": 1}, {"id": "finish", "km": 2}], "timing": [{"kind": "reads", `, 1)
	if strings.HasPrefix(before[strings.LastIndex(before, "{")+1:], `"separator"`) {
		reads = strings.Replace(reads, `"kind": "reads", `, `"kind": "reads", "format": "generic", `, 1)
	}
	for _, before := range slices.Compact([]string{before, reads}) {
		if strings.Contains(before, `"kind": "reads", "kind"`) {
			continue
		}
		_, more := read.Project(fstest.MapFS{"data/site.yaml": {Data: []byte("title: x\n")}, file: {Data: []byte(before + value + after)}})
		found = append(found, more...)
	}
	return found
}

// offered are the words of a hint such as "expected: gun, net".
func offered(f problem.Problem) (words []string) {
	hint, _, _ := strings.Cut(f.Hint, "; the line reads")
	for _, begin := range []string{"expected: ", "known here: "} {
		if _, list, ok := strings.Cut(hint, begin); ok {
			return strings.Split(strings.ReplaceAll(list, " or ", ", "), ", ")
		}
	}
	return nil
}

var schemaFiles = map[string]string{"edition": "data/2022/edition.yaml", "site": "data/site.yaml"}

// TestWhereTheSchemaHasNoKeysTheReaderHasNone puts keys wherever the schema has
// an object without keys of its own, or none. With the test of the keys that it
// has, that is every path: a key that the reader alone knows lies in an object
// that one of the two tests looks into.
func TestWhereTheSchemaHasNoKeysTheReaderHasNone(t *testing.T) {
	places := 0
	for name, file := range schemaFiles {
		_, root := schemaOf(t, name)
		root.everywhere(root, "", "", func(before, after string, may []*node) {
			if slices.ContainsFunc(may, func(n *node) bool { return len(n.Properties) > 0 }) {
				return
			}
			places++
			shapes := []string{`{"nobody": 1}`}
			if !slices.ContainsFunc(may, func(n *node) bool { return n.Items != nil }) { // else its items are a place of their own
				shapes = append(shapes, `[{"nobody": 1}]`)
			}
			for _, shape := range shapes {
				for _, f := range said(file, before, shape, after) {
					if strings.Contains(f.Text, `unknown key "nobody"`) && strings.Contains(f.Hint, "known here: ") {
						t.Errorf("%s %s%s: the reader takes %s, the schema has no keys there", name, before, shape, f.Hint)
					}
				}
			}
		})
	}
	if places < 100 {
		t.Errorf("only %d places", places)
	}
}

// TestEveryClosedListOfWordsIsOneInTheSchema puts a word that nobody knows at
// every place. Where the reader says what it takes, the schema has the same
// words; where the schema has words, the reader takes each, and not that one.
func TestEveryClosedListOfWordsIsOneInTheSchema(t *testing.T) {
	lists := 0
	for name, file := range schemaFiles {
		_, root := schemaOf(t, name)
		root.everywhere(root, "", "", func(before, after string, may []*node) {
			var words []string
			for _, n := range may {
				for _, word := range n.Enum {
					words = append(words, fmt.Sprint(word))
				}
			}
			refused := false
			for _, f := range said(file, before, `"nobody"`, after) {
				if !strings.Contains(f.Text, `"nobody" is `) {
					continue
				}
				refused = true
				known := offered(f)
				if len(words) == 0 && slices.ContainsFunc([]string{" is not a layout", " is not a separator", " is not a gender"}, func(no string) bool { return strings.HasSuffix(f.Text, no) }) {
					t.Errorf("%s %s…: the reader takes some words, the schema any", name, before)
				}
				closed := strings.HasSuffix(f.Text, " is not known here") || strings.HasSuffix(f.Text, " is nothing that a station offers") || len(words) > 0 && len(known) == len(words)
				if closed && !slices.Equal(slices.Sorted(slices.Values(known)), slices.Sorted(slices.Values(words))) {
					t.Errorf("%s %s…: the reader takes %q, the schema has %q", name, before, known, words)
				}
			}
			if len(words) == 0 {
				return
			}
			lists++
			if !refused {
				t.Errorf("%s %s…: the reader takes any word, the schema has %q", name, before, words)
			}
			for _, word := range words {
				quoted, err := json.Marshal(word)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range said(file, before, string(quoted), after) {
					if strings.Contains(f.Text, strconv.Quote(word)+" is no") {
						t.Errorf("%s %s%s: the schema has a word that the reader refuses: %s", name, before, quoted, f.Text)
					}
				}
			}
		})
	}
	if lists < 25 {
		t.Errorf("only %d lists of words", lists)
	}
}

// The words of a column are many more, and its schema does not list them: a
// division's gender is written by whoever writes edition.yaml.
func TestTheReaderKnowsEveryWordOfTheSchemaForAGender(t *testing.T) {
	_, root := schemaOf(t, "edition")
	if len(root.Defs["gender"].Enum) < 3 {
		t.Fatal(root.Defs["gender"].Enum)
	}
	for _, word := range root.Defs["gender"].Enum {
		if _, err := table.ParseGender(word.(string)); err != nil {
			t.Errorf("%q: %v", word, err)
		}
	}
}
