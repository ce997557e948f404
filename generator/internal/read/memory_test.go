package read

import (
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestAReadingWithAMemoryIsOneWithout(t *testing.T) {
	fsys := years()
	memory := &Memory{}
	reading := func(what string, fsys fstest.MapFS) {
		t.Helper()
		want, _, said := Incremental(fsys, nil, nil)
		for range 2 {
			got, _, found := Incremental(fsys, nil, memory)
			if diff := cmp.Diff(said, found); diff != "" {
				t.Errorf("%s: findings (-want +got):\n%s", what, diff)
			}
			if !reflect.DeepEqual(want, got) {
				t.Errorf("%s: the archives differ", what)
			}
		}
	}
	reading("at first", fsys)
	if len(memory.entries) == 0 {
		t.Fatal("no entries are remembered")
	}
	for name, f := range fsys {
		if len(name) > 11 && name[len(name)-11:] == "entries.csv" {
			fsys[name] = &fstest.MapFile{Data: append(append([]byte{}, f.Data...), "Z9,One More,F\n"...)}
		}
	}
	reading("with an entry more", fsys)
}
