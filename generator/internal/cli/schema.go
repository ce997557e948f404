package cli

import "guntime/generator/internal/propose"

type schemaOptions struct{}

func (*schemaOptions) options() []option { return nil }

func (*schemaOptions) do(l *line) error {
	text, err := propose.Schema(l.word(0))
	if err != nil {
		return misused("guntime schema edition prints the keys of edition.yaml", "there is no schema of %q, only of edition and site", l.word(0))
	}
	_, err = l.stdout.Write(text)
	return err
}
