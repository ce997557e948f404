package export

import (
	_ "embed"
	"io"
)

//go:embed results.schema.json
var schema []byte

// Schema writes the JSON Schema (2020-12) of results.json.
func Schema(w io.Writer) error {
	_, err := w.Write(schema)
	return err
}
