package build

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
)

// findingsNote is the note that has what a build found, so that the next build can
// say what is new. No edition has this name: notes of editions end in .json.
const findingsNote = "findings"

// idOf names a finding in the note, wherever its line has moved to.
func idOf(p problem.Problem) string {
	sum := sha256.Sum256([]byte(p.Path + "\x00" + p.Code + "\x00" + p.Text))
	return hex.EncodeToString(sum[:8])
}

// noteFindings is the note of what a build found.
func noteFindings(found problem.List) artifact.File {
	var b strings.Builder
	for _, p := range found {
		b.WriteString(idOf(p) + "\n")
	}
	return artifact.File{Path: findingsNote, Draw: artifact.Bytes([]byte(b.String()))}
}

// unseen returns the findings that the last build that succeeded did not have; nil
// where that is not known.
func (l *lastBuild) unseen(found problem.List) (fresh problem.List) {
	text, known := l.texts[findingsNote]
	if !known {
		return nil
	}
	seen := map[string]bool{}
	for id := range strings.Lines(string(text)) {
		seen[strings.TrimSuffix(id, "\n")] = true
	}
	for _, p := range found {
		if !seen[idOf(p)] {
			fresh = append(fresh, p)
		}
	}
	return fresh
}
