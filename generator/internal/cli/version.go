package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionOptions struct{}

func (*versionOptions) options() []option { return nil }

// do prints the version of the module where the program was installed as one, else
// the commit it was built from.
func (*versionOptions) do(l *line) error {
	name, commit, dirty := "", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "(devel)" {
			name = info.Main.Version
		}
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = s.Value[:min(12, len(s.Value))]
			case s.Key == "vcs.modified" && s.Value == "true":
				dirty = " with changes"
			}
		}
		if name == "" && commit != "" {
			name = commit + dirty
		}
	}
	fmt.Fprintf(l.stdout, "guntime %s, %s, %s/%s\n", cmp.Or(name, "built from source"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
