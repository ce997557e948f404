package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"guntime/generator/internal/build"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/certificate/sample"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/selection"
)

type certificatesOptions struct {
	dir, out, now, key string
	where, bibs, layer string
	printed            string
	allow              []string
	quiet, design      bool
}

func (o *certificatesOptions) options() []option {
	return []option{inProject(&o.dir), mayLeadTo(&o.allow), toPrint(&o.out), atMoment(&o.now), withKey(&o.key), chosenWhere(&o.where), chosenBibs(&o.bibs),
		ofDesigns(&o.design), ofLayer(&o.layer), notingPrinted(&o.printed), quietly(&o.quiet)}
}

// do draws chosen certificates for printing: one file each in a folder, or all in
// one PDF.
func (o *certificatesOptions) do(l *line) error {
	if o.design {
		return o.designs(l)
	}
	layer, known := map[string]certificate.Layer{"whole": certificate.Whole, "imprint": certificate.Imprint}[o.layer]
	if !known {
		return misused("-layer imprint is for paper that is printed already", "-layer %s: must be whole or imprint", o.layer)
	}
	conditions, err := selection.Parse(o.where)
	if err != nil {
		return misused(`conditions are such as -where "division=men place<=100"`, "-where: %w", err)
	}
	key, err := signingKey(l.ctx, o.key)
	if err != nil {
		return err
	}
	now, err := momentOf(o.now)
	if err != nil {
		return err
	}
	edition, id := l.word(0), l.word(1)
	out := o.out
	if out == "" {
		out = "certificates-" + edition + "-" + id + ".pdf"
	}
	if err := o.outsideOfTheSite(out); err != nil {
		return err
	}
	show := newProgress(l.stderr, o.quiet)
	in, found, err := build.Certificates(l.ctx, build.Options{Dir: o.dir, Allow: o.allow, Now: now, Key: key, Report: show.report()}, read.Project)
	if err != nil {
		l.report(found)
		return err
	}
	var rv *race.RaceVerdict
	for _, v := range in.Verdicts {
		for _, one := range v.Races {
			if v.Edition.ID == edition && one.Race.ID == id {
				rv = one
			}
		}
	}
	if rv == nil {
		return misused(likeRace(in.Archive, edition, id), "there is no race %q in an edition %q", id, edition)
	}
	form := in.Forms[rv]
	if form == nil {
		return misused("the state of the edition, or its key certificate, says whether there are any", "the %s of %s gives no certificates", id, edition)
	}
	chosen, err := choose(rv, conditions, o.bibs)
	if err != nil {
		return err
	}
	var list *printed
	if o.printed != "" {
		if list, err = readPrinted(o.printed); err != nil {
			return err
		}
		if chosen, err = list.corrected(l.stdout, form, edition, id, chosen); err != nil {
			return err
		}
		if len(chosen) == 0 {
			fmt.Fprintln(l.stdout, "nothing is printed")
			return nil
		}
	}
	ready := slices.DeleteFunc(slices.Clone(chosen), func(r *race.Result) bool { return r.Certificate.Status != race.CertificateReady })
	for _, r := range chosen {
		if o.bibs != "" && r.Certificate.Status != race.CertificateReady {
			fmt.Fprintf(l.stderr, "%s has no certificate: %s\n", r.Entry.Bib, listed(", ", string(r.Certificate.Status), strings.ReplaceAll(string(r.Certificate.Reason), "_", " ")))
		}
	}
	if len(ready) == 0 {
		return misused("guntime explain BIB tells why one has none", "none of the %d chosen has a certificate that is ready", len(chosen))
	}
	if strings.EqualFold(filepath.Ext(out), ".pdf") {
		err = writeWhole(out, func(w io.Writer) error {
			buffered := bufio.NewWriterSize(w, 1<<20)
			if err := form.Batch(buffered, slices.Values(ready), layer); err != nil {
				return err
			}
			return buffered.Flush()
		})
	} else {
		err = writeEach(l.ctx, out, id, form, ready, layer)
	}
	if err == nil && list != nil {
		err = list.add(form, edition, id, ready)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: %d of the %d chosen have a certificate\n", out, len(ready), len(chosen))
	return nil
}

// outsideOfTheSite refuses to print into a site.
func (o *certificatesOptions) outsideOfTheSite(out string) error {
	if dir := project.SiteAround(filepath.Join(out, "a"), filepath.Join(o.dir, "public")); dir != "" {
		return misused("take a place outside of the site with -out", "%s is in the site %s, where certificates are already published", out, dir)
	}
	return nil
}

// designs draws all designs of the project, for somebody to choose one.
func (o *certificatesOptions) designs(l *line) error {
	for _, of := range []string{"where", "bibs", "layer", "printed", "key", "now"} {
		if l.isSet(of) {
			return misused("-design shows made-up runners, whole and not for use", "-design and -%s exclude each other", of)
		}
	}
	out := cmp.Or(o.out, "designs.pdf")
	if !strings.EqualFold(filepath.Ext(out), ".pdf") {
		return misused("-out designs.pdf", "-out %s: with -design it must be a PDF", out)
	}
	if err := o.outsideOfTheSite(out); err != nil {
		return err
	}
	var drawn bytes.Buffer
	designs, found, err := build.Designs(l.ctx, build.Options{Dir: o.dir, Allow: o.allow}, &drawn)
	l.report(found)
	if err != nil {
		return err
	}
	err = writeWhole(out, func(w io.Writer) error {
		_, err := drawn.WriteTo(w)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: %d designs, each with %d names, all made up; a race takes one by certificate: {design: NAME}\n", out, len(designs), len(sample.Names))
	for _, d := range designs {
		fmt.Fprintf(l.stdout, "    %s: %s\n", d.File, d.Says)
	}
	return nil
}

// choose returns the results that satisfy all conditions, in order. With a list of
// bibs it returns only those, in the order of the list.
func choose(rv *race.RaceVerdict, conditions []selection.Condition, bibs string) ([]*race.Result, error) {
	var chosen []*race.Result
	byBib := make(map[string]*race.Result, len(rv.Results))
	for i := range rv.Results {
		r := &rv.Results[i]
		if slices.ContainsFunc(conditions, func(c selection.Condition) bool { return !c.Holds(r) }) {
			continue
		}
		chosen = append(chosen, r)
		byBib[race.FoldBib(r.Entry.Bib)] = r
	}
	if bibs == "" {
		return chosen, nil
	}
	chosen = nil
	for _, bib := range strings.FieldsFunc(bibs, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }) {
		r := byBib[race.FoldBib(bib)]
		if r == nil {
			return nil, misused("bibs stand in the entries as they are to be given here, with commas between them", "-bibs: none of those chosen has the bib %q", bib)
		}
		chosen = append(chosen, r)
	}
	return chosen, nil
}

// writeWhole writes a file under a temporary name and renames it when it is
// complete.
func writeWhole(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".guntime-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails harmlessly after the rename
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// writeEach writes a file for each result, with the name of the download on the
// site. It uses one worker for each core.
func writeEach(ctx context.Context, dir, id string, form *certificate.Form, ready []*race.Result, layer certificate.Layer) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	failures := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for w := range failures {
		workers.Go(func() {
			var drawn bytes.Buffer
			for i := w; i < len(ready) && failures[w] == nil; i += len(failures) {
				drawn.Reset()
				if failures[w] = ctx.Err(); failures[w] == nil {
					failures[w] = drawOne(&drawn, form, ready[i], layer)
				}
				if failures[w] == nil {
					failures[w] = writeWhole(filepath.Join(dir, id+"-"+ready[i].Entry.Bib+".pdf"), func(w io.Writer) error {
						_, err := drawn.WriteTo(w)
						return err
					})
				}
			}
		})
	}
	workers.Wait()
	return cmp.Or(failures...)
}

// drawOne draws the certificate of a result, or only the layer with the texts of
// the runner.
func drawOne(w io.Writer, form *certificate.Form, r *race.Result, layer certificate.Layer) error {
	if layer == certificate.Whole {
		return form.Draw(w, r)
	}
	return form.Batch(w, slices.Values([]*race.Result{r}), layer)
}
