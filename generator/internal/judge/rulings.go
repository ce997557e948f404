package judge

import "guntime/generator/internal/race"

// decision is what all rulings on one bib come to.
type decision struct {
	struck     []*race.Ruling // disqualifications that stand, oldest first
	reinstated bool           // cancels the timing file's own DQ too
	withdrawn  *race.Ruling
	confirmed  []*race.Ruling
	order      int // judges' order among equal times; 0 for none
	place      *race.Ruling
	annul      *race.Ruling
	held       bool
	released   bool
}

// fold adds up the rulings in the order they were made, by folded bib.
func fold(rulings []race.Ruling) map[string]*decision {
	all := make(map[string]*decision, len(rulings))
	for i := range rulings {
		r := &rulings[i]
		bib := race.FoldBib(r.Bib)
		d := all[bib]
		if d == nil {
			d = &decision{}
			all[bib] = d
		}
		switch r.Kind {
		case race.Disqualify, race.Doping:
			d.struck = append(d.struck, r)
		case race.Reinstate:
			d.reinstated = true
			if n := len(d.struck); n > 0 {
				d.struck = d.struck[:n-1]
			}
		case race.Withdraw:
			d.withdrawn = r
		case race.ConfirmPoint:
			d.confirmed = append(d.confirmed, r)
		case race.JudgesOrder:
			d.order = r.Place
		case race.PlaceRuling:
			d.place = r
		case race.AnnulTime:
			d.annul = r
		case race.HoldCertificate:
			d.held, d.released = true, false
		case race.ReleaseCertificate:
			d.held, d.released = false, true
		}
	}
	return all
}

// silenced returns the decision with the free text of its rulings left out: of
// somebody who is masked or anonymous it may say the name.
func (d decision) silenced() *decision {
	mute := func(r *race.Ruling) *race.Ruling {
		if r == nil {
			return nil
		}
		m := *r
		m.Note = nil
		return &m
	}
	all := func(rulings []*race.Ruling) []*race.Ruling {
		muted := make([]*race.Ruling, len(rulings))
		for i, r := range rulings {
			muted[i] = mute(r)
		}
		return muted
	}
	d.struck, d.confirmed = all(d.struck), all(d.confirmed)
	d.withdrawn, d.place, d.annul = mute(d.withdrawn), mute(d.place), mute(d.annul)
	return &d
}

// disqualification is the ruling that counts: doping before any other, else
// the latest; nil where none stands.
func (d *decision) disqualification() *race.Ruling {
	for _, r := range d.struck {
		if r.Kind == race.Doping {
			return r
		}
	}
	if n := len(d.struck); n > 0 {
		return d.struck[n-1]
	}
	return nil
}

// confirms returns the ruling that a point was passed, or nil.
func (d *decision) confirms(point string) *race.Ruling {
	for _, r := range d.confirmed {
		if r.Point == point {
			return r
		}
	}
	return nil
}
