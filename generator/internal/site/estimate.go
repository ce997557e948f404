package site

import "guntime/generator/internal/race"

// EstimateFiles returns how many files the plan has, within a few percent, without
// planning them.
func EstimateFiles(in Input) int {
	languages, pages, certificates, standing := len(in.Archive.Site.Languages), 1000, 0, 0
	for _, v := range in.Verdicts {
		if s := in.Cached[v.Edition.ID]; s != nil {
			standing += s.About
			continue
		}
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			pages += len(rv.Results)*(languages+1)/32 + len(rv.Results)/6 // lists and search data; who is followed
			if in.Archive.Site.Compact {
				pages += languages * (len(rv.Results)/300 + len(rv.Race.Points) + 4) // clubs, nations and points
			} else {
				pages += languages * (len(rv.Results) + len(rv.Results)*(len(rv.Race.Points)+3)/150)
			}
			for i := range rv.Results {
				if c := rv.Results[i].Certificate; c.Status == race.CertificateReady && (c.ByCode || !in.Archive.Site.Compact) {
					certificates++
				}
				if !in.Archive.Site.Compact && in.Archive.Site.Pictures.Of(rv, &rv.Results[i]) {
					certificates++ // and pictures, which have no compressed twins either
				}
			}
		}
	}
	if in.Archive.Site.Host == race.Nginx {
		pages *= 3 // the compressed twins
	}
	return pages + certificates + standing
}
