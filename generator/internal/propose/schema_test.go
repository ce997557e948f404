package propose

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"guntime/generator/internal/read"
)

// node is a JSON Schema as far as the schemas here go.
type node struct {
	Ref        string           `json:"$ref"`
	Defs       map[string]*node `json:"$defs"`
	Properties map[string]*node `json:"properties"`
	Additional json.RawMessage  `json:"additionalProperties"`
	Items      *node            `json:"items"`
	AnyOf      []*node          `json:"anyOf"`
	Enum       []any            `json:"enum"`
}

func schemaOf(t *testing.T, name string) (text []byte, root *node) {
	t.Helper()
	text, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	root = &node{}
	if err := json.Unmarshal(text, root); err != nil {
		t.Fatal(err)
	}
	return text, root
}

// closed calls each with every object of a schema that has keys of its
// own, with the YAML before and after it.
func (n *node) closed(root *node, before, after string, each func(before, after string, keys []string)) {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok {
		n = root.Defs[name]
	}
	for _, other := range n.AnyOf {
		other.closed(root, before, after, each)
	}
	var keys []string
	for key, value := range n.Properties {
		keys = append(keys, key)
		value.closed(root, before+"{"+strconv.Quote(key)+": ", "}"+after, each)
	}
	var further node
	open := json.Unmarshal(n.Additional, &further) == nil
	if len(keys) > 0 {
		slices.Sort(keys)
		each(before, after, keys)
	}
	if open {
		further.closed(root, before+`{"men": `, "}"+after, each)
	}
	if n.Items != nil {
		n.Items.closed(root, before+"[", "]"+after, each)
	}
}

// TestTheReaderKnowsTheKeysOfTheSchema puts a key that nobody knows into every
// object and holds what the reader says is known there against the schema.
func TestTheReaderKnowsTheKeysOfTheSchema(t *testing.T) {
	for name, file := range map[string]string{"edition": "data/2022/edition.yaml", "site": "data/site.yaml"} {
		_, root := schemaOf(t, name)
		objects := 0
		root.closed(root, "", "", func(before, after string, keys []string) {
			objects++
			project := fstest.MapFS{"data/site.yaml": {Data: []byte("title: x\n")}}
			before = strings.Replace(before, `"prizes": `, `"divisions": {"men": {}}, "prizes": `, 1) // they are keys of it
			before = byHand(before)
			project[file] = &fstest.MapFile{Data: []byte(before + `{"nobody": 1}` + after)}
			_, found := read.Project(project)
			for _, f := range found {
				if _, known, ok := strings.Cut(f.Hint, "known here: "); ok && strings.Contains(f.Text, `"nobody"`) {
					known, _, _ = strings.Cut(known, "; the line reads")
					got := slices.DeleteFunc(strings.Split(known, ", "), func(key string) bool { return key == "men" })
					if !slices.Equal(slices.Sorted(slices.Values(got)), keys) {
						t.Errorf("%s %s…: the schema has %q, the reader takes %q", name, before, keys, got)
					}
					return
				}
			}
			t.Errorf("%s %s…: the reader does not name the keys it knows: %v", name, before, found)
		})
		if objects == 0 {
			t.Errorf("the schema of %s has no object", name)
		}
	}
}

func TestTheYAMLFilesKeepToTheirSchemas(t *testing.T) {
	rules := map[string]*jsonschema.Schema{}
	for _, name := range []string{"edition", "site"} {
		text, _ := schemaOf(t, name)
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name+".json", document); err != nil {
			t.Fatal(err)
		}
		if rules[name+".yaml"], err = c.Compile(name + ".json"); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(name string, text []byte) error {
		var value any
		if err := yaml.Unmarshal(text, &value); err != nil {
			return err
		}
		plain, err := json.Marshal(value)
		if err != nil {
			return err
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
		if err != nil {
			return err
		}
		return rules[filepath.Base(name)].Validate(document)
	}
	project := filepath.Join(t.TempDir(), "p")
	files, err := MadeUp(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "UTC", []string{"en", "zh", "ja"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files.Names() {
		full := filepath.Join(project, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, files[name], 0o666); err != nil {
			t.Fatal(err)
		}
	}
	held := 0
	for _, dir := range []string{filepath.Join("..", "..", "..", "data"), filepath.Join(project, "data")} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".yaml" {
				return err
			}
			text, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				return err
			}
			held++
			if err := holds(path, text); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			first, _, _ := strings.Cut(string(text), "\n")
			if at, ok := strings.CutPrefix(first, "# yaml-language-server: $schema="); ok {
				if _, err := os.Stat(filepath.Join(dir, filepath.Dir(path), filepath.FromSlash(at))); err != nil {
					t.Errorf("%s: its schema: %v", path, err)
				}
			} else if dir != filepath.Join("..", "..", "..", "data") {
				t.Errorf("%s names no schema in its first line", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if held < 5 {
		t.Errorf("only %d files were held against a schema", held)
	}
	for _, wrong := range []string{"name: x\ndate: 2022-01-01\ntime_zone: UTC\nstate: finished\n", "name: x\n", "name: x\ndate: 2022-01-01\ntime_zone: UTC\nstate: official\nstat: 1\n"} {
		if holds("edition.yaml", []byte(wrong)) == nil {
			t.Errorf("the schema takes %q", wrong)
		}
	}
}
