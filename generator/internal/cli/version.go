package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"guntime/generator/internal/cli/manual"
)

type versionOptions struct{}

func (*versionOptions) options() []option { return nil }

// do prints which program this is: its version, its commit and that commit's day,
// as far as the program was built with them.
func (*versionOptions) do(l *line) error {
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintf(l.stdout, "guntime %s, %s, %s/%s\n", origin(info), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// origin is the version of the module, then the commit and its day.
func origin(info *debug.BuildInfo) string {
	name, commit, day, changed := of(info)
	parts := []string{cmp.Or(name, "development version")}
	if commit != "" {
		parts = append(parts, "commit "+commit+changed)
	}
	if day != "" {
		parts = append(parts, day)
	}
	return strings.Join(parts, ", ")
}

// of reads what the tool go wrote into the program; each may be "".
func of(info *debug.BuildInfo) (name, commit, day, changed string) {
	if info == nil {
		return
	}
	if info.Main.Version != "(devel)" {
		name = info.Main.Version
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.time":
			day = s.Value[:min(len("2006-01-02"), len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	if commit != "" && strings.Contains(name, commit) { // made of the commit by the tool go, and no version that anybody gave
		name = ""
	}
	return
}

// version is what the pages for man say of the program.
func version() manual.Version {
	info, _ := debug.ReadBuildInfo()
	name, commit, day, _ := of(info)
	return manual.Version{Name: cmp.Or(name, commit), Date: day}
}
