package verify

import (
	"encoding/json"
	"io/fs"
	"path"
)

// boardRow is a runner of the boards' files.
type boardRow struct {
	Bib, Name string
	Time      string
}

// checkBoards holds the files of a race's boards against results.json: whoever they
// show is there by the same name, and was not struck; who finished did so in the time
// that results.json gives, by whichever clock the boards go.
func (s *site) checkBoards(r *results) error {
	names, err := fs.Glob(s.files, r.folder+"/live/points/*.json")
	if err != nil {
		return s.unread(r.folder, err)
	}
	if _, err := fs.Stat(s.files, r.folder+"/live/leaders.json"); err == nil {
		names = append(names, r.folder+"/live/leaders.json")
	}
	for _, name := range names {
		text, err := fs.ReadFile(s.files, name)
		if err != nil {
			return s.unread(name, err)
		}
		var file struct {
			Point     string
			Divisions []struct {
				ID, Point      string
				Order, Leaders []boardRow
				First          []struct{ Leader boardRow }
			}
		}
		if err := json.Unmarshal(text, &file); err != nil {
			s.wrong(name, "unreadable_results", rebuild, "%v", err)
			continue
		}
		for _, d := range file.Divisions {
			last := file.Point == "finish" || d.Point == "finish"
			for _, row := range append(d.Order, d.Leaders...) {
				r.boardRow(s, name, d.ID, row, last)
			}
			for _, first := range d.First {
				r.boardRow(s, name, d.ID, first.Leader, false)
			}
		}
		if path.Base(name) != "leaders.json" && path.Base(name) != file.Point+".json" {
			s.wrong(name, "boards_differ", rebuild, "it is of the point %q", file.Point)
		}
	}
	return nil
}

func (r *results) boardRow(s *site, name, division string, row boardRow, last bool) {
	if row.Bib == "" { // anonymous, in results.json too
		if row.Name != "" {
			s.wrong(name, "boards_differ", rebuild, "somebody without a bib has the name %q", row.Name)
		}
		return
	}
	i, known := r.at[row.Bib]
	if !known {
		s.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", row.Bib)
		return
	}
	f := &r.facts[i]
	switch {
	case f.Name != row.Name || f.Division != division:
		s.wrong(name, "boards_differ", rebuild, "bib %s is %q of %s, in results.json %q of %s", row.Bib, row.Name, division, f.Name, f.Division)
	case f.Status == "disqualified" || f.Status == "under_review" || f.Status == "dns":
		s.wrong(name, "boards_differ", rebuild, "bib %s is %s in results.json", row.Bib, f.Status)
	case last && row.Time != f.Gun && row.Time != f.Net:
		s.wrong(name, "boards_differ", rebuild, "bib %s has the time %q, in results.json %q", row.Bib, row.Time, f.Gun)
	}
}
