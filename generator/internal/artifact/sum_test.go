package artifact

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

type leaf struct {
	Text string
	From int `sum:"-"`
}

type tree struct {
	On      bool
	N       int16
	U       uint32
	F       float64
	Text    string
	At      time.Time
	Zone    *time.Location
	Leaf    *leaf
	Leaves  []leaf
	Pair    [2]string
	Named   map[string]int
	ByLeaf  map[*leaf]string
	Err     error
	Self    *tree
	private string
}

func full() *tree {
	zone := time.FixedZone("CST", 8*3600)
	return &tree{On: true, N: -3, U: 7, F: 1.5, Text: "text", At: time.Date(2022, 11, 6, 7, 30, 0, 0, zone), Zone: zone,
		Leaf: &leaf{Text: "a"}, Leaves: []leaf{{Text: "b"}, {Text: "c"}}, Pair: [2]string{"d", "e"}, Named: map[string]int{"x": 1, "y": 2},
		ByLeaf: map[*leaf]string{{Text: "p"}: "1", {Text: "q"}: "2"}, Err: errors.New("bad"), Self: &tree{Text: "inner"}, private: "p"}
}

func TestEqualContentsHaveOneKeyWhereverTheyLie(t *testing.T) {
	first := Sum(full())
	for range 20 { // maps give another order every time
		if Sum(full()) != first {
			t.Fatal("two copies have two keys")
		}
	}
}

func TestEveryFieldTellsInTheKey(t *testing.T) {
	was := Sum(full())
	seen := map[Key]string{was: "none"}
	for i := range reflect.TypeFor[tree]().NumField() {
		name := reflect.TypeFor[tree]().Field(i).Name
		other := full()
		if name == "private" {
			other.private = ""
		} else {
			reflect.ValueOf(other).Elem().Field(i).SetZero()
		}
		if twin, ok := seen[Sum(other)]; ok {
			t.Errorf("without %s the key is that without %s", name, twin)
		}
		seen[Sum(other)] = name
	}
}

func TestWhatDiffersDeepDownTells(t *testing.T) {
	for what, change := range map[string]func(*tree){
		"an element":           func(x *tree) { x.Leaves[1].Text = "C" },
		"the order":            func(x *tree) { x.Leaves[0], x.Leaves[1] = x.Leaves[1], x.Leaves[0] },
		"where a text ends":    func(x *tree) { x.Pair = [2]string{"de", ""} },
		"a value of a map":     func(x *tree) { x.Named["x"] = 2 },
		"a value by a pointer": func(x *tree) { x.ByLeaf = map[*leaf]string{{Text: "p"}: "2", {Text: "q"}: "1"} },
		"the zone of a moment": func(x *tree) { x.At = x.At.UTC() },
		"an empty list":        func(x *tree) { x.Leaves = []leaf{} },
		"inside itself":        func(x *tree) { x.Self.N = 1 },
		"an error's text":      func(x *tree) { x.Err = errors.New("worse") },
	} {
		other := full()
		change(other)
		if Sum(other) == Sum(full()) {
			t.Errorf("%s does not tell", what)
		}
	}
}

func TestATaggedFieldDoesNotTell(t *testing.T) {
	if Sum(leaf{"a", 1}) != Sum(leaf{"a", 2}) {
		t.Error("it tells")
	}
}

func TestAFunctionHasNoKey(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it has one")
		}
	}()
	Sum(struct{ F func() }{})
}

func TestAKeyIsReadAsItWasWritten(t *testing.T) {
	key := KeyOf([]byte("text"))
	text, err := key.MarshalText()
	if err != nil || string(text) != key.String() {
		t.Errorf("%s is written %s: %v", key, text, err)
	}
	var again Key
	if err := again.UnmarshalText(text); err != nil || again != key {
		t.Errorf("%s is read as %s: %v", text, again, err)
	}
	for _, bad := range []string{"", "0a", string(text) + "0", string(text[1:]), "x" + string(text[1:])} {
		if err := again.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is read as a key", bad)
		}
	}
}

func TestAKeyOfOtherKeysAndTextsCoversAll(t *testing.T) {
	a, b := KeyOf([]byte("a")), KeyOf([]byte("b"))
	if a.And(b) != a.AndWith([]Key{b}) || a.With("x") != a.AndWith(nil, "x") {
		t.Error("And and With are not AndWith")
	}
	all := []Key{a.AndWith([]Key{b}, "x"), a.AndWith([]Key{a}, "x"), b.AndWith([]Key{b}, "x"), a.AndWith([]Key{b}, "y"), a.AndWith([]Key{b}), a.AndWith(nil, "x"), a.AndWith([]Key{b}, "x", "")}
	for i := range all {
		for j := range i {
			if all[i] == all[j] {
				t.Errorf("%d and %d are the same", j, i)
			}
		}
	}
}
