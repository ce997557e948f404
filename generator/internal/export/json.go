package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"guntime/generator/internal/race"
)

// JSON writes results.json, one result a line, streaming: its memory does not
// grow with the field.
func JSON(w io.Writer, v *race.Verdict, rv *race.RaceVerdict, path CertificatePath) error {
	b := bufio.NewWriterSize(w, 1<<16)
	head, err := json.Marshal(headerOf(v, rv))
	if err != nil {
		return err
	}
	b.Write(bytes.TrimSuffix(head, []byte("}")))
	b.WriteString(",\n\"results\":[")
	for i := range rv.Results {
		if i > 0 {
			b.WriteByte(',')
		}
		line, err := json.Marshal(resultOf(v, rv, &rv.Results[i], path))
		if err != nil {
			return err
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}
