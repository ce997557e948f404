package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestResultsKeepToTheirSchema(t *testing.T) {
	var text bytes.Buffer
	if err := Schema(&text); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("results.schema.json", document); err != nil {
		t.Fatal(err)
	}
	rules, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	v, rv := verdict()
	var b bytes.Buffer
	if err := JSON(&b, v, rv, path, nil); err != nil {
		t.Fatal(err)
	}
	check := func(text string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return rules.Validate(value)
	}
	if err := check(b.String()); err != nil {
		t.Error(err)
	}
	for what, change := range map[string][2]string{
		"a status nobody has":     {`"status":"finished"`, `"status":"winner"`},
		"a time without seconds":  {`"gun_time":"2:14:34"`, `"gun_time":"2:14"`},
		"a place that is a text":  {`"place":1`, `"place":"1"`},
		"a missing bib":           {`"bib":"M1",`, ``},
		"a count below nothing":   {`"ranked":2`, `"ranked":-2`},
		"an amount as a number":   {`"net":"12000.00"`, `"net":12000`},
		"a reason without a code": {`{"code":"ruling","clause":"13.6"}`, `{"clause":"13.6"}`},
	} {
		bad := strings.Replace(b.String(), change[0], change[1], 1)
		if bad == b.String() {
			t.Errorf("%s: nothing to change", what)
		} else if check(bad) == nil {
			t.Errorf("the schema accepts %s", what)
		}
	}
}

func TestTheSchemaKnowsEveryKeyOfAResult(t *testing.T) {
	var known struct {
		Properties map[string]any `json:"properties"`
		Defs       struct {
			Result struct {
				Properties map[string]any `json:"properties"`
			} `json:"result"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &known); err != nil {
		t.Fatal(err)
	}
	v, rv := verdict()
	for _, c := range []struct {
		value any
		keys  map[string]any
	}{{headerOf(v, rv), known.Properties}, {resultOf(v, rv, &rv.Results[0], path), known.Defs.Result.Properties}} {
		text, err := json.Marshal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]any
		if err := json.Unmarshal(text, &keys); err != nil {
			t.Fatal(err)
		}
		for key := range keys {
			if c.keys[key] == nil {
				t.Errorf("it does not know %q", key)
			}
		}
	}
}
