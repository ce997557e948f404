package certificate

import (
	"encoding/base64"
	"encoding/json"
	"io"

	"guntime/generator/internal/race"
)

// Blank writes the form by itself: what every certificate of the race begins
// with.
func (f *Form) Blank(w io.Writer) error {
	_, err := w.Write(f.bytes)
	return err
}

// Shard writes what several certificates have behind the form: JSON of the
// form's file, beside it, and of each imprint in base64, by bib. The form's bytes
// and an imprint's behind them are the certificate, byte for byte. One that is
// not ready is an error.
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
