package publish

import (
	"io/fs"
	"strings"

	"guntime/generator/internal/artifact"
)

// note records the shared inputs of a file. Consecutive files usually have the same
// slice.
func (b *build) note(inputs []artifact.Input) {
	if len(inputs) == 0 || b.shared == &inputs[0] {
		return
	}
	b.shared = &inputs[0]
	for _, in := range inputs {
		b.inputs[in.Name] = in.Key
	}
}

// reason returns why a file must be drawn even if its key is unchanged; "" where
// only the key decides.
func reason(j job, info fs.FileInfo, asWritten bool) string {
	switch {
	case j.old == nil:
		return "the last build had no such file"
	case info == nil:
		return "it was no longer on the disk"
	case !asWritten:
		return "it had been changed on the disk"
	case j.file.Key == artifact.Key{}:
		return "it has no key and is rebuilt every time"
	}
	return ""
}

// explain returns why a file was drawn, or why not, if Options.Explain asks for
// this file.
func (b *build) explain(j job, because string) string {
	if j.file.Path != b.o.Explain || b.o.Explain == "" {
		return ""
	}
	var changed []string
	if j.old != nil && j.old.Key != j.file.Key {
		for _, in := range j.file.Inputs {
			if was, ok := b.last.Inputs[in.Name]; !ok || was != in.Key {
				changed = append(changed, in.Name)
			}
		}
	}
	switch {
	case because != "":
		return "rebuilt: " + because
	case j.old.Key == j.file.Key:
		return "not rebuilt: nothing it depends on has changed"
	case len(changed) == 0:
		return "rebuilt: its own data have changed"
	}
	return "rebuilt: changed since the last build: " + strings.Join(changed, ", ")
}
