package certificate

import (
	"encoding/base64"
	"encoding/json"
	"io"

	"guntime/generator/internal/race"
)

// Blank writes the form without a runner: the beginning of every certificate of the
// race.
func (f *Form) Blank(w io.Writer) error {
	_, err := w.Write(f.bytes)
	return err
}

// Shard writes the parts of several certificates that follow the form, as JSON: the
// name of the form's file, and by bib each part in base64. The form and such a
// part, joined, are the certificate byte for byte. A certificate that is not ready
// is an error.
func (f *Form) Shard(w io.Writer, form string, results []*race.Result) error {
	imprints := make(map[string]string, len(results))
	for _, r := range results {
		err := f.imprinted(r, func(imprint []byte) error {
			imprints[r.Entry.Bib] = base64.StdEncoding.EncodeToString(imprint)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return json.NewEncoder(w).Encode(struct {
		Form     string            `json:"form"`
		Imprints map[string]string `json:"imprints"`
	}{form, imprints})
}
