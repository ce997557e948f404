package build

import (
	"context"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
	"guntime/generator/internal/race"
)

// Withhold takes the certificates of a race, of a project that was judged alone, from
// runners whose name no font has, as a build does. A design that cannot be used takes
// none: a check tells what is wrong with it.
func Withhold(ctx context.Context, o Options, in Prepared, e *race.Edition, rv *race.RaceVerdict) error {
	if rv.Race.Rules.Certificate.None || !e.State.HasResults() {
		return nil
	}
	files, _, err := project.OpenAndLook(ctx, o.Dir, o.Allow...)
	if err != nil {
		return err
	}
	of := designs{templates: files.Templates, parsed: map[string]*certificate.Design{}}
	var found problem.List
	design := of.named(rv.Race.Rules.Certificate.Design, race.Position{}, &found)
	if design == nil {
		return nil
	}
	if form, err := certificate.New(design, in.Book, in.Archive.Site.Languages, e, rv.Race, rv, nil); err == nil {
		form.Withhold(rv)
	}
	return nil
}
