package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"os"

	"guntime/generator/internal/certificate"
)

type rulingsOptions struct {
	dir, now, out string
	allow         []string
}

func (o *rulingsOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), atMoment(&o.now), toPDF(&o.out)}
}

// do writes the sheet with the rulings of an edition, for the referees to sign. It
// must not be published: it has bibs that the site hides.
func (o *rulingsOptions) do(l *line) error {
	v, in, _, err := l.judged(o.dir, o.allow, o.now)
	if err != nil {
		return err
	}
	name := cmp.Or(o.out, "rulings-"+v.Edition.ID+".pdf")
	var sheet bytes.Buffer
	if err := certificate.Rulings(&sheet, in.Design, in.Book, in.Archive.Site.Languages, v); err != nil {
		return err
	}
	if err := os.WriteFile(name, sheet.Bytes(), 0o666); err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: the rulings of %s, to be signed\n", name, v.Edition.ID)
	return nil
}
