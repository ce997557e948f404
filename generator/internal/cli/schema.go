package cli

import (
	"guntime/generator/internal/export"
	"guntime/generator/internal/propose"
)

type schemaOptions struct{}

func (*schemaOptions) options() []option { return nil }

func (*schemaOptions) do(l *line) error {
	switch l.word(0) {
	case "results":
		return export.Schema(l.stdout)
	case "live":
		return export.LiveSchema(l.stdout)
	}
	text, err := propose.Schema(l.word(0))
	if err != nil {
		return misused("guntime schema edition prints the keys of edition.yaml", "there is no schema of %q, only of edition, site, results and live", l.word(0))
	}
	_, err = l.stdout.Write(text)
	return err
}
